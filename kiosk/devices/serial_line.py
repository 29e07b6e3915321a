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
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

T = TypeVar("T")

PIECE = 4096
"""Bytes read at a time."""
OPENS_S = 3.0
"""A line that does not open within so many seconds is held by its driver: it counts as gone."""
ENDS_S = 1.0
"""So long a talk that is over may take to let go of the line before nobody waits for it any more."""


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


class SerialLine:
    """A device on a serial line, opened for each talk in a thread of its own.

    The loop never waits for the device: a driver that holds an opening, or will not let go, holds its own
    thread alone. While it does, the device counts as gone, and no further thread is begun. opened: opens
    the line, as :class:`Line`. opens_s, ends_s: seconds until opening, and ending, take too long.
    """

    def __init__(
        self,
        path: Path,
        speed: int,
        name: str,
        *,
        opened: Callable[[Path, int, int], Line] = Line,
        opens_s: float = OPENS_S,
        ends_s: float = ENDS_S,
    ) -> None:
        self._path, self._speed, self._name = path, speed, name
        self._opened, self._opens_s, self._ends_s = opened, opens_s, ends_s
        self._thread: threading.Thread | None = None

    @property
    def held(self) -> bool:
        """Whether a talk that is over is still held by the device."""
        return self._thread is not None and self._thread.is_alive()

    async def run(self, talk: Callable[[Line], T]) -> T:
        """What ``talk`` gives, which runs with the open line; cancelling wakes and ends it at once.

        Raises what ``talk`` raises, and :class:`Gone`. One talk at a time.
        """
        if self.held:
            raise Gone
        loop = asyncio.get_running_loop()
        there: asyncio.Future[None] = loop.create_future()
        told: asyncio.Future[T] = loop.create_future()
        ended: asyncio.Future[None] = loop.create_future()
        woken, wake = os.pipe()

        def tell(result: Callable[[], None]) -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(result)

        def work() -> None:
            try:
                with self._opened(self._path, self._speed, woken) as line:
                    tell(partial(_settle, there, None))
                    value = talk(line)
            except Woken:
                pass
            except Exception as error:
                tell(partial(_fail, told, error))
            else:
                tell(partial(_settle, told, value))
            finally:
                os.close(woken)
                tell(partial(_settle, ended, None))

        thread = self._thread = threading.Thread(target=work, name=self._name, daemon=True)
        thread.start()
        try:
            begun: set[asyncio.Future[Any]] = {there, told}
            await asyncio.wait(begun, timeout=self._opens_s, return_when=asyncio.FIRST_COMPLETED)
            if not there.done() and not told.done():
                raise Gone
            return await told
        finally:
            os.close(wake)  # which wakes whoever waits at the other end
            await asyncio.wait({ended}, timeout=self._ends_s)
            if ended.done():
                thread.join()  # it has nothing left to do


def _settle(future: asyncio.Future[T], value: T) -> None:
    if not future.done():
        future.set_result(value)


def _fail(future: asyncio.Future[Any], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
