"""How a record lies in a file of the second log: framed, so that a torn or spoilt one is known as such.

A frame is ``KSL1``, a kind (one byte), the record's number (8 bytes), the length of what follows (4), a
CRC-32 of all that and of what follows (4), and then the record itself, sealed. Numbers are big-endian.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

MAGIC = b"KSL1"
LONGEST = 64 * 2**20
"""Bytes of one record. The largest transaction there is, an imported service, stays far below."""
_HEAD = struct.Struct(">cQI")
_SUM = struct.Struct(">I")
_OVERHEAD = len(MAGIC) + _HEAD.size + _SUM.size


class FrameKind(IntEnum):
    """What a frame holds."""

    CHANGE = ord("C")
    VOID = ord("V")
    """Takes a change back whose transaction failed at the very end."""


@dataclass(frozen=True)
class Frame:
    """One frame. seq: the number of the change that it holds or takes back."""

    kind: FrameKind
    seq: int
    sealed: bytes


def framed(frame: Frame) -> bytes:
    """The frame as it goes into a file. Raises ValueError where it is longer than LONGEST."""
    if len(frame.sealed) > LONGEST:
        raise ValueError("a change is too long")
    head = _HEAD.pack(bytes([frame.kind]), frame.seq, len(frame.sealed))
    return MAGIC + head + _SUM.pack(zlib.crc32(head + frame.sealed)) + frame.sealed


def frames(content: bytes) -> Iterator[Frame]:
    """Every whole frame, in order; what lies between them is passed over."""
    place = content.find(MAGIC)
    while place >= 0:
        frame = _frame_at(content, place)
        if frame is None:
            # The mark of a beginning may stand inside what is spoilt: look on from the very next byte.
            place = content.find(MAGIC, place + 1)
        else:
            yield frame
            place = content.find(MAGIC, place + _OVERHEAD + len(frame.sealed))


def _frame_at(content: bytes, place: int) -> Frame | None:
    head = content[place + len(MAGIC) : place + len(MAGIC) + _HEAD.size]
    begins = place + _OVERHEAD
    if len(head) < _HEAD.size or begins > len(content):
        return None
    kind, seq, length = _HEAD.unpack(head)
    sealed = content[begins : begins + length]
    (told,) = _SUM.unpack(content[begins - _SUM.size : begins])
    if length > LONGEST or len(sealed) < length or zlib.crc32(head + sealed) != told:
        return None
    try:
        return Frame(FrameKind(kind[0]), seq, sealed)
    except ValueError:
        return None
