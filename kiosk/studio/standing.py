"""Where residents can stand in a service: a run at each step that some answers lead to."""

from __future__ import annotations

from datetime import date

from kiosk.flow.explore import explore
from kiosk.flow.model import Flow
from kiosk.flow.run import FlowRun


def standing_at(flow: Flow, today: date) -> dict[str, FlowRun]:
    """By step, a run that stands there with example answers before it; without those that nobody reaches.

    Raises ValueError for a flow of which no step applies.
    """
    found: dict[str, FlowRun] = {}
    for node in explore(flow, today).nodes:
        if node.step is not None:
            found.setdefault(node.step.id, node.run)
    return found
