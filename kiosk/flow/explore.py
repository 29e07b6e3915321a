"""Every way through a flow that its conditions can tell apart, found by walking real runs.

Two runs at the same step are the same where all conditions that are still to be asked come out alike; so
the ways are a graph without circles, far smaller than the number of answers, and a few walks cover it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kiosk.flow import model as m
from kiosk.flow.answer import Answer, CardLaid
from kiosk.flow.condition import Leaf, holds, leaves
from kiosk.flow.example import Pick, picks
from kiosk.flow.fits import WrongAnswer
from kiosk.flow.run import FlowRun

MOST_NODES = 4000
"""Where a flow has more places than this, exploring stops and says that it is not complete."""

MOST_WALKS = 400
LONGEST_WALK = 400

End = Literal["review", "told", "dead_end"]
Goal = tuple[str, str]
"""A step's id and the label of an answer; with the label "" the step itself."""


@dataclass(eq=False)
class Node:
    """A place where a resident can stand. run: one of the runs that lead here. end: nothing comes after."""

    step: m.Step | None
    run: FlowRun
    end: End | None = None
    edges: list[tuple[Pick, Node]] = field(default_factory=list)
    came_from: tuple[Node, Pick] | None = None


Way = list[tuple[Node, Pick]]


@dataclass(frozen=True)
class Walk:
    """answers: (step id, answer) in the order in which they are given. covers: what no earlier walk did.

    A dead end's walk stops before the answer after which there is no way on.
    """

    answers: tuple[tuple[str, Answer], ...]
    end: End
    covers: frozenset[Goal]


@dataclass(frozen=True)
class Map:
    """All places, from the first step on. complete: false where there were too many to see them all."""

    nodes: tuple[Node, ...]
    complete: bool

    def way_to(self, node: Node) -> list[tuple[str, Answer]]:
        """An example of how a resident gets there."""
        return _replay(self._way(node), node)

    def labels_to(self, node: Node) -> list[tuple[str, str]]:
        """The same by step id and label of the answer, where the step has more than one answer."""
        return [(n.step.id, p.label) for n, p in self._way(node) if n.step is not None and len(n.edges) > 1]

    def _way(self, node: Node) -> Way:
        way: Way = []
        while node.came_from is not None:
            way.append(node.came_from)
            node = node.came_from[0]
        return way[::-1]


def explore(flow: m.Flow, today: date) -> Map:
    """Walk all ways. Raises ValueError for a flow of which no step applies."""
    return Map(*_Explorer(flow, today).walk())


def seek(flow: m.Flow, today: date, wanted: m.Condition, kind: str) -> tuple[Map, Node | None]:
    """A way to a step of this kind where the condition holds, if there is one (and the map is complete).

    Raises ValueError as :func:`explore` does.
    """
    nodes, complete = _Explorer(flow, today, wanted, kind).walk()
    found = (n for n in nodes if n.step is not None and n.step.kind == kind and n.run.holds(wanted))
    return Map(nodes, complete), next(found, None)


def paths(flow: m.Flow, today: date) -> Iterator[Walk]:
    """Walks that together visit every reachable step, give every choice, and take every branch.

    The walk that covers most comes first; each covers something new; at most 400.
    """
    return walks(explore(flow, today))


def walks(walked: Map) -> Iterator[Walk]:
    """The same on a map that is there already."""
    nodes = walked.nodes
    flow = nodes[0].run.flow
    index = {step.id: i for i, step in enumerate(flow.steps)}
    backwards = list(nodes)
    backwards.sort(key=lambda n: len(index) if n.step is None else index[n.step.id], reverse=True)
    todo = {goal for node in nodes for goal in _goals(node)}
    for _ in range(MOST_WALKS):
        way, last, covered = _best_way(nodes[0], backwards, todo)
        if not covered:
            return
        todo -= covered
        yield Walk(tuple(_replay(way, last)), last.end or "dead_end", frozenset(covered))


