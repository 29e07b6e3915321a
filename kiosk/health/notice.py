"""What residents are told of a part that does not work: only of what they would notice."""

from __future__ import annotations

from kiosk.health.state import Health, Part, State

NOTICED: tuple[tuple[frozenset[Part], str], ...] = (
    (frozenset({Part.PRINTER, Part.PAPER}), "attract.no_slips"),
    (frozenset({Part.READER}), "attract.no_card"),
    (frozenset({Part.VOICE}), "attract.silent"),
    (frozenset({Part.HANDWRITING}), "attract.no_hand"),
)
"""One line at a time: what most residents come for first."""


def for_residents(health: Health) -> str:
    """The id of the one sentence on the greeting; "" where there is nothing to notice."""
    broken = {each.part for each in health.parts if each.state is State.BROKEN}
    return next((id for parts, id in NOTICED if parts & broken), "")
