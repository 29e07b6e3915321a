"""Two halves of one rule: whatever crosses, kiosk and hub come to stand alike; what is over stays over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.assist.call import Call, CallEvent, CallState, IllegalTransition, Outcome, after
from kiosk.assist.change import Change, ChangeKind, HallCall, at_hub, at_kiosk
from kiosk.assist.outbox import Stage, reach
from kiosk.ids import new_id

NOON = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)
KINDS = {
    CallEvent.CLAIM: ChangeKind.CLAIMED,
    CallEvent.PUT_BACK: ChangeKind.PUT_BACK,
    CallEvent.HAND_OVER: ChangeKind.HANDED_OVER,
    CallEvent.ARRIVE: ChangeKind.ARRIVED,
    CallEvent.CLOSE: ChangeKind.CLOSED,
    CallEvent.CANCEL: ChangeKind.CANCELLED,
}


def a_call(**changes):
    call = Call(new_id(), "01", "一号机", "大厅", "household_move", "kind", "zh_CN", False, False,
                CallState.WAITING, NOON)  # fmt: skip
    return replace(call, **changes)


def moved(call, event, officer):
    """The call after an event, as store and hub both move it."""
    state = after(call.state, event)
    if event in (CallEvent.PUT_BACK, CallEvent.HAND_OVER, CallEvent.CLOSE) and call.officer != officer:
        raise IllegalTransition("another officer's")
    values = {
        CallEvent.CLAIM: {"officer": officer, "claimed_at": LATER},
        CallEvent.PUT_BACK: {"officer": None, "claimed_at": None, "arrived_at": None},
        CallEvent.HAND_OVER: {"officer": "丙" if officer != "丙" else "甲", "arrived_at": None},
        CallEvent.ARRIVE: {"officer": officer, "claimed_at": call.claimed_at or LATER, "arrived_at": LATER},
        CallEvent.CLOSE: {"closed_at": LATER, "outcome": Outcome.HELPED},
        CallEvent.CANCEL: {"closed_at": LATER},
    }
    return replace(call, state=state, **values[event])


def a_change(call, kind, seq=1, officer=None):
    return Change(new_id(), call.kiosk, seq, kind, LATER, officer, call)


def test_the_resident_wins_over_a_claim():
    call = a_call()
    claimed = replace(call, state=CallState.CLAIMED, officer="甲", claimed_at=LATER)
    cancelled = replace(call, state=CallState.CANCELLED, closed_at=LATER)
    assert at_hub(claimed, a_change(cancelled, ChangeKind.CANCELLED)).state is CallState.CANCELLED
    assert at_kiosk(cancelled, HallCall(claimed, 2, 1), True, LATER) == cancelled


def test_what_is_done_at_the_hub_is_not_cancelled():
    call = a_call()
    done = replace(call, state=CallState.DONE, officer="甲", outcome=Outcome.HELPED, closed_at=LATER)
    cancelled = replace(call, state=CallState.CANCELLED, closed_at=LATER)
    assert at_hub(done, a_change(cancelled, ChangeKind.CANCELLED)) == done
    here = at_kiosk(cancelled, HallCall(done, 3, 2), False, LATER)
    assert (here.state, here.officer, here.outcome) == (CallState.DONE, "甲", Outcome.HELPED)


def test_a_quiet_call_that_was_closed_while_it_was_made_aloud_waits_anew():
    quiet = a_call(quiet=True)
    done = replace(quiet, state=CallState.DONE, officer="甲", outcome=Outcome.HELPED, closed_at=LATER)
    aloud = replace(quiet, quiet=False)
    assert at_kiosk(aloud, HallCall(done, 3, 1), True, LATER) == aloud
    anew = at_hub(done, a_change(aloud, ChangeKind.OPENED, seq=2))
    assert (anew.state, anew.officer, anew.outcome, anew.created_at) == (CallState.WAITING, None, None, LATER)


@pytest.mark.parametrize("quiet", [False, True])
@pytest.mark.parametrize("state", [CallState.DONE, CallState.CANCELLED])
def test_an_opening_that_is_told_once_more_opens_no_call_that_is_over(quiet, state):
    opened = a_call(quiet=quiet)
    over = replace(opened, state=state, closed_at=LATER)
    assert at_hub(over, a_change(opened, ChangeKind.OPENED)) == over
    was_made_aloud = replace(over, quiet=False)
    assert at_hub(was_made_aloud, a_change(replace(opened, quiet=False), ChangeKind.OPENED)) == was_made_aloud


def test_of_two_claims_the_first_wins():
    hall = replace(a_call(), state=CallState.CLAIMED, officer="甲")
    here = replace(hall, officer="乙")
    assert at_hub(hall, a_change(here, ChangeKind.CLAIMED, officer="乙")).officer == "甲"
    assert at_kiosk(here, HallCall(hall, 2, 1), False, LATER).officer == "甲"


def test_a_call_made_aloud_tells_where_the_resident_stands_and_keeps_its_turn():
    quiet = a_call(quiet=True, step=None)
    aloud = replace(quiet, quiet=False, step="address", priority=True, created_at=LATER)
    hall = at_hub(quiet, a_change(aloud, ChangeKind.OPENED))
    assert (hall.quiet, hall.step, hall.priority, hall.created_at) == (False, "address", True, NOON)


def test_times_at_the_kiosk_are_by_its_own_clock():
    call = a_call()
    hall = replace(
        call, state=CallState.CLAIMED, officer="甲", claimed_at=NOON - timedelta(hours=1), seen_at=NOON
    )
    here = at_kiosk(call, HallCall(hall, 1, 1), False, LATER)
    assert (here.state, here.officer, here.claimed_at, here.seen_at) == (
        CallState.CLAIMED,
        "甲",
        LATER,
        LATER,
    )


EVENTS = st.tuples(
    st.sampled_from(["kiosk", "hub", "up", "down", "aloud"]),
    st.sampled_from(CallEvent),
    st.sampled_from("甲乙丙"),
)


@given(st.lists(EVENTS, max_size=30))
@example(
    [
        ("kiosk", CallEvent.ARRIVE, "甲"),
        ("up", CallEvent.CLAIM, "甲"),
        ("hub", CallEvent.CLAIM, "甲"),
        ("hub", CallEvent.CLOSE, "甲"),
    ]
)
def test_kiosk_and_hub_come_to_stand_alike(steps):
    """Changes are made on both sides and carried at any time; at the end all are carried."""
    here = a_call(quiet=True)
    hall = None
    out = [a_change(here, ChangeKind.OPENED)]
    made, heard, no, told = 1, 0, 0, 0
    ended = False

    def up():
        nonlocal hall, heard, no
        change = out.pop(0)
        hall, heard, no = at_hub(hall, change), change.seq, no + 1

    def down():
        nonlocal here, told
        here, told = at_kiosk(here, HallCall(hall, no, heard), made > heard, LATER), no

    for where, event, officer in [*steps]:
        try:
            if where == "kiosk":
                here = moved(here, event, officer)
                made += 1
                out.append(a_change(here, KINDS[event], made, None if event is CallEvent.CANCEL else officer))
            elif where == "aloud" and here.open and here.quiet:
                here = replace(here, quiet=False)
                made += 1
                out.append(a_change(here, ChangeKind.OPENED, made))
            elif where == "hub" and hall is not None and event is not CallEvent.CANCEL:
                if event is CallEvent.ARRIVE and (hall.state, hall.officer) != (CallState.CLAIMED, officer):
                    continue  # away from the kiosk only whoever has the call says that they are there
                hall, no = moved(hall, event, officer), no + 1
            elif where == "up" and out:
                up()
            elif where == "down" and no > told:
                down()
        except IllegalTransition:
            continue
        ended = ended or not here.open
        assert not (ended and here.open), "a call that was over is open again at the kiosk"
    while out:
        up()
    down()
    for name in ("state", "officer", "outcome", "quiet"):
        assert getattr(here, name) == getattr(hall, name)
    assert (here.arrived_at is None) == (hall.arrived_at is None)


def test_whoever_stands_beside_the_resident_has_the_call():
    call = a_call()
    claimed = replace(call, state=CallState.CLAIMED, officer="甲", claimed_at=NOON)
    there = replace(claimed, officer="乙", arrived_at=LATER)
    hall = at_hub(claimed, a_change(there, ChangeKind.ARRIVED, officer="乙"))
    assert (hall.officer, hall.claimed_at, hall.arrived_at) == ("乙", NOON, LATER)
    again = replace(there, arrived_at=LATER + timedelta(minutes=1))
    assert at_hub(hall, a_change(again, ChangeKind.ARRIVED, officer="乙")).arrived_at == LATER
    over = replace(claimed, state=CallState.CANCELLED)
    assert at_hub(over, a_change(there, ChangeKind.ARRIVED, officer="乙")) == over


def test_whoever_closed_it_had_been_there_though_that_is_told_late():
    call = a_call()
    there = replace(call, state=CallState.CLAIMED, officer="甲", claimed_at=NOON, arrived_at=NOON)
    done = replace(call, state=CallState.DONE, officer="甲", outcome=Outcome.HELPED, closed_at=LATER)
    late = a_change(there, ChangeKind.ARRIVED, officer="甲")
    hall = at_hub(done, late)
    assert hall == replace(done, arrived_at=NOON)
    assert at_hub(hall, replace(late, at=LATER)) == hall
    another = replace(done, officer="乙")
    assert at_hub(another, late) == another
    here = at_kiosk(there, HallCall(another, 3, 2), False, LATER)
    assert (here.state, here.officer, here.arrived_at) == (CallState.DONE, "乙", None)


def test_only_who_has_a_call_hands_it_over_and_the_new_one_is_not_there_yet():
    claimed = replace(a_call(), state=CallState.CLAIMED, officer="甲", claimed_at=NOON, arrived_at=NOON)
    given_ = replace(claimed, officer="丙", arrived_at=None)
    hall = at_hub(claimed, a_change(given_, ChangeKind.HANDED_OVER, officer="甲"))
    assert (hall.officer, hall.claimed_at, hall.arrived_at) == ("丙", NOON, None)
    assert at_hub(claimed, a_change(given_, ChangeKind.HANDED_OVER, officer="乙")) == claimed
    here = at_kiosk(claimed, HallCall(hall, 2, 1), False, LATER)
    assert (here.officer, here.claimed_at, here.arrived_at) == ("丙", NOON, None)


@pytest.mark.parametrize(
    ("changes", "at_the_hub", "stage"),
    [
        ({}, False, Stage.SAVED),
        ({}, True, Stage.AT_HUB),
        ({"seen_at": NOON}, True, Stage.AT_DESK),
        ({"state": CallState.CLAIMED, "officer": "甲"}, True, Stage.CLAIMED),
        ({"state": CallState.CANCELLED}, False, Stage.OVER),
    ],
)
def test_how_far_a_call_has_come(changes, at_the_hub, stage):
    told = reach(a_call(**changes), at_hub=at_the_hub)
    assert told.stage is stage
    assert told.officer == changes.get("officer")
