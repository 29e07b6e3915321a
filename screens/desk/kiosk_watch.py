"""Looks again and again how the kiosks do, while somebody sits at the desk."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from kiosk.clock import Clock
from kiosk.duty.kiosks import KioskBoard, KioskStanding, by_urgency
from kiosk.failure import StoreFailed
from screens.desk.session import DeskSession

LOOK_S = 1.0


class KioskWatch(QObject):
    """changed: ``standings`` are others now, those in trouble first; None while nobody knows."""

    changed = Signal()

    def __init__(
        self, board: KioskBoard, session: DeskSession, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._board, self._session, self._clock = board, session, clock
        self._looked_at = clock.monotonic() - LOOK_S
        self._looking: asyncio.Task[None] | None = None
        self.standings: tuple[KioskStanding, ...] | None = ()

    def tick(self) -> None:
        """Look, where it is time to."""
        looking = self._looking is not None and not self._looking.done()
        if not looking and self._clock.monotonic() - self._looked_at >= LOOK_S:
            self._looked_at = self._clock.monotonic()
            self._looking = self._session.do(self._look())

    def looked_at(self, kiosk: str, until: datetime) -> None:
        """The officer at the desk has looked at how its database was put back."""
        if self._session.officer:
            self._session.do(self._tell(self._board.looked_at(kiosk, self._session.officer, until)))

    async def _tell(self, work: Awaitable[None]) -> None:
        try:
            await work
        except StoreFailed:  # the session says so; it is told again, and looked at again
            return

    async def _look(self) -> None:
        try:
            standings = by_urgency(await self._board.kiosks())
        except StoreFailed:  # the session says so; what was known is known no longer
            standings = None
        if standings != self.standings:
            self.standings = standings
            self.changed.emit()
