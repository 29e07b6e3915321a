"""Resident identity numbers (GB 11643): 17 digits and a check character by ISO 7064 MOD 11-2."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Literal

from kiosk.flow.answer import IdentityNo
from kiosk.message import Message

LENGTH = 18
FIRST_GENERATION = 15
"""Cards of the first generation bore 15 digits; they have not been valid since 2013."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_PASSED_OVER = re.compile(r"[\s\u200b-\u200f\ufeff-]")


def check_character(digits: str) -> str:
    """The 18th character for 17 digits: ``0`` to ``9`` or ``X``."""
    return _CHECK_CHARACTERS[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11]


def birth(number: str) -> date:
    """The date of birth in an 18-character number. Raises ValueError where it is no real date."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex(number: str) -> Literal["male", "female"]:
    """The sex in an 18-character number: the 17th digit is odd for men."""
    return "male" if int(number[16]) % 2 else "female"


def read(text: str, today: date) -> IdentityNo | Message:
    """The number written in ``text``, or what to do.

    Right is what has 17 digits, the right check character and a real date of birth that is not after
    ``today``. The area code never decides: counties were renamed (310230 became 310151 in 2016), and most
    elderly residents' numbers bear a code that no longer exists. Full-width digits, a small x, spaces and
    hyphens are fine.
    """
    number = _PASSED_OVER.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not number:
        return Message("field.identity.missing")
    if not re.fullmatch(r"[0-9]*X?", number):
        return Message("field.identity.characters")
    if len(number) == FIRST_GENERATION and "X" not in number:
        return Message("field.identity.old")
    if len(number) < LENGTH:
        return Message("field.identity.short", {"count": len(number)})
    if len(number) > LENGTH:
        return Message("field.identity.long", {"count": len(number)})
    try:
        born = birth(number)
    except ValueError:
        return Message("field.identity.birth")
    if born > today:
        return Message("field.identity.birth")
    if number[17] != check_character(number[:17]):
        return Message("field.identity.check")
    return IdentityNo(number=number)
