"""Residents made up from a seed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.assist.call import Outcome
from kiosk.practice.plan import PATIENCE_S, RIGHT, Place, Trouble, plan

PLACES = tuple(Place(f"0{n}", f"{n} 号机", "大厅", 10.0 * n) for n in (1, 2, 3))
STEPS = {"household": ["name", "phone"], "endorsement": ["stay"], "none": []}


@settings(max_examples=50)
@given(st.integers(0, 10**9), st.floats(30, 3600))
def test_who_comes(seed: int, last_s: float) -> None:
    residents = plan(seed, last_s, PLACES, STEPS)
    assert residents == plan(seed, last_s, PLACES, STEPS)
    assert 3 <= residents[0].at_s <= 10
    assert all(a.at_s <= b.at_s for a, b in pairwise(residents))
    assert residents[-1].at_s <= last_s
    for resident in residents:
        assert resident.step in STEPS[resident.service]
        assert PATIENCE_S[0] <= resident.patience_s <= PATIENCE_S[1]


@settings(max_examples=50)
@given(st.integers(0, 10**9))
def test_at_a_kiosk_nobody_calls_while_another_may_still_wait(seed: int) -> None:
    residents = plan(seed, 3600, PLACES, STEPS)
    for place in PLACES:
        at_it = [r for r in residents if r.place == place]
        assert all(a.at_s + a.patience_s < b.at_s for a, b in pairwise(at_it))


def test_another_seed_brings_others() -> None:
    assert plan(1, 600, PLACES, STEPS) != plan(2, 600, PLACES, STEPS)


def test_over_a_long_practice_everything_is_met() -> None:
    residents = plan(7, 40000, PLACES, STEPS)
    assert {r.trouble for r in residents} == set(Trouble)
    assert {r.place for r in residents} == set(PLACES)
    assert {r.locale for r in residents} == {"zh_CN", "en"}
    assert {r.priority for r in residents} == {True, False}


@pytest.mark.parametrize(("places", "steps"), [((), STEPS), (PLACES, {}), (PLACES, {"none": []})])
def test_nothing_to_practise_on(places: tuple[Place, ...], steps: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match="needs"):
        plan(1, 600, places, steps)


def test_every_trouble_has_an_end_and_every_end_a_trouble() -> None:
    assert set(RIGHT) == set(Trouble)
    assert set(RIGHT.values()) == set(Outcome)


def test_a_kiosk_farther_away_takes_longer() -> None:
    assert [round(place.walk_s, 1) for place in PLACES] == [12.3, 20.7, 29.0]
