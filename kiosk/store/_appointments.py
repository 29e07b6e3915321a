"""Appointments, in SQL: booked, moved, cancelled, checked in. No place is ever given twice."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from kiosk.cases.appointment import (
    ENOUGH_ALREADY,
    MOST_BOOKED,
    NOT_FOUND,
    ONE_ALREADY,
    OTHER,
    Appointment,
    AppointmentEvent,
    AppointmentState,
    Arrival,
    Booked,
    FreeHalf,
    NewAppointment,
    after,
    check_new,
    late,
)
from kiosk.cases.difficult import Refused
from kiosk.cases.places import free_halves, place_for
from kiosk.cases.proof import LAST, Proof, new_code
from kiosk.cases.visiting_hours import Calendar, Half, VisitingPlan
from kiosk.cases.waiting import turn
from kiosk.clock import HALL_ZONE, Clock
from kiosk.message import Message
from kiosk.store._appointment_rows import appointment, half_of, next_number, sealed_cell
from kiosk.store._engine import reading, writing
from kiosk.store._finding import Finding
from kiosk.store._rights import Rights
from kiosk.store._tables import AppointmentRow
from kiosk.store._visiting_plan import VisitingPlans
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.seal import Seal, Unreadable


class Appointments:
    """Each method is one transaction that has the right to write from its beginning: of two who want the last
    place the second finds it taken. The table holds the same once more, by its unique indexes."""

    def __init__(
        self,
        engine: Engine,
        seal: Seal,
        clock: Clock,
        plans: VisitingPlans,
        calendar: Calendar,
        rights: Rights,
    ) -> None:
        self._engine = engine
        self._seal = seal
        self._clock = clock
        self._plans = plans
        self._calendar = calendar
        self._rights = rights
        self._finding = Finding(seal)

    def free(self, service: str, *, elderly: bool) -> tuple[FreeHalf, ...]:
        """See AppointmentBook."""
        now = self._clock.now()
        with reading(self._engine) as session:
            plan = self._plans.within(session)
            taken: defaultdict[Half, dict[str, str]] = defaultdict(dict)
            wanted = select(AppointmentRow).where(
                AppointmentRow.day >= now.astimezone(HALL_ZONE).date(), col(AppointmentRow.place).is_not(None)
            )
            for row in session.exec(wanted):
                half = half_of(row)
                if half is not None and row.place is not None:
                    taken[half][row.place] = row.service
            return free_halves(plan, service, elderly=elderly, taken=taken, calendar=self._calendar, now=now)

    def book(self, new: NewAppointment) -> Booked | Message:
        """See AppointmentBook; what is told comes as with :meth:`find`.

        That this person has booked already is told once it is counted that it was asked here: else whoever
        makes up telephone numbers could learn without end whose they are.
        """
        now = self._clock.now()
        new = check_new(new, now.astimezone(HALL_ZONE).date())
        with writing(self._engine) as session:
            finder = self._finding.finder(session)
            person = finder.person(new.identity, new.phone)
            known = session.get(AppointmentRow, new.id)
            if known is not None:
                if (known.person, known.service) != (person, new.service):
                    raise Refused(OTHER)
                return self._booked(known)
            plan = self._plans.within(session)
            self._release(session, plan, now)
            if new.spot is not None:
                self._finding.room_at(session, new.spot, now)
            booked = session.exec(
                select(AppointmentRow.service).where(
                    AppointmentRow.person == person, AppointmentRow.state == AppointmentState.BOOKED
                )
            ).all()
            if new.service in booked:
                return ONE_ALREADY
            if len(booked) >= MOST_BOOKED:
                return ENOUGH_ALREADY
            code = new_code()
            ends = {"code": code, "last_four": (new.identity or new.phone)[-LAST:]}
            row = AppointmentRow(
                id=new.id,
                service=new.service,
                locale=new.locale,
                elderly=new.elderly,
                state=AppointmentState.BOOKED,
                day=new.half.day,
                begins=f"{new.half.begins:%H:%M}",
                place=self._place(session, plan, new.service, new.half, now, elderly=new.elderly),
                person=person,
                identity_last=finder.last_four(new.identity),
                phone_last=finder.last_four(new.phone),
                code=finder.code(code),
                sealed=self._seal.close(json.dumps(ends), sealed_cell(new.id)),
                booked_at=now,
            )
            session.add(row)
            session.flush()
            return self._booked(row)

    def find(self, proof: Proof) -> tuple[Booked, ...] | Message:
        """What is booked; or what to tell, once that the try was counted is committed."""
        now = self._clock.now()
        with writing(self._engine) as session:
            self._release(session, self._plans.within(session), now)
            found = self._finding.found(session, proof, now)
            return found if isinstance(found, Message) else tuple(self._booked(row) for row in found)

    def move(self, appointment_id: str, proof: Proof, half: Half) -> Appointment | Message:
        """See AppointmentBook; what is told comes as with :meth:`find`."""
        now = self._clock.now()
        with writing(self._engine) as session:
            plan = self._plans.within(session)
            self._release(session, plan, now)
            row = self._own(session, appointment_id, proof, now)
            if isinstance(row, Message):
                return row
            state = after(AppointmentState(row.state), AppointmentEvent.MOVE)
            if half != half_of(row):
                row.place = self._place(session, plan, row.service, half, now, elderly=row.elderly)
                row.day, row.begins, row.state = half.day, f"{half.begins:%H:%M}", state
                session.add(row)
                session.flush()
            return appointment(row)

    def cancel(self, appointment_id: str, proof: Proof) -> Message | None:
        """See AppointmentBook; what is told comes as with :meth:`find`."""
        now = self._clock.now()
        with writing(self._engine) as session:
            self._release(session, self._plans.within(session), now)
            row = self._own(session, appointment_id, proof, now)
            if isinstance(row, Message):
                return row
            row.state = after(AppointmentState(row.state), AppointmentEvent.CANCEL)
            row.place, row.ended_at = None, now
            session.add(row)
            return None

    def check_in(self, proof: Proof, by: str | None = None) -> Appointment | Message:
        """See AppointmentBook; what is told comes as with :meth:`find`. by: the officer who does it."""
        now = self._clock.now()
        today = now.astimezone(HALL_ZONE).date()
        with writing(self._engine) as session:
            if by is not None:
                self._rights.act(session, by)
            plan = self._plans.within(session)
            self._release(session, plan, now)
            found = self._finding.found(session, proof, now, today)
            if isinstance(found, Message):
                return found
            of_today = [row for row in found if row.day == today]
            if not of_today:
                return Message("appointment.other_day", {"day": f"{found[0].day}"})
            # One that is still to come before one that was missed.
            row = next((r for r in of_today if r.state != AppointmentState.NO_SHOW), of_today[0])
            state = AppointmentState(row.state)
            if state in (AppointmentState.WAITING, AppointmentState.CALLED):
                return appointment(row)
            back = state is AppointmentState.PASSED_OVER
            event = AppointmentEvent.RETURN if back else AppointmentEvent.CHECK_IN
            half = half_of(row)
            in_time = half is not None and not back and not late(half, plan, now)
            row.state = after(state, event)
            row.turn_at = turn(now, half if in_time else None, elderly=row.elderly)
            row.arrived_at = row.arrived_at or now
            row.number = row.number or next_number(session, today)
            row.window = None
            session.add(row)
            session.flush()
            return appointment(row)

    def take_number(self, arrival: Arrival, by: str | None = None) -> Appointment:
        """See AppointmentBook. by: the officer who gives it."""
        now = self._clock.now()
        today = now.astimezone(HALL_ZONE).date()
        with writing(self._engine) as session:
            if by is not None:
                self._rights.act(session, by)
            row = session.get(AppointmentRow, arrival.id)
            if row is not None:
                if (row.begins, row.service, row.elderly) != (None, arrival.service, arrival.elderly):
                    raise Refused(OTHER)
                return appointment(row)
            plan = self._plans.within(session)
            if not any(each.serves(arrival.service) for each in plan.windows):
                raise Refused(Message("appointment.no_window"))
            row = AppointmentRow(
                id=arrival.id,
                service=arrival.service,
                locale=arrival.locale,
                elderly=arrival.elderly,
                state=AppointmentState.WAITING,
                day=today,
                number=next_number(session, today),
                booked_at=now,
                arrived_at=now,
                turn_at=turn(now, None, elderly=arrival.elderly),
            )
            session.add(row)
            session.flush()
            return appointment(row)

    def _own(
        self, session: Session, appointment_id: str, proof: Proof, now: datetime
    ) -> AppointmentRow | Message:
        found = self._finding.found(session, proof, now)
        if isinstance(found, Message):
            return found
        return next((row for row in found if row.id == appointment_id), NOT_FOUND)

    def _place(
        self, session: Session, plan: VisitingPlan, service: str, half: Half, now: datetime, *, elderly: bool
    ) -> str:
        taken = session.exec(
            select(AppointmentRow.place, AppointmentRow.service).where(
                AppointmentRow.day == half.day,
                AppointmentRow.begins == f"{half.begins:%H:%M}",
                col(AppointmentRow.place).is_not(None),
            )
        ).all()
        given = {place: booked for place, booked in taken if place is not None}
        return place_for(plan, service, half, elderly=elderly, taken=given, calendar=self._calendar, now=now)

    def _release(self, session: Session, plan: VisitingPlan, now: datetime) -> None:
        """Whoever did not come is no longer waited for."""
        due = session.exec(
            select(AppointmentRow).where(
                AppointmentRow.state == AppointmentState.BOOKED,
                AppointmentRow.day <= now.astimezone(HALL_ZONE).date(),
            )
        )
        for row in due:
            half = half_of(row)
            if half is None or late(half, plan, now):
                row.state = after(AppointmentState(row.state), AppointmentEvent.RELEASE)
                row.place, row.ended_at = None, now
                session.add(row)
        session.flush()

    def _booked(self, row: AppointmentRow) -> Booked:
        if row.sealed is None:
            raise StoreFailed(Trouble.DAMAGED, "an appointment has no code")
        try:
            told = json.loads(self._seal.open(row.sealed, sealed_cell(row.id)))
            return Booked(appointment(row, told["last_four"]), told["code"])
        except (Unreadable, ValueError, KeyError, TypeError):
            raise StoreFailed(Trouble.DAMAGED, "an appointment cannot be read") from None
