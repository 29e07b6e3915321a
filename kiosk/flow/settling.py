"""What one answer does to the others: what no longer applies is dropped, what a card says is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from kiosk.flow import model as m
from kiosk.flow.answer import Answer, CardLaid, Chosen, ChosenSeveral
from kiosk.flow.card import Known, filled
from kiosk.flow.condition import holds
from kiosk.flow.fits import WrongAnswer, taken
from kiosk.flow.state import State


def offered(flow: m.Flow, step: m.Step, answers: Mapping[str, Answer], today: date) -> tuple[str, ...]:
    """The ids of the choices, materials or fees that a step shows now, in the flow's order."""
    things: Iterable[m.Choice | m.Material | m.FeeLine]
    match step:
        case m.ChooseOne(choices=choices) | m.ChooseSeveral(choices=choices):
            things = choices
        case m.Checklist():
            things = flow.materials
        case m.FeeNotice():
            things = flow.fees
        case _:
            things = ()
    return tuple(x.id for x in things if holds(x.when, answers, today))


NOTHING = Known()


def settle(flow: m.Flow, state: State, today: date, known: Known = NOTHING) -> None:
    """Drop what no longer applies, and fill in what the visit knows.

    Conditions look at earlier steps alone: one pass in order will do.
    """
    for step in flow.steps:
        if not holds(step.when, state.answers, today):
            _forget(state, step)
            continue
        value = state.answers.get(step.id) or _known(state, step, known)
        if value is None:
            continue
        if isinstance(step, m.Card):
            _fill_in(flow, state, step, value, today)
        elif step.kind in ("choice", "choices", "checklist", "fee"):
            _settle_one(state, step, value, offered(flow, step, state.answers, today))


def lay(flow: m.Flow, state: State, step: m.Card, value: Answer, today: date) -> None:
    """Fill in what a card says, over what was written before; without a card, take that away again."""
    _take_away(state, step)
    if isinstance(value, CardLaid) and value.card is not None:
        for target, read in filled(flow, step, value.card, today):
            state.answers[target] = read
            state.filled.add(target)


def drop_wrong(flow: m.Flow, state: State, today: date) -> None:
    """Drop the answers that the flow's steps do not take on this day, and settle."""
    steps = {s.id: s for s in flow.steps}
    for step_id, value in list(state.answers.items()):
        if step_id not in steps or not _takes(steps[step_id], value, today):
            state.forget(step_id)
    state.filled &= set(state.answers)
    settle(flow, state, today)


def trimmed(value: Answer, offered: tuple[str, ...]) -> Answer:
    """A checklist's answer without what is no longer on its list."""
    if isinstance(value, ChosenSeveral):
        return ChosenSeveral(ids=tuple(i for i in offered if i in value.ids))
    return value


def _takes(step: m.Step, value: Answer, today: date) -> bool:
    match step:
        case m.ChooseOne(choices=choices) | m.ChooseSeveral(choices=choices):
            could = tuple(c.id for c in choices)
        case _:
            could = value.ids if isinstance(value, ChosenSeveral) else ()
    try:
        taken(step, value, could, today)
    except WrongAnswer:
        return False
    return True


def _settle_one(state: State, step: m.Step, value: Answer, offered: tuple[str, ...]) -> None:
    match step.kind, value:
        case (("choice" | "choices"), (Chosen() | ChosenSeveral())):
            chosen = {value.id} if isinstance(value, Chosen) else set(value.ids)
            if not chosen <= set(offered):
                state.forget(step.id)
        case "checklist", _ if set(offered) <= set(state.listed.get(step.id, ())):
            state.listed[step.id] = offered
            state.answers[step.id] = trimmed(value, offered)
        case "checklist", _:
            state.forget(step.id)
            state.ticked[step.id] = value
        case "fee", _ if offered != state.listed.get(step.id):
            state.forget(step.id)


def _known(state: State, step: m.Step, known: Known) -> Answer | None:
    """Answer a step with what the visit knows; None where it does not."""
    value: Answer | None = None
    if isinstance(step, m.Card) and step.own and known.card is not None:
        value = CardLaid(card=known.card)
    elif isinstance(step, m.Phone):
        value = known.phone
    if value is not None:
        state.answers[step.id] = value
        state.filled.add(step.id)
    return value


def _fill_in(flow: m.Flow, state: State, step: m.Card, value: Answer, today: date) -> None:
    """Fill in what the card says of steps that apply only since then."""
    if isinstance(value, CardLaid) and value.card is not None:
        for target, read in filled(flow, step, value.card, today):
            if target not in state.answers:
                state.answers[target] = read
                state.filled.add(target)


def _take_away(state: State, step: m.Card) -> None:
    for target in step.fills.values():
        if target in state.filled:
            state.forget(target)


def _forget(state: State, step: m.Step) -> None:
    if step.kind == "own_wish":
        state.wish = None
    if isinstance(step, m.Card):
        _take_away(state, step)
    state.forget(step.id)
