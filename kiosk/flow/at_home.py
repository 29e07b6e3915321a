"""What of a service is asked at home, and what stays for the kiosk."""

from __future__ import annotations

from kiosk.flow.model import Flow

AT_KIOSK = frozenset({"card", "own_wish"})
"""The kinds of steps that are never asked at home: a card is laid on the kiosk's reader, and the private
question is no companion's business, nor a shared phone's (law on the elderly, art. 55)."""


def at_home(flow: Flow) -> Flow:
    """The flow without the steps of :data:`AT_KIOSK`.

    No condition depends on the private question, and a card that nobody could lay counts as not laid.
    """
    return flow.model_copy(update={"steps": tuple(s for s in flow.steps if s.kind not in AT_KIOSK)})


def is_prepared_at_home(flow: Flow) -> bool:
    """Whether a form of it can be filled in at home. A question is asked where somebody answers it."""
    return not flow.is_consultation
