"""Which characters the pad reads, and how usual they are."""

from __future__ import annotations

import string

PLAIN = frozenset(string.digits + string.ascii_letters + "·")
"""Digits, Latin letters and the middle dot, which stand in names and addresses too."""

_FIRST_LEVEL = range(0xB0, 0xD8)
_SECOND_LEVEL = range(0xD8, 0xF8)


def first_level() -> frozenset[str]:
    """The 3,755 usual characters of GB 2312."""
    return _rows(_FIRST_LEVEL)


def second_level() -> frozenset[str]:
    """The 3,008 less usual ones of GB 2312."""
    return _rows(_SECOND_LEVEL)


def is_hanzi(text: str) -> bool:
    """Whether it is one Chinese character of any plane, with the round zero."""
    if len(text) != 1:
        return False
    code = ord(text)
    return text == "〇" or 0x3400 <= code <= 0x4DBF or 0x4E00 <= code <= 0x9FFF or 0x20000 <= code <= 0x323AF


def is_writable(text: str) -> bool:
    """Whether the pad offers it."""
    return is_hanzi(text) or text in PLAIN


def _rows(rows: range) -> frozenset[str]:
    cells = (bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in range(0xA1, 0xFF))
    return frozenset(cell for cell in cells if cell)
