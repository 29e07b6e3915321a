"""The identity-card reader: waits until a card is laid down, and says what is on it.

What is read goes to the one who asked and is kept nowhere else: no log, no file, no error bears it.
"""

from __future__ import annotations

from typing import Protocol

from kiosk.flow.answer import CardData
from kiosk.message import Message


class ReaderFailed(Exception):
    """No card was read; ``message`` says what to do.

    final: the reader itself is out of use, and waiting on is pointless; otherwise read again.
    """

    def __init__(self, message: Message, *, final: bool = False) -> None:
        super().__init__(message.id)
        self.message, self.final = message, final


class IdReader(Protocol):
    """Reads identity cards."""

    async def read(self, but: str = "") -> CardData:
        """The next card that is laid down; waits for it, and can be cancelled at any time.

        but: the number of a card that counts only once it was lifted. Raises :class:`ReaderFailed`.
        """
        ...

    async def lifted(self) -> None:
        """Returns once no card lies there, so that the next one read was laid anew. As :meth:`read`."""
        ...


class NoReader:
    """There is no reader."""

    async def read(self, but: str = "") -> CardData:
        """Raises :class:`ReaderFailed` at once."""
        raise ReaderFailed(Message("device.reader.none"), final=True)

    async def lifted(self) -> None:
        """No card lies on no reader."""
