"""Work that a device may hold for ever, in a thread that nobody has to wait for."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


class Held(Exception):
    """What was begun before has not come back yet."""


class OwnThread:
    """One piece of work at a time, each in a thread called ``name`` that ends with the program.

    The loop's own threads are few, and are waited for when a program ends: work that never comes back must
    not stand in one of them.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread: threading.Thread | None = None

    async def run(self, work: Callable[[], T]) -> T:
        """What ``work`` gives or raises; :class:`Held` while an earlier one, given up, still runs."""
        if self._thread is not None and self._thread.is_alive():
            raise Held
        loop = asyncio.get_running_loop()
        told: asyncio.Future[T] = loop.create_future()

        def do() -> None:
            settle: Callable[[], None]
            try:
                settle = partial(_give, told, work())
            except Exception as error:
                settle = partial(_raise, told, error)
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(settle)

        thread = self._thread = threading.Thread(target=do, name=self._name, daemon=True)
        thread.start()
        try:
            return await told
        finally:
            if told.done() and not told.cancelled():
                thread.join()  # it has nothing left to do


def _give(future: asyncio.Future[T], value: T) -> None:
    if not future.done():
        future.set_result(value)


def _raise(future: asyncio.Future[Any], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
