"""A resident changes what they handed in: which answers, by which rules, and what was said before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.where_given import Change, Correction, Given
from kiosk.cases.whereabouts import can_correct
from kiosk.cases.window import MOST_CORRECTIONS, Standing, WindowState
from kiosk.cases.window_acts import Correct
from kiosk.cases.window_doing import Filed, do_by_resident
from kiosk.flow import model as m
from kiosk.flow.answer import Agreed, Answer, Chosen, IdentityNo, PhoneNo, Seen, Wish, Written, Yes
from kiosk.flow.run import FlowRun
from tests.cases.test_window import FLOW, text

DAY = date(2026, 9, 25)
FILED_AT = datetime(2026, 9, 25, 2, tzinfo=UTC)
SMALL_ONLY = {"step": "kind", "is": "small"}


def _choice(slug: str, **more: object) -> dict[str, object]:
    return {
        "id": slug,
        "kind": "choice",
        "title": text(slug),
        "choices": [{"id": each, "text": text(each)} for each in ("big", "small", "none")],
        **more,
    }


ASKING = m.Flow.model_validate(
    {
        **FLOW.model_dump(by_alias=True, exclude_unset=True),
        "steps": [
            {"id": "read", "kind": "notice", "title": text("read")},
            {"id": "laid", "kind": "card", "title": text("laid"), "fills": {"identity_number": "number"}},
            _choice("kind"),
            {"id": "number", "kind": "identity_number", "title": text("number"), "when": {
                "not": {"step": "kind", "is": "none"}}},
            {"id": "phone", "kind": "phone", "title": text("phone")},
            {"id": "told", "kind": "notice", "title": text("told"), "when": SMALL_ONLY},
            {"id": "lying", "kind": "card", "title": text("lying"), "fills": {"name": "whom"},
             "when": SMALL_ONLY},
            {"id": "wish", "kind": "own_wish", "title": text("wish"), "when": SMALL_ONLY},
            {"id": "whom", "kind": "name", "title": text("whom"), "when": SMALL_ONLY},
            {"id": "agreed", "kind": "consent", "title": text("agreed"), "body": [text("so")],
             "when": SMALL_ONLY},
            {"id": "review", "kind": "review", "title": text("review")},
        ],
    }
)  # fmt: skip
NUMBER = IdentityNo(number="11010519491231002X")
PHONE, OTHER_PHONE = PhoneNo(number="13812345678"), PhoneNo(number="13912345678")
SAID: dict[str, Answer] = {"kind": Chosen(id="big"), "number": NUMBER, "phone": PHONE}
FILED = Filed(ASKING, SAID, FILED_AT)


def correction() -> Correction:
    return Correction(Given(ASKING, SAID, DAY))


def change(made: Correction, step: str, *answers: Answer) -> None:
    made.change(step)
    for answer in answers:
        made.go_on()
        made.run.answer(answer)
    made.go_on()


def test_it_begins_at_the_review_with_what_was_said_and_no_identity_number_among_it():
    made = correction()
    assert made.run.ready
    assert [(line.step.id, line.value) for line in made.lines()] == [
        ("kind", Chosen(id="big")), ("phone", PHONE)
    ]  # fmt: skip
    assert (made.changed(), made.changes()) == ((), {})
    for step in ("number", "read", "laid", "review", "wish", "nothing"):
        with pytest.raises(KeyError):
            made.change(step)


def test_a_changed_answer_is_sent_alone_and_told_with_what_it_was():
    made = correction()
    change(made, "phone", OTHER_PHONE)
    assert made.run.ready
    (told,) = made.changed()
    assert (told.step.id, told.was, told.now, told.shown) == ("phone", PHONE, OTHER_PHONE, True)
    assert made.changes() == {"phone": OTHER_PHONE}
    change(made, "phone", PHONE)
    assert (made.changed(), made.changes()) == ((), {})


def test_what_a_change_asks_for_is_asked_but_neither_card_nor_private_wish():
    made = correction()
    made.change("kind")
    made.run.answer(Chosen(id="small"))
    asked = []
    for answer in (Seen(), Written(text="王小明"), Agreed(agreed=True)):
        made.go_on()
        asked.append(made.run.step.id)
        made.run.answer(answer)
    assert asked == ["told", "whom", "agreed"]
    assert made.run.ready
    assert made.changes() == {
        "kind": Chosen(id="small"), "whom": Written(text="王小明"), "agreed": Agreed(agreed=True)
    }  # fmt: skip
    assert [(each.step.id, each.was) for each in made.changed()] == [
        ("kind", Chosen(id="big")),
        ("whom", None),
    ]
    # And what fell away again is sent no more.
    change(made, "kind", Chosen(id="big"))
    assert made.changes() == {}


def test_a_change_by_which_an_identity_number_falls_away_is_the_windows():
    made = correction()
    change(made, "kind", Chosen(id="none"))
    assert made.run.ready
    assert not next(each for each in made.changed() if each.step.id == "number").shown
    with pytest.raises(Refused, match="identity_stays"):
        made.changes()
    made.undo()
    assert made.changes() == {}


def test_an_answer_given_up_half_way_is_as_if_never_begun():
    made = correction()
    change(made, "phone", OTHER_PHONE)
    made.change("kind")
    made.run.answer(Chosen(id="small"))
    made.undo()
    assert made.run.ready
    assert made.changes() == {"phone": OTHER_PHONE}


def mended(changes: dict[str, Answer], now: Standing | None = None, filed: Filed = FILED):
    return do_by_resident(now or Standing(), Correct(d.RESIDENT, changes), filed)


def test_the_deed_keeps_what_was_said_and_the_case_what_is_said_now():
    small = {"kind": Chosen(id="small"), "whom": Written(text="王小明"), "agreed": Agreed(agreed=True)}
    done = mended(small)
    assert done.deed == d.Corrected(
        by=d.RESIDENT, steps=("kind", "whom", "agreed"), was={"kind": Chosen(id="big")}
    )
    assert done.answers == {**SAID, **small}
    back = do_by_resident(
        done.now, Correct(d.RESIDENT, {"kind": Chosen(id="big")}), replace(FILED, answers=done.answers)
    )
    assert back.answers == SAID
    assert back.deed.was == small
    assert back.now.corrections == 2


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, "window.not_correctable"),
        ({"phone": PHONE}, "window.nothing_changed"),
        ({"number": IdentityNo(number="440524188001010014")}, "window.identity_stays"),
        ({"kind": Chosen(id="none")}, "window.identity_stays"),
        ({"kind": Chosen(id="small")}, "window.asks_more"),
        ({"kind": Chosen(id="small"), "whom": Written(text="王")}, "window.asks_more"),  # nobody consented
        ({"wish": Wish(wish="no")}, "window.not_correctable"),
        ({"read": Seen()}, "window.not_correctable"),
        ({"other": Yes(yes=True)}, "window.not_correctable"),
        ({"phone": Written(text="13812345678")}, "flow.wrong.kind"),
    ],
)
def test_what_does_not_fit_changes_nothing(changes: dict[str, Answer], why: str):
    with pytest.raises(Refused) as told:
        mended(changes)
    assert told.value.message.id == why


def test_a_consent_is_not_taken_back_so():
    small = {"kind": Chosen(id="small"), "whom": Written(text="王"), "agreed": Agreed(agreed=True)}
    filed = replace(FILED, answers=mended(small).answers)
    with pytest.raises(Refused, match="not_correctable"):
        mended({"agreed": Agreed(agreed=False)}, filed=filed)


def test_nobody_corrects_in_the_residents_name_nor_the_resident_in_an_officers():
    with pytest.raises(ValueError, match="own"):
        do_by_resident(Standing(handler="0101"), Correct("0101", {"phone": OTHER_PHONE}), FILED)


def test_it_is_offered_while_it_waits_and_not_too_often():
    for state in WindowState:
        waits = state in (WindowState.HANDED_IN, WindowState.RETURNED)
        assert can_correct(Standing(state=state), FILED) is waits
    assert not can_correct(Standing(), Filed(None, SAID, FILED_AT))
    often = Standing(corrections=MOST_CORRECTIONS)
    assert not can_correct(often, FILED)
    with pytest.raises(Refused, match="corrected_often"):
        mended({"phone": OTHER_PHONE}, often)


ANSWERS = {
    "kind": st.sampled_from([Chosen(id=each) for each in ("big", "small", "none")]),
    "phone": st.sampled_from([PHONE, OTHER_PHONE]),
    "number": st.just(NUMBER),
    "whom": st.sampled_from([Written(text="王"), Written(text="李")]),
    "agreed": st.just(Agreed(agreed=True)),
    "told": st.just(Seen()),
}


@given(st.data())
def test_whatever_is_changed_in_whatever_order_the_case_keeps_what_the_screens_showed(data: st.DataObject):
    made, filed, now = correction(), FILED, Standing()
    for _ in range(data.draw(st.integers(1, 4))):
        made.change(data.draw(st.sampled_from([line.step.id for line in made.lines()])))
        while not made.run.ready:
            made.go_on()
            step = made.run.step
            assert step is not None
            if step.kind != "review":
                made.run.answer(data.draw(ANSWERS[step.id]))
        try:
            changes = made.changes()
        except Refused:
            made.undo()
            continue
        if not changes:
            continue
        done = do_by_resident(now, Correct(d.RESIDENT, changes), filed)
        assert done.answers == made.run.answers()
        # Undone one after another, the corrections give what was handed in.
        before = {step: value for step, value in done.answers.items() if step not in done.deed.steps}
        assert {**before, **done.deed.was} == dict(filed.answers)
        filed, now = replace(filed, answers=done.answers), done.now
        made = Correction(Given(ASKING, filed.answers, DAY))
    assert isinstance(made.run, FlowRun)


def test_what_was_said_shows_in_no_representation():
    told = Change(ASKING.steps[4], PHONE, OTHER_PHONE)
    assert "138" not in repr(told) + repr(Given(ASKING, SAID, DAY)) + repr(Correct(d.RESIDENT, SAID))
