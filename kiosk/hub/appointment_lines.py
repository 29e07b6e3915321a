"""The hall's appointments and its line, as kiosks, desks and boards work on them through the hub."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kiosk.assist.change_form import Form
from kiosk.cases.appointment import Appointment, Arrival, Booked, FreeHalf, NewAppointment
from kiosk.cases.difficult import Refused
from kiosk.cases.proof import Proof
from kiosk.cases.visiting_hours import Half
from kiosk.cases.waiting import Board, Line
from kiosk.failure import StoreFailed, Trouble
from kiosk.hub.appointment_forms import (
    AheadForm,
    AllBooked,
    AllFree,
    ArrivalAtDesk,
    ArrivalForm,
    AskFree,
    AtWindow,
    BoardForm,
    BookedForm,
    HalfForm,
    LineForm,
    MoveForm,
    NewForm,
    OfWaiting,
    OneAppointment,
    OneWaiting,
    OwnForm,
    ProofAtDesk,
    ProofForm,
)
from kiosk.hub.asking import NotAnswered, Nothing
from kiosk.hub.desk_difficult import NOT_THE_OFFICERS
from kiosk.hub.difficult_forms import ByOfficer
from kiosk.hub.hub_line import HubLine
from kiosk.officers.officer import Officer

F = TypeVar("F", bound=Form)


class HubAppointments:
    """See AppointmentBook. line: finds the kiosk's line to the hub, once it is there."""

    def __init__(self, line: Callable[[], HubLine]) -> None:
        self._line = line

    async def free(self, service: str, *, elderly: bool) -> tuple[FreeHalf, ...]:
        """The half hours with a place left, the nearest first."""
        told = await self._ask("free", AskFree(service=service, elderly=elderly), AllFree)
        return tuple(form.free() for form in told.halves)

    async def book(self, new: NewAppointment) -> Booked:
        """Give a place."""
        return (await self._ask("book", NewForm.of(new), BookedForm)).value()

    async def find(self, proof: Proof) -> tuple[Booked, ...]:
        """What this resident has booked, the nearest first."""
        told = await self._ask("find", ProofForm.of(proof), AllBooked)
        return tuple(form.value() for form in told.booked)

    async def move(self, appointment_id: str, proof: Proof, half: Half) -> Appointment:
        """To another half hour."""
        asked = MoveForm(appointment=appointment_id, proof=ProofForm.of(proof), half=HalfForm.of(half))
        return _one(await self._ask("move", asked, OneAppointment))

    async def cancel(self, appointment_id: str, proof: Proof) -> None:
        """The place is free at once."""
        await self._ask("cancel", OwnForm(appointment=appointment_id, proof=ProofForm.of(proof)), Nothing)

    async def check_in(self, proof: Proof) -> Appointment:
        """The resident is here."""
        return _one(await self._ask("check_in", ProofForm.of(proof), OneAppointment))

    async def take_number(self, arrival: Arrival) -> Appointment:
        """Without an appointment."""
        return _one(await self._ask("take_number", ArrivalForm.of(arrival), OneAppointment))

    async def ahead(self, appointment_id: str) -> int:
        """How many wait before them."""
        return (await self._ask("ahead", OneWaiting(appointment=appointment_id), AheadForm)).count

    async def _ask(self, what: str, body: Form, answer: type[F]) -> F:
        return await _asked(self._line(), f"appointments.{what}", body, answer)


class HubWaiting:
    """See WaitingDesk."""

    def __init__(self, line: HubLine) -> None:
        self._line = line

    async def waiting(self, by: Officer) -> Line:
        """The line of today, masked."""
        return (await self._ask("line", ByOfficer(officer=by.number), LineForm)).value()

    async def call_next(self, window: int, by: Officer) -> Appointment | None:
        """Call the first of those this window serves."""
        told = await self._ask("call_next", AtWindow(officer=by.number, window=window), OneAppointment)
        return None if told.appointment is None else told.appointment.value()

    async def call_again(self, appointment_id: str, by: Officer) -> Appointment:
        """Once more."""
        return await self._change("call_again", appointment_id, by)

    async def passed_over(self, appointment_id: str, by: Officer) -> Appointment:
        """They were called and did not come."""
        return await self._change("passed_over", appointment_id, by)

    async def back_in_line(self, appointment_id: str, by: Officer) -> Appointment:
        """They are here after all."""
        return await self._change("back_in_line", appointment_id, by)

    async def served(self, appointment_id: str, by: Officer) -> Appointment:
        """Their business is done."""
        return await self._change("served", appointment_id, by)

    async def take_number(self, arrival: Arrival, by: Officer) -> Appointment:
        """To somebody who comes without an appointment."""
        asked = ArrivalAtDesk(officer=by.number, arrival=ArrivalForm.of(arrival))
        return _one(await self._ask("take_number", asked, OneAppointment))

    async def check_in(self, proof: Proof, by: Officer) -> Appointment:
        """Somebody with an appointment is here."""
        asked = ProofAtDesk(officer=by.number, proof=ProofForm.of(proof))
        return _one(await self._ask("check_in", asked, OneAppointment))

    async def _change(self, what: str, appointment_id: str, by: Officer) -> Appointment:
        asked = OfWaiting(officer=by.number, appointment=appointment_id)
        return _one(await self._ask(what, asked, OneAppointment))

    async def _ask(self, what: str, body: Form, answer: type[F]) -> F:
        return await _asked(self._line, f"waiting.{what}", body, answer)


class HubBoard:
    """See HallBoard."""

    def __init__(self, line: HubLine) -> None:
        self._line = line

    async def board(self) -> Board:
        """As the line stands now."""
        return (await _asked(self._line, "waiting.board", Nothing(), BoardForm)).value()


def _one(told: OneAppointment) -> Appointment:
    if told.appointment is None:
        raise StoreFailed(Trouble.UNKNOWN, "the hub told of no appointment")
    return told.appointment.value()


async def _asked(line: HubLine, what: str, body: Form, answer: type[F]) -> F:
    try:
        return await line.ask(what, body, answer)
    except NotAnswered as refused:
        if refused.reason.id in NOT_THE_OFFICERS:
            raise StoreFailed(Trouble.UNKNOWN, refused.reason.id) from None
        raise Refused(refused.reason) from None
