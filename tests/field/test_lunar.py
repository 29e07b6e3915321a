"""The lunar calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.field.lunar import LunarDay, gregorian, lunar, new_year
from kiosk.field.lunar_years import FIRST_YEAR, YEARS

IN_TABLE = st.dates(date(1900, 1, 31), date(2101, 1, 28))


@pytest.mark.parametrize(
    ("day", "told", "animal"),
    [
        (date(1948, 3, 1), LunarDay(1948, 1, 21), "rat"),
        (date(1948, 2, 9), LunarDay(1947, 12, 30), "pig"),  # the day before the year of the rat
        (date(1948, 2, 10), LunarDay(1948, 1, 1), "rat"),
        (date(1949, 10, 1), LunarDay(1949, 8, 10), "ox"),
        (date(2020, 5, 23), LunarDay(2020, 4, 1, leap=True), "rat"),
        (date(2033, 12, 22), LunarDay(2033, 11, 1, leap=True), "ox"),
        (date(2026, 2, 17), LunarDay(2026, 1, 1), "horse"),
        (date(1900, 1, 31), LunarDay(1900, 1, 1), "rat"),
        (date(2101, 1, 28), LunarDay(2100, 12, 29), "monkey"),
    ],
)
def test_days_as_almanacs_have_them(day: date, told: LunarDay, animal: str) -> None:
    assert lunar(day) == told
    assert told.animal == animal
    assert gregorian(told) == day


@pytest.mark.parametrize("day", [date(1900, 1, 30), date(2101, 1, 29), date(1850, 1, 1)])
def test_outside_the_table_nothing_is_told(day: date) -> None:
    assert lunar(day) is None


def test_there_is_no_such_lunar_day() -> None:
    assert gregorian(LunarDay(2021, 4, 1, leap=True)) is None
    assert gregorian(LunarDay(2021, 1, 31)) is None
    assert gregorian(LunarDay(1899, 1, 1)) is None


def test_every_year_ends_where_the_next_begins() -> None:
    for year in range(FIRST_YEAR, FIRST_YEAR + len(YEARS) - 1):
        last = lunar(new_year(year + 1) - timedelta(days=1))
        assert last is not None
        assert (last.year, last.month) == (year, 12)
        assert last.day in (29, 30)


@given(IN_TABLE)
def test_there_and_back(day: date) -> None:
    told = lunar(day)
    assert told is not None
    assert gregorian(told) == day


def test_days_have_their_names() -> None:
    names = [LunarDay(1948, 1, d).day_name for d in (1, 10, 11, 19, 20, 21, 29, 30)]
    assert names == ["初一", "初十", "十一", "十九", "二十", "廿一", "廿九", "三十"]
    assert LunarDay(2020, 4, 1, leap=True).month_name == "闰四"
    assert LunarDay(2020, 12, 1).month_name == "腊"
