"""Answers of a case corrected before its acceptance, by the same rules under which they were given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kiosk.cases.difficult import Refused
from kiosk.flow import model as m
from kiosk.flow.answer import Answer, CardLaid, IdentityNo, Seen, Wish
from kiosk.flow.run import FlowRun, WrongAnswer
from kiosk.message import Message

PASSED: Mapping[str, Answer] = {
    "notice": Seen(),
    "fee": Seen(),
    "card": CardLaid(card=None),
    "own_wish": Wish(wish="yes"),
}
"""What stands for steps whose answers are not among those that are kept with a case. No condition sees the
private wish, so it does not matter which stands here, and none is kept."""

NOT_CORRECTED = frozenset({*PASSED, "review"})
"""Steps that are no answers of a case. A consent is one: a change may ask for it, and none is taken back."""


def corrected(
    flow: m.Flow, answers: Mapping[str, Answer], changes: Mapping[str, Answer], filed_on: date
) -> dict[str, Answer]:
    """All answers, with these changed; those that no longer apply are gone.

    Raises :class:`Refused` for a step that is not corrected so, an answer that does not fit, or where a
    change asks a question that nobody has answered: then the resident goes through the service again.
    """
    kinds = {step.id: step.kind for step in flow.steps}
    if not changes or any(
        kinds.get(step) in (None, *NOT_CORRECTED) or (kinds[step] == "consent" and step in answers)
        for step in changes
    ):
        raise Refused(Message("window.not_correctable"))
    return answered(flow, {**answers, **changes}, filed_on).answers()


def corrected_by_resident(
    flow: m.Flow, answers: Mapping[str, Answer], changes: Mapping[str, Answer], filed_on: date
) -> dict[str, Answer]:
    """As ``corrected``; an identity number that stands in the case stays: whoever it is for is known by it.

    Raises :class:`Refused` also where nothing is another one.
    """
    found = corrected(flow, answers, changes, filed_on)
    if any(isinstance(given, IdentityNo) and found.get(step) != given for step, given in answers.items()):
        raise Refused(Message("window.identity_stays"))
    if found == dict(answers):
        raise Refused(Message("window.nothing_changed"))
    return found


def answered(flow: m.Flow, answers: Mapping[str, Answer], filed_on: date) -> FlowRun:
    """A run that stands at the review, with these answers. Raises :class:`Refused`."""
    run = FlowRun(flow, lambda: filed_on)
    for _ in flow.steps:
        step = run.step
        if step is None or step.kind == "review":
            break
        answer = answers.get(step.id) or PASSED.get(step.kind)
        if answer is None:
            raise Refused(Message("window.asks_more"))
        try:
            run.answer(answer)
        except WrongAnswer as wrong:
            raise Refused(wrong.message) from None
    if not run.ready:
        raise Refused(Message("window.asks_more"))
    return run
