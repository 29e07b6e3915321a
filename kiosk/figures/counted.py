"""A call with no more of it than figures need: of a year there are so many that the rest is not read."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from kiosk.assist.call import OPEN_STATES, CallState, Outcome


class CountedCall(NamedTuple):
    """See ``Call``; the fields are the columns to read, in this order."""

    service: str | None
    step: str | None
    priority: bool
    quiet: bool
    state: CallState
    created_at: datetime
    seen_at: datetime | None
    claimed_at: datetime | None
    officer: str | None
    arrived_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None

    @property
    def open(self) -> bool:
        """Waiting or claimed."""
        return self.state in OPEN_STATES


STATES: dict[str, CallState] = {str(state): state for state in CallState}
OUTCOMES: dict[str | None, Outcome | None] = {None: None} | {str(outcome): outcome for outcome in Outcome}
