"""A serial line (a tty or a pseudo-terminal) to a device, waited on in a thread that can be woken."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import termios
import threading
import tty
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TypeVar

T = TypeVar("T")

PIECE = 4096
"""Bytes read at a time."""


class Gone(Exception):
    """The device is not plugged in, or was pulled out."""


class Woken(Exception):
    """Nobody waits for the answer any more."""


class Line:
    """An open line. What was sent before it was opened is thrown away."""

    def __init__(self, path: Path, speed: int, woken: int) -> None:
        """speed: as termios has it. woken: a file that can be read as soon as the line is to be left.

        Raises :class:`Gone`.
        """
        try:
            self._file = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError:
            raise Gone from None
        try:
            tty.setraw(self._file)
            settings = termios.tcgetattr(self._file)
            settings[4] = settings[5] = speed
            termios.tcsetattr(self._file, termios.TCSANOW, settings)
            termios.tcflush(self._file, termios.TCIFLUSH)
        except termios.error:
            os.close(self._file)
            raise Gone from None
        self._woken = woken
        self._ready = select.poll()
        self._ready.register(self._file, select.POLLIN)
        self._ready.register(woken, select.POLLIN)

    def __enter__(self) -> Line:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        os.close(self._file)

    def read(self, timeout_s: float | None) -> bytes:
        """What came next; nothing where nothing came in time. Raises :class:`Gone` and :class:`Woken`."""
        events = self._ready.poll(None if timeout_s is None else timeout_s * 1000)
        if any(file == self._woken for file, _ in events):
            raise Woken
        if not events:
            return b""
        try:
            piece = os.read(self._file, PIECE)
        except BlockingIOError:
            return b""
        except OSError:
            raise Gone from None
        if not piece:
            raise Gone
        return piece

    def pause(self, seconds: float) -> None:
        """Let time pass; what comes meanwhile is thrown away. Raises :class:`Woken`."""
        alone = select.poll()
        alone.register(self._woken, select.POLLIN)
        if alone.poll(seconds * 1000):
            raise Woken
        with contextlib.suppress(termios.error):  # pulled out meanwhile: the next reading says so
            termios.tcflush(self._file, termios.TCIFLUSH)

    def write(self, data: bytes) -> None:
        """Send bytes; those for which the line has no room are lost. Raises :class:`Gone`."""
        try:
            os.write(self._file, data)
        except BlockingIOError:
            return
        except OSError:
            raise Gone from None


async def in_thread(path: Path, speed: int, talk: Callable[[Line], T], name: str) -> T:
    """What ``talk`` gives, which runs with the open line in a thread; cancelling wakes and ends it at once.

    Raises what ``talk`` raises, and :class:`Gone`.
    """
    loop = asyncio.get_running_loop()
    told: asyncio.Future[T] = loop.create_future()
    woken, wake = os.pipe()

    def settle(result: Callable[[], None]) -> None:
        if not told.done():
            result()

    def work() -> None:
        try:
            with Line(path, speed, woken) as line:
                value = talk(line)
        except Woken:
            return
        except Exception as error:
            caught = error
            result = lambda: told.set_exception(caught)  # noqa: E731
        else:
            result = lambda: told.set_result(value)  # noqa: E731
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, result)

    thread = threading.Thread(target=work, name=name, daemon=True)
    thread.start()
    try:
        return await told
    finally:
        os.write(wake, b".")
        thread.join()
        os.close(wake)
        os.close(woken)
