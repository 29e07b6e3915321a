"""Times and dates as people write them."""

from __future__ import annotations

import re
from datetime import date, time

_TIME = re.compile(r"(\d{1,2})(?:[:：.](\d{1,2}))?|(\d{1,2})(\d{2})", re.ASCII)
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})", re.ASCII)


def read_time(text: str) -> time | None:
    """``8:30``, ``0830``, ``830`` or ``8``; None where it is no time of the day."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute = found[1] or found[3], found[2] or found[4] or "0"
    try:
        return time(int(hour), int(minute))
    except ValueError:
        return None


def read_date(text: str) -> date | None:
    """``2026-12-01``, ``2026/12/1``, ``2026年12月1日`` or ``20261201``; None where there is no such day."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (part for part in found.groups() if part is not None)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
