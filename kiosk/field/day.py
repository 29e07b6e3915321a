"""Dates, written as year, month and day."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date
from typing import Literal

from kiosk.flow.answer import Day
from kiosk.message import Message

FIRST_YEAR = 1900
LAST_YEAR = 2199


def read(
    year: str, month: str, day: str, range: Literal["any", "past", "future"], today: date
) -> Day | Message:
    """The date, or what to do. ``past`` and ``future`` include ``today``; years from 1900 to 2199."""
    written = [re.sub(r"\s", "", unicodedata.normalize("NFKC", part)) for part in (year, month, day)]
    for part, missing in zip(written, ("year", "month", "day"), strict=True):
        if not part:
            return Message(f"field.day.no_{missing}")
    y, m, d = (int(part) if re.fullmatch(r"[0-9]{1,4}", part) else -1 for part in written)
    if not FIRST_YEAR <= y <= LAST_YEAR:
        return Message("field.day.year", {"year": today.year})
    if not 1 <= m <= 12:
        return Message("field.day.month")
    last = calendar.monthrange(y, m)[1]
    if not 1 <= d <= last:
        return Message("field.day.day", {"month": m, "last": last})
    found = date(y, m, d)
    if range == "past" and found > today:
        return Message("field.day.past")
    if range == "future" and found < today:
        return Message("field.day.future")
    return Day(day=found)
