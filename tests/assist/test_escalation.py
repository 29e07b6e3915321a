"""A waiting call rises step by step, whatever the clock and whoever looks how often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.assist.call import Call, CallState
from kiosk.assist.escalation import Level, Limits, rise

MADE = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)

limits = st.builds(
    lambda louder, more: Limits(louder, louder + more), st.integers(1, 3600), st.integers(1, 3600)
)
seconds = st.floats(-1e7, 1e7, allow_nan=False)
polls = st.lists(st.floats(0, 10_000, allow_nan=False), max_size=20).map(sorted)


def a_call(state=CallState.WAITING, **changes):
    return Call(
        id="call",
        kiosk="kiosk-01",
        kiosk_name="一号机",
        place="大厅",
        service=None,
        step=None,
        locale="zh_CN",
        priority=False,
        quiet=changes.pop("quiet", False),
        state=state,
        created_at=MADE,
        **changes,
    )


def at(moment: float) -> datetime:
    return MADE + timedelta(seconds=moment)


@pytest.mark.parametrize(
    ("waited", "level", "next_s"),
    [
        (0, Level.WAITING, 60),
        (59.999, Level.WAITING, 60),
        (60, Level.REPEATED, 180),
        (179.999, Level.REPEATED, 180),
        (180, Level.LEADER, None),
        (86_400, Level.LEADER, None),
    ],
)
def test_a_minute_and_three_minutes(waited, level, next_s):
    found = rise(a_call(), at(waited), Limits())
    assert (found.level, found.next_at) == (level, None if next_s is None else at(next_s))


@pytest.mark.parametrize("state", [CallState.CLAIMED, CallState.DONE, CallState.CANCELLED])
def test_what_does_not_wait_does_not_rise(state):
    assert rise(a_call(state), at(1000), Limits()) is None


def test_one_put_back_has_waited_all_along():
    assert rise(a_call(seen_at=at(100)), at(200), Limits()).level is Level.LEADER


def test_a_quiet_call_rises_as_any_other():
    assert rise(a_call(quiet=True), at(60), Limits()) == rise(a_call(), at(60), Limits())


@given(limits, seconds, seconds)
def test_later_is_never_lower(given_limits, a, b):
    first, later = (rise(a_call(), at(s), given_limits) for s in sorted((a, b)))
    assert first.level <= later.level


@given(limits, seconds)
def test_the_next_change_is_the_very_next_and_is_there_when_due(given_limits, now):
    found = rise(a_call(), at(now), given_limits)
    if found.next_at is None:
        assert found.level is Level.LEADER
        return
    assert found.next_at > at(now)
    just_before = rise(a_call(), found.next_at - timedelta(microseconds=1), given_limits)
    assert just_before.level is found.level
    assert rise(a_call(), found.next_at, given_limits).level == found.level + 1


@given(limits, polls)
def test_no_level_is_skipped_by_a_poll_of_any_rhythm(given_limits, moments):
    level, told = Level.WAITING, []
    for moment in moments:
        found = rise(a_call(), at(moment), given_limits, level)
        told += found.reached
        level = found.level
    assert told == [each for each in Level if Level.WAITING < each <= level]
    if moments:
        assert level is rise(a_call(), at(moments[-1]), given_limits).level


@given(limits, st.lists(seconds, max_size=20))
def test_a_clock_that_jumps_takes_nothing_away_and_tells_nothing_twice(given_limits, moments):
    level, told = Level.WAITING, []
    for moment in moments:
        found = rise(a_call(), at(moment), given_limits, level)
        assert found.level >= level
        assert (found.next_at is None) == (found.level is Level.LEADER)
        told += found.reached
        level = found.level
    assert told == sorted(set(told))
    assert level == max((rise(a_call(), at(m), given_limits).level for m in moments), default=Level.WAITING)


@given(limits, st.floats(-1e7, -0.001))
def test_a_call_from_the_future_simply_waits(given_limits, before_made):
    found = rise(a_call(), at(before_made), given_limits)
    assert (found.level, found.next_at) == (Level.WAITING, at(given_limits.louder_s))


@pytest.mark.parametrize(("louder", "leader"), [(0, 180), (180, 180), (200, 180), (-1, 1)])
def test_limits_in_the_wrong_order_are_refused(louder, leader):
    with pytest.raises(ValueError, match="before the leader"):
        Limits(louder, leader)
