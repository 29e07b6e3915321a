"""The hall's releases as its hub told them, in the local store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kiosk.store.line import Line
from kiosk.studio.acts import KeptRelease
from kiosk.studio.hall import Declined, HallEvent, Name, Unfit
from kiosk.studio.in_force import History
from kiosk.studio.releases import Published


class LocalHall:
    """See HallShelf."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def mark(self) -> int:
        """It grows with everything that is taken."""
        return await self._line.run(lambda shelf: shelf.hall.mark())

    async def events(self) -> tuple[HallEvent, ...]:
        """What was told last, in order."""
        return await self._line.run(lambda shelf: shelf.hall.events())

    async def histories(self) -> Mapping[str, History]:
        """What was done, by service."""
        return await self._line.run(lambda shelf: shelf.hall.histories())

    async def kept(self) -> tuple[Published, ...]:
        """The releases that the events are of."""
        return await self._line.run(lambda shelf: shelf.hall.kept())

    async def have(self) -> frozenset[Name]:
        """The releases that are kept."""
        return await self._line.run(lambda shelf: shelf.hall.have())

    async def declined(self) -> tuple[Declined, ...]:
        """The releases that are wanted, and not taken."""
        return await self._line.run(lambda shelf: shelf.hall.declined())

    async def take(
        self, events: Sequence[HallEvent], releases: Sequence[KeptRelease], declined: Mapping[Name, Unfit]
    ) -> None:
        """These events in place of those before, and these releases more."""
        told, more, lacking = tuple(events), tuple(releases), dict(declined)
        await self._line.run(lambda shelf: shelf.hall.take(told, more, lacking))
