"""Answers given at home go over into whatever release is in force: what fits is kept, the rest is asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.flow import model as m
from kiosk.flow.answer import Answer, CardLaid, ChosenSeveral, IdentityNo, PhoneNo, Seen, Wish
from kiosk.flow.carrying import take_over
from kiosk.flow.fits import WrongAnswer, taken
from kiosk.flow.load import load, load_folder
from kiosk.flow.run import NOT_LISTED, FlowRun
from tests.flow.test_any_sequence import answer

TODAY = date(2026, 11, 20)
ROOT = Path(__file__).parents[2]
FLOWS = {
    flow.id: flow
    for flow in (
        load(Path(__file__).parent / "everything.yaml").flow,
        *(release.flow for release in load_folder(ROOT / "assets" / "flows")[0]),
    )
}
"""By name: what a failure shows of a test must stay readable."""
KINDS = {
    "yes_no": lambda step: m.Phone(id=step.id, kind="phone", title=step.title),
    "phone": lambda step: m.YesNo(id=step.id, kind="yes_no", title=step.title),
    "name": lambda step: m.Phone(id=step.id, kind="phone", title=step.title),
    "identity_number": lambda step: m.Name(id=step.id, kind="name", title=step.title),
}
"""Another question under the same id."""


DEEDS = st.sampled_from(["same", "same", "same", "gone", "kind", "choice", "always", "words"])


def _another(data: st.DataObject, flow: m.Flow) -> m.Flow:
    """Another release of the same service: steps gone, of another kind, worded or offered otherwise."""
    steps: list[m.Step] = []
    for step in flow.steps:
        deed = data.draw(DEEDS)
        if deed == "gone" and step.kind != "review":
            continue
        if deed == "kind" and step.kind in KINDS:
            steps.append(KINDS[step.kind](step))
        elif deed == "choice" and isinstance(step, (m.ChooseOne, m.ChooseSeveral)) and len(step.choices) > 2:
            left = data.draw(st.integers(0, len(step.choices) - 1))
            choices = step.choices[:left] + step.choices[left + 1 :]
            steps.append(step.model_copy(update={"choices": choices}))
        elif deed == "always":
            steps.append(step.model_copy(update={"when": None}))
        elif deed == "words":
            steps.append(step.model_copy(update={"title": m.Text({"zh_CN": "改了", "en": "changed"})}))
        else:
            steps.append(step)
    materials = tuple(x for x in flow.materials if data.draw(st.booleans()))
    return flow.model_copy(
        update={"version": flow.version + 1, "steps": tuple(steps), "materials": materials}
    )


def at_home(data: st.DataObject, flow: m.Flow) -> FlowRun:
    """Filled in as far as somebody came; cards are passed over there, and the wish is not asked."""
    run = FlowRun(flow, lambda: TODAY)
    for _ in range(data.draw(st.integers(0, 40), label="answered")):
        step = run.step
        if step is None or step.kind == "review":
            break
        value = CardLaid(card=None) if isinstance(step, m.Card) else answer(data, run, step)
        run.answer(value)
    return run


def private(run: FlowRun) -> bool:
    return run.step is not None and run.step.kind == "own_wish"


@pytest.mark.parametrize("service", FLOWS)
@given(data=st.data())
@settings(max_examples=80)
def test_what_fits_is_kept_and_the_rest_is_asked(service: str, data: st.DataObject) -> None:
    before, after = _another(data, FLOWS[service]), _another(data, FLOWS[service])
    home = at_home(data, before)
    given_ = home.answers()
    try:
        FlowRun(after, lambda: TODAY)
        run = take_over(after, before, given_, lambda: TODAY)
    except (ValueError, WrongAnswer):
        return  # a release with nothing in it, or without an end: none that is ever published
    was, now = {s.id: s for s in before.steps}, {s.id: s for s in after.steps}
    kept = run.answers()
    # Nothing is there that was not given, as an answer to the same question, and that could not be given now.
    for id_, value in kept.items():
        assert _fits(run, was.get(id_), now[id_], value)
        if now[id_].kind == "checklist" and isinstance(value, ChosenSeveral):
            ticked = given_[id_]
            assert isinstance(ticked, ChosenSeveral)
            assert set(value.ids) <= set(ticked.ids)
        else:
            assert value == given_[id_]
    # Nothing was lost that answers a question asked now; a list that has grown is asked with its ticks.
    for step in run.applicable():
        given_here = given_.get(step.id)
        if step.kind not in NOT_LISTED and given_here is not None and step.id not in kept:
            ticked = run.value(step.id)
            grown = step.kind == "checklist" and ticked is not None
            assert grown or not _fits(run, was.get(step.id), step, given_here), step.id
    # The private wish is open, and one stands at the first question that is.
    assert run.wish() is None
    standing = run.step
    assert standing is not None
    for step in run.applicable():
        if step.id == standing.id:
            break
        assert run.value(step.id) is not None, step.id
    assert standing.kind in ("review", "checklist") or run.value(standing.id) is None


def _fits(run: FlowRun, was: m.Step | None, step: m.Step, value: Answer) -> bool:
    if was is None or was.kind != step.kind or (step.kind == "consent" and was != step):
        return False
    things = run.materials() if step.kind == "checklist" else run.choices(step)
    try:
        taken(step, value, [thing.id for thing in things], TODAY)
    except WrongAnswer:
        return step.kind == "checklist"
    return True


@pytest.mark.parametrize("service", FLOWS)
@given(data=st.data())
@settings(max_examples=80)
def test_under_the_same_release_nothing_is_asked_twice(service: str, data: st.DataObject) -> None:
    flow = FLOWS[service]
    home = at_home(data, flow)
    if home.step is None:
        return
    run = take_over(flow, flow, home.answers(), lambda: TODAY)
    assert run.answers() == home.answers()
    if home.step.kind == "review":
        while run.step is not None and run.step.kind in ("own_wish", "card"):
            run.answer(Wish(wish="yes") if private(run) else CardLaid(card=None))
        assert run.ready
        assert run.back()


def test_what_was_true_then_and_is_not_now_is_asked(everything: m.Flow) -> None:
    numbers = [s.id for s in everything.steps if s.kind == "identity_number"]
    phones = [s.id for s in everything.steps if s.kind == "phone"]
    wrong: dict[str, Answer] = {
        **{id_: IdentityNo(number="110105194912310021") for id_ in numbers},
        **{id_: PhoneNo(number="123") for id_ in phones},
    }
    assert numbers
    assert phones
    run = take_over(everything, everything, wrong, lambda: TODAY)
    assert run.answers() == {}


def test_without_the_release_of_then_answers_are_kept_by_their_own_kind(everything: m.Flow) -> None:
    home = FlowRun(everything, lambda: TODAY)
    run = take_over(everything, None, home.answers(), lambda: TODAY)
    assert run.step == home.step


def test_a_notice_that_says_something_else_is_shown_again(everything: m.Flow) -> None:
    first = everything.steps[0]
    assert first.kind == "notice", "the flow begins with a notice"
    again = first.model_copy(update={"title": m.Text({"zh_CN": "改了", "en": "changed"})})
    changed = everything.model_copy(update={"steps": (again, *everything.steps[1:])})
    same = take_over(everything, everything, {}, lambda: TODAY)
    assert same.value(first.id) == Seen()
    assert take_over(changed, everything, {}, lambda: TODAY).step == again
