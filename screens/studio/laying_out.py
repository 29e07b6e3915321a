"""Whether the draft's texts fit the residents' screens: laid out beside the studio, one draft at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.flow.laid_out import NotLaidOut
from kiosk.flow.problem import Problem
from screens.studio.session import StudioSession

PAUSE_S = 2.0
"""After the last change: laying out takes both cores for a while."""

LayOut = Callable[[str, str], Awaitable[tuple[Problem, ...]]]
"""A service's text and its file's name -> what does not fit; raises ``NotLaidOut``. Cancelled, it stops."""


class Fit(StrEnum):
    """What is known of it."""

    UNKNOWN = "unknown"
    LAYING_OUT = "laying_out"
    KNOWN = "known"
    FAILED = "failed"
    """It broke or hung: nobody knows. Whoever publishes is told, and the next change tries anew."""


class LayingOut(QObject):
    """changed: ``fit`` is another. problems: what does not fit, once that is known."""

    changed = Signal()

    def __init__(self, session: StudioSession, lay_out: LayOut, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._lay_out = session, lay_out
        self._task: asyncio.Task[Any] | None = None
        self.fit = Fit.UNKNOWN
        self.problems: tuple[Problem, ...] = ()

    def begin(self, text: str, file: str) -> None:
        """In place of what was laid out before, which is stopped."""
        self.stop()
        self.fit = Fit.LAYING_OUT
        self._task = self._session.do(self._begin(text, file))

    def stop(self) -> None:
        """The draft is another, or left."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.fit, self.problems = Fit.UNKNOWN, ()

    async def _begin(self, text: str, file: str) -> None:
        mine = asyncio.current_task()
        await asyncio.sleep(PAUSE_S)
        try:
            problems, fit = await self._lay_out(text, file), Fit.KNOWN
        except NotLaidOut:
            problems, fit = (), Fit.FAILED
        if self._task is mine:
            self._task = None
            self.problems, self.fit = problems, fit
            self.changed.emit()
