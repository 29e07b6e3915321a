"""Days written out, as one says them: never as figures between strokes."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

_DAY = {"zh_CN": "y年M月d日", "en": "d MMMM y"}
_WITH_WEEKDAY = {"zh_CN": "y年M月d日 EEEE", "en": "EEEE d MMMM y"}


def written_out(day: date, locale: str, *, weekday: bool = False) -> str:
    """The day in words, e.g. 2026年3月1日 or 1 March 2026; ``weekday``: with the day of the week."""
    return format_date(day, (_WITH_WEEKDAY if weekday else _DAY)[locale], locale=locale)
