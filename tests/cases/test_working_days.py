"""How far a number of working days reaches."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.working_days import Due, DueRule, WorkingDays

MADE = WorkingDays(
    off=frozenset(date(2026, 10, day) for day in range(1, 9)),
    worked=frozenset({date(2026, 9, 27), date(2026, 10, 10)}),
)
"""A week off in October, and the two weekend days worked for it, as such weeks are announced."""

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 26)),
        (date(2026, 11, 24), date(2026, 11, 27)),
        (date(2026, 11, 26), date(2026, 12, 1)),
        (date(2026, 11, 28), date(2026, 12, 2)),
    ],
)
def test_three_working_days_pass_over_the_weekend(opened, due):
    assert DueRule().due(opened) == due


def test_days_off_are_passed_over_and_a_weekend_worked_counts():
    assert DueRule(3, MADE).due(date(2026, 9, 30)) == date(2026, 10, 12)
    assert DueRule(1, MADE).due(date(2026, 9, 26)) == date(2026, 9, 27)


def test_a_day_in_both_is_worked():
    day = date(2026, 10, 1)
    assert day in WorkingDays(frozenset({day}), frozenset({day}))


# General Office of the State Council, holidays of 2025 (2024-11-12) and of 2026 (2025-11-04).
@pytest.mark.parametrize(
    ("first", "last", "worked"),
    [
        (date(2025, 1, 28), date(2025, 2, 4), (date(2025, 1, 26), date(2025, 2, 8))),
        (date(2025, 10, 1), date(2025, 10, 8), (date(2025, 9, 28), date(2025, 10, 11))),
        (date(2026, 2, 15), date(2026, 2, 23), (date(2026, 2, 14), date(2026, 2, 28))),
        (date(2026, 10, 1), date(2026, 10, 7), (date(2026, 9, 20), date(2026, 10, 10))),
    ],
)
def test_the_holidays_and_the_weekends_worked_for_them_are_known(first, last, worked):
    calendar = WorkingDays()
    while first <= last:
        assert first not in calendar
        first += timedelta(days=1)
    assert all(day in calendar and day.weekday() >= 5 for day in worked)


@pytest.mark.parametrize(
    ("accepted", "count", "due"),
    [
        # Spring Festival; 26 January 2025, a Sunday, is worked
        (date(2025, 1, 24), 1, date(2025, 1, 26)),
        (date(2025, 1, 27), 1, date(2025, 2, 5)),
        (date(2025, 1, 27), 4, date(2025, 2, 8)),
        (date(2025, 1, 27), 20, date(2025, 3, 3)),
        (date(2026, 2, 14), 1, date(2026, 2, 24)),
        (date(2026, 2, 13), 6, date(2026, 2, 28)),
        # National Day
        (date(2025, 9, 30), 1, date(2025, 10, 9)),
        (date(2025, 9, 30), 3, date(2025, 10, 11)),
        (date(2025, 9, 26), 15, date(2025, 10, 23)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 9, 18), 20, date(2026, 10, 22)),
    ],
)
def test_a_limit_reaches_over_spring_festival_and_national_day(accepted, count, due):
    assert WorkingDays().due(accepted, count) == Due(due, certain=True)


def test_where_a_year_is_not_announced_the_day_is_uncertain():
    calendar = WorkingDays()
    assert calendar.due(date(2026, 12, 20), 5) == Due(date(2026, 12, 25), certain=True)
    assert calendar.due(date(2026, 12, 28), 5) == Due(date(2027, 1, 4), certain=False)
    own = frozenset({date(2027, 1, 1), date(2027, 1, 4)})
    assert WorkingDays(off=own).due(date(2026, 12, 28), 5) == Due(date(2027, 1, 6), certain=False), (
        "two of its days"
    )
    set_here = WorkingDays(off=own, years=frozenset({2027}))
    assert set_here.due(date(2026, 12, 28), 5) == Due(date(2027, 1, 6), certain=True)


def test_the_last_days_of_december_are_certain_with_the_next_years_notice_alone():
    """The notice of 2019 made a Saturday of December 2018 a day that is worked."""
    known = WorkingDays(years=frozenset({2027}))
    for day, certain in ((28, True), (29, False), (31, False)):
        limit = date(2026, 12, day)
        assert WorkingDays().due(limit - timedelta(days=1), 1) == Due(limit, certain=certain) or day == 28
        assert known.due(date(2026, 12, 24), 1).certain
    assert WorkingDays().due(date(2026, 12, 25), 1) == Due(date(2026, 12, 28), certain=True)
    assert known.due(date(2026, 12, 30), 1) == Due(date(2026, 12, 31), certain=True)


@pytest.mark.parametrize(
    ("accepted", "count", "due"),
    [
        (date(2026, 3, 2), 15, date(2026, 3, 17)),
        (date(2026, 9, 25), 15, date(2026, 10, 10)),  # a Saturday worked
        (date(2026, 9, 21), 15, date(2026, 10, 8)),  # the 6th lies within National Day
        (date(2026, 11, 20), 15, date(2026, 12, 7)),  # the 5th is a Saturday
    ],
)
def test_a_limit_in_days_ends_on_a_working_day(accepted, count, due):
    assert WorkingDays().due_in_days(accepted, count) == Due(due, certain=True)


def test_what_the_station_sets_goes_before_what_is_announced():
    calendar = WorkingDays(off=frozenset({date(2026, 11, 30)}), worked=frozenset({date(2026, 10, 1)}))
    assert date(2026, 11, 30) not in calendar
    assert date(2026, 10, 1) in calendar


@given(days, days)
def test_what_is_left_agrees_with_how_far_it_reaches(today, day):
    calendar = WorkingDays()
    left = calendar.left(today, day)
    if left > 0:
        assert calendar.after(today, left) <= day < calendar.after(today, left + 1)
    elif today < day:
        assert day < calendar.after(today, 1)
    assert calendar.left(day, today) == -left


@given(days, st.integers(1, 30))
def test_it_falls_on_a_working_day_with_so_many_between(day, count):
    due = MADE.after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert due in MADE
    assert sum(each in MADE for each in between) == count


@given(days, st.integers(1, 30))
def test_more_days_reach_further(day, count):
    assert MADE.after(day, count) < MADE.after(day, count + 1)


@pytest.mark.parametrize("count", [0, -1])
def test_no_days_are_refused(count):
    with pytest.raises(ValueError):
        WorkingDays().after(date(2026, 11, 24), count)
    with pytest.raises(ValueError):
        WorkingDays().due_in_days(date(2026, 11, 24), count)
