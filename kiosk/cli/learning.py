"""A desk that learns what services and steps are called as they are published."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from kiosk.failure import StoreFailed
from kiosk.outfit import Titles
from kiosk.running import Running
from kiosk.studio.served import Served, Stamp

LOOK_S = 2.0
"""How often it is looked whether something was published."""


class Learning:
    """The store with the titles beside it, which are learnt as it opens and as long as it is open.

    start, close: the store's. A store that cannot be asked is told of by whoever lists its calls.
    """

    def __init__(
        self,
        titles: Titles,
        served: Served,
        start: Callable[[], Awaitable[None]],
        close: Callable[[], Awaitable[None]],
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._titles, self._served, self._wait = titles, served, wait
        self._start, self._close = start, close
        self._stamp: Stamp | None = None
        self._running = Running(self._learn_on)

    async def start(self) -> None:
        """Open the store. Raises ``StoreFailed``."""
        await self._start()
        with suppress(StoreFailed):
            await self._learn()
        await self._running.start()

    async def close(self) -> None:
        """End, the store last."""
        await self._running.close()
        await self._close()

    async def _learn_on(self) -> None:
        while True:
            await self._wait(LOOK_S)
            try:
                await self._learn()
            except StoreFailed:
                continue

    async def _learn(self) -> None:
        stamp = await self._served.stamp()
        if stamp != self._stamp:
            self._titles.learn(await self._served.known())
            self._stamp = stamp
