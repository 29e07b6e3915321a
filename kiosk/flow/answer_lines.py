"""What a resident said, as lines for an officer, in the words of the release that it was said under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.flow.answer import Answer
from kiosk.flow.load import load_bytes
from kiosk.flow.model import Flow
from kiosk.flow.problem import FlowFileError
from kiosk.flow.run import NOT_REVIEWED
from kiosk.flow.tell import told
from kiosk.message import Message
from kiosk.words import Words


def read_flow(service: str, source: str) -> Flow | None:
    """None where this program cannot read the release."""
    try:
        return load_bytes(source.encode(), Path(f"{service}.yaml")).flow
    except FlowFileError:
        return None


def answer_lines(
    service: str, source: str, answers: Mapping[str, Answer], words: Words
) -> tuple[tuple[str, str], ...]:
    """Line by line: what was asked, and the answer; where the release cannot be read, by ids."""
    return lines_of(read_flow(service, source), answers, words)


def lines_of(flow: Flow | None, answers: Mapping[str, Answer], words: Words) -> tuple[tuple[str, str], ...]:
    """As ``answer_lines``."""
    return tuple((line.name, line.value) for line in named_lines(flow, answers, words))


@dataclass(frozen=True)
class AnswerLine:
    """step: its id."""

    step: str
    name: str
    value: str = field(repr=False)


def named_lines(flow: Flow | None, answers: Mapping[str, Answer], words: Words) -> tuple[AnswerLine, ...]:
    """As ``answer_lines``, each with the step that it answers."""
    if flow is None:
        return tuple(AnswerLine(step, step, answer.model_dump_json()) for step, answer in answers.items())
    lines = []
    for step in flow.steps:
        if step.kind in NOT_REVIEWED or step.id not in answers:
            continue
        value = told(step, answers[step.id], words.locale)
        shown = words.say(value.id, **value.params) if isinstance(value, Message) else value
        lines.append(AnswerLine(step.id, (step.label or step.title).in_(words.locale), shown))
    return tuple(lines)
