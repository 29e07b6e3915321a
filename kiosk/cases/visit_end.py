"""How visits end, and at which step: where residents give up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Ending(StrEnum):
    """How a visit that had entered a service came to its end at the kiosk."""

    HANDED_IN = "handed_in"
    TOLD = "told"
    """The service ended with what the resident was told; there was nothing to hand in."""
    LEFT = "left"
    """The resident went back to the services or started over, and handed nothing in."""
    TIMED_OUT = "timed_out"
    """Nobody answered the question whether somebody is still there."""
    TO_WINDOW = "to_window"
    """It went along to a window, unfinished."""
    OUT_OF_SERVICE = "out_of_service"
    """The kiosk broke down under it."""


GIVEN_UP = (Ending.LEFT, Ending.TIMED_OUT)


@dataclass(frozen=True)
class VisitEnd:
    """One visit, by its last service. It holds no answer.

    visit_id: the id that its case and its rating carry too. step: where it ended; None at the private step,
    which is named only as its service, and where no step was left. began_at: when the visit's first service
    was chosen. Times in UTC.
    """

    visit_id: str
    kiosk: str
    service: str
    flow_version: int
    locale: str
    step: str | None
    ending: Ending
    priority: bool
    began_at: datetime
    ended_at: datetime


class VisitEnds(Protocol):
    """Where the ends of visits are kept. A visit that was cut off with the kiosk itself has none."""

    async def keep(self, end: VisitEnd) -> None:
        """In one transaction; a visit ends once, and a second end of it changes nothing. What was handed in
        counts as handed in, whatever the resident did after that. Raises ``StoreFailed``."""
        ...
