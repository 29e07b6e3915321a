"""A row of an appointment as a value."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import func
from sqlmodel import Session, select

from kiosk.cases.appointment import Appointment, AppointmentState
from kiosk.cases.visiting_hours import Half
from kiosk.store._tables import AppointmentRow
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.seal import Cell


def sealed_cell(appointment_id: str) -> Cell:
    """Where its code and last four stand."""
    return Cell("appointment", appointment_id, "sealed")


def half_of(row: AppointmentRow) -> Half | None:
    """Its half hour."""
    if row.begins is None:
        return None
    try:
        return Half(row.day, time.fromisoformat(row.begins))
    except (ValueError, TypeError):
        raise StoreFailed(Trouble.DAMAGED, "the time of an appointment cannot be read") from None


def appointment(row: AppointmentRow, last_four: str = "") -> Appointment:
    """The row as a value."""
    try:
        state = AppointmentState(row.state)
    except ValueError:
        raise StoreFailed(Trouble.DAMAGED, "an appointment cannot be read") from None
    return Appointment(
        id=row.id,
        service=row.service,
        locale=row.locale,
        elderly=row.elderly,
        state=state,
        day=row.day,
        half=half_of(row),
        number=row.number,
        window=row.window,
        arrived_at=row.arrived_at,
        turn_at=row.turn_at,
        called_at=row.called_at,
        calls=row.calls,
        last_four=last_four,
    )


def next_number(session: Session, day: date) -> int:
    """The next one to wait with; each day begins with 1."""
    last = session.exec(select(func.max(AppointmentRow.number)).where(AppointmentRow.day == day)).one()
    return (last or 0) + 1
