"""The check agrees with whoever tries every answer: on dead ends, steps never reached, idle conditions."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.flow import model as m
from kiosk.flow.answer import Answer, Chosen, Seen, Unknown, Yes
from kiosk.flow.check import EXAMPLE_DAY, check
from kiosk.flow.load import load_bytes
from kiosk.flow.run import FlowRun, WrongAnswer

Told = dict[str, Any]
TEXT = {"zh_CN": "问", "en": "Ask"}
CHOICES = [{"id": "a", "text": {"zh_CN": "甲", "en": "A"}}, {"id": "b", "text": {"zh_CN": "乙", "en": "B"}}]


def conditions(before: list[Told]) -> st.SearchStrategy[Told]:
    """Any condition on the answers of these steps."""
    yes_no = [step["id"] for step in before if step["kind"] == "yes_no"]
    choices = [step["id"] for step in before if step["kind"] == "choice"]
    leaves: list[st.SearchStrategy[Told]] = [
        st.builds(lambda step: {"step": step, "unknown": True}, st.sampled_from(yes_no + choices))
    ]
    if yes_no:
        leaves.append(
            st.builds(lambda step, is_: {"step": step, "is": is_}, st.sampled_from(yes_no), st.booleans())
        )
    if choices:
        leaves.append(
            st.builds(
                lambda step, is_: {"step": step, "is": is_}, st.sampled_from(choices), st.sampled_from("ab")
            )
        )
    return st.recursive(
        st.one_of(leaves),
        lambda part: st.one_of(
            st.builds(lambda parts: {"all": parts}, st.lists(part, min_size=1, max_size=3)),
            st.builds(lambda parts: {"any": parts}, st.lists(part, min_size=1, max_size=3)),
            st.builds(lambda one: {"not": one}, part),
        ),
        max_leaves=4,
    )


@st.composite
def flows(draw: st.DrawFn) -> Told:
    """Small services: questions, notices and endings, each perhaps with a condition; perhaps a review."""
    steps: list[Told] = [{"id": "q0", "kind": "yes_no", "title": TEXT}]
    for number in range(1, draw(st.integers(2, 6))):
        kind = draw(st.sampled_from(["yes_no", "choice", "notice", "ends"]))
        step: Told = {"id": f"q{number}", "kind": "notice" if kind == "ends" else kind, "title": TEXT}
        if kind == "choice":
            step["choices"] = CHOICES
        if kind == "ends":
            step["ends"] = True
        if draw(st.booleans()):
            step["when"] = draw(conditions(steps))
        steps.append(step)
    review: Told = {"id": "review", "kind": "review", "title": TEXT}
    if draw(st.booleans()):
        review["when"] = draw(conditions(steps))
    head = {"schema": 1, "id": "any", "version": 1, "icon": "house", "title": TEXT, "summary": TEXT}
    return {**head, "steps": [*steps, review], "next_steps": [{"id": "go", "text": TEXT}]}


def answers(step: m.Step) -> list[Answer]:
    """All of them."""
    match step:
        case m.YesNo():
            return [Yes(yes=True), Yes(yes=False), Unknown()]
        case m.ChooseOne():
            return [Chosen(id="a"), Chosen(id="b"), Unknown()]
        case _:
            return [Seen()]


class Tried:
    """Every answer, in every combination. passed: the steps that somebody did not meet who came by."""

    def __init__(self, flow: m.Flow, today: date) -> None:
        self.places = flow.places()
        self.dead, self.reached, self.passed = False, set[int](), set[int]()
        self._go(FlowRun(flow, lambda: today))

    def _go(self, run: FlowRun) -> None:
        step = run.step
        assert step is not None
        here = self.places[step.id]
        self.reached.add(here)
        if step.kind == "review":
            return
        for value in answers(step):
            after = run.fork()
            try:
                after.answer(value)
            except WrongAnswer as error:
                if error.message.id != "flow.wrong.dead_end":
                    raise
                self.dead = True
                self.passed |= set(range(here + 1, len(self.places)))
                continue
            if after.step is not None:
                self.passed |= set(range(here + 1, self.places[after.step.id]))
                self._go(after)


@settings(max_examples=150)
@given(flows())
def test_what_is_told_is_what_trying_every_answer_shows(told: Told) -> None:
    release = load_bytes(json.dumps(told).encode(), Path("any.yaml"))
    found = check(release)
    tried = Tried(release.flow, EXAMPLE_DAY)

    def fields(kind: str) -> set[str]:
        return {p.field for p in found if p.kind == kind}

    assert bool(fields("dead_end")) == tried.dead
    unreached = set(range(len(release.flow.steps))) - tried.reached
    assert fields("never_reached") == {f"steps.{n}" for n in unreached}
    idle = {n for n in tried.reached - tried.passed if release.flow.steps[n].when is not None}
    assert fields("always_holds") == {f"steps.{n}.when" for n in idle}
