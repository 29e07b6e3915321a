"""A case at the window: which deeds are legal, what each must say, and that none skips another."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.window import (
    BEFORE_ACCEPTANCE,
    HANDLERS,
    MOST_CORRECTIONS,
    OVER,
    SOON_DAYS,
    TRANSITIONS,
    Lateness,
    Opinion,
    Service,
    Standing,
    WindowState,
    after,
    check,
    lateness,
    standing,
)
from kiosk.cases.window_acts import Accept, Act, Circulate, Decide, Issue, deed_of, may, service_of
from kiosk.flow import model as m
from kiosk.flow.answer import Chosen
from kiosk.officers.officer import Officer, Role
from kiosk.working_days import WorkingDays

S = WindowState
DAY = date(2026, 9, 25)
CALENDAR = WorkingDays()
SIGNED = (((0, 0), (10, 10)),)
OFFICER, SECOND, LEADER = "0101", "0202", "0303"

EVERY: tuple[d.AnyDeed, ...] = (
    d.Taken(by=OFFICER),
    d.PutBack(by=OFFICER),
    d.MaterialsSeen(by=OFFICER, materials=("card",)),
    d.AskedApart(by=OFFICER),
    d.Returned(by=OFFICER, missing=("photo",)),
    d.Accepted(by=OFFICER, on=DAY),
    d.Declined(by=OFFICER, reason="another station"),
    d.Circulated(by=OFFICER, on=DAY, asked=(d.Asked(reviewer="fire", due=DAY),)),
    d.Reviewed(by=SECOND, reviewer="fire", agrees=True),
    d.Decided(by=OFFICER, on=DAY, granted=True, reason="all there"),
    d.Issued(by=OFFICER, on=DAY, collector=d.Collector.SELF, checked=d.Checked.CARD_READ, signature=SIGNED),
    d.Corrected(by=d.RESIDENT, steps=("phone",)),
    d.Withdrawn(by=d.RESIDENT),
)


def text(words: str) -> dict[str, str]:
    return {"zh_CN": words, "en": words}


FLOW = m.Flow.model_validate(
    {
        "schema": 1,
        "id": "truck",
        "version": 3,
        "icon": "truck",
        "title": text("truck"),
        "summary": text("truck"),
        "steps": [
            {
                "id": "kind",
                "kind": "choice",
                "title": text("kind"),
                "choices": [{"id": "big", "text": text("big")}, {"id": "small", "text": text("small")}],
            },
            {
                "id": "wish",
                "kind": "own_wish",
                "title": text("wish"),
                "when": {"step": "kind", "is": "small"},
            },
            {"id": "review", "kind": "review", "title": text("review")},
        ],
        "materials": [
            {"id": "card", "text": text("card")},
            {"id": "photo", "text": text("photo"), "spare": True},
            {"id": "licence", "text": text("licence"), "when": {"step": "kind", "is": "big"}},
        ],
        "window": {"limit": {"days": 20}},
        "reviewers": [
            {"id": "traffic", "text": text("traffic"), "limit": {"days": 5}},
            {
                "id": "fire",
                "text": text("fire"),
                "limit": {"days": 15, "counted": "days"},
                "when": {"step": "kind", "is": "big"},
            },
        ],
    }
)
BIG, SMALL = {"kind": Chosen(id="big")}, {"kind": Chosen(id="small")}


def refused(now: Standing, deed: d.AnyDeed, service: Service | None = None) -> str:
    def done() -> None:
        if service is not None:
            check(now, deed, service)
        after(now, deed)

    with pytest.raises(Refused) as told:
        done()
    return told.value.message.id


def test_every_kind_of_deed_is_among_the_examples():
    kinds = {each.kind for each in EVERY}
    assert len(kinds) == len(EVERY)
    assert all(d.read_deed(d.deed_json(each)) == each for each in EVERY)
    assert {kind for _, kind in TRANSITIONS} == {type(each) for each in EVERY}


@pytest.mark.parametrize(("state", "deed"), [*itertools.product(S, EVERY)])
def test_every_pair_is_legal_or_refused(state: WindowState, deed: d.AnyDeed):
    now = Standing(state=state, opinions=(Opinion("fire", DAY, True),))
    if (state, type(deed)) in TRANSITIONS:
        assert after(now, deed).deeds == 1
    else:
        assert refused(now, deed).startswith("window.")


def test_what_is_over_never_moves_again():
    assert not [state for state, _ in TRANSITIONS if state in OVER]


def test_it_is_returned_once_and_then_accepted_or_declined():
    back = after(Standing(), EVERY[4])
    assert back.state is S.RETURNED
    assert back.missing == ("photo",)
    assert refused(back, EVERY[4]) == "window.returned_once"
    assert after(back, EVERY[5]).state is S.ACCEPTED
    assert after(back, EVERY[6]).state is S.DECLINED


def test_whoever_brings_what_was_missing_finds_any_officer_free():
    had = after(Standing(), d.Taken(by=OFFICER))
    assert after(had, EVERY[4]).handler is None


def test_two_officers_cannot_have_it():
    had = after(Standing(), d.Taken(by=OFFICER))
    assert refused(had, d.Taken(by=SECOND)) == "window.taken_by"
    assert after(had, d.Taken(by=OFFICER)).handler == OFFICER
    assert after(after(had, d.PutBack(by=OFFICER)), d.Taken(by=SECOND)).handler == SECOND


@pytest.mark.parametrize("deed", [EVERY[i] for i in (2, 3, 4, 5, 6, 7, 9, 10)])
def test_only_who_has_it_handles_it(deed: d.AnyDeed):
    assert refused(Standing(handler=SECOND), deed, Service(("card", "photo"))) == "window.not_yours"


MINE = Standing(handler=OFFICER)


def test_it_is_accepted_only_with_all_that_is_needed():
    needs = Service(("card", "photo"), frozenset({"photo"}))
    assert refused(MINE, EVERY[5], needs) == "window.not_all_seen"
    check(after(MINE, EVERY[2]), EVERY[5], needs)


def test_the_private_question_is_asked_again_before_acceptance():
    asks = Service(asks_wish=True)
    assert refused(MINE, EVERY[5], asks) == "window.ask_apart"
    check(after(MINE, EVERY[3]), EVERY[5], asks)


def test_what_is_missing_is_named_and_was_not_there():
    needs = Service(("card", "photo"), frozenset())
    assert refused(MINE, d.Returned(by=OFFICER, missing=()), needs) == "window.nothing_missing"
    assert refused(MINE, d.Returned(by=OFFICER, missing=("x",)), needs) == "window.no_such_material"
    there = after(MINE, d.MaterialsSeen(by=OFFICER, materials=("photo",)))
    assert refused(there, EVERY[4], needs) == "window.missing_was_seen"
    strange = d.MaterialsSeen(by=OFFICER, materials=("strange",))
    assert refused(MINE, strange, needs) == "window.no_such_material"


def test_a_return_names_all_that_must_be_there_and_nothing_that_may_be_missing():
    needs = Service(("card", "photo", "licence"), frozenset({"photo"}))
    for some in (("card",), ("card", "photo"), ("card", "photo", "licence")):
        back = d.Returned(by=OFFICER, missing=some)
        assert refused(MINE, back, needs) == "window.not_all_named"
    check(MINE, d.Returned(by=OFFICER, missing=("licence", "card")), needs)
    there = after(MINE, d.MaterialsSeen(by=OFFICER, materials=("card", "licence")))
    assert refused(there, d.Returned(by=OFFICER, missing=("photo",)), needs) == "window.not_all_named"


ACCEPTED = replace(MINE, state=S.ACCEPTED)
SENT = d.Circulated(
    by=OFFICER, on=DAY, asked=(d.Asked(reviewer="traffic", due=DAY), d.Asked(reviewer="fire", due=DAY))
)
TWO = Service(reviewers=("traffic", "fire"))


def test_a_service_with_reviewers_is_decided_after_all_of_them():
    decide = EVERY[9]
    assert refused(ACCEPTED, decide, TWO) == "window.circulate_first"
    check(ACCEPTED, decide, Service())
    sent = after(ACCEPTED, SENT)
    assert refused(sent, decide) == "window.still_circulating"
    one = after(sent, d.Reviewed(by=SECOND, reviewer="traffic", agrees=True))
    assert one.state is S.CIRCULATING
    both = after(one, d.Reviewed(by=LEADER, reviewer="fire", agrees=False, reason="no way out"))
    assert both.state is S.REVIEWED
    assert after(both, decide).state is S.GRANTED
    assert after(both, d.Decided(by=OFFICER, on=DAY, granted=False, reason="no")).state is S.REFUSED


def test_nobody_reviews_twice_or_unasked_or_decides_what_they_reviewed():
    sent = after(ACCEPTED, SENT)
    one = after(sent, d.Reviewed(by=SECOND, reviewer="traffic", agrees=True))
    assert refused(one, d.Reviewed(by=SECOND, reviewer="fire", agrees=True)) == "window.reviewed_by_you"
    assert refused(one, d.Reviewed(by=LEADER, reviewer="traffic", agrees=True)) == "window.not_asked"
    assert refused(one, d.Reviewed(by=LEADER, reviewer="health", agrees=True)) == "window.not_asked"
    both = after(one, d.Reviewed(by=OFFICER, reviewer="fire", agrees=True))
    assert refused(both, EVERY[9], TWO) == "window.reviewed_by_you"


def test_it_goes_to_all_whom_the_service_names_and_no_other():
    for asked in ((), SENT.asked[:1], (*SENT.asked, d.Asked(reviewer="x", due=DAY))):
        deed = d.Circulated(by=OFFICER, on=DAY, asked=asked)
        assert refused(ACCEPTED, deed, TWO) == "window.nobody_to_ask"
    check(ACCEPTED, SENT, TWO)


@pytest.mark.parametrize(
    "deed",
    [
        d.Decided(by=OFFICER, on=DAY, granted=True, reason=" "),
        d.Declined(by=OFFICER, reason=""),
        d.Reviewed(by=OFFICER, reviewer="fire", agrees=False),
        d.Withdrawn(by=OFFICER, reason=" "),
    ],
)
def test_who_says_no_or_decides_says_why(deed: d.AnyDeed):
    assert refused(MINE, deed, Service()) == "window.no_reason"


@pytest.mark.parametrize("signature", [(), ((),), (((5, 5),),)])
def test_a_dot_is_no_signature(signature: tuple[d.Stroke, ...]):
    deed = d.Issued(
        by=OFFICER,
        on=DAY,
        collector=d.Collector.SELF,
        checked=d.Checked.CARD_SEEN,
        signature=signature,
    )
    assert refused(replace(MINE, state=S.GRANTED), deed, Service()) == "window.no_signature"


def test_a_resident_corrects_until_acceptance_and_withdraws_until_the_decision():
    for state in S:
        now = Standing(state=state)
        if state in BEFORE_ACCEPTANCE:
            assert after(now, EVERY[11]).state is state
        elif state not in OVER:
            assert refused(now, EVERY[11]) == "window.accepted_already"
    assert refused(Standing(state=S.GRANTED), EVERY[12]) == "window.not_now"
    assert after(Standing(state=S.CIRCULATING), EVERY[12]).state is S.WITHDRAWN


# --- what the service's file asks ----------------------------------------------------------------


def test_the_file_says_what_a_case_needs():
    assert service_of(FLOW, BIG, DAY) == Service(
        ("card", "photo", "licence"), frozenset({"photo"}), False, ("traffic", "fire")
    )
    assert service_of(FLOW, SMALL, DAY) == Service(
        ("card", "photo"), frozenset({"photo"}), True, ("traffic",)
    )


def made(act: Act, flow: m.Flow = FLOW) -> d.AnyDeed:
    return deed_of(act, flow, BIG, DAY, DAY, CALENDAR)


def test_the_days_come_from_the_file_and_the_calendar():
    # National Day of 2026 lies between, and the Saturday after it is worked.
    assert made(Accept(OFFICER)) == d.Accepted(by=OFFICER, on=DAY, due=date(2026, 10, 29))
    assert made(Circulate(OFFICER)) == d.Circulated(
        by=OFFICER,
        on=DAY,
        asked=(
            d.Asked(reviewer="traffic", due=date(2026, 10, 9)),
            d.Asked(reviewer="fire", due=date(2026, 10, 10)),
        ),
    )
    assert made(Decide(OFFICER, True, "yes")) == d.Decided(by=OFFICER, on=DAY, granted=True, reason="yes")
    issue = made(Issue(OFFICER, d.Collector.AGENT, d.Checked.AUTHORITY_SEEN, SIGNED, "王"))
    assert isinstance(issue, d.Issued)
    assert (issue.on, issue.collector, issue.name) == (DAY, d.Collector.AGENT, "王")
    assert made(EVERY[3]) is EVERY[3]


def test_a_day_in_a_year_that_is_not_announced_is_uncertain():
    accepted = deed_of(Accept(OFFICER), FLOW, BIG, DAY, date(2026, 12, 20), CALENDAR)
    assert isinstance(accepted, d.Accepted)
    assert not accepted.certain


def test_without_a_limit_no_day_is_told():
    free = FLOW.model_copy(update={"window": m.Window()})
    assert made(Accept(OFFICER), free) == d.Accepted(by=OFFICER, on=DAY)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("deed", EVERY)
def test_each_does_what_their_role_is_for(role: Role, deed: d.AnyDeed):
    by = Officer(OFFICER, "", frozenset({role}))
    act = deed.model_copy(update={"by": OFFICER})
    allowed = {Role.WINDOW, Role.LEADER}
    if deed.kind == "reviewed":
        allowed = {Role.REVIEWER, Role.LEADER}
    if role in allowed:
        may(by, act, MINE)
        with pytest.raises(Refused):
            may(replace(by, active=False), act, MINE)
    else:
        with pytest.raises(Refused):
            may(by, act, MINE)


def test_only_a_leader_puts_back_what_another_has():
    back = d.PutBack(by=OFFICER)
    other = Standing(handler=SECOND)
    with pytest.raises(Refused):
        may(Officer(OFFICER, "", frozenset({Role.WINDOW})), back, other)
    may(Officer(OFFICER, "", frozenset({Role.LEADER})), back, other)


def test_only_who_has_it_or_a_leader_withdraws_it_for_the_resident():
    gone = d.Withdrawn(by=OFFICER, reason="asked for it")
    clerk = Officer(OFFICER, "", frozenset({Role.WINDOW}))
    for now in (Standing(), Standing(handler=SECOND)):
        with pytest.raises(Refused, match="not_yours"):
            may(clerk, gone, now)
        may(Officer(OFFICER, "", frozenset({Role.LEADER})), gone, now)
    may(clerk, gone, MINE)


def test_only_who_has_it_corrects_it_for_the_resident():
    mended = d.Corrected(by=OFFICER, steps=("kind",))
    for now in (Standing(), Standing(handler=SECOND)):
        assert refused(now, mended, Service()) == "window.not_yours"
    check(MINE, mended, Service())
    check(Standing(), d.Corrected(by=d.RESIDENT, steps=("kind",)), Service())


def test_what_the_resident_changed_is_read_before_anything_else_is_done_with_it():
    changed = after(replace(MINE, asked_apart=True), EVERY[11])
    assert (changed.handler, changed.to_read, changed.asked_apart) == (OFFICER, True, False)
    for deed in EVERY:
        if isinstance(deed, HANDLERS) and (changed.state, type(deed)) in TRANSITIONS:
            assert refused(changed, deed, Service()) == "window.read_again"
    assert refused(changed, d.Corrected(by=OFFICER, steps=("kind",)), Service()) == "window.read_again"
    assert not after(changed, d.Taken(by=OFFICER)).to_read
    assert not after(changed, d.PutBack(by=OFFICER)).to_read
    # Nobody had it: whoever takes it reads it then.
    assert not after(Standing(), EVERY[11]).to_read
    assert not after(MINE, d.Corrected(by=OFFICER, steps=("kind",))).to_read


def test_a_resident_changes_a_case_so_often_and_the_window_after_that():
    now = MINE
    for _ in range(MOST_CORRECTIONS):
        now = after(now, EVERY[11])
    assert refused(now, EVERY[11]) == "window.corrected_often"
    mine = after(now, d.Taken(by=OFFICER))
    assert after(mine, d.Corrected(by=OFFICER, steps=("kind",))).corrections == MOST_CORRECTIONS


def test_what_was_said_before_stands_in_the_deed_and_nowhere_else():
    mended = d.Corrected(by=d.RESIDENT, steps=("kind",), was=BIG)
    assert d.read_deed(d.deed_json(mended)) == mended
    assert "big" not in repr(mended)
    # As programs of before wrote it, and read it.
    assert "was" not in d.deed_json(EVERY[11])
    assert d.read_deed('{"by":"0101","kind":"corrected","steps":["kind"]}').was == {}


def test_nobody_acts_in_anothers_name():
    with pytest.raises(ValueError):
        may(Officer(SECOND, "", frozenset({Role.WINDOW})), d.Taken(by=OFFICER), Standing())


# --- late ----------------------------------------------------------------------------------------


@given(st.integers(-10, 40))
def test_it_stands_out_two_working_days_before_and_is_late_after_its_day(days: int):
    due = date(2026, 10, 12)
    today = due - timedelta(days=days)
    now = Standing(state=S.ACCEPTED, due=due)
    expected = Lateness.CALM
    if today > due:
        expected = Lateness.LATE
    elif CALENDAR.left(today, due) <= SOON_DAYS:
        expected = Lateness.SOON
    assert lateness(now, today, CALENDAR) is expected
    for state in (S.RETURNED, S.GRANTED, *OVER):
        assert lateness(replace(now, state=state), today, CALENDAR) is Lateness.CALM


def test_the_next_day_is_that_of_the_first_who_has_not_answered():
    early, late = date(2026, 10, 9), date(2026, 10, 30)
    asked = (Opinion("traffic", early, True), Opinion("fire", late, True))
    now = Standing(state=S.CIRCULATING, due=date(2026, 11, 2), opinions=asked)
    assert now.next_due() == early
    answered = replace(now, opinions=(replace(asked[0], agrees=True, by=SECOND), asked[1]))
    assert answered.next_due() == late


# --- any order -----------------------------------------------------------------------------------


class AtTheWindow(RuleBasedStateMachine):
    """Officers, reviewers and the resident do anything in any order; what was refused changed nothing."""

    @initialize(big=st.booleans(), service_asks=st.booleans())
    def begin(self, big: bool, service_asks: bool) -> None:
        self.answers = BIG if big else SMALL
        self.service = replace(service_of(FLOW, self.answers, DAY), asks_wish=service_asks)
        self.deeds: list[d.AnyDeed] = []
        self.now = Standing()

    def do(self, act: Act) -> None:
        deed = deed_of(act, FLOW, self.answers, DAY, DAY, CALENDAR)
        try:
            check(self.now, deed, self.service)
            self.now = after(self.now, deed)
        except Refused:
            return
        self.deeds.append(deed)

    officers = st.sampled_from([OFFICER, SECOND, LEADER])

    @rule(by=officers)
    def take(self, by: str) -> None:
        self.do(d.Taken(by=by))

    @rule()
    @precondition(lambda self: self.now.handler is not None)
    def put_back(self) -> None:
        self.do(d.PutBack(by=self.now.handler))

    @rule(by=officers, seen=st.sets(st.sampled_from(["card", "photo", "licence"])))
    def see(self, by: str, seen: set[str]) -> None:
        self.do(d.MaterialsSeen(by=by, materials=tuple(sorted(seen))))

    @rule(by=officers)
    def ask_apart(self, by: str) -> None:
        self.do(d.AskedApart(by=by))

    @rule(by=officers, missing=st.sets(st.sampled_from(["card", "photo", "licence"])))
    def give_back(self, by: str, missing: set[str]) -> None:
        self.do(d.Returned(by=by, missing=tuple(sorted(missing))))

    @rule(by=officers)
    def accept(self, by: str) -> None:
        self.do(Accept(by))

    @rule(by=officers)
    def circulate(self, by: str) -> None:
        self.do(Circulate(by))

    @rule(by=officers, reviewer=st.sampled_from(["traffic", "fire"]), agrees=st.booleans())
    def review(self, by: str, reviewer: str, agrees: bool) -> None:
        self.do(d.Reviewed(by=by, reviewer=reviewer, agrees=agrees, reason="seen"))

    @rule(by=officers, granted=st.booleans())
    def decide(self, by: str, granted: bool) -> None:
        self.do(Decide(by, granted, "so it is"))

    @rule(by=officers)
    def issue(self, by: str) -> None:
        self.do(Issue(by, d.Collector.SELF, d.Checked.CARD_READ, SIGNED))

    @rule(by=officers)
    def decline(self, by: str) -> None:
        self.do(d.Declined(by=by, reason="another office"))

    @rule()
    def correct(self) -> None:
        self.do(d.Corrected(by=d.RESIDENT, steps=("kind",)))

    @rule()
    def withdraw(self) -> None:
        self.do(d.Withdrawn(by=d.RESIDENT))

    @invariant()
    def it_follows_from_what_was_done(self) -> None:
        assert standing(self.deeds) == self.now

    @invariant()
    def nothing_is_skipped(self) -> None:
        kinds = [each.kind for each in self.deeds]
        assert all(
            kinds.count(once) <= 1 for once in ("returned", "accepted", "circulated", "decided", "issued")
        )
        if "accepted" in kinds:
            before = self.deeds[: kinds.index("accepted")]
            seen = [each for each in before if each.kind == "materials_seen"]
            assert seen
            assert set(self.service.materials) - self.service.spare <= set(seen[-1].materials)
            changed = [n for n, each in enumerate(before) if each.kind == "corrected"]
            since = before[changed[-1] :] if changed else before
            assert not self.service.asks_wish or "asked_apart" in [each.kind for each in since]
            assert len(changed) <= MOST_CORRECTIONS
            # Whoever accepts it took it after the resident changed it last.
            taken = [each.by for each in since if each.kind == "taken"]
            assert taken
            assert taken[-1] == self.deeds[len(before)].by
        if "decided" in kinds:
            assert kinds.index("accepted") < kinds.index("decided")
            reviews = [each for each in self.deeds if each.kind == "reviewed"]
            assert {each.reviewer for each in reviews} == set(self.service.reviewers)
            assert len({each.by for each in reviews}) == len(reviews)
        if self.now.state is S.ISSUED:
            decided = next(each for each in self.deeds if each.kind == "decided")
            assert decided.granted
        over = [n for n, each in enumerate(self.deeds) if standing(self.deeds[: n + 1]).over]
        assert not over or over == [len(self.deeds) - 1]


AtTheWindow.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestAtTheWindow = AtTheWindow.TestCase


@pytest.mark.parametrize(
    ("agrees", "fine", "reason", "told"),
    [
        (True, (0, 1), "", None),
        (True, (1,), "", "window.no_reason"),
        (True, (), "", "window.no_reason"),
        (True, (1,), "the exit is cleared today", None),
        (False, (0, 1), "", "window.no_reason"),
        (False, (), "the exit is shut", None),
        (True, (0, 1, 2), "there is no third", "window.not_looked_at"),
        (True, (1, 0), "in another order", "window.not_looked_at"),
        (True, (0, 0), "twice", "window.not_looked_at"),
        (True, (-1,), "none", "window.not_looked_at"),
    ],
)
def test_who_agrees_though_something_is_amiss_on_the_spot_says_why(
    agrees: bool, fine: tuple[int, ...], reason: str, told: str | None
) -> None:
    now = Standing(state=S.CIRCULATING, opinions=(Opinion("fire", DAY, True),))
    service = Service(reviewers=("fire",), look_at={"fire": 2})
    deed = d.Reviewed(by=SECOND, reviewer="fire", agrees=agrees, reason=reason, fine=fine)
    if told is None:
        check(now, deed, service)
        assert after(now, deed).state is S.REVIEWED
    else:
        with pytest.raises(Refused) as refused_:
            check(now, deed, service)
        assert refused_.value.message.id == told


def test_who_looks_at_nothing_on_the_spot_agrees_as_ever() -> None:
    now = Standing(state=S.CIRCULATING, opinions=(Opinion("fire", DAY, True),))
    check(now, d.Reviewed(by=SECOND, reviewer="fire", agrees=True), Service(reviewers=("fire",)))


def test_an_opinion_from_before_anybody_looked_on_the_spot_is_read() -> None:
    kept = '{"by":"0202","kind":"reviewed","reviewer":"fire","agrees":true,"reason":""}'
    assert d.read_deed(kept) == d.Reviewed(by=SECOND, reviewer="fire", agrees=True)


def test_an_opinion_without_a_look_is_written_as_ever() -> None:
    seen = d.Reviewed(by=SECOND, reviewer="fire", agrees=True, fine=(0, 2))
    assert '"fine":[0,2]' in d.deed_json(seen)
    assert d.read_deed(d.deed_json(seen)) == seen
    assert "fine" not in d.deed_json(d.Reviewed(by=SECOND, reviewer="fire", agrees=True))
