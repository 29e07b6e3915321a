"""What somebody wants to know, in their own words, out of all that they answered."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.cases.question_note import QUESTION
from kiosk.flow.answer import Answer, Chosen, Written
from kiosk.flow.model import Flow


def asked_text(answers: Mapping[str, Answer], flow: Flow | None) -> str:
    """The free texts, and nothing else: no name, and nothing that was chosen.

    flow: under which they were given. Without it the question alone, as the service that comes with the
    product calls it.
    """
    steps = {QUESTION} if flow is None else {step.id for step in flow.steps if step.kind == "text"}
    texts = [value.text for step, value in answers.items() if step in steps and isinstance(value, Written)]
    return " ".join(texts)


def chosen_ids(answers: Mapping[str, Answer]) -> frozenset[str]:
    """What was chosen: where what a question is about has a service's id, its answers come first."""
    return frozenset(value.id for value in answers.values() if isinstance(value, Chosen))
