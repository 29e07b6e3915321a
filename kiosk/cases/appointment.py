"""A resident's appointment, or their place in the hall's line, and its legal transitions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from kiosk.cases.difficult import Refused
from kiosk.cases.hoarding import Spot
from kiosk.cases.proof import Proof
from kiosk.cases.visiting_hours import Half, VisitingPlan
from kiosk.field import identity as identity_numbers
from kiosk.field.identity import birth
from kiosk.flow.answer import IdentityNo
from kiosk.message import Message

ELDERLY_FROM = 60
"""Years: older persons by the Law on the Protection of the Rights and Interests of the Elderly, art. 2."""

MOST_BOOKED = 3
"""So many appointments one person may have before them at a time; of each service one."""

NOT_FOUND = Message("appointment.not_found")
"""The same whether there is none, it is another's, or only the last four were wrong."""
FULL = Message("appointment.full")
NOT_SERVED = Message("appointment.not_served")
ONE_ALREADY = Message("appointment.one_already")
ENOUGH_ALREADY = Message("appointment.enough_already", {"most": MOST_BOOKED})
OTHER = Message("appointment.not_now")
"""The id is known already, and of something else: what it was is nobody's who asks so."""
BUSY = Message("waiting.window_busy")
NO_WINDOW = Message("waiting.no_window")
UNKNOWN = Message("waiting.unknown")


class AppointmentState(StrEnum):
    """Where it stands. WAITING: the resident is in the hall, with a number."""

    BOOKED = "booked"
    WAITING = "waiting"
    CALLED = "called"
    PASSED_OVER = "passed_over"
    SERVED = "served"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class AppointmentEvent(StrEnum):
    """What can happen to it."""

    MOVE = "move"
    CANCEL = "cancel"
    CHECK_IN = "check_in"
    RELEASE = "release"
    """Nobody came: its place is given free."""
    CALL = "call"
    CALL_AGAIN = "call_again"
    PASS_OVER = "pass_over"  # noqa: S105
    RETURN = "return"
    SERVE = "serve"


_S, _E = AppointmentState, AppointmentEvent
TRANSITIONS: dict[tuple[AppointmentState, AppointmentEvent], AppointmentState] = {
    (_S.BOOKED, _E.MOVE): _S.BOOKED,
    (_S.BOOKED, _E.CANCEL): _S.CANCELLED,
    (_S.BOOKED, _E.CHECK_IN): _S.WAITING,
    (_S.BOOKED, _E.RELEASE): _S.NO_SHOW,
    # Whoever comes too late has lost the place, and not the right to be served: they wait as if they had
    # come without an appointment.
    (_S.NO_SHOW, _E.CHECK_IN): _S.WAITING,
    (_S.WAITING, _E.CALL): _S.CALLED,
    (_S.CALLED, _E.CALL_AGAIN): _S.CALLED,
    (_S.CALLED, _E.PASS_OVER): _S.PASSED_OVER,
    (_S.CALLED, _E.SERVE): _S.SERVED,
    (_S.PASSED_OVER, _E.RETURN): _S.WAITING,
}
"""Every legal transition; all others are refused."""


