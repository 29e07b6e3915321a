"""What is on duty, in the local store: how its kiosk does."""

from __future__ import annotations

from kiosk.duty.kiosks import KioskReport, KioskStanding
from kiosk.store.line import Line


class LocalKiosks:
    """See KioskReporting and KioskBoard."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def report(self, report: KioskReport) -> None:
        """The newest counts."""
        await self._line.run(lambda shelf: shelf.kiosks.report(report))

    async def kiosks(self) -> tuple[KioskStanding, ...]:
        """Those that were heard of lately, by their ids."""
        return await self._line.run(lambda shelf: shelf.kiosks.kiosks())
