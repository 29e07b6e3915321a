"""Appointments and the hall's line in the local store."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from kiosk.cases.appointment import (
    Appointment,
    AppointmentEvent,
    Arrival,
    Booked,
    FreeHalf,
    NewAppointment,
)
from kiosk.cases.difficult import Refused
from kiosk.cases.proof import Proof
from kiosk.cases.visiting_hours import Half, VisitingPlan
from kiosk.cases.waiting import Board, board_of
from kiosk.cases.waiting import Line as HallLine
from kiosk.message import Message
from kiosk.officers.officer import Officer
from kiosk.officers.roll import Refused as NoRight
from kiosk.store.line import Line

if TYPE_CHECKING:
    from kiosk.store._shelf import Shelf

T = TypeVar("T")


class LocalAppointments:
    """See AppointmentBook and HallBoard."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def free(self, service: str, *, elderly: bool) -> tuple[FreeHalf, ...]:
        """The half hours with a place left, the nearest first."""
        return await self._line.run(lambda shelf: shelf.appointments.free(service, elderly=elderly))

    async def book(self, new: NewAppointment) -> Booked:
        """Give a place."""
        return _told(await self._line.run(lambda shelf: shelf.appointments.book(new)))

    async def find(self, proof: Proof) -> tuple[Booked, ...]:
        """What this resident has booked, the nearest first."""
        return _told(await self._line.run(lambda shelf: shelf.appointments.find(proof)))

    async def move(self, appointment_id: str, proof: Proof, half: Half) -> Appointment:
        """To another half hour."""
        return _told(await self._line.run(lambda shelf: shelf.appointments.move(appointment_id, proof, half)))

    async def cancel(self, appointment_id: str, proof: Proof) -> None:
        """The place is free at once."""
        _told(await self._line.run(lambda shelf: shelf.appointments.cancel(appointment_id, proof)))

    async def check_in(self, proof: Proof) -> Appointment:
        """The resident is here."""
        return _told(await self._line.run(lambda shelf: shelf.appointments.check_in(proof)))

    async def take_number(self, arrival: Arrival) -> Appointment:
        """Without an appointment."""
        return await self._line.run(lambda shelf: shelf.appointments.take_number(arrival))

    async def ahead(self, appointment_id: str) -> int:
        """How many wait before them."""
        return await self._line.run(lambda shelf: shelf.waiting.ahead(appointment_id))

    async def board(self) -> Board:
        """As the line stands now."""
        return board_of(await self._line.run(lambda shelf: shelf.waiting.line()))


class LocalWaiting:
    """See WaitingDesk."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def waiting(self, by: Officer) -> HallLine:
        """The line of today, masked."""
        return await self._asked(lambda shelf: shelf.waiting.line_for(by.number))

    async def call_next(self, window: int, by: Officer) -> Appointment | None:
        """Call the first of those this window serves."""
        return await self._asked(lambda shelf: shelf.waiting.call_next(window, by.number))

    async def call_again(self, appointment_id: str, by: Officer) -> Appointment:
        """Once more."""
        return await self._change(appointment_id, AppointmentEvent.CALL_AGAIN, by)

    async def passed_over(self, appointment_id: str, by: Officer) -> Appointment:
        """They were called and did not come."""
        return await self._change(appointment_id, AppointmentEvent.PASS_OVER, by)

    async def back_in_line(self, appointment_id: str, by: Officer) -> Appointment:
        """They are here after all."""
        return await self._change(appointment_id, AppointmentEvent.RETURN, by)

    async def served(self, appointment_id: str, by: Officer) -> Appointment:
        """Their business is done."""
        return await self._change(appointment_id, AppointmentEvent.SERVE, by)

    async def take_number(self, arrival: Arrival, by: Officer) -> Appointment:
        """To somebody who comes without an appointment."""
        return await self._asked(lambda shelf: shelf.appointments.take_number(arrival, by.number))

    async def check_in(self, proof: Proof, by: Officer) -> Appointment:
        """Somebody with an appointment is here."""
        at_desk = replace(proof, at=f"desk {by.number}")
        return _told(await self._asked(lambda shelf: shelf.appointments.check_in(at_desk, by.number)))

    async def _change(self, appointment_id: str, event: AppointmentEvent, by: Officer) -> Appointment:
        return await self._asked(lambda shelf: shelf.waiting.change(appointment_id, event, by.number))

    async def _asked(self, work: Callable[[Shelf], T]) -> T:
        try:
            return await self._line.run(work)
        except NoRight as refused:
            raise Refused(refused.reason) from None


class LocalPlan:
    """See PlanBook."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def plan(self) -> VisitingPlan:
        """As it was set last; the usual one before."""
        return await self._line.run(lambda shelf: shelf.visiting_plan.plan())

    async def set(self, plan: VisitingPlan, services: Collection[str]) -> None:
        """In place of the one before. Raises ``Refused`` where something is wrong with it."""
        await self._line.run(lambda shelf: shelf.visiting_plan.set(plan, services))


def _told(answer: T | Message) -> T:
    """What was told comes back from the store as an answer, for the try itself is to be kept."""
    if isinstance(answer, Message):
        raise Refused(answer)
    return answer
