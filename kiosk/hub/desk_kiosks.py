"""How the kiosks of the hall do, as a desk hears it through the hub."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from kiosk.assist.change_form import Form
from kiosk.duty.kiosks import KioskStanding
from kiosk.hub.asking import NotAnswered, Nothing
from kiosk.hub.declined_forms import MOVED, WHOSE, Declinings
from kiosk.hub.hub_line import HubLine
from kiosk.hub.journal_forms import BEGUN, LATELY, LATELY_ASK, SetBacks
from kiosk.hub.kiosk_forms import Standings

F = TypeVar("F", bound=Form)


class HubKiosks:
    """See KioskBoard. Asks once for each connection; after that the hub tells."""

    def __init__(self, line: HubLine) -> None:
        self._line = line
        self._known: dict[str, KioskStanding] = {}
        self._set_back: dict[str, datetime] = {}
        self._declining: dict[str, bool] = {}
        self._asked = False
        line.listen("kiosks.stand", Standings, self._stand)
        line.listen(BEGUN, SetBacks, self._were_set_back)
        line.listen(MOVED, Declinings, self._decline)
        line.when_changed(self._connection_changed)

    async def kiosks(self) -> tuple[KioskStanding, ...]:
        """All that were heard of lately; none where the hub is of an older version."""
        if not self._asked:
            told = await self._shown("kiosks.show", Standings(kiosks=[]))
            set_back = await self._shown(LATELY_ASK, SetBacks(kiosks=[]))
            declining = await self._shown(WHOSE, Declinings(kiosks=[]))
            # What was told meanwhile is newer, or else the hub will tell it anew.
            self._known = _by_id(told) | self._known
            self._set_back = _moments(set_back) | self._set_back
            self._declining = _declining(declining) | self._declining
            self._asked = self._line.connected
        return tuple(self._whole(self._known[kiosk]) for kiosk in sorted(self._known))

    async def looked_at(self, kiosk: str, by: str, until: datetime) -> None:
        """The hub tells of no database that was put back: it is looked at on the kiosk itself."""

    async def _shown(self, what: str, nothing: F) -> F:
        try:
            return await self._line.ask(what, Nothing(), type(nothing))
        except NotAnswered:
            return nothing

    def _whole(self, standing: KioskStanding) -> KioskStanding:
        kiosk = standing.report.kiosk
        standing = replace(standing, declines=self._declining.get(kiosk, False))
        at = self._set_back.get(kiosk)
        if at is None or standing.heard_at - at > LATELY:
            return standing
        return replace(standing, set_back_at=at)

    def _stand(self, told: Standings) -> None:
        self._known.update(_by_id(told))

    def _were_set_back(self, told: SetBacks) -> None:
        self._set_back.update(_moments(told))

    def _decline(self, told: Declinings) -> None:
        self._declining.update(_declining(told))

    def _connection_changed(self, _connected: bool) -> None:
        self._known, self._set_back, self._declining, self._asked = {}, {}, {}, False


def _by_id(told: Standings) -> dict[str, KioskStanding]:
    return {form.report.kiosk: form.value() for form in told.kiosks}


def _moments(told: SetBacks) -> dict[str, datetime]:
    return {form.kiosk: form.at for form in told.kiosks}


def _declining(told: Declinings) -> dict[str, bool]:
    return {form.kiosk: form.declines for form in told.kiosks}
