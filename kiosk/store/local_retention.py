"""What has outlived its time, in the local store."""

from __future__ import annotations

from kiosk.store.line import Line
from kiosk.store.retention import Gone, Keep, Kept


class LocalRetention:
    """Things go in small transactions; between two of them everybody else has their turn."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def due(self, keep: Keep) -> tuple[Gone, ...]:
        """What would go now, of each kind."""
        return await self._line.run(lambda shelf: shelf.retention.due(keep))

    async def run(self, keep: Keep, by: str) -> tuple[Gone, ...]:
        """Delete all of it, with an entry of the record for each lot; what went, lot by lot."""
        lots = []
        for kind in Kept:
            while (gone := await self.some(keep, kind, by)).count:
                lots.append(gone)
        await self.wipe()
        return tuple(lots)

    async def some(self, keep: Keep, kind: Kept, by: str) -> Gone:
        """One lot of a kind, the oldest first; a count of 0 is the end."""
        return await self._line.run(lambda shelf: shelf.retention.some(keep, kind, by))

    async def wipe(self) -> None:
        """See that nothing of it is left in the write-ahead log."""
        await self._line.run(lambda shelf: shelf.empty_log())
