"""Days as the officer's language writes them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_skeleton

from kiosk.words import Words


def written(day: date, words: Words) -> str:
    """Day and month, the month in words where digits could be misread; the order is the locale's (CLDR)."""
    return format_skeleton("MMMd", day, locale=words.locale)
