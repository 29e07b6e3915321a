"""How the kiosks of the hall do, as a desk hears it through the hub."""

from __future__ import annotations

from kiosk.duty.kiosks import KioskStanding
from kiosk.hub.asking import NotAnswered, Nothing
from kiosk.hub.hub_line import HubLine
from kiosk.hub.kiosk_forms import Standings


class HubKiosks:
    """See KioskBoard. Asks once for each connection; after that the hub tells."""

    def __init__(self, line: HubLine) -> None:
        self._line = line
        self._known: dict[str, KioskStanding] = {}
        self._asked = False
        line.listen("kiosks.stand", Standings, self._stand)
        line.when_changed(self._connection_changed)

    async def kiosks(self) -> tuple[KioskStanding, ...]:
        """All that were heard of lately; none where the hub is of an older version."""
        if not self._asked:
            try:
                told = await self._line.ask("kiosks.show", Nothing(), Standings)
            except NotAnswered:
                told = Standings(kiosks=[])
            # What was told meanwhile is newer, or else the hub will tell it anew.
            self._known = _by_id(told) | self._known
            self._asked = self._line.connected
        return tuple(self._known[kiosk] for kiosk in sorted(self._known))

    def _stand(self, told: Standings) -> None:
        self._known.update(_by_id(told))

    def _connection_changed(self, _connected: bool) -> None:
        self._known, self._asked = {}, False


def _by_id(told: Standings) -> dict[str, KioskStanding]:
    return {form.report.kiosk: form.value() for form in told.kiosks}
