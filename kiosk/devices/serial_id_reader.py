"""Identity-card readers on a serial line."""

from __future__ import annotations

import termios
from collections.abc import Callable
from pathlib import Path

from kiosk.devices.id_frame import BadFrame
from kiosk.devices.id_reader import ReaderFailed
from kiosk.devices.id_talk import CUT_S, ReaderProtocol, Talk, talk_of
from kiosk.devices.sdt_frame import ForeignCard
from kiosk.devices.serial_line import Gone, SerialLine
from kiosk.flow.answer import CardData, IdentityNo
from kiosk.message import Message

THREAD = "identity-card reader"


class SerialIdReader:
    """A reader on a serial line (a tty or a pseudo-terminal).

    path: the device. check: whether an identity number is right (``kiosk.field.identity.read`` for today).
    baud: the line's speed. protocol, talk: how it speaks (:mod:`kiosk.devices.id_talk`). The device is
    opened for each reading alone, and what it sent before is thrown away: a card laid for one resident never
    answers for the next.
    """

    def __init__(
        self,
        path: Path,
        check: Callable[[str], IdentityNo | Message],
        baud: int = 115200,
        cut_s: float = CUT_S,
        protocol: ReaderProtocol = "auto",
        talk: Talk | None = None,
    ) -> None:
        self._check = check
        self._line = SerialLine(path, int(getattr(termios, f"B{baud}")), THREAD)
        self._talk = talk or talk_of(protocol, cut_s)

    @property
    def held(self) -> bool:
        """Whether the reader's driver holds a reading that is over."""
        return self._line.held

    async def read(self, but: str = "") -> CardData:
        """The next card, or :class:`ReaderFailed`. but: see ``kiosk.devices.id_reader.IdReader``.

        A thread waits for the line; cancelling wakes and ends it at once.
        """
        try:
            card = await self._line.run(lambda line: self._talk.card(line, but))
            return self._checked(card)
        except BadFrame:
            raise ReaderFailed(Message("device.reader.again")) from None
        except ForeignCard:
            raise ReaderFailed(Message("device.reader.foreign")) from None
        except Gone:
            raise ReaderFailed(Message("device.reader.gone"), final=True) from None

    async def lifted(self) -> None:
        """Returns once no card lies there. Raises :class:`ReaderFailed`."""
        try:
            await self._line.run(self._talk.lifted)
        except BadFrame:
            # What garbles its answers will not tell whether a card lies there: the next reading shows it.
            return
        except Gone:
            raise ReaderFailed(Message("device.reader.gone"), final=True) from None

    def _checked(self, card: CardData) -> CardData:
        number = self._check(card.identity_number)
        if isinstance(number, Message):
            raise ReaderFailed(Message("device.reader.again"))
        return card.model_copy(update={"identity_number": number.number})
