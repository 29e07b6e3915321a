"""Looks now and then at the duty roster, while somebody sits at the desk."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from kiosk.clock import Clock
from kiosk.duty.roster import Roster, RosterBook
from kiosk.failure import StoreFailed
from screens.desk.session import DeskSession

LOOK_S = 30.0


class RosterWatch(QObject):
    """changed: ``roster`` is another now."""

    changed = Signal()

    def __init__(
        self, book: RosterBook, session: DeskSession, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._book, self._session, self._clock = book, session, clock
        self._looked_at = clock.monotonic() - LOOK_S
        self._looking: asyncio.Task[None] | None = None
        self.roster = Roster()
        self.known = False
        """Whether it was ever read."""

    def tick(self) -> None:
        """Look, where it is time to."""
        looking = self._looking is not None and not self._looking.done()
        if not looking and self._clock.monotonic() - self._looked_at >= LOOK_S:
            self._looked_at = self._clock.monotonic()
            self._looking = self._session.do(self._look())

    async def _look(self) -> None:
        with suppress(StoreFailed):  # the session says so; what was read last still holds
            await self.read()

    async def read(self) -> Roster:
        """As it is now. Raises ``StoreFailed``."""
        roster = await self._book.roster()
        self.known = True
        if roster != self.roster:
            self.roster = roster
            self.changed.emit()
        return roster

    async def change(self, before: Roster, after: Roster, by: str) -> None:
        """``after`` in place of ``before``; raises as the book does, see RosterBook."""
        await self._book.change(before, after, by)
        self.roster = after
        self.changed.emit()

    @property
    def leader(self) -> str:
        """The number of who answers for the station now; "" where nobody is named."""
        return self.roster.leader_at(self._clock.now())

    @property
    def on_duty(self) -> tuple[str, ...]:
        """The numbers of those on duty now."""
        return self.roster.on_duty(self._clock.now())
