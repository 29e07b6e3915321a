"""Wrong codes: slower and slower, forgotten one by one, and how many can be tried at most."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cases.guesses import FEW_KIOSKS, OF_ALL, OF_ONE, Patience, Wrong, most_guesses, of_all
from kiosk.cases.prepared import LIES

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PATIENCES = st.sampled_from([OF_ONE, OF_ALL, of_all(20)])


def _after(patience: Patience, count: int, now: datetime = NOW) -> Wrong:
    wrong = Wrong()
    for _ in range(count):
        wrong = wrong.one_more(patience, now)
    return wrong


def test_the_first_ones_cost_nothing_and_then_each_waits_twice_as_long() -> None:
    waits = [_after(OF_ONE, n).seconds_left(OF_ONE, NOW) for n in range(9)]
    assert waits == [0, 0, 0, 0, 0, 30, 60, 120, 240]


def test_no_wait_is_longer_than_the_longest() -> None:
    assert OF_ONE.shut_for_s(10_000) == OF_ONE.most_s


def test_wrong_tries_are_forgotten_one_by_one() -> None:
    wrong = _after(OF_ONE, 5)
    assert wrong.faded(OF_ONE, NOW + OF_ONE.forgets - timedelta(seconds=1)).count == 5
    assert wrong.faded(OF_ONE, NOW + OF_ONE.forgets).count == 4
    assert wrong.faded(OF_ONE, NOW + 3 * OF_ONE.forgets).count == 2
    assert wrong.faded(OF_ONE, NOW + 5 * OF_ONE.forgets) == Wrong()


@pytest.mark.parametrize("back", [timedelta(minutes=1), timedelta(days=400)])
def test_a_clock_that_was_set_back_shuts_nobody_out_for_longer_and_forgets_nothing(back: timedelta) -> None:
    wrong = _after(OF_ONE, 6)
    assert wrong.seconds_left(OF_ONE, NOW - back) == 60
    assert wrong.faded(OF_ONE, NOW - back).count == 6


@pytest.mark.parametrize("ahead", [timedelta(hours=3), timedelta(days=400)])
def test_a_wrong_try_while_the_clock_ran_ahead_is_over_when_its_time_is(ahead: timedelta) -> None:
    wrong = _after(OF_ONE, 6, NOW + ahead).seen_at(NOW)
    assert wrong == _after(OF_ONE, 6)
    later = NOW + timedelta(seconds=20)
    assert wrong.seen_at(later).seconds_left(OF_ONE, later) == 40
    later = NOW + timedelta(seconds=60)
    assert wrong.seen_at(later).seconds_left(OF_ONE, later) == 0


@given(
    patience=PATIENCES,
    pauses=st.lists(st.integers(0, 3 * 3600), min_size=1, max_size=20),
)
def test_however_tries_are_spread_no_more_are_looked_at_than_is_stated(
    patience: Patience, pauses: list[int]
) -> None:
    """Whoever guesses waits as they like: a round of pauses, over and over, as long as a form lies."""
    end, now, wrong, looked = NOW + LIES, NOW, Wrong(), 0
    while now <= end:
        left = wrong.seconds_left(patience, now)
        if left:
            now += timedelta(seconds=left)
            continue
        wrong, looked = wrong.one_more(patience, now), looked + 1
        now += timedelta(seconds=pauses[looked % len(pauses)])
    assert looked <= most_guesses(patience, LIES)


def test_the_chance_to_guess_a_form_is_what_the_documents_say() -> None:
    assert most_guesses(OF_ONE, LIES) == 141
    assert most_guesses(OF_ALL, LIES) == 260
    assert [most_guesses(of_all(kiosks), LIES) for kiosks in (4, 8, 20)] == [260, 468, 1092]


def test_honest_mistakes_of_a_day_shut_no_large_hall() -> None:
    """Six slips at each kiosk in a day, day after day, at any number of kiosks."""
    for kiosks in (FEW_KIOSKS, 5, 9, 20, 60):
        patience, now, wrong = of_all(kiosks), NOW, Wrong()
        for _ in range(14):
            for _ in range(6 * kiosks):
                wrong = wrong.one_more(patience, now)
                assert wrong.seconds_left(patience, now) == 0, kiosks
                now += timedelta(days=1) / (6 * kiosks)


def test_a_small_hall_has_no_more_than_before() -> None:
    assert of_all(0) == of_all(1) == of_all(FEW_KIOSKS) == OF_ALL
    assert of_all(FEW_KIOSKS + 1).free == OF_ALL.free + 10
