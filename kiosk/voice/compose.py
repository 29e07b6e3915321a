"""How a sentence that no pack has as a whole is put together from what a pack has.

"Fee: 120 yuan" is the piece "Fee" and the units 120 and yuan; a date, an amount or a receipt number is never
recorded as such. A sentence is taken apart at its full stops, then at its commas, and only then at its
numbers, so that as much of it as can be is spoken in one breath.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.voice import units
from kiosk.voice.pack import Pack

SENTENCE_PAUSE_S = 0.4
CLAUSE_PAUSE_S = 0.22
GROUP_PAUSE_S = 0.3
DIGIT_PAUSE_S = 0.09
WORD_PAUSE_S = 0.05

# The full-width marks by their numbers: on many screens they look like the others.
_STOPS = "。!?;\uff01\uff1f\uff1b"
_COMMAS = ",:、\uff0c\uff1a"
_MARKS = ' \t\n.…—()「」《》“”"\uff08\uff09' + _STOPS + _COMMAS
_CUTS = (
    (re.compile(rf"(?<=[{_STOPS}])\s*|(?<=\.)\s+"), SENTENCE_PAUSE_S),
    (re.compile(rf"(?<=[{_COMMAS}])(?!\d)\s*|(?<=[\uff0c\uff1a])|(?<=[,:])\s+"), CLAUSE_PAUSE_S),
)
_SPACE_BETWEEN_HAN = re.compile(r"(?<=[一-鿿])\s+(?=[一-鿿])")
_MOST_DIGITS_OF_A_NUMBER = 4

_MONTH_NAMES = {name.lower(): number for number, name in enumerate(units.MONTHS, 1)}
_WEEKDAY_NAMES = {name.lower(): number for number, name in enumerate(units.WEEKDAYS, 1)}
_WEEKDAY_SIGNS = {sign: number for number, sign in enumerate("一二三四五六日", 1)} | {"天": 7}

_NUMBERS = r"""
      (?<!\d)(?P<iso>\d{4}-\d{1,2}-\d{1,2})(?!\d)
    | (?P<grouped>\d+(?:[ -]\d+)+)
    | (?P<percent>\d{1,8}(?:\.\d+)?)\s?[%\uff05]
    | (?P<decimal>\d{1,8}\.\d+)
    | (?P<plain>\d+)
