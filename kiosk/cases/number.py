"""Registration numbers: the kiosk's number, its own sequence, a check digit. Digits only."""

from __future__ import annotations

import re

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
"""The quasigroup of H. Michael Damm, "Total anti-symmetrische Quasigruppen" (2004): a check digit over it
catches every single wrong digit and every two neighbours exchanged."""

_START = 1
"""Where the check begins. Any start keeps Damm's promise; from 0, as usual, a leading zero left out would go
unnoticed, and most of our numbers begin with one."""

_KIOSK_DIGITS = 2
_SEQUENCE_DIGITS = 4
SHORTEST = _KIOSK_DIGITS + _SEQUENCE_DIGITS + 1
"""Digits of the shortest."""
LONGEST = SHORTEST + 3
"""Digits that can be entered: ten million cases of one kiosk."""
_DIGITS = re.compile(r"[0-9]+")
_ON_SLIP = re.compile(rf"(?:https://[!-~]+#)?[a-z][a-z0-9_-]*:([0-9]{{{SHORTEST},{LONGEST}}})")


def kiosk_no(text: str) -> str:
    """A kiosk's number: two digits. Raises ValueError."""
    if len(text) != _KIOSK_DIGITS or not _DIGITS.fullmatch(text):
        raise ValueError(f"a kiosk's number has {_KIOSK_DIGITS} digits")
    return text


def registration_number(kiosk: str, sequence: int) -> str:
    """The number for the ``sequence``-th case (from 1) of the kiosk with this two-digit number.

    Seven digits; one more from the 10,000th case on, and so forth. Raises ValueError.
    """
    if sequence < 1:
        raise ValueError("a sequence begins at 1")
    body = f"{kiosk_no(kiosk)}{sequence:0{_SEQUENCE_DIGITS}d}"
    return f"{body}{_run(body)}"


def valid(number: str) -> bool:
    """Whether this can be a registration number: digits, long enough, the check digit right."""
    return len(number) >= SHORTEST and _DIGITS.fullmatch(number) is not None and _run(number) == 0


def number_in(text: str) -> str:
    """The registration number in what was read of a slip's picture code, ``service:number``, which may stand
    behind the address of a page; "" for none."""
    found = _ON_SLIP.fullmatch(text)
    return found[1] if found and valid(found[1]) else ""


def grouped(number: str) -> str:
    """The number in groups of three or four digits, as a person reads it aloud: ``"0100 012"``."""
    groups = -(-len(number) // 4)
    if groups == 0:
        return ""
    short, longer = divmod(len(number), groups)
    lengths = [short + 1] * longer + [short] * (groups - longer)
    parts, rest = [], number
    for length in lengths:
        parts.append(rest[:length])
        rest = rest[length:]
    return " ".join(parts)


def _run(digits: str) -> int:
    """The state after these digits: the check digit for them, and 0 after a right check digit."""
    state = _START
    for digit in digits:
        state = _DAMM[state][int(digit)]
    return state
