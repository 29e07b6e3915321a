"""What is said of appointments and of the hall's line between kiosk, hub and desk."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, Field

from kiosk.assist.change_form import Form, Id, Moment, Number, Words
from kiosk.cases.appointment import (
    Appointment,
    AppointmentState,
    Arrival,
    Booked,
    FreeHalf,
    NewAppointment,
)
from kiosk.cases.hoarding import Spot
from kiosk.cases.proof import Proof
from kiosk.cases.visiting_hours import MOST_WINDOWS, Half
from kiosk.cases.waiting import Board, Called, Line
from kiosk.hub.difficult_forms import ByOfficer

Short = Annotated[str, Field(max_length=40, pattern=r"^[0-9A-Za-z]*$")]
"""A number, a code, or an end of one."""


def _by_the_hall(given: time) -> time:
    if given.tzinfo is not None:
        raise ValueError("a time of the hall's clock has no time zone")
    return given


HallTime = Annotated[time, AfterValidator(_by_the_hall)]
WindowNumber = Annotated[int, Field(ge=1, le=MOST_WINDOWS)]


class HalfForm(Form):
    """A half hour."""

    day: date
    begins: HallTime

    @classmethod
    def of(cls, half: Half) -> HalfForm:
        """Taken as it is."""
        return cls.model_construct(day=half.day, begins=half.begins)

    def value(self) -> Half:
        """The half hour."""
        return Half(self.day, self.begins)


class AppointmentForm(Form):
    """As it is kept. last_four: told to its own resident alone."""

    id: Id
    service: Words
    locale: Words
    elderly: bool
    state: AppointmentState
    day: date
    half: HalfForm | None
    number: Number | None
    window: WindowNumber | None
    arrived_at: Moment | None
    turn_at: Moment | None
    called_at: Moment | None
    calls: Number
    last_four: Short

    @classmethod
    def of(cls, kept: Appointment) -> AppointmentForm:
        """Taken as it is."""
        values = {name: getattr(kept, name) for name in cls.model_fields if name != "half"}
        return cls.model_construct(**values, half=None if kept.half is None else HalfForm.of(kept.half))

    def value(self) -> Appointment:
        """The appointment."""
        return Appointment(**(dict(self) | {"half": None if self.half is None else self.half.value()}))


class OneAppointment(Form):
    """One; None where nobody waits."""

    appointment: AppointmentForm | None

    @classmethod
    def of(cls, kept: Appointment | None) -> OneAppointment:
        """Taken as it is."""
        return cls.model_construct(appointment=None if kept is None else AppointmentForm.of(kept))


class BookedForm(Form):
    """With its code, for its own resident."""

    appointment: AppointmentForm
    code: Short

    @classmethod
    def of(cls, booked: Booked) -> BookedForm:
        """Taken as it is."""
        return cls.model_construct(appointment=AppointmentForm.of(booked.appointment), code=booked.code)

    def value(self) -> Booked:
        """The answer."""
        return Booked(self.appointment.value(), self.code)


class AllBooked(Form):
    """What somebody has booked."""

    booked: list[BookedForm]


class AskFree(Form):
    """What is free for whom."""

    service: Words
    elderly: bool


class FreeForm(HalfForm):
    """A half hour, and how many places are left."""

    places: Number

    def free(self) -> FreeHalf:
        """As a value."""
        return FreeHalf(self.value(), self.places)


class AllFree(Form):
    """The nearest first."""

    halves: list[FreeForm]

    @classmethod
    def of(cls, found: tuple[FreeHalf, ...]) -> AllFree:
        """Taken as they are."""
        made = [
            FreeForm.model_construct(day=each.half.day, begins=each.half.begins, places=each.places)
            for each in found
        ]
        return cls.model_construct(halves=made)


class SpotForm(Form):
    """Where an appointment is made without a card; which kiosk asks is known by its key."""

    name: Annotated[str, Field(max_length=100)]
    home: bool


class NewForm(Form):
    """What a resident wants."""

    id: Id
    service: Words
    half: HalfForm
    elderly: bool
    locale: Words
    identity: Short
    phone: Short
    spot: SpotForm | None = None

    @classmethod
    def of(cls, new: NewAppointment) -> NewForm:
        """Taken as it is."""
        values = {name: getattr(new, name) for name in cls.model_fields if name not in ("half", "spot")}
        spot = None if new.spot is None else SpotForm(name=new.spot.name, home=new.spot.home)
        return cls.model_construct(**values, half=HalfForm.of(new.half), spot=spot)

    def value(self) -> NewAppointment:
        """The wish."""
        spot = None if self.spot is None else Spot(self.spot.name, home=self.spot.home)
        return NewAppointment(**(dict(self) | {"half": self.half.value(), "spot": spot}))


class ProofForm(Form):
    """How a resident proves that it is theirs; where it is tried is known by the key of who asks."""

    identity: Short
    code: Short
    last_four: Short
    begins: HallTime | None
    home: Annotated[str, Field(max_length=100)] = ""

    @classmethod
    def of(cls, proof: Proof) -> ProofForm:
        """Taken as it is."""
        return cls.model_construct(**{name: getattr(proof, name) for name in cls.model_fields})

    def value(self, at: str) -> Proof:
        """The proof."""
        return Proof(at, **dict(self))


class OneWaiting(Form):
    """Whoever has this number."""

    appointment: Id


class AheadForm(Form):
    """How many wait before them."""

    count: Number


class OwnForm(Form):
    """One's own appointment."""

    appointment: Id
    proof: ProofForm