"""
_CHINESE = re.compile(
    r"""
      (?<!\d)(?P<date>\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?[日号])
    | (?<!\d)(?P<monthday>\d{1,2}\s?月\s?\d{1,2}\s?[日号])
    | (?<!\d)(?P<year>\d{4})\s?年
    | (?<!\d)(?P<month>\d{1,2})\s?月
    | 星期(?P<weekday>[一二三四五六日天])
    | (?<!\d)(?P<money>\d{1,8}(?:\.\d{1,2})?)\s?元
    |"""
    + _NUMBERS,
    re.VERBOSE,
)
_ENGLISH = re.compile(
    rf"""
      (?<!\d)(?P<date>\d{{1,2}}\ (?:{"|".join(units.MONTHS)})(?:\ \d{{4}})?)(?!\d)
    | \b(?P<month>{"|".join(units.MONTHS)})\b
    | \b(?P<weekday>{"|".join(units.WEEKDAYS)})\b
    | (?<!\d)(?P<money>\d{{1,8}}(?:\.\d{{1,2}})?)\s?yuan\b
    | (?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)
    |"""
    + _NUMBERS,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Words:
    """A piece of text, to be had from the pack as it stands."""

    text: str


@dataclass(frozen=True)
class Said:
    """A unit, by its name."""

    unit: str


@dataclass(frozen=True)
class Pause:
    """Silence."""

    seconds: float


Part = Words | Said | Pause


@dataclass(frozen=True)
class Clip:
    """A sound of the pack, and the silence after it."""

    sound: Path
    pause_s: float = 0.0


def clauses(text: str, locale: str) -> list[str]:
    """The parts of ``text`` between its full stops and commas, without them."""
    return [clause for clause, _ in _clauses(text, locale)]


def pieces(text: str, locale: str) -> list[str]:
    """What a pack must have, besides units, to say ``text`` whatever numbers and dates are in it."""
    found: list[str] = []
    for clause in clauses(text, locale):
        found += [part.text for part in parts(clause, locale) if isinstance(part, Words)]
    return list(dict.fromkeys(found))


def parts(clause: str, locale: str) -> list[Part]:
    """A clause as words, units and pauses. Raises ValueError for a number that is not said."""
    pattern = _CHINESE if units.is_chinese(locale) else _ENGLISH
    found: list[Part] = []
    at = 0
    for match in pattern.finditer(clause):
        found += _words(clause[at : match.start()])
        found += _units(match, locale)
        at = match.end()
    return found + _words(clause[at:])


def clips(text: str, pack: Pack) -> list[Clip] | None:
    """The sounds of ``pack`` that together say ``text``; None where it lacks one of them."""
    try:
        return _clips(text, pack, 0)
    except ValueError:
        return None


# --- taking apart ------------------------------------------------------------------------------


def _cuts(locale: str) -> list[tuple[re.Pattern[str], float]]:
    between = [(_SPACE_BETWEEN_HAN, CLAUSE_PAUSE_S)] if units.is_chinese(locale) else []
    return [*_CUTS, *between]


def _clauses(text: str, locale: str) -> Iterator[tuple[str, float]]:
    cut: list[tuple[str, float]] = [(text, SENTENCE_PAUSE_S)]
    for pattern, pause in _cuts(locale):
        cut = [piece for whole, last in cut for piece in _cut(pattern, whole, pause, last)]
    for piece, pause in cut:
        if bare := piece.strip(_MARKS):
            yield bare, pause


def _cut(pattern: re.Pattern[str], text: str, pause: float, last: float) -> list[tuple[str, float]]:
    found = [piece for piece in pattern.split(text) if piece and piece.strip(_MARKS)]
    return [(piece, pause) for piece in found[:-1]] + [(piece, last) for piece in found[-1:]]


def _words(text: str) -> list[Part]:
    bare = text.strip(_MARKS)
    if not bare:
        return [Pause(CLAUSE_PAUSE_S)] if any(mark in text for mark in _COMMAS) else []
    return [Words(bare)]


def _units(match: re.Match[str], locale: str) -> list[Part]:
    kind = match.lastgroup
    assert kind is not None, "every number is of some kind"
    told = match[kind]
    if kind == "grouped":
        return _grouped(re.split("[ -]", told), locale)
    if kind == "plain" and (len(told) > _MOST_DIGITS_OF_A_NUMBER or (len(told) > 1 and told[0] == "0")):
        return _grouped([told], locale)
    return [Said(name) for name in _SAYING[kind](told, locale)]


def _grouped(groups: list[str], locale: str) -> list[Part]:
    apart = all(len(group) == 1 for group in groups)
    said: list[Part] = []
    for group in groups:
        for name in units.digits(group, locale):
            said += [Said(name), Pause(DIGIT_PAUSE_S)]
        if not apart:
            said.append(Pause(GROUP_PAUSE_S))
    return said


def _date(told: str, locale: str) -> list[str]:
    if units.is_chinese(locale):
        *year, month, day = (int(number) for number in re.findall(r"\d+", told))
        of_year = units.year(year[0], locale) if year else []
        return [*of_year, *units.month(month, locale), *units.day(day, locale)]
    day_, month_, *year_ = told.split(" ")
    of_year = units.year(int(year_[0]), locale) if year_ else []
    return [*units.day(int(day_), locale), *units.month(_MONTH_NAMES[month_.lower()], locale), *of_year]


def _iso(told: str, locale: str) -> list[str]:
    year, month, day = (int(number) for number in told.split("-"))
    if units.is_chinese(locale):
        return [*units.year(year, locale), *units.month(month, locale), *units.day(day, locale)]
    return [*units.day(day, locale), *units.month(month, locale), *units.year(year, locale)]


def _month(told: str, locale: str) -> list[str]:
    return units.month(int(told) if told.isdecimal() else _MONTH_NAMES[told.lower()], locale)


def _weekday(told: str, locale: str) -> list[str]:
    number = _WEEKDAY_SIGNS.get(told) or _WEEKDAY_NAMES[told.lower()]
    return units.weekday(number, locale)


def _money(told: str, locale: str) -> list[str]:
    yuan, _, rest = told.partition(".")
    return units.money(int(yuan), int(rest.ljust(2, "0")) if rest else 0, locale)


def _decimal(told: str, locale: str) -> list[str]:
    whole, _, rest = told.partition(".")
    return [*units.number(int(whole), locale), "point", *(str(int(digit)) for digit in rest)]


def _percent(told: str, locale: str) -> list[str]:
    number = _decimal(told, locale) if "." in told else units.number(int(told), locale)
    return ["percent", *number] if units.is_chinese(locale) else [*number, "percent"]


_SAYING: dict[str, Callable[[str, str], list[str]]] = {
    "date": _date,
    "monthday": _date,
    "iso": _iso,
    "year": lambda told, locale: units.year(int(told), locale),
    "month": _month,
    "weekday": _weekday,
    "money": _money,
    "decimal": _decimal,
    "percent": _percent,
    "plain": lambda told, locale: units.number(int(told), locale),
}


# --- putting together --------------------------------------------------------------------------


def _clips(text: str, pack: Pack, level: int) -> list[Clip] | None:
    """As a whole, else cut one level deeper."""
    whole = pack.sound(text) or pack.sound(text.strip(_MARKS))
    if whole is not None:
        return [Clip(whole)]
    cuts = _cuts(pack.manifest.locale)
    if level == len(cuts):
        return _from_numbers(text.strip(_MARKS), pack)
    pattern, pause = cuts[level]
    joined: list[Clip] = []
    for piece, after in _cut(pattern, text, pause, 0.0):
        clips_ = _clips(piece, pack, level + 1)
        if clips_ is None:
            return None
        joined += [*clips_[:-1], Clip(clips_[-1].sound, max(after, clips_[-1].pause_s))]
    return joined or None


def _from_numbers(clause: str, pack: Pack) -> list[Clip] | None:
    locale = pack.manifest.locale
    clips_: list[Clip] = []
    for part in parts(clause, locale):
        match part:
            case Pause(seconds):
                if clips_:
                    clips_[-1] = Clip(clips_[-1].sound, clips_[-1].pause_s + seconds)
            case Words(text):
                sound = pack.sound(text)
                if sound is None or text == clause:
                    return None
                clips_.append(Clip(sound, WORD_PAUSE_S))
            case Said(name):
                names = units.resolved([name], locale, lambda its_name: pack.unit(its_name) is not None)
                if names is None:
                    return None
                clips_ += [Clip(sound) for its_name in names if (sound := pack.unit(its_name)) is not None]
    return clips_ or None
