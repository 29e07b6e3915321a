"""A task that runs from the start to the close of the program it belongs to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any


class Running:
    """work: never ends by itself. An error that ends it goes to the loop's exception handler."""

    def __init__(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._work = work
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin; again: nothing happens."""
        if self._task is None:
            self._task = asyncio.ensure_future(self._work())
            self._task.add_done_callback(_report)

    async def close(self) -> None:
        """End it."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])


class RunningBetween:
    """The same, for what is only begun once something else is open, and ends before that is closed."""

    def __init__(
        self,
        opening: Callable[[], Awaitable[None]],
        closing: Callable[[], Awaitable[None]],
        work: Callable[[], Coroutine[Any, Any, None]],
    ) -> None:
        self._opening, self._closing = opening, closing
        self._running = Running(work)

    async def start(self) -> None:
        """Open, then begin. May be tried again where it did not open."""
        await self._opening()
        await self._running.start()

    async def close(self) -> None:
        """End, then close."""
        await self._running.close()
        await self._closing()


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        task.get_loop().call_exception_handler({"message": "a task ended", "exception": error})
