"""The forwarder's task, from the store's opening to its closing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any


class Beside:
    """Runs ``work`` beside an opened store. What ends it unforeseen goes to the loop's exception handler."""

    def __init__(
        self,
        opening: Callable[[], Awaitable[None]],
        closing: Callable[[], Awaitable[None]],
        work: Callable[[], Coroutine[Any, Any, None]],
    ) -> None:
        self._opening = opening
        self._closing = closing
        self._work = work
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the store, then begin. May be tried again where the store did not open."""
        await self._opening()
        if self._task is None:
            self._task = asyncio.ensure_future(self._work())
            self._task.add_done_callback(_report)

    async def close(self) -> None:
        """End the work, then close the store."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await self._task
        await self._closing()


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        task.get_loop().call_exception_handler({"message": "the forwarder ended", "exception": error})