def after(state: AppointmentState, event: AppointmentEvent) -> AppointmentState:
    """The state after this. Raises :class:`Refused` where it cannot happen now."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise Refused(Message("appointment.not_now")) from None


@dataclass(frozen=True)
class NewAppointment:
    """What a resident wants. id: UUIDv7 made where it is taken, the idempotency key.

    identity, phone: one of them at least; of neither more is kept than what finds the appointment again.
    elderly: 60 or older, by the identity number where there is one; else what they said. spot: where it is
    made with a number that anybody could make up; None where a card was laid.
    """

    id: str
    service: str
    half: Half
    elderly: bool
    locale: str
    identity: str = ""
    phone: str = ""
    spot: Spot | None = None

    def __repr__(self) -> str:
        return f"NewAppointment({self.id}, {self.service}, {self.half})"


@dataclass(frozen=True)
class Arrival:
    """Somebody comes without an appointment and takes a number. id: as above."""

    id: str
    service: str
    elderly: bool
    locale: str


@dataclass(frozen=True)
class Appointment:
    """As it is kept; moments in UTC. day: that of the appointment, or on which they came without one.

    half: None where they came without. number: the one that is called, of that day. turn_at: their turn in
    the line, see ``waiting``. calls: how often it was called. last_four: the end of what it was booked with;
    empty where it was read masked.
    """

    id: str
    service: str
    locale: str
    elderly: bool
    state: AppointmentState
    day: date
    half: Half | None = None
    number: int | None = None
    window: int | None = None
    arrived_at: datetime | None = None
    turn_at: datetime | None = None
    called_at: datetime | None = None
    calls: int = 0
    last_four: str = ""


@dataclass(frozen=True)
class Booked:
    """code: what the resident needs to find it again, beside the last four."""

    appointment: Appointment
    code: str

    def __repr__(self) -> str:
        return f"Booked({self.appointment.id})"


@dataclass(frozen=True)
class FreeHalf:
    """places: how many are left to this resident."""

    half: Half
    places: int


def elderly_by(number: str, today: date) -> bool:
    """Whether whoever has this identity number is 60 or older on that day. Raises ValueError."""
    born = birth(number)
    turned = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (not turned) >= ELDERLY_FROM


def check_new(new: NewAppointment, today: date) -> NewAppointment:
    """With what the identity number says of the age. Raises :class:`Refused` where something is missing."""
    if not new.identity and not new.phone:
        raise Refused(Message("appointment.who"))
    if new.phone and not (new.phone.isascii() and new.phone.isdecimal() and 7 <= len(new.phone) <= 15):
        raise Refused(Message("appointment.phone"))
    if not new.identity:
        return new
    read = identity_numbers.read(new.identity, today)
    if not isinstance(read, IdentityNo):
        raise Refused(read)
    return replace(new, elderly=elderly_by(read.number, today), identity=read.number)


def late(half: Half, plan: VisitingPlan, now: datetime) -> bool:
    """Whether a resident who has not checked in for it is no longer waited for."""
    return now >= half.at() + timedelta(minutes=plan.no_show_after_min)


def wait_before_trying(seconds: int) -> Message:
    """Too many wrong tries."""
    return Message("appointment.try_later", {"minutes": -(-seconds // 60)})


class AppointmentBook(Protocol):
    """What a kiosk works with: of this machine, or of the whole hall.

    Each method returns only after its change is committed; all raise ``StoreFailed``, and :class:`Refused`
    with what to tell the resident. Where a :class:`Proof` does not fit, it is always :data:`NOT_FOUND`, or
    after too many tries :func:`wait_before_trying`.
    """

    async def free(self, service: str, *, elderly: bool) -> tuple[FreeHalf, ...]:
        """The half hours with a place left, the nearest first."""
        ...

    async def book(self, new: NewAppointment) -> Booked:
        """Give a place. The same id, person and service again get the same answer, with the half hour for
        which it stands by now. Raises :class:`Refused`, with :data:`FULL` where others were faster, with
        :data:`OTHER` where the id is another's."""
        ...

    async def find(self, proof: Proof) -> tuple[Booked, ...]:
        """What this resident has booked, the nearest first. Not by time."""
        ...

    async def move(self, appointment_id: str, proof: Proof, half: Half) -> Appointment:
        """To another half hour. Where that has no place left it stays as it was."""
        ...

    async def cancel(self, appointment_id: str, proof: Proof) -> None:
        """The place is free at once."""
        ...

    async def check_in(self, proof: Proof) -> Appointment:
        """The resident is here, on the day: they get a number. Once more: the same one.

        Whoever was called and did not come is in the line again by it.
        """
        ...

    async def take_number(self, arrival: Arrival) -> Appointment:
        """Without an appointment. The same arrival again gets the same number. Raises :class:`Refused`, with
        :data:`OTHER` where its id is of another one."""
        ...

    async def ahead(self, appointment_id: str) -> int:
        """How many wait before whoever has this number, at the windows that serve them. Raises
        :class:`Refused` where nobody waits with it."""
        ...
