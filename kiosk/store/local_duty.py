"""What is on duty, in the local store: how its kiosk does, and who is there when."""

from __future__ import annotations

from kiosk.duty.kiosks import KioskReport, KioskStanding
from kiosk.duty.roster import Roster
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


class LocalRoster:
    """See RosterBook."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def roster(self) -> Roster:
        """As it was set last; an empty one before."""
        return await self._line.run(lambda shelf: shelf.roster.roster())

    async def set(self, roster: Roster) -> None:
        """In place of the one before. Raises ``Refused`` where something is wrong with it."""
        await self._line.run(lambda shelf: shelf.roster.set(roster))

    async def change(self, before: Roster, after: Roster, by: str) -> None:
        """``after`` in place of ``before``. Raises ``Refused``; see RosterBook."""
        await self._line.run(lambda shelf: shelf.roster.change(before, after, by))
