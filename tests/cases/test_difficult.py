"""When a difficult case may move, when it may close, when it is late."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cases.difficult import (
    ENOUGH_ATTEMPTS,
    EVENTS,
    NEEDS_WAY,
    TRANSITIONS,
    DifficultCase,
    DifficultEvent,
    DifficultState,
    NewDifficult,
    NewStep,
    Refused,
    Source,
    StepKind,
    Way,
    after,
    check_new,
    check_step,
    may_close,
)

kinds = st.lists(st.sampled_from(StepKind), max_size=12)


@pytest.mark.parametrize(("state", "event"), [*itertools.product(DifficultState, DifficultEvent)])
def test_every_pair_is_either_legal_or_refused(state, event):
    if (state, event) in TRANSITIONS:
        assert after(state, event) is TRANSITIONS[state, event]
    else:
        with pytest.raises(Refused) as refused:
            after(state, event)
        assert refused.value.message.id == "difficult.is_closed"


def test_what_is_closed_never_moves_again_and_only_closing_closes():
    assert not [event for event in DifficultEvent if (DifficultState.CLOSED, event) in TRANSITIONS]
    closing = {event for (_, event), state in TRANSITIONS.items() if state is DifficultState.CLOSED}
    assert closing == {DifficultEvent.CLOSE}


def test_every_kind_of_step_is_one_event():
    assert set(EVENTS) == set(StepKind)
    assert {*EVENTS.values(), DifficultEvent.CLOSE} == set(DifficultEvent)
    assert len(set(EVENTS.values())) == len(EVENTS)


@given(kinds)
def test_it_closes_with_a_confirmation_or_the_third_attempt_and_never_without(steps):
    attempts = steps.count(StepKind.ATTEMPT_TO_REACH)
    if StepKind.RESIDENT_CONFIRMED in steps or attempts >= 3:
        may_close(steps)
        return
    with pytest.raises(Refused) as refused:
        may_close(steps)
    assert refused.value.message.id == "difficult.not_confirmed"
    assert refused.value.message.params == {"attempts": attempts, "missing": 3 - attempts}


@given(kinds, kinds)
def test_a_further_step_never_takes_the_right_to_close_away(steps, more):
    try:
        may_close(steps)
    except Refused:
        return
    may_close([*steps, *more])


def test_three_attempts_are_enough():
    assert ENOUGH_ATTEMPTS == 3


def a_step(kind, **changes):
    """A step that says all that its kind must."""
    needed = {
        "way": Way.CALL if kind in NEEDS_WAY else None,
        "owner": "007" if kind is StepKind.ASSIGNED else None,
        "text": "说过了" if kind is StepKind.NOTE else "",
    }
    return NewStep("step", "001", kind, **(needed | changes))


@pytest.mark.parametrize("kind", list(StepKind))
def test_a_step_that_says_what_it_must_is_taken(kind):
    check_step(a_step(kind))


@pytest.mark.parametrize(
    ("kind", "changes", "told"),
    [
        (StepKind.ASKED_BACK, {"way": None}, "difficult.no_way"),
        (StepKind.ATTEMPT_TO_REACH, {"way": None}, "difficult.no_way"),
        (StepKind.RESIDENT_CONFIRMED, {"way": None}, "difficult.no_way"),
        (StepKind.ASSIGNED, {"owner": None}, "difficult.no_owner"),
        (StepKind.ASSIGNED, {"owner": ""}, "difficult.no_owner"),
        (StepKind.NOTE, {"text": "  "}, "difficult.no_text"),
    ],
)
def test_what_is_missing_is_said(kind, changes, told):
    with pytest.raises(Refused) as refused:
        check_step(a_step(kind, **changes))
    assert refused.value.message.id == told


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (StepKind.NOTE, {"way": Way.CALL}),
        (StepKind.ASSIGNED, {"way": Way.VISIT}),
        (StepKind.ATTEMPT_TO_REACH, {"owner": "007"}),
    ],
)
def test_what_a_kind_does_not_have_is_refused(kind, changes):
    with pytest.raises(ValueError, match="has no"):
        check_step(a_step(kind, **changes))


def test_a_conversation_says_what_it_was_about():
    check_new(NewDifficult("case", "001", "门牌对不上"))
    with pytest.raises(Refused) as refused:
        check_new(NewDifficult("case", "001", " "))
    assert refused.value.message.id == "difficult.no_subject"


def test_an_error_does_not_quote_what_was_written():
    with pytest.raises(Refused) as refused:
        check_step(a_step(StepKind.ATTEMPT_TO_REACH, way=None, text="王阿婆"))
    assert "王" not in str(refused.value)


CASE = DifficultCase(
    id="case",
    source=Source.CONVERSATION,
    opened_at=datetime(2026, 11, 24, 1, 0, tzinfo=UTC),
    opened_by="001",
    due=date(2026, 11, 27),
)


@pytest.mark.parametrize(("day", "late"), [(24, False), (27, False), (28, True)])
def test_it_is_late_when_its_day_is_over_and_only_while_it_is_open(day, late):
    assert CASE.overdue(date(2026, 11, day)) is late
    assert not replace(CASE, state=DifficultState.CLOSED).overdue(date(2026, 11, day))
