"""A question's states: whatever is done, it closes once, by an answer or the third attempt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cases.difficult import Refused
from kiosk.cases.question import How, NewReply, QuestionState, after, check_reply


@given(st.lists(st.sampled_from(How), max_size=8))
def test_whatever_is_done_it_closes_once(deeds: list[How]) -> None:
    state, attempts, taken = QuestionState.OPEN, 0, []
    for how in deeds:
        try:
            state = after(state, attempts, how)
        except Refused:
            assert state is not QuestionState.OPEN
            continue
        taken.append(how)
        attempts += how is How.NOT_REACHED
    answers = [how for how in taken if how is not How.NOT_REACHED]
    assert taken == deeds[: len(taken)]
    assert len(answers) <= 1
    assert attempts <= 3
    if answers:
        assert (state, taken[-1]) == (QuestionState.ANSWERED, answers[0])
    else:
        assert state is (QuestionState.UNREACHED if attempts == 3 else QuestionState.OPEN)


@pytest.mark.parametrize("how", list(How), ids=str)
def test_an_answer_tells_what_was_said(how: How) -> None:
    check_reply(NewReply("id", "0235", how, "三个工作日"))
    if how is How.NOT_REACHED:
        check_reply(NewReply("id", "0235", how, ""))
    else:
        with pytest.raises(Refused):
            check_reply(NewReply("id", "0235", how, "  "))
