"""What must hold of every condition in a flow: it looks back, at a step that can give such an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.flow import model as m
from kiosk.flow.condition import Leaf
from kiosk.flow.problem import Problem
from kiosk.flow.source import Source, Where
from kiosk.flow.wording import did_you_mean


@dataclass(frozen=True)
class Placed:
    """A condition. where: its place in the file. before: it may look at the steps before this index.

    asked: what stands at that index, in words.
    """

    condition: m.Condition
    where: Where
    before: int
    asked: str


def placed(flow: m.Flow) -> Iterator[Placed]:
    """Every condition of a flow."""
    last = {step.kind: i for i, step in enumerate(flow.steps)}
    end = len(flow.steps)
    for index, step in enumerate(flow.steps):
        if step.when is not None:
            yield Placed(step.when, ("steps", index, "when"), index, "this step")
        for number, choice in enumerate(
            step.choices if isinstance(step, (m.ChooseOne, m.ChooseSeveral)) else ()
        ):
            if choice.when is not None:
                yield Placed(choice.when, ("steps", index, "choices", number, "when"), index, "this step")
    lists: tuple[tuple[str, tuple[m.Material | m.FeeLine, ...], int, str], ...] = (
        ("materials", flow.materials, last.get("checklist", end), "the checklist"),
        ("fees", flow.fees, last.get("fee", end), "the fee step"),
        ("next_steps", flow.next_steps, end, "the end"),
    )
    for name, lines, before, asked in lists:
        for number, line in enumerate(lines):
            if line.when is not None:
                yield Placed(line.when, (name, number, "when"), before, asked)
    if flow.priority is not None:
        yield Placed(flow.priority, ("priority",), end, "the end")


def conditions(flow: m.Flow, source: Source) -> Iterator[Problem]:
    """The problems of all conditions."""
    for one in placed(flow):
        yield from condition_problems(flow, source, one)


def condition_problems(flow: m.Flow, source: Source, one: Placed) -> Iterator[Problem]:
    """The problems of one condition."""
    place = flow.places()
    for where, leaf in _leaves(one.condition, one.where):
        there = (*where, "step")
        if leaf.step not in place:
            hint = did_you_mean(leaf.step, place) or " Write the id of an earlier step."
            yield source.problem(there, f'There is no step "{leaf.step}".{hint}')
            continue
        step = flow.steps[place[leaf.step]]
        if step.kind == "own_wish":
            message = "Nothing may depend on the private wish: every answer leads on alike. Ask another step."
            yield source.problem(there, message)
        elif place[leaf.step] >= one.before:
            message = (
                f'"{leaf.step}" is not answered yet at {one.asked}. Look at a step that comes before it.'
            )
            yield source.problem(there, message)
        else:
            for field, told in _impossible(flow, step, leaf):
                yield source.problem((*where, field), told)


def _leaves(condition: m.Condition, where: Where) -> Iterator[tuple[Where, Leaf]]:
    match condition:
        case m.All(all=parts):
            for index, part in enumerate(parts):
                yield from _leaves(part, (*where, "all", index))
        case m.Any(any=parts):
            for index, part in enumerate(parts):
                yield from _leaves(part, (*where, "any", index))
        case m.Not(not_=part):
            yield from _leaves(part, (*where, "not"))
        case _:
            yield where, condition


def _impossible(flow: m.Flow, step: m.Step, leaf: Leaf) -> Iterator[tuple[str, str]]:
    """(field, message) where the step can never give the answer that is asked for."""
    no_such = f'"{step.id}" is a {step.kind} step'
    match leaf:
        case m.Is(is_=wanted):
            yield from (("is", told) for told in _unequal(step, wanted))
        case m.In(in_=several):
            for wanted in several:
                yield from (("in", told) for told in _unequal(step, wanted))
        case m.Has(has=wanted):
            if isinstance(step, m.ChooseSeveral):
                yield from (("has", told) for told in _unknown(wanted, [c.id for c in step.choices], step.id))
            elif isinstance(step, m.Checklist):
                ids = [material.id for material in flow.materials]
                yield from (("has", told) for told in _unknown(wanted, ids, "the materials"))
            else:
                yield "has", f'{no_such}: it has no list to look into. Use "is" or "in".'
        case m.IsUnknown() if not isinstance(step, m.Question):
            yield "unknown", f"{no_such}: nobody can answer that they do not know. Remove this condition."
        case m.AtLeast(at_least=least):
            if not isinstance(step, m.Number):
                yield "at_least", f"{no_such}, not a number. Name a step of the kind number."
            elif least > step.most:
                yield "at_least", f'"{step.id}" is {step.most} at most, so this never holds. Lower it.'
            elif least <= step.least:
                yield "at_least", f'"{step.id}" is {step.least} at least, so this always holds. Raise it.'
        case m.AgeAtLeast() if not isinstance(step, (m.IdentityNumber, m.Date)):
            yield "age_at_least", f"{no_such}: it tells no age. Name an identity_number or date step."
        case m.Before() if not isinstance(step, m.Date):
            yield "kind", f"{no_such}, not a date. Name a step of the kind date."


def _unequal(step: m.Step, wanted: str | bool) -> Iterator[str]:
    if isinstance(step, m.ChooseOne):
        yield from _unknown(wanted, [choice.id for choice in step.choices], step.id)
    elif isinstance(step, (m.YesNo, m.Consent, m.Card)):
        if not isinstance(wanted, bool):
            yield f'"{step.id}" is answered with true or false, never "{wanted}". Write true or false.'
    elif isinstance(step, (m.ChooseSeveral, m.Checklist)):
        yield f'"{step.id}" can have several answers at once. Use "has" with one of them.'
    else:
        yield f'"{step.id}" is a {step.kind} step, which cannot be compared. Name a choice or yes_no step.'


def _unknown(wanted: str | bool, known: list[str], where: str) -> Iterator[str]:
    if wanted not in known:
        said = str(wanted).lower() if isinstance(wanted, bool) else wanted
        hint = did_you_mean(said, known) or f" There are {', '.join(known)}."
        yield f'There is no "{said}" in {where}.{hint}'
