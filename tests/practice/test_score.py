"""Points, and what they are made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.assist.call import Outcome
from kiosk.practice.score import Score, Visit, percentile, score

RIGHT = Outcome.HELPED


def helped(claimed_s: float = 10, walk_s: float = 20, outcome: Outcome | None = RIGHT) -> Visit:
    return Visit(claimed_s, walk_s, outcome, RIGHT, closed_s=claimed_s + walk_s + 30)


GONE = Visit(None, 20, None, RIGHT, left=True)


def test_nobody_called() -> None:
    assert score([]) == Score(0, 0, 0, 0, 0, None, None, None, 0)


def test_all_that_can_be_reached() -> None:
    assert score([helped(), helped(20)]) == Score(2, 2, 0, 2, 2, 10, 30, 40, 100)


def test_whoever_still_waits_is_not_counted_yet() -> None:
    waiting = Visit(None, 20, None, RIGHT)
    assert score([helped(), waiting]) == score([helped()])


def test_everybody_left() -> None:
    assert score([GONE, GONE]).points == 0


@pytest.mark.parametrize(
    ("visit", "points"),
    [
        (helped(40), 100),
        (helped(100), 90),
        (helped(160), 80),
        (helped(340), 60),
        (helped(outcome=Outcome.NOT_SOLVED), 70),
        (helped(outcome=None), 70),
        (Visit(10, 20, RIGHT, RIGHT, closed_s=29), 70),
    ],
)
def test_what_costs_how_much(visit: Visit, points: int) -> None:
    assert score([visit]).points == points


def test_one_of_two_left_alone() -> None:
    assert score([helped(), GONE]).points == 50


VISITS = st.builds(
    Visit,
    claimed_s=st.none() | st.floats(0, 1000),
    walk_s=st.floats(0, 100),
    outcome=st.none() | st.sampled_from(Outcome),
    right=st.sampled_from(Outcome),
    closed_s=st.none() | st.floats(0, 2000),
    left=st.booleans(),
)


@given(st.lists(VISITS, max_size=20))
def test_always_from_0_to_100(visits: list[Visit]) -> None:
    assert 0 <= score(visits).points <= 100


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=40), st.floats(0.01, 1))
def test_a_percentile_is_one_of_the_values_and_enough_lie_below(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(v <= found for v in values) >= share * len(values) - 1e-9
