"""The line of those who wait in the hall: who is called next, and what the hall's board shows.

Each who waits has a turn, a moment that is fixed when they come, and the earliest turn is called first, by
each window of those it serves. It is the time of the appointment, or without one the time of coming; an
elderly resident's is ten minutes earlier. Nobody starves: a turn lies at most :data:`AHEAD` and the grace for
those who come late before the moment of coming, so that after waiting for that long nobody who comes later
is called before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from kiosk.cases.appointment import UNKNOWN, Appointment, Arrival
from kiosk.cases.difficult import Refused
from kiosk.cases.proof import Proof
from kiosk.cases.visiting_hours import Half, VisitingPlan
from kiosk.officers.officer import Officer

AHEAD = timedelta(minutes=10)
"""How much earlier an elderly resident's turn is than another's who came at the same time."""

SHOWN_NEXT = 6
"""So many numbers are told beforehand."""


def turn(now: datetime, half: Half | None, *, elderly: bool) -> datetime:
    """The turn of somebody who checks in now, or is in the line again. half: of their appointment, if it
    still holds."""
    at = now if half is None else half.at()
    return (at - AHEAD if elderly else at).astimezone(now.tzinfo)


@dataclass(frozen=True)
class Line:
    """The hall's line today. waiting: in the order of their turns. called: the latest first. passed_over:
    called, and not come. windows: the numbers of those in the plan."""

    waiting: tuple[Appointment, ...] = ()
    called: tuple[Appointment, ...] = ()
    passed_over: tuple[Appointment, ...] = ()
    windows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Called:
    """A number that is called to a window. calls: how often."""

    number: int
    window: int
    calls: int


@dataclass(frozen=True)
class Board:
    """What everybody in the hall may read: numbers and windows, never who it is.

    called: the latest first. next: the first of the line; which window it will be is not known. waiting: how
    many are in it.
    """

    called: tuple[Called, ...] = ()
    next: tuple[int, ...] = ()
    waiting: int = 0


def board_of(line: Line) -> Board:
    """What of the line is shown to all."""
    return Board(
        tuple(
            Called(each.number, each.window, each.calls)
            for each in line.called
            if each.number is not None and each.window is not None
        ),
        tuple(each.number for each in line.waiting[:SHOWN_NEXT] if each.number is not None),
        len(line.waiting),
    )


def ahead(line: Line, plan: VisitingPlan, appointment_id: str) -> int:
    """How many wait before this one, of those who may be called to a window that serves it.

    Raises :class:`Refused` where it is not in the line.
    """
    own = next((each for each in line.waiting if each.id == appointment_id), None)
    if own is None:
        raise Refused(UNKNOWN)
    windows = [window for window in plan.windows if plan.calls(window, own.service)]
    before = line.waiting[: line.waiting.index(own)]
    return sum(any(plan.calls(window, each.service) for window in windows) for each in before)


class HallBoard(Protocol):
    """Where the board looks. Raises ``StoreFailed``."""

    async def board(self) -> Board:
        """As the line stands now."""
        ...


class WaitingDesk(Protocol):
    """What an officer's desk works with. by: who is signed in there.

    Each method returns only after its change is committed; all raise ``StoreFailed``, and ``Refused`` where
    the officer may not, or where another desk was faster.
    """

    async def waiting(self, by: Officer) -> Line:
        """The line of today, masked."""
        ...

    async def call_next(self, window: int, by: Officer) -> Appointment | None:
        """Call the first of those this window serves; None where nobody waits for it.

        Raises ``Refused`` where it has somebody already: they were served, or did not come.
        """
        ...

    async def call_again(self, appointment_id: str, by: Officer) -> Appointment:
        """Once more, by the voice too."""
        ...

    async def passed_over(self, appointment_id: str, by: Officer) -> Appointment:
        """They were called and did not come."""
        ...

    async def back_in_line(self, appointment_id: str, by: Officer) -> Appointment:
        """They are here after all: in the line again, as if they had come now."""
        ...

    async def served(self, appointment_id: str, by: Officer) -> Appointment:
        """Their business is done."""
        ...

    async def take_number(self, arrival: Arrival, by: Officer) -> Appointment:
        """Give a number to somebody who comes without an appointment; see AppointmentBook."""
        ...

    async def check_in(self, proof: Proof, by: Officer) -> Appointment:
        """Somebody with an appointment is here; see AppointmentBook. Tries are counted as of this desk."""
        ...
