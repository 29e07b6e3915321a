"""Telephone numbers of the mainland, mobile or landline."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

from kiosk.flow.answer import PhoneNo
from kiosk.message import Message

HOME_AREA = "021"
"""Shanghai: a local number of 8 digits gets it."""

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_PASSED_OVER = re.compile(r"[\s()/.\u2010-\u2015\u200b-\u200f\ufeff-]")
_LOCAL_LENGTH = 8
_COUNTRY = "CN"


def read(text: str) -> PhoneNo | Message:
    """The number written in ``text`` as it is dialled within the country, or what to do.

    Any 1[3-9] and nine digits is a mobile number: new ranges are opened faster than any table of them is
    renewed. Landlines are checked against the numbering plan, with or without the area code's 0.
    """
    number = _PASSED_OVER.sub("", unicodedata.normalize("NFKC", text))
    if number.startswith(("+", "00")):
        number, home = _without_country(number)
        if not home:
            return Message("field.phone.abroad")
    if not number:
        return Message("field.phone.missing")
    if not re.fullmatch(r"[0-9]+", number):
        return Message("field.phone.characters")
    bare = number.removeprefix("0")
    if bare[:1] == "1" and bare[:2] != "10":
        return _mobile(bare)
    if len(number) == _LOCAL_LENGTH and number[0] in "23456789":
        number = HOME_AREA + number
    found = _landline(number)
    if found:
        return PhoneNo(number=found)
    if len(number) == _LOCAL_LENGTH - 1 and number[0] in "23456789":
        return Message("field.phone.area")
    return Message("field.phone.landline")


def spaced(number: str) -> str:
    """A number in groups: 138 1234 5678, 021 5961 1234."""
    if _MOBILE.fullmatch(number):
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    try:
        parsed = phonenumbers.parse(number, _COUNTRY)
    except phonenumbers.NumberParseException:
        return number
    written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    groups = re.sub(r"[^0-9]+", " ", written).strip()
    return groups if groups.replace(" ", "") == number else number


def _without_country(number: str) -> tuple[str, bool]:
    """The number behind +86 or 0086, and whether it was the mainland's."""
    digits = number.removeprefix("+") if number.startswith("+") else number[2:]
    return (digits[2:], True) if digits.startswith("86") else ("", False)


def _mobile(number: str) -> PhoneNo | Message:
    if len(number) < 11:
        return Message("field.phone.short", {"count": len(number)})
    if len(number) > 11:
        return Message("field.phone.long", {"count": len(number)})
    return PhoneNo(number=number) if _MOBILE.fullmatch(number) else Message("field.phone.mobile")


def _landline(number: str) -> str | None:
    """The landline number with its area code, or None where there is no such number."""
    try:
        parsed = phonenumbers.parse(number, _COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number_for_region(parsed, _COUNTRY):
        return None
    if phonenumbers.number_type(parsed) != phonenumbers.PhoneNumberType.FIXED_LINE:
        return None
    return "0" + phonenumbers.national_significant_number(parsed)
