"""Whole days by the hall's calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kiosk.figures.period import Period, local

DAYS = Period(date(2026, 11, 24), date(2026, 11, 25))


@pytest.mark.parametrize(
    ("moment", "within"),
    [
        (datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 25, 15, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 25, 16, 0, tzinfo=UTC), False),
    ],
)
def test_a_day_begins_at_midnight_in_the_hall(moment, within):
    assert (moment in DAYS) is within


def test_every_day_once():
    assert list(DAYS.days()) == [date(2026, 11, 24), date(2026, 11, 25)]
    assert len(list(Period(date(2026, 1, 1), date(2026, 12, 31)).days())) == 365


def test_the_hour_is_the_halls():
    assert local(datetime(2026, 11, 24, 1, 30, tzinfo=UTC)).hour == 9


def test_it_does_not_end_before_it_begins():
    with pytest.raises(ValueError):
        Period(date(2026, 11, 25), date(2026, 11, 24))
