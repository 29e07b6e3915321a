"""Times and dates as people write them."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.duty.written import read_date, read_time


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("08:30", time(8, 30)),
        (" 8:30 ", time(8, 30)),
        ("8：30", time(8, 30)),
        ("830", time(8, 30)),
        ("1730", time(17, 30)),
        ("17", time(17)),
        ("8.5", time(8, 5)),
        ("", None),
        ("24:00", None),
        ("8:60", None),
        ("2460", None),
        ("half past", None),
        ("8:", None),
        ("８:30", None),
    ],
)
def test_a_time(text: str, value: time | None) -> None:
    assert read_time(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2026/12/1", date(2026, 12, 1)),
        ("2026年12月1日", date(2026, 12, 1)),
        ("20261201", date(2026, 12, 1)),
        ("2026-02-30", None),
        ("1.12.2026", None),
        ("", None),
    ],
)
def test_a_date(text: str, value: date | None) -> None:
    assert read_date(text) == value


@given(st.times(), st.dates())
def test_what_is_shown_is_read_again(at: time, day: date) -> None:
    minute = at.replace(second=0, microsecond=0, tzinfo=None)
    assert read_time(f"{minute:%H:%M}") == minute
    assert read_date(str(day)) == day


@given(st.text(max_size=12))
def test_nothing_breaks_it(text: str) -> None:
    read_time(text)
    read_date(text)
