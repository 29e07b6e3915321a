"""Whole numbers."""

from __future__ import annotations

import re
import unicodedata

from kiosk.flow.answer import Count
from kiosk.message import Message


def read(text: str, least: int, most: int) -> Count | Message:
    """The whole number from ``least`` to ``most``, or what to do."""
    written = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", text)).replace("\u2212", "-")
    if not written:
        return Message("field.number.missing")
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", written):
        return Message("field.number.digits")
    number = int(written)
    if number < least:
        return Message("field.number.least", {"least": least, "most": most})
    if number > most:
        return Message("field.number.most", {"least": least, "most": most})
    return Count(number=number)
