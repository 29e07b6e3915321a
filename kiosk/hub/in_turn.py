"""What comes over one connection, worked on in turn and beside the reading of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")

MOST_WAITING = 50
"""So many may wait; what comes then is refused at once, for whoever asks is there and can be told."""

WAITED_S = 8.0
"""Whoever asked waits for 10 seconds: what has waited longer than this is refused and not done."""


class InTurn(Generic[T]):
    """In the order in which it came, one after the other: of two asks the second may rest on the first."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._waiting: asyncio.Queue[tuple[float, T]] = asyncio.Queue(MOST_WAITING)

    def put(self, asked: T) -> bool:
        """Never waits. False: too many wait, and this one is not among them."""
        try:
            self._waiting.put_nowait((self._clock(), asked))
        except asyncio.QueueFull:
            return False
        return True

    async def put_when_free(self, asked: T) -> None:
        """As soon as there is room."""
        await self._waiting.put((self._clock(), asked))

    async def run(self, work: Callable[[T, bool], Awaitable[None]]) -> None:
        """For ever; ``work`` is told too whether it has waited for too long. What it raises ends this."""
        while True:
            came, asked = await self._waiting.get()
            try:
                await work(asked, self._clock() - came > WAITED_S)
            finally:
                self._waiting.task_done()

    async def done(self) -> None:
        """Until nothing waits."""
        await self._waiting.join()
