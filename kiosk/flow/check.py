"""Every problem a flow can have, found before a resident meets it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from kiosk.flow import model as m
from kiosk.flow import rules
from kiosk.flow.arrived import arrived, holds_at
from kiosk.flow.explore import Map, Node, explore, seek
from kiosk.flow.idle import idle_problems
from kiosk.flow.load import Problem, Release
from kiosk.flow.problem import in_order, wrong
from kiosk.flow.rules import Written
from kiosk.flow.rules_answers import answer_problems
from kiosk.flow.rules_condition import condition_problems, placed
from kiosk.flow.rules_icons import icon_problems
from kiosk.flow.rules_signs import sign_problems
from kiosk.flow.rules_texts import text_problems
from kiosk.flow.rules_words import word_problems
from kiosk.flow.run import FlowRun
from kiosk.flow.source import Where, read
from kiosk.locales import USUAL

EXAMPLE_DAY = date(2026, 1, 15)
"""The day on which a check walks through a flow; conditions on ages and dates are relative to it."""


def check(
    release: Release,
    locales: Sequence[str] = USUAL,
    today: date = EXAMPLE_DAY,
    known: Collection[str] = (),
    icons: Collection[str] | None = None,
) -> tuple[Problem, ...]:
    """All problems of a flow that could be loaded, in the file's order; empty where it is fit to publish.

    locales: in which every text must stand. known: others in which it may. icons: the names of the
    pictograms that there are; None: not asked.
    """
    written = Written(release.flow, read(release.source, release.path.name))
    found = [
        *rules.problems(written, locales, known),
        *word_problems(written, locales, known),
        *sign_problems(written),
        *text_problems(written, locales),
        *answer_problems(written, locales),
        *(() if icons is None else icon_problems(written, icons)),
    ]
    ids = [step.id for step in release.flow.steps]
    if len(ids) == len(set(ids)):
        found += _Walked(written, today).problems()
    return in_order(found)


class _Walked:
    """What shows only on the way through. What a broken condition causes is not told a second time."""

    def __init__(self, written: Written, today: date) -> None:
        self._written, self._flow, self._today = written, written.flow, today
        self._index = {step.id: i for i, step in enumerate(self._flow.steps)}
        self._broken = {
            one.where
            for one in placed(self._flow)
            if any(True for _ in condition_problems(self._flow, written.source, one))
        }

    def problems(self) -> Iterator[Problem]:
        try:
            walked = explore(self._flow, self._today)
        except ValueError:
            yield self._written.error(("steps", 0, "when"), wrong("no_beginning"))
            return
        if not walked.complete:
            yield self._written.warning(("steps",), wrong("too_many_branches"))
        yield from self._dead_ends(walked)
        yield from self._bare_choices(walked)
        if walked.complete:
            yield from self._never_asked(walked)
            yield from self._never_offered(walked)
            examples = arrived(walked)
            yield from self._never_listed(walked, examples)
            yield from self._empty_lists(walked)
            yield from idle_problems(self._written, walked, examples, self._broken, self._today)

    def _dead_ends(self, walked: Map) -> Iterator[Problem]:
        told: set[int] = set()
        for node in walked.nodes:
            for pick, after in node.edges:
                if after.end != "dead_end" or node.step is None:
                    continue
                index = self._index[node.step.id]
                if index not in told:
                    told.add(index)
                    way = self._in_words(walked, node, pick.label)
                    yield self._written.error(("steps", index), wrong("dead_end", way=way))

    def _bare_choices(self, walked: Map) -> Iterator[Problem]:
        told: set[int] = set()
        for node in walked.nodes:
            step = node.step
            if not isinstance(step, (m.ChooseOne, m.ChooseSeveral)):
                continue
            needed = step.least if isinstance(step, m.ChooseSeveral) else 1
            offered = len(node.run.choices(step))
            index = self._index[step.id]
            if offered < max(needed, 1) and index not in told:
                told.add(index)
                way = self._in_words(walked, node)
                message = wrong("too_few_offered", offered=offered, needed=max(needed, 1), way=way)
                yield self._written.error(("steps", index, "choices"), message)

    def _never_asked(self, walked: Map) -> Iterator[Problem]:
        reached = {node.step.id for node in walked.nodes if node.step is not None}
        reached |= {step_id for node in walked.nodes for step_id in node.run.filled}
        review = next((i for i, s in enumerate(self._flow.steps) if s.kind == "review"), len(self._index))
        for index, step in enumerate(self._flow.steps):
            if step.id in reached or index > review or ("steps", index, "when") in self._broken:
                continue
            yield self._written.error(("steps", index), wrong("never_reached"))

    def _never_offered(self, walked: Map) -> Iterator[Problem]:
        offered: dict[str, set[str]] = {}
        for node in walked.nodes:
            if node.step is not None:
                ids = {choice.id for choice in node.run.choices(node.step)}
                offered.setdefault(node.step.id, set()).update(ids)
        for index, step in enumerate(self._flow.steps):
            if step.id not in offered or not isinstance(step, (m.ChooseOne, m.ChooseSeveral)):
                continue
            for number, choice in enumerate(step.choices):
                where: Where = ("steps", index, "choices", number)
                if choice.id not in offered[step.id] and (*where, "when") not in self._broken:
                    yield self._written.error(where, wrong("never_offered", called=choice.id))

    def _never_listed(self, walked: Map, examples: Sequence[FlowRun]) -> Iterator[Problem]:
        asked = {
            "materials": ("checklist", "never_asked_for"),
            "fees": ("fee", "never_due"),
            "next_steps": ("review", "never_told"),
            "reviewers": ("review", "never_circulated"),
            "priority": ("review", "never_first"),
        }
        kinds = {step.kind for step in self._flow.steps}
        for one in placed(self._flow):
            if one.where[0] == "steps" or one.where in self._broken:
                continue
            kind, told = asked[str(one.where[0])]
            at = kind if kind in kinds or kind == "checklist" else "review"
            if at not in kinds:
                continue
            if any(holds_at(run, one.condition, at) for run in examples):
                continue
            seen, found = self._first(walked, one.condition, at)
            if found is None and seen.complete:
                where = one.where[:2] if len(one.where) > 1 else one.where
                yield self._written.error(where, wrong(told))

    def _empty_lists(self, walked: Map) -> Iterator[Problem]:
        lists = (
            (self._flow.materials, "checklist", "materials", "empty_materials"),
            (self._flow.next_steps, "review", "next_steps", "empty_next_steps"),
        )
        for lines, kind, name, told in lists:
            whens = [line.when for line in lines if line.when is not None]
            if not lines or len(whens) < len(lines) or any(w[0] == name for w in self._broken):
                continue
            none = m.All(all=tuple(m.Not.model_validate({"not": when}) for when in whens))
            seen, found = self._first(walked, none, kind)
            if found is not None:
                way = self._in_words(seen, found)
                yield self._written.error((name,), wrong(told, way=way))

    def _first(self, walked: Map, condition: m.Condition, kind: str) -> tuple[Map, Node | None]:
        """The first place of this kind where the condition holds; None where there is none on the map."""
        for node in walked.nodes:
            if node.step is not None and node.step.kind == kind and node.run.holds(condition):
                return walked, node
        return seek(self._flow, self._today, condition, kind)

    def _in_words(self, walked: Map, node: Node, last: str = "") -> str:
        """How one gets there, by the answers of choosing steps: "for_whom: other, kind: move"; "" at once."""
        told = [f"{step_id}: {label}" for step_id, label in walked.labels_to(node) if label != "seen"]
        if last and node.step is not None:
            told.append(f"{node.step.id}: {last}")
        return ", ".join(told)
