"""The addresses that a resident has given."""

from __future__ import annotations

from kiosk.flow.answer import Place
from kiosk.flow.run import FlowRun


def places_given(run: FlowRun, but: str = "") -> tuple[Place, ...]:
    """Those in a run's answers, the last one first, each once. but: a step that is left out."""
    given = [value for id_, value in run.answers().items() if id_ != but and isinstance(value, Place)]
    return tuple(dict.fromkeys(reversed(given)))