def cover(flow: m.Flow, today: date) -> list[list[tuple[str, Answer]]]:
    """The answers of a small set of walks that together visit everything; see :func:`paths`."""
    return [list(walk.answers) for walk in paths(flow, today)]


class _Explorer:
    """wanted, kind: only what leads to a step of this kind where the condition holds, up to the first."""

    def __init__(self, flow: m.Flow, today: date, wanted: m.Condition | None = None, kind: str = "") -> None:
        self._flow, self._today, self._wanted, self._kind = flow, today, wanted, kind
        self._index = {step.id: i for i, step in enumerate(flow.steps)}
        self._ahead = _asked_ahead(flow, wanted)
        self._leaves = tuple(dict.fromkeys((*_all_leaves(flow), *leaves(wanted))))

    def walk(self) -> tuple[tuple[Node, ...], bool]:
        start = FlowRun(self._flow, lambda: self._today)
        first = Node(start.step, start)
        found: dict[object, Node] = {self._key(first): first}
        nodes = [first]
        for node in nodes:
            if len(nodes) > MOST_NODES:
                return tuple(nodes), False
            if self._wanted is not None and node.step is not None:
                if self._left(self._wanted, node.run, self._index[node.step.id]) is False:
                    continue
                if node.step.kind == self._kind and node.run.holds(self._wanted):
                    break
            for pick, after in self._answered(node):
                known = found.setdefault(self._key(after), after)
                if known is after and known.came_from is None:
                    known.came_from = (node, pick)
                    nodes.append(known)
                node.edges.append((pick, known))
        return tuple(nodes), True

    def _answered(self, node: Node) -> Iterator[tuple[Pick, Node]]:
        """Every answer and where it leads; answers that no condition tells apart lead to the same place."""
        step = node.step
        if step is None or node.end is not None:
            return
        leads: dict[object, Node | None] = {}
        for pick in picks(self._flow, step, node.run, self._leaves, self._today):
            alike = self._alike(step, pick, node.run)
            if leads.get(alike) is None:
                leads[alike] = self._after(node.run.fork(), step, pick)
            elif pick.label == "unknown" or step.kind not in ("choice", "yes_no", "consent"):
                continue
            after = leads[alike]
            if after is not None:
                yield pick, after

    def _after(self, run: FlowRun, step: m.Step, pick: Pick) -> Node | None:
        try:
            run.answer(pick.make(run))
            for _ in self._flow.steps:
                if run.step is None or self._index[run.step.id] > self._index[step.id]:
                    break
                _answer_again(run)
        except WrongAnswer as error:
            return Node(None, run, "dead_end") if error.message.id == "flow.wrong.dead_end" else None
        if run.step is None:
            return Node(None, run, "told")
        return Node(run.step, run, "review" if run.step.kind == "review" else None)

    def _alike(self, step: m.Step, pick: Pick, run: FlowRun) -> object:
        value = pick.make(run)
        told = tuple(
            holds(leaf, {step.id: value}, self._today) for leaf in self._leaves if leaf.step == step.id
        )
        laid = isinstance(value, CardLaid) and value.card is not None
        return told, pick.label if laid else ""

    def _key(self, node: Node) -> object:
        """Alike where the same step comes next and all that is still to be asked comes out alike."""
        index = len(self._index) if node.step is None else self._index[node.step.id]
        left = tuple(self._left(c, node.run, index) for c in self._ahead[index])
        ahead = frozenset(i for i in node.run.filled if self._index[i] >= index)
        return index, node.end, left, ahead

    def _left(self, condition: m.Condition, run: FlowRun, index: int) -> object:
        """What is left of a condition before the step at ``index``: true, false, or what is not yet known."""
        match condition:
            case m.All(all=parts):
                left = [p for p in (self._left(x, run, index) for x in parts) if p is not True]
                return False if False in left else ("all", *left) if left else True
            case m.Any(any=parts):
                left = [p for p in (self._left(x, run, index) for x in parts) if p is not False]
                return True if True in left else ("any", *left) if left else False
            case m.Not(not_=part):
                negated = self._left(part, run, index)
                return not negated if isinstance(negated, bool) else ("not", negated)
            case _:
                settled = condition.step in run.filled or self._index.get(condition.step, -1) < index
                return run.holds(condition) if settled else condition


