"""Medians and percentiles, and what is known of nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.figures.spread import Spread, share, spread, taken

seconds = st.lists(st.integers(0, 10_000), min_size=1, max_size=60)
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def test_of_nothing_nothing_is_known():
    assert spread([]) == Spread(0, None, None, None)
    assert share(0, 0) is None


@pytest.mark.parametrize(
    ("times", "median", "p90"),
    [
        ([7], 7, 7),
        ([1, 2], 1.5, 2),
        (range(1, 11), 5.5, 9),
        (range(1, 12), 6, 10),
        ([5] * 9 + [600], 5, 5),
        ([5] * 8 + [600] * 2, 5, 600),
    ],
)
def test_the_middle_and_what_nine_of_ten_do_not_exceed(times, median, p90):
    told = spread(reversed(list(times)))
    assert (told.known, told.median_s, told.p90_s) == (len(times), median, p90)


@given(seconds)
def test_nine_of_ten_do_not_exceed_it_and_no_smaller_time_does(times):
    told = spread(times)
    assert told.p90_s in times
    assert 10 * sum(time <= told.p90_s for time in times) >= 9 * len(times)
    smaller = [time for time in times if time < told.p90_s]
    assert 10 * len(smaller) < 9 * len(times)
    assert 20 * sum(time <= told.p95_s for time in times) >= 19 * len(times)
    smaller = [time for time in times if time < told.p95_s]
    assert 20 * len(smaller) < 19 * len(times)
    assert min(times) <= told.median_s <= told.p90_s <= told.p95_s


@given(seconds, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(times, chance):
    shuffled = list(times)
    chance.shuffle(shuffled)
    assert spread(shuffled) == spread(times)


def test_unknown_ends_and_ends_before_the_beginning_are_left_out():
    ends = [NOW, NOW + timedelta(seconds=2.5), None, NOW - timedelta(seconds=1)]
    assert list(taken((NOW, end) for end in ends)) == [0, 2.5]