class MoveForm(OwnForm):
    """And where to."""

    half: HalfForm


class ArrivalForm(Form):
    """Somebody without an appointment."""

    id: Id
    service: Words
    elderly: bool
    locale: Words

    @classmethod
    def of(cls, arrival: Arrival) -> ArrivalForm:
        """Taken as it is."""
        return cls.model_construct(**{name: getattr(arrival, name) for name in cls.model_fields})

    def value(self) -> Arrival:
        """The arrival."""
        return Arrival(**dict(self))


class AtWindow(ByOfficer):
    """An officer who calls to a window."""

    window: WindowNumber


class OfWaiting(ByOfficer):
    """An officer, and who waits."""

    appointment: Id


class ArrivalAtDesk(ByOfficer):
    """Somebody without an appointment, and the officer who gives them a number."""

    arrival: ArrivalForm


class ProofAtDesk(ByOfficer):
    """Somebody with an appointment, and the officer who checks them in."""

    proof: ProofForm


class LineForm(Form):
    """The hall's line."""

    waiting: list[AppointmentForm]
    called: list[AppointmentForm]
    passed_over: list[AppointmentForm]
    windows: list[WindowNumber]

    @classmethod
    def of(cls, line: Line) -> LineForm:
        """Taken as it is."""
        return cls.model_construct(
            waiting=[AppointmentForm.of(each) for each in line.waiting],
            called=[AppointmentForm.of(each) for each in line.called],
            passed_over=[AppointmentForm.of(each) for each in line.passed_over],
            windows=list(line.windows),
        )

    def value(self) -> Line:
        """The line."""
        return Line(
            tuple(each.value() for each in self.waiting),
            tuple(each.value() for each in self.called),
            tuple(each.value() for each in self.passed_over),
            tuple(self.windows),
        )


class CalledForm(Form):
    """A number that is called."""

    number: Number
    window: WindowNumber
    calls: Number


class BoardForm(Form):
    """What everybody in the hall may read."""

    called: list[CalledForm]
    next: list[Number]
    waiting: Number

    @classmethod
    def of(cls, board: Board) -> BoardForm:
        """Taken as it is."""
        called = [
            CalledForm.model_construct(number=each.number, window=each.window, calls=each.calls)
            for each in board.called
        ]
        return cls.model_construct(called=called, next=list(board.next), waiting=board.waiting)

    def value(self) -> Board:
        """The board."""
        called = tuple(Called(each.number, each.window, each.calls) for each in self.called)
        return Board(called, tuple(self.next), self.waiting)
