"""Makes bad input of good: bytes turned, pieces doubled and lost, values in JSON replaced by nasty ones."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from copy import deepcopy
from random import Random
from typing import Any

NASTY: tuple[Any, ...] = (
    None, True, 0, -1, 2**63, 10**400, 1.5, float("inf"), float("nan"), "", " ", "\0", "\ud800", "\u202e",
    "0",
    "9" * 5000, "x" * 70_000, "２０２６", "2026-13-45", "0000-00-00", "9999-12-31T23:59:59.999999+23:59",
    "0001-01-01T00:00:00-14:00", "-", "../../etc/passwd", [], {}, [[]], {"": ""},
)  # fmt: skip
PIECES = (
    b"\0", b"\xff", b"\x80", b"\r\n", b"\x02", b"\x03", b"{", b"}", b"[" * 2000, b'"', b"'", b":", b"- ",
    b"&a ", b"*a", b"!!python/object:os.system ", b"<<: ", b"? ", b"|", b"%", b"NaN", b"1e999", b"-0",
    b"true", b"null", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80\xae", b"0" * 4400,
    b"\xaa\xaa\xaa\x96\x69",
)  # fmt: skip
DEEP = 3000
MOST = 200_000
"""Bytes that one doubling adds: what is far too long takes time, and teaches nothing new."""
_WORDS = re.compile(rb"[\w.+-]+|[^\w\s]")


def spoilt(good: Sequence[bytes], random: Random) -> bytes:
    """One of the good ones with some things amiss; now and then as it was."""
    data = random.choice(good)
    for _ in range(random.choice((0, 1, 1, 1, 2, 3, 6))):
        how = random.random()
        if how < 0.4:
            data = _as_json(data, random)
        elif how < 0.6:
            data = _as_text(data, random)
        else:
            data = _as_bytes(data, good, random)
    return data


def _as_text(data: bytes, random: Random) -> bytes:
    """Lines and words in another place, or others in theirs: it stays text, and mostly keeps its shape."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(5):
        case 0:
            lines[at], lines[other] = lines[other], lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            del lines[at]
        case 3:
            lines[at] = b" " * random.randrange(1, 5) + lines[at].lstrip(b" " * random.randrange(1, 9))
        case _:
            words = list(_WORDS.finditer(lines[at]))
            if words:
                found = random.choice(words)
                new = _nasty_word(random) if random.random() < 0.6 else random.choice(words)[0]
                lines[at] = lines[at][: found.start()] + new + lines[at][found.end() :]
    return b"".join(lines)


def _nasty_word(random: Random) -> bytes:
    new = random.choice(NASTY)
    told = new if isinstance(new, str) else json.dumps(new)
    return told.encode("utf-8", "surrogatepass")


def _at_a_sign(data: bytes, random: Random) -> int:
    """Mostly not within a sign of UTF-8: there the first look would find it, and no other."""
    at = random.randrange(len(data) + 1)
    while random.random() < 0.9 and at < len(data) and data[at] & 0xC0 == 0x80:
        at += 1
    return at


def _as_bytes(data: bytes, good: Sequence[bytes], random: Random) -> bytes:
    at, to = sorted((_at_a_sign(data, random), _at_a_sign(data, random)))
    match random.randrange(8):
        case 0 if data:
            at = random.randrange(len(data))
            return data[:at] + bytes([data[at] ^ (1 << random.randrange(8))]) + data[at + 1 :]
        case 1:
            return data[:at] + data[to:]
        case 2:
            times = random.choice((1, 2, 40))
            return data[:to] + data[at:to] * (times if times * (to - at) < MOST else 1) + data[to:]
        case 3:
            return data[:at] + random.choice(PIECES) + data[at:]
        case 4:
            return data[:at] + random.choice(PIECES) + data[to:]
        case 5:
            other = random.choice(good)
            return data[:at] + other[_at_a_sign(other, random) :]
        case 6:
            return data[:at]
        case _:
            return data[:at] + random.randbytes(random.randrange(1, 9)) + data[at:]


def _as_json(data: bytes, random: Random) -> bytes:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return data
    places = list(_places(told, ()))
    where = random.choice(places)
    new = deepcopy(random.choice(NASTY))
    if random.random() < 0.02:
        return b"[" * DEEP + data + b"]" * DEEP
    if random.random() < 0.2 and len(places) > 1:
        new = deepcopy(_at(told, random.choice(places)))
    told = _with(told, where, new, random)
    return json.dumps(told, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")


def _places(told: Any, here: tuple[Any, ...]) -> Any:
    yield here
    if isinstance(told, dict):
        for key, value in told.items():
            yield from _places(value, (*here, key))
    elif isinstance(told, list):
        for index, value in enumerate(told):
            yield from _places(value, (*here, index))


def _at(told: Any, where: tuple[Any, ...]) -> Any:
    for each in where:
        told = told[each]
    return told


def _with(told: Any, where: tuple[Any, ...], new: Any, random: Random) -> Any:
    if not where:
        return new
    holder = _at(told, where[:-1])
    if random.random() < 0.15:
        del holder[where[-1]]
    elif isinstance(holder, dict) and random.random() < 0.15:
        holder[str(random.choice(NASTY))] = new
    else:
        holder[where[-1]] = new
    return told
