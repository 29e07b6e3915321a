"""A difficulty that somebody must see to its end, and its legal transitions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from kiosk.message import Message
from kiosk.officers.officer import Officer, Role

ENOUGH_ATTEMPTS = 3
"""So many attempts to reach the resident on record, and a case may be closed without their word."""

LOW_LEVELS = (1, 2)
"""Ratings that open a case by themselves: the bottom two of five."""


class Source(StrEnum):
    """What opened the case."""

    NOT_SOLVED = "not_solved"
    LOW_RATING = "low_rating"
    CONVERSATION = "conversation"
    WINDOW = "window"
    """What was done with a case at a kiosk's own window was not taken over by the hall; of a hall alone."""


class DifficultState(StrEnum):
    """Whether somebody still has to see to it."""

    OPEN = "open"
    CLOSED = "closed"


class StepKind(StrEnum):
    """What was done."""

    NOTE = "note"
    ASSIGNED = "assigned"
    ASKED_BACK = "asked_back"
    ATTEMPT_TO_REACH = "attempt_to_reach"
    RESIDENT_CONFIRMED = "resident_confirmed"


class Way(StrEnum):
    """How the resident was spoken to."""

    CALL = "call"
    MESSAGE = "message"
    RELATIVE = "relative"
    VISIT = "visit"


class DifficultEvent(StrEnum):
    """What can happen to a difficult case."""

    ADD_STEP = "add_step"
    ASSIGN = "assign"
    ASK_BACK = "ask_back"
    ATTEMPT = "attempt"
    CONFIRM = "confirm"
    CLOSE = "close"


TRANSITIONS: dict[tuple[DifficultState, DifficultEvent], DifficultState] = {
    (DifficultState.OPEN, DifficultEvent.ADD_STEP): DifficultState.OPEN,
    (DifficultState.OPEN, DifficultEvent.ASSIGN): DifficultState.OPEN,
    (DifficultState.OPEN, DifficultEvent.ASK_BACK): DifficultState.OPEN,
    (DifficultState.OPEN, DifficultEvent.ATTEMPT): DifficultState.OPEN,
    (DifficultState.OPEN, DifficultEvent.CONFIRM): DifficultState.OPEN,
    (DifficultState.OPEN, DifficultEvent.CLOSE): DifficultState.CLOSED,
}
"""Every legal transition; all others are refused. What may close is asked beside it: see may_close."""

EVENTS: dict[StepKind, DifficultEvent] = {
    StepKind.NOTE: DifficultEvent.ADD_STEP,
    StepKind.ASSIGNED: DifficultEvent.ASSIGN,
    StepKind.ASKED_BACK: DifficultEvent.ASK_BACK,
    StepKind.ATTEMPT_TO_REACH: DifficultEvent.ATTEMPT,
    StepKind.RESIDENT_CONFIRMED: DifficultEvent.CONFIRM,
}
"""The event that each kind of step is."""

NEEDS_WAY = frozenset({StepKind.ASKED_BACK, StepKind.ATTEMPT_TO_REACH, StepKind.RESIDENT_CONFIRMED})
"""Steps towards the resident; the others have no way."""


class Refused(Exception):
    """This may not be done to the case; ``message`` says what is missing."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


@dataclass(frozen=True)
class NewStep:
    """A step as it comes in. id: UUIDv7 made where it is taken, the idempotency key.

    by: an officer's number. owner: to whom the case goes (only where it is assigned). text: free, may be
    empty except in a note.
    """

    id: str
    by: str
    kind: StepKind
    way: Way | None = None
    text: str = ""
    owner: str | None = None


@dataclass(frozen=True)
class DifficultStep:
    """A step on record; time in UTC. noted: there is a text; it is empty where the case was read masked."""

    id: str
    at: datetime
    by: str
    kind: StepKind
    way: Way | None = None
    owner: str | None = None
    noted: bool = False
    text: str = ""


@dataclass(frozen=True)
class NewDifficult:
    """What a leader opens from a conversation. id: UUIDv7, the idempotency key. subject: what it is about."""

    id: str
    by: str
    subject: str
    service: str | None = None
    owner: str | None = None


@dataclass(frozen=True)
class DifficultCase:
    """A difficult case as it is kept; times in UTC, ``due`` a day in the hall.

    opened_by: an officer's number, None where a rating opened it. call_id, visit_id: where there is one.
    owner: who sees to it, None while nobody does. at_hall: it is seen to at the hall's hub, which has it
    since; here it is kept as it was then. noted: there is a subject. subject and
    the steps' texts are empty when it was read masked; ``masked`` says so.
    """

    id: str
    source: Source
    opened_at: datetime
    opened_by: str | None
    due: date
    state: DifficultState = DifficultState.OPEN
    call_id: str | None = None
    visit_id: str | None = None
    service: str | None = None
    owner: str | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    at_hall: bool = False
    masked: bool = True
    noted: bool = False
    subject: str = ""
    steps: tuple[DifficultStep, ...] = ()

    @property
    def open(self) -> bool:
        """Somebody still has to see to it."""
        return self.state is DifficultState.OPEN

    @property
    def worded(self) -> bool:
        """There is something that officers wrote or did."""
        return self.noted or bool(self.steps)

    def overdue(self, today: date) -> bool:
        """Open, and its day is over."""
        return self.open and today > self.due


def concerns(case: DifficultCase, by: Officer) -> bool:
    """Whether this officer may see it: a leader all of them, others their own."""
    return Role.LEADER in by.roles or case.owner == by.number


def after(state: DifficultState, event: DifficultEvent) -> DifficultState:
    """The state after ``event``. Raises :class:`Refused`."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise Refused(Message("difficult.is_closed")) from None


