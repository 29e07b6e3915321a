"""How far a number of working days reaches."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.working_days import DueRule, WorkingDays

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
