"""Background work on the loop: kept alive, and every error reaches one handler."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

ErrorHandler = Callable[[BaseException], None]


class Tasks:
    """Starts coroutines; an exception goes to ``on_error``, never into nothing."""

    def __init__(self, on_error: ErrorHandler) -> None:
        self._on_error = on_error
        self._running: set[asyncio.Task[Any]] = set()
        self._closed = False

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start; the task may be cancelled. Once closed, nothing begins any more: it is cancelled at once."""
        task = asyncio.get_event_loop().create_task(work)
        if self._closed:
            task.cancel()
        self._running.add(task)
        task.add_done_callback(self._done)
        return task

    def report(self, error: BaseException) -> None:
        """An error that was dealt with, for the log."""
        self._on_error(error)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._on_error(error)

    async def close(self) -> None:
        """Cancel what still runs and wait for it, and for what that began."""
        self._closed = True
        while running := list(self._running):
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
