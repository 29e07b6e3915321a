"""What staff have not looked at yet of how the database was put back; it outlives the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kiosk.clock import Clock
from kiosk.officers.record import Deed
from kiosk.put_back import PutBack
from kiosk.store.folder import DataFolder
from kiosk.store.line import Line
from kiosk.store.recovered import mark_seen, unseen

Note = Callable[[str, Deed, str], None]


class LocalPutBacks:
    """See PutBacks."""

    def __init__(self, line: Line, folder: DataFolder, clock: Clock) -> None:
        self._line, self._folder, self._clock = line, folder.recovered, clock

    def read(self) -> PutBack | None:
        """The same as :meth:`unseen`, in whatever thread."""
        found = unseen(self._folder)
        if not found:
            return None
        return PutBack(found[-1].at, len(found), sum(one.lost_count for one in found))

    async def unseen(self) -> PutBack | None:
        """What nobody has looked at."""
        return await self._line.run(lambda _shelf: self.read())

    async def looked_at(self, by: str, until: datetime) -> None:
        """It is looked at, and on record."""
        await self._line.run(lambda shelf: self._looked_at(shelf.record.note, by, until))

    def _looked_at(self, note: Note, by: str, until: datetime) -> None:
        for one in unseen(self._folder):
            if one.at <= until:
                note(by, Deed.PUT_BACK_SEEN, one.at.isoformat())
                mark_seen(self._folder, one, by, self._clock.now())
