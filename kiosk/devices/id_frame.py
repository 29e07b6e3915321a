"""What an identity-card reader sends down its line: one frame for each card that lies on it.

A frame is::

    STX  length  body  checksum  ETX

STX and ETX are the bytes 02 and 03. length is the number of bytes of the body, four hexadecimal digits.
body is ``name|identity number|address`` in UTF-8, without control characters; the address may be empty
and may itself hold a bar. checksum is the CRC-32 (as in zlib) of length and body, eight hexadecimal
digits. While a card lies there, the frame is sent again about twice a second; what stands between two
frames is passed over. No byte of a frame but the first is an STX: a second one means that the first
frame was cut off.
"""

from __future__ import annotations

import re
import zlib

from kiosk.flow.answer import CardData

STX, ETX = b"\x02", b"\x03"
LONGEST = 1024
"""Bytes of a body; a card holds far less."""

_HEAD, _TAIL = 5, 9
_HEXADECIMAL = re.compile(rb"[0-9A-Fa-f]+")


class BadFrame(Exception):
    """What came is no card: cut off, garbled or not of this form."""


def framed(card: CardData) -> bytes:
    """The frame of a card. Raises ValueError where the card's words cannot be framed."""
    words = (card.name, card.identity_number, card.address)
    if any(ord(c) < 0x20 or ord(c) == 0x7F for word in words for c in word):
        raise ValueError("a control character on the card")
    if not card.name or "|" in card.name or "|" in card.identity_number:
        raise ValueError("no name, or a bar in the name or number")
    body = "|".join(words).encode()
    if len(body) > LONGEST:
        raise ValueError("more than a card holds")
    checked = b"%04X" % len(body) + body
    return STX + checked + b"%08X" % zlib.crc32(checked) + ETX


def _number(digits: bytes) -> int:
    return int(digits, 16)


class Frames:
    """Finds frames in what comes down the line, piece by piece."""

    def __init__(self) -> None:
        self._held = b""

    @property
    def within(self) -> bool:
        """A frame has begun and not ended."""
        return bool(self._held)

    def take(self, piece: bytes) -> CardData | None:
        """The card, once its frame is whole; ``None`` before.

        Raises :class:`BadFrame` for a broken frame. The next frame can be taken after either.
        """
        self._held += piece
        start = self._held.find(STX)
        self._held = self._held[start:] if start >= 0 else b""
        next_one = self._held.find(STX, 1)
        here = self._held if next_one < 0 else self._held[:next_one]
        whole = self._whole(here)
        if whole is not None and len(here) >= whole:
            self._held = self._held[whole:]
            return self._read(here[:whole])
        if next_one > 0:
            self._held = self._held[next_one:]
            raise BadFrame("cut off by the next one")
        return None

    def _whole(self, here: bytes) -> int | None:
        """The length in bytes of the frame that begins ``here``, once it is known."""
        if len(here) < _HEAD:
            return None
        length = _number(here[1:_HEAD]) if _HEXADECIMAL.fullmatch(here[1:_HEAD]) else LONGEST + 1
        if length > LONGEST:
            self._held = self._held[1:]
            raise BadFrame("no length that a card has")
        return _HEAD + length + _TAIL

    @staticmethod
    def _read(frame: bytes) -> CardData:
        checked, tail = frame[1:-_TAIL], frame[-_TAIL:]
        right = tail[-1:] == ETX and _HEXADECIMAL.fullmatch(tail[:-1])
        if not right or _number(tail[:-1]) != zlib.crc32(checked):
            raise BadFrame("wrong checksum")
        try:
            name, number, address = checked[4:].decode().split("|", 2)
        except ValueError:
            raise BadFrame("not name, number and address") from None
        if not name.strip() or not number.strip():
            raise BadFrame("no name or no number")
        return CardData(name=name, identity_number=number, address=address)
