"""The legal transitions of a call, all of them, and no others."""

from __future__ import annotations

import itertools

import pytest

from kiosk.assist.call import OPEN_STATES, TRANSITIONS, CallEvent, CallState, IllegalTransition, after


@pytest.mark.parametrize(("state", "event"), [*itertools.product(CallState, CallEvent)])
def test_every_pair_is_either_legal_or_refused(state, event):
    if (state, event) in TRANSITIONS:
        assert after(state, event) is TRANSITIONS[state, event]
    else:
        with pytest.raises(IllegalTransition):
            after(state, event)


def test_what_is_over_never_moves_again():
    for state in set(CallState) - set(OPEN_STATES):
        assert not [event for event in CallEvent if (state, event) in TRANSITIONS]


def test_every_open_call_can_end():
    for state in OPEN_STATES:
        assert after(state, CallEvent.CANCEL) is CallState.CANCELLED
