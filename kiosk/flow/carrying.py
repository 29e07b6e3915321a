"""Answers given under one release of a service, taken over into a run of another: what still fits is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from kiosk.field import identity, name, phone, place, text
from kiosk.flow import model as m
from kiosk.flow import settling
from kiosk.flow.answer import Answer, CardLaid, IdentityNo, PhoneNo, Place, Seen, Unknown, Written
from kiosk.flow.card import Known
from kiosk.flow.condition import holds
from kiosk.flow.run import FlowRun
from kiosk.flow.settling import NOTHING
from kiosk.flow.state import State
from kiosk.message import Message

Answers = Mapping[str, Answer]


def take_over(
    flow: m.Flow,
    before: m.Flow | None,
    answers: Answers,
    today: Callable[[], date],
    known: Known = NOTHING,
) -> FlowRun:
    """A run of ``flow`` at its first open question, or at the review where all are answered.

    before: the flow under which they were given; None where it can no longer be read. Kept is what answers a
    question of the same id and kind, is still right, and still applies; what somebody agreed to only while
    it is worded the same. Notices that were read before, and are the same, are not shown again. The private
    wish is always open. Raises ValueError for a flow of which no step applies.
    """
    day = today()
    state = State(answers=_kept(flow, before, answers, day))
    if before is not None:
        _mark_read(flow, before, answers, state, day)
    _pass_over_cards(flow, state, day)
    run = _loaded(flow, state.dump(), today, known)
    if run.step is not None and run.step.kind == "review":
        return _loaded(flow, run.dump() | {"changing": False}, today, known)
    return run


def _loaded(flow: m.Flow, dump: Mapping[str, object], today: Callable[[], date], known: Known) -> FlowRun:
    return FlowRun.load(flow, {"flow": flow.id, "version": flow.version, **dump}, today, known)


def _kept(flow: m.Flow, before: m.Flow | None, answers: Answers, today: date) -> dict[str, Answer]:
    asked = {} if before is None else {step.id: step for step in before.steps}
    kept: dict[str, Answer] = {}
    for step in flow.steps:
        value, was = answers.get(step.id), asked.get(step.id)
        if value is None or step.kind == "own_wish" or (before is not None and was is None):
            continue
        if was is not None and (was.kind != step.kind or (step.kind == "consent" and was != step)):
            continue
        right = _still_right(step, value, today)
        if right is not None:
            kept[step.id] = right
    return kept


def _still_right(step: m.Step, value: Answer, today: date) -> Answer | None:
    """As it would be taken if it were entered now; choices and ranges are looked at when it is settled."""
    read: Answer | Message = value
    match step, value:
        case _, Unknown():
            read = value
        case m.IdentityNumber(), IdentityNo(number=number):
            read = identity.read(number, today)
        case m.Phone(), PhoneNo(number=number):
            read = phone.read(number)
        case m.Name(), Written(text=written):
            read = name.read(written)
        case m.TextEntry(longest=longest), Written(text=written):
            read = text.read(written, longest)
        case m.Address(), Place(divisions=divisions, detail=detail):
            read = place.read(divisions, detail)
    return None if isinstance(read, Message) else read


def _mark_read(flow: m.Flow, before: m.Flow, answers: Answers, state: State, today: date) -> None:
    """Notices, lists and fees as they were seen up to the first question that was left open."""
    steps = {step.id: step for step in flow.steps}
    for was in before.steps:
        if not holds(was.when, answers, today):
            continue
        same = steps.get(was.id) == was
        match was:
            case m.Notice(ends=True) | m.Review():
                return
            case m.Notice() if same:
                state.answers[was.id] = Seen()
            case m.FeeNotice() if same and before.fees == flow.fees:
                state.answers[was.id] = Seen()
                state.listed[was.id] = settling.offered(before, was, answers, today)
            case m.Checklist() if was.id in state.answers:
                state.listed[was.id] = settling.offered(before, was, answers, today)
            case m.Notice() | m.FeeNotice() | m.Card() | m.OwnWish():
                continue
        if was.id not in answers and isinstance(was, m.Question):
            return


def _pass_over_cards(flow: m.Flow, state: State, today: date) -> None:
    """A card whose every word stands there already need not be laid."""
    steps = {step.id: step for step in flow.steps}
    for step in flow.steps:
        if isinstance(step, m.Card) and step.id not in state.answers and step.fills:
            asked = [
                i for i in step.fills.values() if i in steps and holds(steps[i].when, state.answers, today)
            ]
            if asked and all(target in state.answers for target in asked):
                state.answers[step.id] = CardLaid(card=None)
