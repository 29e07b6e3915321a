"""What is offered at the window is what is legal there, neither more nor less; what is told of late cases."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cases import window_deeds as d
from kiosk.cases.correcting import corrected
from kiosk.cases.difficult import Refused
from kiosk.cases.window import Lateness, Opinion, Standing, WindowState, missing_of
from kiosk.cases.window_acts import (
    Accept,
    Act,
    Circulate,
    Correct,
    Decide,
    Issue,
    act_json,
    deed_of,
    read_act,
)
from kiosk.cases.window_desk import WindowCase
from kiosk.cases.window_doing import Filed, do, repeats
from kiosk.cases.window_offers import Offer, offers, to_review
from kiosk.cases.window_rising import Risen, risen
from kiosk.flow import model as m
from kiosk.flow.answer import Chosen, Wish, Written
from kiosk.officers.officer import Officer, Role
from kiosk.working_days import WorkingDays
from tests.cases.test_window import BIG, FLOW, SIGNED, SMALL, text

ME, OTHER = "0101", "0202"
DAY = date(2026, 9, 25)
FILED = datetime(2026, 9, 25, 2, tzinfo=UTC)


def acts(missing: tuple[str, ...], reviewer: str) -> dict[Offer, Act]:
    return {
        Offer.TAKE: d.Taken(by=ME),
        Offer.PUT_BACK: d.PutBack(by=ME),
        Offer.SEE_MATERIALS: d.MaterialsSeen(by=ME, materials=("card",)),
        Offer.ASKED_APART: d.AskedApart(by=ME),
        Offer.ACCEPT: Accept(ME),
        Offer.RETURN: d.Returned(by=ME, missing=missing),
        Offer.DECLINE: d.Declined(by=ME, reason="elsewhere"),
        Offer.CIRCULATE: Circulate(ME),
        Offer.AGREE: d.Reviewed(by=ME, reviewer=reviewer, agrees=True),
        Offer.DISAGREE: d.Reviewed(by=ME, reviewer=reviewer, agrees=False, reason="no"),
        Offer.GRANT: Decide(ME, True, "yes"),
        Offer.REFUSE: Decide(ME, False, "no"),
        Offer.ISSUE: Issue(ME, d.Collector.SELF, d.Checked.CARD_SEEN, SIGNED),
        Offer.WITHDRAW: d.Withdrawn(by=ME, reason="asked for it"),
    }


ROLES = st.sets(st.sampled_from(list(Role)))
OPINIONS = st.sampled_from(
    [
        (),
        (Opinion("traffic", DAY, True), Opinion("fire", DAY, True)),
        (Opinion("traffic", DAY, True, True, ME), Opinion("fire", DAY, True)),
        (Opinion("traffic", DAY, True, True, OTHER), Opinion("fire", DAY, True, False, ME)),
    ]
)
NOT_NEEDED = {Offer.TAKE, Offer.PUT_BACK, Offer.ASKED_APART}
"""Legal at times when they would change nothing."""


@given(
    st.sampled_from(list(WindowState)),
    st.sampled_from([None, ME, OTHER]),
    st.sets(st.sampled_from(["card", "photo", "licence"])),
    st.booleans(),
    st.booleans(),
    OPINIONS,
    ROLES,
    st.booleans(),
)
def test_what_is_offered_is_what_is_legal(
    state: WindowState,
    handler: str | None,
    seen: set[str],
    returned: bool,
    apart: bool,
    opinions: tuple[Opinion, ...],
    roles: set[Role],
    big: bool,
) -> None:
    filed = Filed(FLOW, BIG if big else SMALL, FILED)
    service, by = filed.asks, Officer(ME, "", frozenset(roles))
    now = Standing(
        state=state,
        handler=handler,
        seen=frozenset(seen & set(service.materials)),
        returned=returned,
        asked_apart=apart,
        opinions=opinions,
    )
    found = offers(now, service, by, now.seen)
    missing = missing_of(service, now.seen)
    waiting = to_review(now, by)
    for offer, act in acts(missing, waiting[0] if waiting else "traffic").items():
        try:
            do(now, act, by, filed, DAY, WorkingDays())
        except Refused:
            assert offer not in found, offer
        else:
            assert offer in found or offer in NOT_NEEDED, offer


def test_what_is_ticked_counts_before_it_is_noted() -> None:
    now = Standing(handler=ME)
    service, by = Filed(FLOW, BIG, FILED).asks, Officer(ME, "", frozenset({Role.WINDOW}))
    assert Offer.ACCEPT not in offers(now, service, by, ())
    assert Offer.RETURN in offers(now, service, by, ("card", "photo"))
    found = offers(now, service, by, ("card", "licence"))
    assert Offer.ACCEPT in found
    assert Offer.RETURN not in found  # the photo alone may be missing
    assert Offer.RETURN not in offers(now, service, by, service.materials)


@pytest.mark.parametrize("index", range(len(Offer)))
def test_a_known_act_is_known_by_all_that_it_says(index: int) -> None:
    every = [*acts(("photo",), "fire").values(), Correct(ME, {"kind": Chosen(id="big")})]
    act = every[index]
    assert not isinstance(act, Correct)
    kept = deed_of(act, FLOW, BIG, DAY, DAY, WorkingDays())
    assert [each for each in every if repeats(each, kept, BIG)] == [act]


def test_other_words_are_another_act() -> None:
    kept = d.Decided(by=ME, on=DAY, granted=True, reason="yes")
    assert not repeats(Decide(ME, True, "no"), kept, BIG)
    assert not repeats(Decide(ME, False, "yes"), kept, BIG)
    back = d.Returned(by=ME, missing=("card",))
    assert not repeats(d.Returned(by=ME, missing=("card",), note="soon"), back, BIG)
    mended = d.Corrected(by=ME, steps=("kind",))
    assert repeats(Correct(ME, {"kind": Chosen(id="big")}), mended, BIG)
    assert not repeats(Correct(ME, {"kind": Chosen(id="small")}), mended, BIG)


def case(lateness: Lateness, handler: str | None = None) -> WindowCase:
    return WindowCase(
        "x", "1", "01", "truck", 1, "en", False, FILED, Standing(handler=handler), lateness=lateness
    )


def test_late_ones_are_told_to_all_who_can_handle_them_and_to_the_leader() -> None:
    cases = [case(Lateness.LATE, ME), case(Lateness.SOON, OTHER), case(Lateness.CALM, ME)]
    clerk, leader = Officer(ME, "", frozenset({Role.WINDOW})), Officer(OTHER, "", frozenset({Role.LEADER}))
    assert risen(cases, clerk) == Risen(1, 1, 1, leader=False)
    assert risen(cases, leader) == Risen(1, 1, 1, leader=True)
    assert risen(cases[1:], leader) == Risen(1, 0, 1, leader=False)
    assert not risen(cases, Officer(ME, "", frozenset({Role.REVIEWER})))
    assert not risen(cases[2:], clerk)


def test_every_act_goes_over_a_line_and_nothing_else_does() -> None:
    every = [*acts(("photo",), "fire").values(), Correct(ME, {"kind": Chosen(id="big")})]
    assert [read_act(act_json(act)) for act in every] == every
    for forged in (
        '{"kind": "accepted", "by": "0101", "on": "2026-01-01", "due": "2036-01-01"}',
        '{"kind": "decided", "by": "0101", "on": "2026-01-01", "granted": true, "reason": "x"}',
        "{}",
        "no",
    ):
        with pytest.raises(ValueError, match="no act"):
            read_act(forged)


BRANCHED = m.Flow.model_validate(
    {
        "schema": 1,
        "id": "branched",
        "version": 1,
        "icon": "truck",
        "title": text("x"),
        "summary": text("x"),
        "steps": [
            {"id": "read", "kind": "notice", "title": text("x")},
            {
                "id": "kind",
                "kind": "choice",
                "title": text("x"),
                "choices": [{"id": "a", "text": text("a")}, {"id": "b", "text": text("b")}],
            },
            {"id": "why", "kind": "text", "title": text("x"), "when": {"step": "kind", "is": "a"}},
            {"id": "whom", "kind": "name", "title": text("x"), "when": {"step": "kind", "is": "b"}},
            {"id": "wish", "kind": "own_wish", "title": text("x")},
            {"id": "review", "kind": "review", "title": text("x")},
        ],
    }
)
GIVEN = {"kind": Chosen(id="a"), "why": Written(text="so")}


def test_a_corrected_answer_takes_along_what_no_longer_applies() -> None:
    changes = {"kind": Chosen(id="b"), "whom": Written(text="王")}
    assert corrected(BRANCHED, GIVEN, changes, DAY) == changes
    assert corrected(BRANCHED, GIVEN, {"why": Written(text="no")}, DAY) == {
        **GIVEN,
        "why": Written(text="no"),
    }


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, "window.not_correctable"),
        ({"wish": Wish(wish="yes")}, "window.not_correctable"),
        ({"read": Written(text="x")}, "window.not_correctable"),
        ({"nothing": Written(text="x")}, "window.not_correctable"),
        ({"kind": Chosen(id="b")}, "window.asks_more"),
        ({"kind": Written(text="b")}, "flow.wrong.kind"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused(changes: dict[str, object], why: str) -> None:
    with pytest.raises(Refused) as told:
        corrected(BRANCHED, GIVEN, changes, DAY)  # type: ignore[arg-type]
    assert told.value.message.id == why
