"""Conditions that change nothing: they always hold where they are asked, or say a thing twice.

Questions whose answer no condition looks at are not told of: the office needs most answers for its papers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from kiosk.flow import model as m
from kiosk.flow.arrived import holds_at
from kiosk.flow.explore import Map, seek
from kiosk.flow.problem import Problem, wrong
from kiosk.flow.rules import Written
from kiosk.flow.rules_condition import placed
from kiosk.flow.run import FlowRun
from kiosk.flow.source import Where

_READ_AT = {
    "materials": "checklist",
    "fees": "fee",
    "next_steps": "review",
    "priority": "review",
    "reviewers": "review",
}


def idle_problems(
    written: Written, walked: Map, examples: Sequence[FlowRun], broken: Collection[Where], today: date
) -> Iterator[Problem]:
    """Warnings. walked: the complete map. examples: runs at the review. broken: wrong in themselves."""
    passed, kept = _passed_over(written.flow, walked), _choices_kept(walked)
    kinds = {step.kind for step in written.flow.steps}
    for one in placed(written.flow):
        if one.where in broken:
            continue
        yield from _twice(written, one.condition, one.where)
        match one.where:
            case ("steps", int(index), "when"):
                always = index not in passed
            case ("steps", int(index), "choices", int(number), "when"):
                always = (index, number) in kept
            case _:
                kind = _READ_AT[str(one.where[0])]
                always = kind in kinds and _always(written.flow, walked, examples, one.condition, kind, today)
        if always:
            yield written.warning(one.where, wrong("always_holds"))


def _passed_over(flow: m.Flow, walked: Map) -> set[int]:
    """The steps that somebody passes over, or never gets to: their conditions are not idle."""
    index = {step.id: i for i, step in enumerate(flow.steps)}
    reached = {index[node.step.id] for node in walked.nodes if node.step is not None}
    passed = set(range(len(flow.steps))) - reached
    for node in walked.nodes:
        for _, after in node.edges:
            if node.step is not None and after.end != "told":
                end = len(index) if after.step is None else index[after.step.id]
                passed.update(range(index[node.step.id] + 1, end))
    return passed


def _choices_kept(walked: Map) -> set[tuple[int, int]]:
    """(step, choice) of every choice that is offered wherever its step is met."""
    places: dict[int, list[set[str]]] = {}
    steps: dict[int, m.ChooseOne | m.ChooseSeveral] = {}
    for node in walked.nodes:
        if isinstance(node.step, (m.ChooseOne, m.ChooseSeveral)):
            index = node.run.flow.places()[node.step.id]
            steps[index] = node.step
            places.setdefault(index, []).append({choice.id for choice in node.run.choices(node.step)})
    return {
        (index, number)
        for index, offered in places.items()
        for number, choice in enumerate(steps[index].choices)
        if all(choice.id in ids for ids in offered)
    }


def _always(
    flow: m.Flow,
    walked: Map,
    examples: Sequence[FlowRun],
    condition: m.Condition,
    kind: str,
    today: date,
) -> bool:
    otherwise = m.Not.model_validate({"not": condition})
    at = [node for node in walked.nodes if node.step is not None and node.step.kind == kind]
    if not at or any(node.run.holds(otherwise) for node in at):
        return False
    if any(holds_at(run, otherwise, kind) for run in examples):
        return False
    seen, found = seek(flow, today, otherwise, kind)
    return found is None and seen.complete


def _twice(written: Written, condition: m.Condition, where: Where) -> Iterator[Problem]:
    """Parts of an ``all`` or ``any`` that stand in it twice."""
    match condition:
        case m.All(all=parts):
            key = "all"
        case m.Any(any=parts):
            key = "any"
        case m.Not(not_=part):
            yield from _twice(written, part, (*where, "not"))
            return
        case _:
            return
    for number, part in enumerate(parts):
        if part in parts[:number]:
            yield written.warning((*where, key, number), wrong("part_twice"))
        yield from _twice(written, part, (*where, key, number))
