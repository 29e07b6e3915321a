"""What of a service is asked at home, and what stays for the kiosk."""

from __future__ import annotations

from kiosk.flow.model import ChooseOne, Flow, Step

AT_KIOSK = frozenset({"card", "own_wish"})
"""The kinds of steps that are never asked at home: a card is laid on the kiosk's reader, and the private
question is no companion's business, nor a shared phone's (law on the elderly, art. 55)."""


def at_home(flow: Flow) -> Flow:
    """The flow without the steps of :data:`AT_KIOSK`, and without what calls a guide: none is at home.

    No condition depends on the private question, and a card that nobody could lay counts as not laid.
    """
    steps = tuple(_at_home(step) for step in flow.steps if step.kind not in AT_KIOSK)
    return flow.model_copy(update={"steps": steps})


def _at_home(step: Step) -> Step:
    if not isinstance(step, ChooseOne):
        return step
    left = tuple(choice for choice in step.choices if not choice.guide)
    return step.model_copy(update={"choices": left}) if left else step


def is_prepared_at_home(flow: Flow) -> bool:
    """Whether a form of it can be filled in at home and finished at a kiosk; a question is asked at once."""
    return not flow.is_consultation