def _asked_ahead(flow: m.Flow, wanted: m.Condition | None) -> list[tuple[m.Condition, ...]]:
    """For each step, and for the end: the conditions that can still make a difference."""
    asked: dict[m.Condition, None] = {} if wanted is None else {wanted: None}
    ahead = [tuple(asked)]
    looked_into = {leaf.step for leaf in _all_leaves(flow) if isinstance(leaf, m.Has)}
    for step in reversed(flow.steps):
        conditions: list[m.Condition | None] = []
        if isinstance(step, (m.ChooseOne, m.ChooseSeveral)):
            conditions += [choice.when for choice in step.choices]
        if step.kind == "checklist" and step.id in looked_into:
            conditions += [material.when for material in flow.materials]
        asked |= {c: None for c in conditions if c is not None}
        ahead.append(tuple(asked))
        if step.when is not None:
            asked[step.when] = None
    return ahead[::-1]


def _all_leaves(flow: m.Flow) -> Iterator[Leaf]:
    """The conditions on single steps that decide which steps and choices there are."""
    for step in flow.steps:
        yield from leaves(step.when)
        for choice in step.choices if isinstance(step, (m.ChooseOne, m.ChooseSeveral)) else ():
            yield from leaves(choice.when)


def _goals(node: Node) -> Iterator[Goal]:
    if node.step is not None:
        yield node.step.id, ""
        yield from ((node.step.id, pick.label) for pick, _ in node.edges)


def _best_way(first: Node, backwards: Sequence[Node], todo: set[Goal]) -> tuple[Way, Node, set[Goal]]:
    """The way from the first step to an end that meets most of what is still to be seen."""
    worth: dict[Node, int] = {}
    take: dict[Node, tuple[Pick, Node]] = {}
    for node in backwards:
        best = 0
        for pick, after in node.edges:
            value = worth[after] + (node.step is not None and (node.step.id, pick.label) in todo)
            if node not in take or value > best:
                best, take[node] = value, (pick, after)
        worth[node] = best + (node.step is not None and (node.step.id, "") in todo)
    way: Way = []
    met: set[Goal] = set()
    node = first
    while node in take:
        pick, after = take[node]
        assert node.step is not None
        met |= {(node.step.id, ""), (node.step.id, pick.label)}
        way.append((node, pick))
        node = after
    if node.step is not None:
        met.add((node.step.id, ""))
    return way, node, met & todo


def _replay(way: Way, last: Node) -> list[tuple[str, Answer]]:
    """The answers of a way, in a real run; where a list has grown behind, it is answered again."""
    if not way:
        return []
    run = way[0][0].run.fork()
    given: list[tuple[str, Answer]] = []
    for node, pick in way:
        given += _catch_up(run, node)
        if run.step is None:
            break
        step_id, value = run.step.id, pick.make(run)
        try:
            run.answer(value)
        except WrongAnswer:
            return given  # the dead end
        given.append((step_id, value))
    return [*given, *_catch_up(run, last)]


def _catch_up(run: FlowRun, node: Node) -> Iterator[tuple[str, Answer]]:
    for _ in run.flow.steps:
        if run.step is None or run.step is node.step:
            return
        step_id = run.step.id
        yield step_id, _answer_again(run)


def _answer_again(run: FlowRun) -> Answer:
    step = run.step
    assert step is not None
    value = next(picks(run.flow, step, run, (), run.today)).make(run)
    run.answer(value)
    return value
