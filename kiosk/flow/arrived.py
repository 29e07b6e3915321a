"""Residents who came through to the review, one for every answer that can be given: examples for a check."""

from __future__ import annotations

from kiosk.flow import model as m
from kiosk.flow.explore import Map, walks
from kiosk.flow.run import FlowRun


def arrived(walked: Map) -> tuple[FlowRun, ...]:
    """Runs at the review; all answers that conditions tell apart occur in them, not all combinations."""
    found = []
    for walk in walks(walked):
        if walk.end == "review":
            run = walked.nodes[0].run.fork()
            for _, value in walk.answers:
                run.answer(value)
            found.append(run)
    return tuple(found)


def holds_at(run: FlowRun, condition: m.Condition, kind: str) -> bool:
    """Whether a run at the review met a step of this kind, and the condition held there.

    Such a condition looks only at what comes before the step, which no later answer changes.
    """
    met = kind == "review" or any(
        step.kind == kind and run.value(step.id) is not None for step in run.flow.steps
    )
    return met and run.holds(condition)
