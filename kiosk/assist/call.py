"""A resident's call for a guide, and its legal transitions. No answer of a resident is ever part of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST_NOTE = 80
"""Characters that an officer may add when a call ends."""


class CallState(StrEnum):
    """How far a call has come."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    DONE = "done"
    CANCELLED = "cancelled"


class CallEvent(StrEnum):
    """What can happen to a call."""

    CLAIM = "claim"
    PUT_BACK = "put_back"
    HAND_OVER = "hand_over"
    """The officer who has it gives it to another one."""
    ARRIVE = "arrive"
    """An officer stands beside the resident; whoever that is has the call from then on."""
    CLOSE = "close"
    CANCEL = "cancel"


class Outcome(StrEnum):
    """How a call ended."""

    HELPED = "helped"
    TO_WINDOW = "to_window"
    NOT_SOLVED = "not_solved"


HELPED = (Outcome.HELPED, Outcome.TO_WINDOW)
"""Solved: at the kiosk, or brought to the window."""

OPEN_STATES = (CallState.WAITING, CallState.CLAIMED)

TRANSITIONS: dict[tuple[CallState, CallEvent], CallState] = {
    (CallState.WAITING, CallEvent.CLAIM): CallState.CLAIMED,
    (CallState.WAITING, CallEvent.CANCEL): CallState.CANCELLED,
    (CallState.CLAIMED, CallEvent.CANCEL): CallState.CANCELLED,
    (CallState.CLAIMED, CallEvent.PUT_BACK): CallState.WAITING,
    (CallState.CLAIMED, CallEvent.HAND_OVER): CallState.CLAIMED,
    (CallState.WAITING, CallEvent.ARRIVE): CallState.CLAIMED,
    (CallState.CLAIMED, CallEvent.ARRIVE): CallState.CLAIMED,
    (CallState.CLAIMED, CallEvent.CLOSE): CallState.DONE,
}
"""Every legal transition; all others are refused."""


class IllegalTransition(Exception):
    """The call is no longer in a state that allows this (e.g. someone else claimed it first)."""


def after(state: CallState, event: CallEvent) -> CallState:
    """The state after ``event``. Raises :class:`IllegalTransition`."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise IllegalTransition(f"{event} in state {state}") from None


@dataclass(frozen=True)
class NewCall:
    """What a kiosk says when a resident calls.

    id: UUIDv7 made at the tap, the idempotency key. service and step: slugs or None outside a service; the
    private step is named only as its service (step None). quiet: made without any sign on the kiosk.
    """

    id: str
    kiosk: str
    kiosk_name: str
    place: str
    service: str | None
    step: str | None
    locale: str
    priority: bool
    quiet: bool = False


@dataclass(frozen=True)
class Call:
    """A call as it stands in the queue; times in UTC. seen_at: when a desk first showed it.

    arrived_at: since when the officer who has it is beside the resident.
    """

    id: str
    kiosk: str
    kiosk_name: str
    place: str
    service: str | None
    step: str | None
    locale: str
    priority: bool
    quiet: bool
    state: CallState
    created_at: datetime
    seen_at: datetime | None = None
    claimed_at: datetime | None = None
    officer: str | None = None
    arrived_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    note: str = ""

    @property
    def open(self) -> bool:
        """Waiting or claimed."""
        return self.state in OPEN_STATES
