"""The identity-card reader: waits until a card is laid down, and says what is on it.

What is read goes to the one who asked and is kept nowhere else: no log, no file, no error bears it.
"""

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
from typing import Protocol

from kiosk.devices.id_frame import BadFrame, Frames
from kiosk.flow.answer import CardData, IdentityNo
from kiosk.message import Message

CUT_S = 1.0
"""A frame that stops for this many seconds was cut off: the card was lifted too early."""


class ReaderFailed(Exception):
    """No card was read; ``message`` says what to do.

    final: the reader itself is out of use, and waiting on is pointless; otherwise read again.
    """

    def __init__(self, message: Message, *, final: bool = False) -> None:
        super().__init__(message.id)
        self.message, self.final = message, final


class IdReader(Protocol):
    """Reads identity cards."""

    async def read(self) -> CardData:
        """The next card that is laid down; waits for it, and can be cancelled at any time.

        Raises :class:`ReaderFailed`.
        """
        ...


class NoReader:
    """There is no reader."""

    async def read(self) -> CardData:
        """Raises :class:`ReaderFailed` at once."""
        raise ReaderFailed(Message("device.reader.none"), final=True)


class _Gone(Exception):
    """The reader is not plugged in, or was pulled out."""


class SerialIdReader:
    """A reader on a serial line (a tty or a pseudo-terminal), speaking as :mod:`kiosk.devices.id_frame` says.

    path: the device. check: whether an identity number is right (``kiosk.field.identity.read`` for today).
    baud: the line's speed. The device is opened for each reading alone, and what it sent before is thrown
    away: a card laid for one resident never answers for the next.
    """

    def __init__(
        self,
        path: Path,
        check: Callable[[str], IdentityNo | Message],
        baud: int = 115200,
        cut_s: float = CUT_S,
    ) -> None:
        self._path, self._check, self._cut_s = path, check, cut_s
        self._speed = int(getattr(termios, f"B{baud}"))

    async def read(self) -> CardData:
        """See :class:`IdReader`. A thread waits for the line; cancelling wakes and ends it at once."""
        loop = asyncio.get_running_loop()
        read: asyncio.Future[CardData] = loop.create_future()
        woken, wake = os.pipe()

        def settle(card: CardData | None, error: BaseException | None) -> None:
            if read.done():
                return
            if card is not None:
                read.set_result(card)
            elif error is not None:
                read.set_exception(error)

        def wait() -> None:
            card, error = None, None
            try:
                card = self._wait_for_card(woken)
            except Exception as caught:
                error = caught
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(settle, card, error)

        thread = threading.Thread(target=wait, name="identity-card reader", daemon=True)
        thread.start()
        try:
            return self._checked(await read)
        except BadFrame:
            raise ReaderFailed(Message("device.reader.again")) from None
        except _Gone:
            raise ReaderFailed(Message("device.reader.gone"), final=True) from None
        finally:
            os.write(wake, b".")
            thread.join()
            os.close(wake)
            os.close(woken)

    def _checked(self, card: CardData) -> CardData:
        number = self._check(card.identity_number)
        if isinstance(number, Message):
            raise ReaderFailed(Message("device.reader.again"))
        return card.model_copy(update={"identity_number": number.number})

    def _wait_for_card(self, woken: int) -> CardData | None:
        """Runs in the thread. ``None``: woken. Raises BadFrame and _Gone."""
        line = self._open()
        try:
            frames = Frames()
            ready = select.poll()
            ready.register(line, select.POLLIN)
            ready.register(woken, select.POLLIN)
            while True:
                events = ready.poll(self._cut_s * 1000 if frames.within else None)
                if not events:
                    raise BadFrame("cut off")
                if any(file == woken for file, _ in events):
                    return None
                piece = self._piece(line)
                card = frames.take(piece)
                if card is not None:
                    return card
        finally:
            os.close(line)

    def _open(self) -> int:
        try:
            line = os.open(self._path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError:
            raise _Gone from None
        try:
            tty.setraw(line)
            settings = termios.tcgetattr(line)
            settings[4] = settings[5] = self._speed
            termios.tcsetattr(line, termios.TCSANOW, settings)
            termios.tcflush(line, termios.TCIFLUSH)
        except termios.error:
            os.close(line)
            raise _Gone from None
        return line

    @staticmethod
    def _piece(line: int) -> bytes:
        try:
            piece = os.read(line, 4096)
        except BlockingIOError:
            return b""
        except OSError:
            raise _Gone from None
        if not piece:
            raise _Gone
        return piece