def check_new(new: NewDifficult) -> None:
    """Raises :class:`Refused` where a conversation does not say what it was about."""
    if not new.subject.strip():
        raise Refused(Message("difficult.no_subject"))


def check_step(step: NewStep) -> None:
    """Raises :class:`Refused` where the step does not say what its kind must."""
    if step.kind in NEEDS_WAY and step.way is None:
        raise Refused(Message("difficult.no_way"))
    if step.kind not in NEEDS_WAY and step.way is not None:
        raise ValueError(f"{step.kind} has no way")
    if step.kind is StepKind.NOTE and not step.text.strip():
        raise Refused(Message("difficult.no_text"))
    if step.kind is StepKind.ASSIGNED and not step.owner:
        raise Refused(Message("difficult.no_owner"))
    if step.kind is not StepKind.ASSIGNED and step.owner is not None:
        raise ValueError(f"{step.kind} has no owner")


def may_close(kinds: Iterable[StepKind]) -> None:
    """Whether these steps let a case be closed. Raises :class:`Refused` with what is missing.

    The resident has confirmed, or was looked for :data:`ENOUGH_ATTEMPTS` times.
    """
    kept = tuple(kinds)
    attempts = kept.count(StepKind.ATTEMPT_TO_REACH)
    if StepKind.RESIDENT_CONFIRMED in kept or attempts >= ENOUGH_ATTEMPTS:
        return
    raise Refused(
        Message("difficult.not_confirmed", {"attempts": attempts, "missing": ENOUGH_ATTEMPTS - attempts})
    )


class DifficultBook(Protocol):
    """Where difficult cases are kept.

    Each method returns only after its change is committed. All raise ``StoreFailed`` where it is not. What
    is written is answered with the case as it then stands, masked.
    """

    async def open(self, new: NewDifficult) -> DifficultCase:
        """From a conversation; the same id again gives the same case. Raises :class:`Refused`."""
        ...

    async def record(self, case_id: str, step: NewStep) -> DifficultCase:
        """Add a step: a note, an assignment, what was done to reach the resident, their confirmation.

        The same step again changes nothing, even where the case is closed by now. Raises :class:`Refused`.
        """
        ...

    async def close(self, case_id: str, by: str) -> DifficultCase:
        """Close it. Raises :class:`Refused` unless the resident confirmed or was looked for long enough."""
        ...

    async def get(self, case_id: str, *, reveal: bool = False) -> DifficultCase | None:
        """One case; masked unless ``reveal``."""
        ...

    async def open_cases(self, *, reveal: bool = False) -> tuple[DifficultCase, ...]:
        """The open ones, the one due first first; none that is seen to at the hall's hub."""
        ...

    async def all_cases(self, *, reveal: bool = False) -> tuple[DifficultCase, ...]:
        """All of them, the oldest first."""
        ...


class DifficultDesk(Protocol):
    """What an officer's desk works with: of this machine, or of the whole hall.

    by: the officer who is signed in there. Whoever is responsible for the cases looks at their own roll
    whether that is so. Each method returns only after its change is committed; all raise ``StoreFailed``, and
    :class:`Refused` where the officer may not.
    """

    async def concerning(self, by: Officer) -> tuple[DifficultCase, ...]:
        """The open ones that this officer may see, masked, the one due first first."""
        ...

    async def read(self, case_id: str, by: Officer) -> DifficultCase | None:
        """One that this officer may see, with all its words; that they were read is on record."""
        ...

    async def open(self, new: NewDifficult) -> DifficultCase:
        """See DifficultBook."""
        ...

    async def record(self, case_id: str, step: NewStep) -> DifficultCase:
        """See DifficultBook."""
        ...

    async def close(self, case_id: str, by: str) -> DifficultCase:
        """See DifficultBook."""
        ...
