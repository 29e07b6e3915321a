"""The languages of the product: found where their words lie, and written as Unicode's CLDR says.

A locale is a folder of .po files, named as in CLDR (``ja``, ``zh_CN``). How it writes dates, months, plurals
and lists comes from CLDR through Babel, so that a new one needs no code. Only scripts that run from left to
right are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import babel
from babel.core import get_global

FIRST = "zh_CN"
"""The language of the station: every text is written in it, and it comes first everywhere."""
STAND_IN = "en"
"""Read in place of a text that a locale lacks."""
USUAL = (FIRST, STAND_IN)
"""What a kiosk offers unless the settings say otherwise."""
OWN_NAME = "language.own_name"
"""The sentence in which a locale says what it is called by those who speak it."""

_WRITTEN_AS = MappingProxyType({"en": "en_GB"})
"""CLDR's plain English is that of the United States, where the month comes before the day."""
_NO_SPACES = ("Hans", "Hant", "Jpan")
"""Scripts that put no space between words; their full stop is 。 and their list comma 、."""


@dataclass(frozen=True)
class Language:
    """A locale by its own name, such as ja and 日本語."""

    locale: str
    name: str


def found(folder: Path) -> tuple[str, ...]:
    """The locales that have words in ``folder``, :data:`FIRST` and :data:`STAND_IN` before the others."""
    there = sorted(each.name for each in folder.iterdir() if each.is_dir() and any(each.glob("*.po")))
    return tuple(
        sorted((each for each in there if is_shown(each)), key=lambda x: (x not in USUAL, x == STAND_IN, x))
    )


def is_shown(locale: str) -> bool:
    """Whether CLDR knows the locale, and it is written from left to right."""
    try:
        return babel.Locale.parse(locale).text_direction == "ltr"
    except (ValueError, babel.UnknownLocaleError):
        return False


def stand_ins(locale: str) -> tuple[str, ...]:
    """Where a text is looked for: in the locale, then in English, then in Chinese."""
    return tuple(dict.fromkeys((locale, STAND_IN, FIRST) if locale != FIRST else (FIRST, STAND_IN)))


@cache
def script(locale: str) -> str:
    """The script by its ISO 15924 name, such as Hans, Latn, Jpan, Kore or Cyrl."""
    parsed = babel.Locale.parse(locale)
    if parsed.script:
        return parsed.script
    likely = get_global("likely_subtags")
    whole = str(likely.get(str(parsed)) or likely.get(parsed.language, ""))
    return next((part for part in whole.split("_") if len(part) == len("Latn")), "Latn")


def has_spaces(locale: str) -> bool:
    """Whether words stand apart."""
    return script(locale) not in _NO_SPACES


def joined(texts: Sequence[str], locale: str) -> str:
    """Things one after the other, as in "a, b, c"."""
    return (", " if has_spaces(locale) else "、").join(texts)


def with_unit(number: int, unit: str, locale: str) -> str:
    """A number and what it counts; Korean too writes its counters at the number."""
    return f"{number}{' ' if script(locale) not in (*_NO_SPACES, 'Kore') else ''}{unit}"


def after(sentence: str, more: str, locale: str) -> str:
    """Two sentences without full stops, as the voice reads them."""
    return f"{sentence}. {more}" if has_spaces(locale) else f"{sentence}。{more}"


@cache
def language_name(locale: str, said_in: str) -> str:
    """What the language is called in another, such as 日语 for ja in zh_CN; its code where CLDR has none."""
    try:
        parsed = babel.Locale.parse(locale)
    except (ValueError, babel.UnknownLocaleError):
        return locale
    return str(babel.Locale.parse(said_in).languages.get(parsed.language, locale))


def cldr_name(locale: str) -> str:
    """The locale whose ways of writing dates are followed."""
    return _WRITTEN_AS.get(locale, locale)
