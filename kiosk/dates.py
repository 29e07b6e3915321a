"""Days written out, as one says them: never as figures between strokes."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Literal

from babel.dates import format_date, get_date_format, get_month_names

from kiosk.locales import cldr_name

DatePart = Literal["year", "month", "day"]

_WITH_WEEKDAY = MappingProxyType({"zh_CN": "y年M月d日 EEEE", "en": "EEEE d MMMM y"})
"""Where large type reads better than CLDR's full form: a space in Chinese."""
_PARTS: dict[str, DatePart] = {"y": "year", "M": "month", "d": "day"}


def written_out(day: date, locale: str, *, weekday: bool = False) -> str:
    """The day in words, e.g. 2026年3月1日 or 1 March 2026; ``weekday``: with the day of the week."""
    pattern = _WITH_WEEKDAY.get(locale, "full") if weekday else "long"
    return format_date(day, pattern, locale=cldr_name(locale))


@cache
def months(locale: str) -> tuple[str, ...]:
    """The twelve names as they stand in a date: in Russian in the genitive."""
    named = get_month_names("wide", "format", cldr_name(locale))
    return tuple(named[month] for month in range(1, 13))


@cache
def date_order(locale: str) -> tuple[DatePart, ...]:
    """In which order year, month and day are written."""
    pattern = re.sub(r"'[^']*'", "", get_date_format("short", cldr_name(locale)).pattern)
    return tuple(dict.fromkeys(_PARTS[letter] for letter in pattern if letter in _PARTS))
