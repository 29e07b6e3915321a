"""Figures of calls: how many, when, where, how long, with what end."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from kiosk.assist.call import Call, CallState, Outcome
from kiosk.figures.calls import StepCalls, call_figures
from kiosk.figures.period import Period
from kiosk.figures.spread import Spread


def test_of_no_calls_nothing_is_known(day):
    told = call_figures([], day)
    assert (told.total, told.priority_share, told.solved_share) == (0, None, None)
    assert told.to_seen == told.to_claim == told.to_arrival == told.to_done == Spread(0, None, None, None)
    assert (told.by_hour, told.by_step) == ((0,) * 24, ())
    assert told.by_day == ((date(2026, 11, 24), 0),)


def test_hours_and_days_are_the_halls(day, a_call):
    late = datetime(2026, 11, 24, 15, 59, tzinfo=UTC)
    early = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    next_day = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
    told = call_figures([a_call(), a_call(late), a_call(early), a_call(next_day)], day)
    assert {hour: count for hour, count in enumerate(told.by_hour) if count} == {0: 1, 9: 1, 23: 1}
    assert told.by_day == ((date(2026, 11, 24), 3),)
    both = call_figures([a_call(), a_call(next_day)], Period(date(2026, 11, 24), date(2026, 11, 26)))
    assert [count for _, count in both.by_day] == [1, 1, 0]


def test_the_step_called_at_most_comes_first(day, a_call):
    steps = ["address", "name", "name", None]
    told = call_figures([*(a_call(step=step) for step in steps), a_call(service=None, step=None)], day)
    assert told.by_step == (
        StepCalls("household_move", "name", 2),
        StepCalls(None, None, 1),
        StepCalls("household_move", None, 1),
        StepCalls("household_move", "address", 1),
    )


def test_quiet_calls_count_in_totals_and_never_by_service_or_step(day, a_call):
    told = call_figures([a_call(), a_call(quiet=True, step=None), a_call(quiet=True, step="name")], day)
    assert told.total == 3
    assert sum(told.by_hour) == 3
    assert told.by_step == (StepCalls("household_move", "address", 1),)


def test_how_long_it_took(day, a_call):
    calls = [
        a_call(seen=1, claimed=10, arrived=40, closed=100, outcome=Outcome.HELPED),
        a_call(seen=3, claimed=30, arrived=60, closed=300, outcome=Outcome.HELPED),
        a_call(seen=2),
        a_call(claimed=20, closed=50, state=CallState.CANCELLED),
    ]
    told = call_figures(calls, day)
    assert told.to_seen == Spread(3, 2, 3, 3)
    assert told.to_claim == Spread(3, 20, 30, 30)
    assert told.to_arrival == Spread(2, 50, 60, 60)
    assert told.to_done == Spread(2, 200, 300, 300)


def test_how_they_ended(day, a_call):
    ends = [Outcome.HELPED, Outcome.HELPED, Outcome.TO_WINDOW, Outcome.NOT_SOLVED]
    calls = [
        *(a_call(closed=60, outcome=outcome) for outcome in ends),
        a_call(closed=5, state=CallState.CANCELLED),
        a_call(),
        a_call(state=CallState.CLAIMED, priority=True),
    ]
    told = call_figures(calls, day)
    assert (told.helped, told.to_window, told.not_solved) == (2, 1, 1)
    assert (told.cancelled, told.still_open) == (1, 2)
    assert told.solved_share == 0.75
    assert (told.priority, told.priority_share, told.priority_helped) == (1, 1 / 7, 0)


calls = st.builds(
    Call,
    id=st.just("call"),
    kiosk=st.just("kiosk"),
    kiosk_name=st.just("机"),
    place=st.just("厅"),
    service=st.sampled_from([None, "move", "permit"]),
    step=st.sampled_from([None, "name", "address"]),
    locale=st.just("zh_CN"),
    priority=st.booleans(),
    quiet=st.booleans(),
    state=st.sampled_from(CallState),
    created_at=st.datetimes(datetime(2026, 11, 22), datetime(2026, 11, 27), timezones=st.just(UTC)),  # noqa: DTZ001
    outcome=st.none() | st.sampled_from(Outcome),
)


@given(st.lists(calls, max_size=30))
def test_every_call_is_counted_once_in_each_total(made):
    days = Period(date(2026, 11, 23), date(2026, 11, 25))
    told = call_figures(made, days)
    within = [call for call in made if call.created_at in days]
    assert told.total == len(within) == sum(told.by_hour) == sum(count for _, count in told.by_day)
    assert sum(each.calls for each in told.by_step) == sum(not call.quiet for call in within)
    assert told.solved_share is None or 0 <= told.solved_share <= 1


def test_priority_calls_that_were_solved(day, a_call):
    ends = (Outcome.HELPED, Outcome.TO_WINDOW, Outcome.NOT_SOLVED)
    made = [a_call(closed=9, outcome=end, priority=priority) for end in ends for priority in (True, False)]
    assert call_figures([*made, a_call(priority=True)], day).priority_helped == 2
