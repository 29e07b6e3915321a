"""Looking at the draft in the very screens that residents see: a preview beside the studio, one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Signal

from screens.studio.session import StudioSession
from screens.studio.work import Work

ShowPreview = Callable[[str, str, bool, Callable[[], None]], Awaitable[bool]]
"""A service's text, the step to begin at ("" for the home page), whether to walk every way at once, and what
to call once it shows -> until it is closed: whether it ever showed. Cancelled, it is closed."""


class Preview(StrEnum):
    """How far it has come."""

    CLOSED = "closed"
    OPENING = "opening"
    OPEN = "open"
    FAILED = "failed"
    """It did not come up, or broke."""


class Looking(QObject):
    """changed: ``state`` is another."""

    changed = Signal()

    def __init__(
        self, session: StudioSession, work: Work, show: ShowPreview, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._work, self._show = session, work, show
        self._task: asyncio.Task[Any] | None = None
        self.state = Preview.CLOSED

    def look(self, step: str = "", *, every_way: bool = False) -> None:
        """The draft as it is now, in place of what was looked at before."""
        if self._work.draft is None:
            return
        self.close()
        self._task = self._session.do(self._look(self._work.document.text, step, every_way))

    def close(self) -> None:
        """Whatever is open is closed."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._set(Preview.CLOSED)

    async def _look(self, text: str, step: str, every_way: bool) -> None:
        mine = asyncio.current_task()
        self._set(Preview.OPENING)
        try:
            came_up = await self._show(text, step, every_way, lambda: self._set(Preview.OPEN))
        except OSError:
            came_up = False
        if self._task is mine:
            self._task = None
            self._set(Preview.CLOSED if came_up else Preview.FAILED)

    def _set(self, state: Preview) -> None:
        if state is not self.state:
            self.state = state
            self.changed.emit()
