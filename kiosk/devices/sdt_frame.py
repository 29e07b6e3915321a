"""The frames of readers of second-generation identity cards: commands, answers, and what a card tells.

A frame is ``AA AA AA 96 69``, a length of two bytes (the high one first), then so many bytes of which the
last is a checksum: all bytes from the length on, by exclusive or. A command holds a command byte, a parameter
and data; an answer holds three bytes that say how it went, and data. The data of "read base information" are
the lengths of the text and of the picture, and both; the text has 256 bytes of UTF-16, the low byte first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import xor
from typing import Final

from kiosk.devices.id_frame import BadFrame
from kiosk.flow.answer import CardData

PREAMBLE: Final = b"\xaa\xaa\xaa\x96\x69"
FIND: Final = b"\x20\x01"
SELECT: Final = b"\x20\x02"
READ: Final = b"\x30\x01"

DONE: Final = b"\x00\x00\x90"
FOUND: Final = b"\x00\x00\x9f"
NOT_FOUND: Final = b"\x00\x00\x80"
NOT_SELECTED: Final = b"\x00\x00\x81"
NOT_READ: Final = b"\x00\x00\x41"
GARBLED: Final = frozenset({b"\x00\x00\x10", b"\x00\x00\x11"})
"""The reader got a wrong checksum or length: the command is to be sent again."""

TEXT_BYTES = 256
LONGEST = 4096
"""Bytes behind a length; text, picture and fingerprints are fewer."""
LONG_TERM = "长期"
RESIDENT, HOME_RETURN = " ", "J"
"""What stands at the place of the type on a resident's card, and on that of somebody from Hong Kong, Macau or
Taiwan, which is laid out alike. Any other letter is a foreigner's card, which is not."""

_NAME, _SEX, _BIRTH, _ADDRESS = slice(0, 30), slice(30, 32), slice(36, 52), slice(52, 122)
_NUMBER, _UNTIL, _TYPE = slice(122, 158), slice(204, 220), slice(248, 250)
_HEAD = len(PREAMBLE) + 2


class ForeignCard(Exception):
    """A card of a kind that the services do not take from the reader."""


@dataclass(frozen=True)
class Answer:
    """status: three bytes. data: what comes with it."""

    status: bytes
    data: bytes = b""


def framed(content: bytes) -> bytes:
    """The frame of a command or an answer."""
    checked = (len(content) + 1).to_bytes(2) + content
    return PREAMBLE + checked + bytes([reduce(xor, checked)])


class Contents:
    """Finds the contents of frames in what comes down the line, piece by piece."""

    def __init__(self) -> None:
        self._held = b""

    def take(self, piece: bytes) -> bytes | None:
        """The content of the next frame, once it is whole; ``None`` before.

        Raises :class:`BadFrame` for a wrong checksum or a length that cannot be; what came so far is dropped.
        """
        self._held += piece
        start = self._held.find(PREAMBLE)
        if start < 0:
            self._held = self._held[-len(PREAMBLE) + 1 :]
            return None
        self._held = self._held[start:]
        if len(self._held) < _HEAD:
            return None
        length = int.from_bytes(self._held[len(PREAMBLE) : _HEAD])
        if not 1 <= length <= LONGEST:
            self._held = b""
            raise BadFrame("no length that a frame has")
        if len(self._held) < _HEAD + length:
            return None
        checked = self._held[len(PREAMBLE) : _HEAD + length]
        self._held = self._held[_HEAD + length :]
        if reduce(xor, checked):
            self._held = b""
            raise BadFrame("wrong checksum")
        return checked[2:-1]


def answer(content: bytes) -> Answer:
    """An answer's content. Raises :class:`BadFrame`."""
    if len(content) < 3:
        raise BadFrame("no status")
    return Answer(content[:3], content[3:])


def base_information(data: bytes) -> CardData:
    """The card in the data of "read base information". Raises :class:`BadFrame`, :class:`ForeignCard`."""
    length = int.from_bytes(data[:2])
    text = data[4 : 4 + length]
    if length != TEXT_BYTES or len(text) != TEXT_BYTES:
        raise BadFrame("no text of a card")
    if _words(text[_TYPE]) not in ("", HOME_RETURN):
        raise ForeignCard
    name, number = _words(text[_NAME]), _words(text[_NUMBER])
    if not name or not number:
        raise BadFrame("no name or no number")
    sex = _words(text[_SEX])
    return CardData(
        name=name,
        identity_number=number,
        address=_words(text[_ADDRESS]),
        sex="male" if sex == "1" else "female" if sex == "2" else None,
        birth=_day(_words(text[_BIRTH])),
        valid_until=_day(_words(text[_UNTIL])),
    )


def base_information_of(card: CardData, *, kind: str = RESIDENT, picture: bytes = b"") -> bytes:
    """The data that a reader gives for a card; for the stand-in. Raises ValueError for what has no room."""
    sex = {"male": "1", "female": "2", None: "9"}[card.sex]
    birth = card.birth.strftime("%Y%m%d") if card.birth else ""
    until = card.valid_until.strftime("%Y%m%d") if card.valid_until else LONG_TERM
    parts = (
        (card.name, 30),
        (sex, 2),
        ("01", 4),
        (birth, 16),
        (card.address, 70),
        (card.identity_number, 36),
        ("", 30),
        ("", 16),
        (until, 16),
        ("", 28),
        (kind, 2),
        ("", 6),
    )
    text = b"".join(_padded(words, room) for words, room in parts)
    return len(text).to_bytes(2) + len(picture).to_bytes(2) + text + picture


def _padded(words: str, room: int) -> bytes:
    coded = words.encode("utf-16-le")
    if len(coded) > room:
        raise ValueError("more than a card has room for")
    return coded + " ".encode("utf-16-le") * ((room - len(coded)) // 2)


def _words(coded: bytes) -> str:
    try:
        return coded.decode("utf-16-le").replace("\0", " ").strip()
    except UnicodeDecodeError:
        raise BadFrame("no text") from None


def _day(words: str) -> date | None:
    """The day, or None where none is written, as where a card is valid without end."""
    try:
        return date(int(words[:4]), int(words[4:6]), int(words[6:8])) if len(words) == 8 else None
    except ValueError:
        return None
