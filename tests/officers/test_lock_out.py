"""Wrong PINs shut a number, longer each time, and never for good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.officers.lock_out import FREE, MOST_S, seconds_left, shut_for_s

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [
        (0, 0),
        (1, 0),
        (2, 0),
        (3, 30),
        (4, 60),
        (5, 120),
        (6, 240),
        (7, 480),
        (8, 900),
        (9, 900),
        (10**9, 900),
    ],
)
def test_how_long(failures: int, seconds: int) -> None:
    assert shut_for_s(failures) == seconds


@given(st.integers(0, 10**6), st.integers(0, 10**5))
def test_it_opens_again_by_itself(failures: int, gone: int) -> None:
    left = seconds_left(failures, NOW, NOW + timedelta(seconds=gone))
    assert left == max(0, shut_for_s(failures) - gone)


@given(st.integers(0, 10**6), st.floats(-(10**6), 10**6, allow_nan=False))
def test_a_clock_that_was_set_back_shuts_nobody_out_for_longer(failures: int, moved: float) -> None:
    assert 0 <= seconds_left(failures, NOW, NOW + timedelta(seconds=moved)) <= MOST_S


def test_a_second_that_has_begun_is_still_told() -> None:
    almost = NOW + timedelta(seconds=29.5)
    assert seconds_left(FREE, NOW, almost) == 1
    assert seconds_left(FREE, None, NOW) == 0
