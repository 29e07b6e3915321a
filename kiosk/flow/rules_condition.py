"""What must hold of every condition in a flow: it looks back, at a step that can give such an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.flow import model as m
from kiosk.flow.condition import Leaf
from kiosk.flow.problem import Problem, wrong
from kiosk.flow.source import Source, Where
from kiosk.flow.wording import hint
from kiosk.message import Message


@dataclass(frozen=True)
class Placed:
    """A condition. where: its place in the file. before: it may look at the steps before this index.

    asked: what stands at that index, as a slug.
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
            yield Placed(step.when, ("steps", index, "when"), index, "step")
        for number, choice in enumerate(
            step.choices if isinstance(step, (m.ChooseOne, m.ChooseSeveral)) else ()
        ):
            if choice.when is not None:
                yield Placed(choice.when, ("steps", index, "choices", number, "when"), index, "step")
    lists: tuple[tuple[str, tuple[m.Material | m.FeeLine | m.Reviewer, ...], int, str], ...] = (
        ("materials", flow.materials, last.get("checklist", end), "checklist"),
        ("fees", flow.fees, last.get("fee", end), "fee"),
        ("next_steps", flow.next_steps, end, "end"),
        ("reviewers", flow.reviewers, end, "end"),
    )
    for name, lines, before, asked in lists:
        for number, line in enumerate(lines):
            if line.when is not None:
                yield Placed(line.when, (name, number, "when"), before, asked)
    if flow.priority is not None:
        yield Placed(flow.priority, ("priority",), end, "end")


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
            yield source.problem(
                there, wrong("no_such_step", name=leaf.step, **hint(leaf.step, place, "earlier_step"))
            )
            continue
        step = flow.steps[place[leaf.step]]
        if step.kind == "own_wish":
            yield source.problem(there, wrong("hangs_on_wish"))
        elif place[leaf.step] >= one.before:
            yield source.problem(there, wrong("not_answered_yet", name=leaf.step, asked=one.asked))
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


def _impossible(flow: m.Flow, step: m.Step, leaf: Leaf) -> Iterator[tuple[str, Message]]:
    """(field, message) where the step can never give the answer that is asked for."""
    of: dict[str, str | int] = {"name": step.id, "kind": step.kind}
    match leaf:
        case m.Is(is_=wanted):
            yield from (("is", told) for told in _unequal(step, wanted))
        case m.In(in_=several):
            for wanted in several:
                yield from (("in", told) for told in _unequal(step, wanted))
        case m.Has(has=wanted):
            if isinstance(step, m.ChooseSeveral):
                yield from (("has", told) for told in _no_choice(wanted, step))
            elif isinstance(step, m.Checklist):
                ids = [material.id for material in flow.materials]
                if wanted not in ids:
                    yield "has", wrong("no_such_material", called=wanted, **hint(wanted, ids, "there_are"))
            else:
                yield "has", wrong("no_list_to_look_into", **of)
        case m.IsUnknown() if not isinstance(step, m.Question):
            yield "unknown", wrong("never_unknown", **of)
        case m.AtLeast(at_least=least):
            if not isinstance(step, m.Number):
                yield "at_least", wrong("not_a_number", **of)
            elif least > step.most:
                yield "at_least", wrong("number_never", name=step.id, most=step.most)
            elif least <= step.least:
                yield "at_least", wrong("number_always", name=step.id, least=step.least)
        case m.AgeAtLeast() if not isinstance(step, (m.IdentityNumber, m.Date)):
            yield "age_at_least", wrong("no_age", **of)
        case m.Before() if not isinstance(step, m.Date):
            yield "kind", wrong("not_a_date", **of)


def _unequal(step: m.Step, wanted: str | bool) -> Iterator[Message]:
    if isinstance(step, m.ChooseOne):
        yield from _no_choice(wanted, step)
    elif isinstance(step, (m.YesNo, m.Consent, m.Card)):
        if not isinstance(wanted, bool):
            yield wrong("true_or_false", name=step.id, given=wanted)
    elif isinstance(step, (m.ChooseSeveral, m.Checklist)):
        yield wrong("several_answers", name=step.id)
    else:
        yield wrong("not_comparable", name=step.id, kind=step.kind)


def _no_choice(wanted: str | bool, step: m.ChooseOne | m.ChooseSeveral) -> Iterator[Message]:
    known = [choice.id for choice in step.choices]
    if wanted not in known:
        said = str(wanted).lower() if isinstance(wanted, bool) else wanted
        yield wrong("no_such_choice", called=said, name=step.id, **hint(said, known, "there_are"))
