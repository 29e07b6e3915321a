"""Which officers helped in a visit, by what is known of its calls."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk.assist.call import Call, CallState, Outcome
from kiosk.visit.helpers import Helpers

AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


def a_call(state: CallState, *, there: bool = False, outcome: Outcome | None = None, id_: str = "c1") -> Call:
    return Call(
        id=id_, kiosk="01", kiosk_name="1", place="", service=None, step=None, locale="zh_CN",
        priority=False, quiet=False, state=state, created_at=AT, claimed_at=AT, officer="0235",
        arrived_at=AT if there else None, outcome=outcome,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("call", "helped"),
    [
        pytest.param(a_call(CallState.CLAIMED), False, id="claimed"),
        pytest.param(a_call(CallState.CANCELLED), False, id="claimed-and-cancelled"),
        pytest.param(a_call(CallState.CLAIMED, there=True), True, id="there"),
        pytest.param(a_call(CallState.CANCELLED, there=True), True, id="there-and-cancelled"),
        pytest.param(a_call(CallState.DONE, outcome=Outcome.HELPED), True, id="helped"),
        pytest.param(a_call(CallState.DONE, outcome=Outcome.TO_WINDOW), True, id="to-window"),
        pytest.param(
            a_call(CallState.DONE, there=True, outcome=Outcome.NOT_SOLVED), False, id="there-and-not-solved"
        ),
    ],
)
def test_who_was_there_or_solved_it_helped(call: Call, helped: bool) -> None:
    helpers = Helpers()
    helpers.called("c1")
    helpers.follow(call)
    assert helpers.officers == ({"0235"} if helped else set())


def test_the_same_officer_in_two_calls_is_one() -> None:
    helpers = Helpers()
    for id_ in ("c1", "c2"):
        helpers.called(id_)
        helpers.follow(a_call(CallState.DONE, outcome=Outcome.HELPED, id_=id_))
    assert helpers.officers == {"0235"}


def test_a_call_of_the_resident_before_is_none_of_this_visit() -> None:
    helpers = Helpers()
    helpers.follow(a_call(CallState.CLAIMED, there=True))
    assert helpers.officers == frozenset()
