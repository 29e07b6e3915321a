"""The hall's line, in SQL: who is called next, and by whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from kiosk.cases.appointment import (
    BUSY,
    NO_WINDOW,
    UNKNOWN,
    Appointment,
    AppointmentEvent,
    AppointmentState,
    after,
)
from kiosk.cases.difficult import Refused
from kiosk.cases.waiting import Line, ahead, turn
from kiosk.clock import HALL_ZONE, Clock
from kiosk.officers.record import Deed
from kiosk.store._appointment_rows import appointment
from kiosk.store._engine import reading, writing
from kiosk.store._record import Record
from kiosk.store._rights import Rights
from kiosk.store._tables import AppointmentRow
from kiosk.store._visiting_plan import VisitingPlans

_DEEDS = {
    AppointmentEvent.CALL_AGAIN: Deed.NUMBER_CALLED,
    AppointmentEvent.PASS_OVER: Deed.NUMBER_PASSED_OVER,
    AppointmentEvent.RETURN: Deed.NUMBER_RETURNED,
    AppointmentEvent.SERVE: Deed.NUMBER_SERVED,
}


class Waiting:
    """Each method is one transaction, with its entry on record."""

    def __init__(
        self, engine: Engine, clock: Clock, plans: VisitingPlans, record: Record, rights: Rights
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._plans = plans
        self._record = record
        self._rights = rights

    def line(self) -> Line:
        """Of today, masked."""
        with reading(self._engine) as session:
            return self._line(session)

    def ahead(self, appointment_id: str) -> int:
        """See AppointmentBook."""
        with reading(self._engine) as session:
            return ahead(self._line(session), self._plans.within(session), appointment_id)

    def line_for(self, by: str) -> Line:
        """The same, for whoever sits at the desk."""
        with reading(self._engine) as session:
            self._rights.act(session, by, locked=True)
            return self._line(session)

    def call_next(self, number: int, by: str) -> Appointment | None:
        """See WaitingDesk."""
        now = self._clock.now()
        with writing(self._engine) as session:
            self._rights.act(session, by)
            plan = self._plans.within(session)
            window = plan.window(number)
            if window is None:
                raise Refused(NO_WINDOW)
            rows = self._of_today(session, now)
            if any(row.state == AppointmentState.CALLED and row.window == number for row in rows):
                raise Refused(BUSY)
            row = next(
                (
                    row
                    for row in rows
                    if row.state == AppointmentState.WAITING and plan.calls(window, row.service)
                ),
                None,
            )
            if row is None:
                return None
            row.state = after(AppointmentState(row.state), AppointmentEvent.CALL)
            row.window, row.called_at, row.calls = number, now, row.calls + 1
            return self._kept(session, row, by, Deed.NUMBER_CALLED)

    def change(self, appointment_id: str, event: AppointmentEvent, by: str) -> Appointment:
        """One of :data:`_DEEDS`."""
        now = self._clock.now()
        with writing(self._engine) as session:
            self._rights.act(session, by)
            row = session.get(AppointmentRow, appointment_id)
            if row is None or row.day != now.astimezone(HALL_ZONE).date():
                raise Refused(UNKNOWN)
            row.state = after(AppointmentState(row.state), event)
            if event is AppointmentEvent.CALL_AGAIN:
                row.called_at, row.calls = now, row.calls + 1
            elif event is AppointmentEvent.RETURN:
                row.window, row.turn_at = None, turn(now, None, elderly=row.elderly)
            elif event is AppointmentEvent.SERVE:
                row.ended_at = now
            return self._kept(session, row, by, _DEEDS[event])

    def _kept(self, session: Session, row: AppointmentRow, by: str, deed: Deed) -> Appointment:
        session.add(row)
        session.flush()
        self._record.append(session, by, deed, row.id)
        return appointment(row)

    def _of_today(self, session: Session, now: datetime) -> list[AppointmentRow]:
        wanted = select(AppointmentRow).where(
            AppointmentRow.day == now.astimezone(HALL_ZONE).date(), col(AppointmentRow.number).is_not(None)
        )
        return list(session.exec(wanted.order_by(col(AppointmentRow.turn_at), col(AppointmentRow.number))))

    def _line(self, session: Session) -> Line:
        rows = [appointment(row) for row in self._of_today(session, self._clock.now())]

        def standing(state: AppointmentState) -> list[Appointment]:
            return [each for each in rows if each.state is state]

        called = standing(AppointmentState.CALLED)
        called.sort(key=lambda each: (each.called_at is not None, each.called_at), reverse=True)
        return Line(
            tuple(standing(AppointmentState.WAITING)),
            tuple(called),
            tuple(standing(AppointmentState.PASSED_OVER)),
            tuple(window.number for window in self._plans.within(session).windows),
        )
