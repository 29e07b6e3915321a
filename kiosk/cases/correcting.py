"""Answers of a case corrected before its acceptance, by the same rules under which they were given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kiosk.cases.difficult import Refused
from kiosk.flow import model as m
from kiosk.flow.answer import Agreed, Answer, CardLaid, Seen, Wish
from kiosk.flow.run import FlowRun, WrongAnswer
from kiosk.message import Message

_PASSED: Mapping[str, Answer] = {
    "notice": Seen(),
    "fee": Seen(),
    "card": CardLaid(card=None),
    "own_wish": Wish(wish="yes"),
    "consent": Agreed(agreed=True),
}
"""What stands for steps whose answers are not among those that are kept with a case. No condition sees the
private wish, so it does not matter which stands here, and none is kept."""


def corrected(
    flow: m.Flow, answers: Mapping[str, Answer], changes: Mapping[str, Answer], filed_on: date
) -> dict[str, Answer]:
    """All answers, with these changed; those that no longer apply are gone.

    Raises :class:`Refused` for a step that is not corrected so, an answer that does not fit, or where a
    change asks a question that nobody has answered: then the resident goes through the service again.
    """
    kinds = {step.id: step.kind for step in flow.steps}
    if not changes or any(kinds.get(step) in (None, *_PASSED, "review") for step in changes):
        raise Refused(Message("window.not_correctable"))
    given = {**answers, **changes}
    run = FlowRun(flow, lambda: filed_on)
    for _ in flow.steps:
        step = run.step
        if step is None or step.kind == "review":
            break
        answer = given.get(step.id) or _PASSED.get(step.kind)
        if answer is None:
            raise Refused(Message("window.asks_more"))
        try:
            run.answer(answer)
        except WrongAnswer as wrong:
            raise Refused(wrong.message) from None
    if not run.ready:
        raise Refused(Message("window.asks_more"))
    return run.answers()
