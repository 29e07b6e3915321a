"""An appointment book that can be reached only later: the hall's, once the line to the hub is there."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.cases.appointment import (
    Appointment,
    AppointmentBook,
    Arrival,
    Booked,
    FreeHalf,
    NewAppointment,
)
from kiosk.cases.proof import Proof
from kiosk.cases.visiting_hours import Half
from kiosk.failure import StoreFailed, Trouble


class LaterAppointments:
    """See AppointmentBook. at: gives it; until it is set nothing is there."""

    def __init__(self) -> None:
        self.at: Callable[[], AppointmentBook] | None = None

    async def free(self, service: str, *, elderly: bool) -> tuple[FreeHalf, ...]:
        """The half hours with a place left, the nearest first."""
        return await self._found().free(service, elderly=elderly)

    async def book(self, new: NewAppointment) -> Booked:
        """Give a place."""
        return await self._found().book(new)

    async def find(self, proof: Proof) -> tuple[Booked, ...]:
        """What this resident has booked, the nearest first."""
        return await self._found().find(proof)

    async def move(self, appointment_id: str, proof: Proof, half: Half) -> Appointment:
        """To another half hour."""
        return await self._found().move(appointment_id, proof, half)

    async def cancel(self, appointment_id: str, proof: Proof) -> None:
        """The place is free at once."""
        await self._found().cancel(appointment_id, proof)

    async def check_in(self, proof: Proof) -> Appointment:
        """The resident is here."""
        return await self._found().check_in(proof)

    async def take_number(self, arrival: Arrival) -> Appointment:
        """Without an appointment."""
        return await self._found().take_number(arrival)

    async def ahead(self, appointment_id: str) -> int:
        """How many wait before them."""
        return await self._found().ahead(appointment_id)

    def _found(self) -> AppointmentBook:
        if self.at is None:
            raise StoreFailed(Trouble.AWAY, "not yet there")
        return self.at()
