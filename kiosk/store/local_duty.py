"""What is on duty, in the local store: how its kiosk does, and who is there when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kiosk.duty.kiosks import KioskReport, KioskStanding
from kiosk.duty.roster import Roster
from kiosk.store.line import Line
from kiosk.store.local_put_backs import LocalPutBacks


class LocalKiosks:
    """See KioskReporting and KioskBoard. here: the kiosk whose database this is."""

    def __init__(self, line: Line, put_backs: LocalPutBacks, here: str) -> None:
        self._line, self._put_backs, self._here = line, put_backs, here

    async def report(self, report: KioskReport) -> None:
        """The newest counts."""
        await self._line.run(lambda shelf: shelf.kiosks.report(report))

    async def kiosks(self) -> tuple[KioskStanding, ...]:
        """Those that were heard of lately, by their ids."""
        found, put_back = await self._line.run(lambda shelf: (shelf.kiosks.kiosks(), self._put_backs.read()))
        return tuple(
            replace(each, put_back=put_back) if each.report.kiosk == self._here else each for each in found
        )

    async def looked_at(self, kiosk: str, by: str, until: datetime) -> None:
        """How its database was put back."""
        if kiosk == self._here:
            await self._put_backs.looked_at(by, until)


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
