"""The lunar calendar, 1900 to 2100: which lunar day a day is, and the animal of its year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.field.lunar_years import FIRST_YEAR, YEARS

ANIMALS = (
    "rat",
    "ox",
    "tiger",
    "rabbit",
    "dragon",
    "snake",
    "horse",
    "goat",
    "monkey",
    "rooster",
    "dog",
    "pig",
)
_RAT_YEAR = 1900
_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_DIGITS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")


@dataclass(frozen=True)
class LunarDay:
    """year: the Gregorian year in which the lunar year began. leap: in the leap month after ``month``."""

    year: int
    month: int
    day: int
    leap: bool = False

    @property
    def animal(self) -> str:
        """The animal of the year, in English."""
        return ANIMALS[(self.year - _RAT_YEAR) % len(ANIMALS)]

    @property
    def month_name(self) -> str:
        """The month as Chinese calendars name it: 正, 冬, 闰四."""
        return ("闰" if self.leap else "") + _MONTHS[self.month - 1]

    @property
    def day_name(self) -> str:
        """The day as Chinese calendars name it: 初一, 十五, 廿九, 三十."""
        tens, ones = divmod(self.day - 1, 10)
        if self.day in (20, 30):
            return ("二十", "三十")[tens - 1]
        return ("初", "十", "廿")[tens] + _DIGITS[ones]


def new_year(year: int) -> date:
    """The first day of a lunar year. Raises ValueError outside the table."""
    if not 0 <= year - FIRST_YEAR < len(YEARS):
        raise ValueError("outside the table of lunar years")
    bits = YEARS[year - FIRST_YEAR]
    return date(year, bits >> 5 & 15, bits & 31)


def lunar(day: date) -> LunarDay | None:
    """The lunar day of a day, or None outside the table (31 January 1900 to 28 January 2101)."""
    for year in (day.year, day.year - 1):
        try:
            begins = new_year(year)
        except ValueError:
            continue
        if day < begins:
            continue
        for month, leap, first, length in _months(year, begins):
            if day < first + timedelta(days=length):
                return LunarDay(year, month, (day - first).days + 1, leap)
        return None
    return None


def gregorian(told: LunarDay) -> date | None:
    """The day of a lunar day, or None where there is no such day in the table."""
    try:
        begins = new_year(told.year)
    except ValueError:
        return None
    for month, leap, first, length in _months(told.year, begins):
        if (month, leap) == (told.month, told.leap):
            return first + timedelta(days=told.day - 1) if 1 <= told.day <= length else None
    return None


def _months(year: int, begins: date) -> Iterator[tuple[int, bool, date, int]]:
    """Each month of a lunar year: its number, whether it is the leap one, its first day, its length."""
    bits = YEARS[year - FIRST_YEAR]
    leap_after, lengths = bits >> 9 & 15, bits >> 13
    months = [(m, leap) for m in range(1, 13) for leap in (False, True) if not leap or m == leap_after]
    for index, (month, leap) in enumerate(months):
        length = 29 + (lengths >> index & 1)
        yield month, leap, begins, length
        begins += timedelta(days=length)
