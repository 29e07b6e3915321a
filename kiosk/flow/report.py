"""What a check has covered, and how much a service asks of a resident."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.flow.explore import Map, Node, explore, walks
from kiosk.flow.load import Release
from kiosk.flow.rules import texts

_SHOWN_ONLY = frozenset({"notice", "checklist", "fee", "review"})


@dataclass(frozen=True)
class Span:
    """least, most: on the shortest and the longest way. usual: where every first answer is given.

    usual is None where that way ends before the review.
    """

    least: int
    most: int
    usual: int | None


@dataclass(frozen=True)
class Report:
    """places: a step with what is still open there, see ``explore``. branches: answers from place to place.

    walks: so many cover every step, choice and branch. complete: every place was seen; otherwise left_out
    names the steps that were not. screens, questions: on the ways to the review, None where none leads
    there; what only tells something is no question. texts: how many there are, by locale.
    """

    service: str
    steps: int
    places: int
    branches: int
    walks: int
    complete: bool
    left_out: tuple[str, ...]
    screens: Span | None
    questions: Span | None
    texts: Mapping[str, int]


def report(release: Release, today: date) -> Report:
    """Raises ValueError for a flow of which no step applies at the beginning, or where two have one id."""
    flow = release.flow
    if len({step.id for step in flow.steps}) < len(flow.steps):
        raise ValueError("two steps have the same id")
    walked = explore(flow, today)
    reached = {node.step.id for node in walked.nodes if node.step is not None}
    reached |= {step_id for node in walked.nodes for step_id in node.run.filled}
    count: dict[str, int] = {}
    for _, text in texts(flow):
        for locale, said in text.root.items():
            count[locale] = count.get(locale, 0) + bool(said.strip())
    left_out = () if walked.complete else tuple(step.id for step in flow.steps if step.id not in reached)
    return Report(
        flow.id,
        len(flow.steps),
        len(walked.nodes),
        sum(len(node.edges) for node in walked.nodes),
        sum(1 for _ in walks(walked)),
        walked.complete,
        left_out,
        _span(walked, lambda node: 1),
        _span(walked, lambda node: int(node.step is not None and node.step.kind not in _SHOWN_ONLY)),
        count,
    )


def _span(walked: Map, weight: Callable[[Node], int]) -> Span | None:
    place = walked.nodes[0].run.flow.places()
    least: dict[Node, int] = {}
    most: dict[Node, int] = {}
    for node in sorted(walked.nodes, key=lambda n: -1 if n.step is None else place[n.step.id], reverse=True):
        after = [next_ for _, next_ in node.edges if next_ in least]
        if node.end == "review":
            least[node] = most[node] = weight(node)
        elif after:
            least[node] = weight(node) + min(least[each] for each in after)
            most[node] = weight(node) + max(most[each] for each in after)
    first = walked.nodes[0]
    return Span(least[first], most[first], _usual(first, weight)) if first in least else None


def _usual(node: Node, weight: Callable[[Node], int]) -> int | None:
    told = weight(node)
    while node.end is None and node.edges:
        node = node.edges[0][1]
        told += weight(node)
    return told if node.end == "review" else None
