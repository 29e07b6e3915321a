"""Who sits in the studio, and what is being done for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal


class StudioSession(QObject):
    """A Sitting: see Entrance. leaving: an officer leaves, with their number; work is saved first."""

    changed = Signal()

    def __init__(self, report: Callable[[BaseException], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._report = report
        self._tasks: set[asyncio.Task[Any]] = set()
        self.officer = ""
        self.before_leaving: Callable[[], Coroutine[Any, Any, bool]] | None = None

    def do(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run it; an error that nobody foresaw is reported."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._report(error)

    async def sign_in(self, officer: str) -> None:
        """They sit here now."""
        self.officer = officer
        self.changed.emit()

    async def sign_out(self, *, leaving: bool = False) -> None:
        """They leave, once what they wrote is saved; where that fails they stay, unless the program ends."""
        if not self.officer:
            return
        saved = self.before_leaving is None or await self.before_leaving()
        if saved or leaving:
            self.officer = ""
            self.changed.emit()
