"""Appointments in the hub's tables: booked, moved, cancelled, checked in. No place is ever given twice."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, datetime, time

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
from kiosk.clock import HALL_ZONE
from kiosk.hub.database import Connection, Record
from kiosk.hub.finding import Finding
from kiosk.hub.sealing import HallSeal
from kiosk.hub.visiting_plan import plan_within
from kiosk.message import Message

APPOINTMENT = "appointment"
"""The place of what is sealed of one: the code and the last four."""

# What somebody else is just working on is released the next time: waiting for it here could wait for ever.
_RELEASE = (
    "UPDATE appointment SET state = 'no_show', place = NULL, ended_at = $1 WHERE id IN ("
    "SELECT id FROM appointment WHERE state = 'booked' AND day <= $2 AND "
    "(day + begins::time) AT TIME ZONE 'Asia/Shanghai' + make_interval(mins => $3) <= $1 "
    "FOR UPDATE SKIP LOCKED)"
)
_TAKEN = "SELECT place, service FROM appointment WHERE day = $1 AND begins = $2 AND place IS NOT NULL"
_INSERT = (
    "INSERT INTO appointment (id, service, locale, elderly, state, day, begins, place, person, "
    "identity_last, phone_last, code, sealed, booked_at) "
    "VALUES ($1, $2, $3, $4, 'booked', $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING *"
)
_WALK_IN = (
    "INSERT INTO appointment (id, service, locale, elderly, state, day, number, booked_at, arrived_at, "
    "turn_at) VALUES ($1, $2, $3, $4, 'waiting', $5, $6, $7, $7, $8) RETURNING *"
)
_HERE = (
    "UPDATE appointment SET state = $2, turn_at = $3, arrived_at = coalesce(arrived_at, $4), "
    "number = coalesce(number, $5), at_window = NULL WHERE id = $1 RETURNING *"
)
_IN_TURN = "SELECT pg_advisory_xact_lock(hashtextextended($1, 4807))"
"""Whoever has this name goes first. Taken in this order: the line's, a person's, rows, a half hour's."""


class Appointments:
    """In a transaction that is under way; each is asked at most one thing."""

    def __init__(self, connection: Connection, seal: HallSeal, calendar: Calendar) -> None:
        self._connection = self.connection = connection
        self._seal = seal
        self._calendar = calendar
        self._finding = Finding(connection, seal)

    async def free(self, service: str, *, elderly: bool) -> tuple[FreeHalf, ...]:
        """See AppointmentBook."""
        now = await moment(self._connection)
        plan = await plan_within(self._connection)
        taken: defaultdict[Half, dict[str, str]] = defaultdict(dict)
        for row in await self._connection.fetch(
            "SELECT day, begins, place, service FROM appointment WHERE day >= $1 AND place IS NOT NULL",
            hall_day(now),
        ):
            taken[Half(row["day"], time.fromisoformat(row["begins"]))][row["place"]] = row["service"]
        return free_halves(plan, service, elderly=elderly, taken=taken, calendar=self._calendar, now=now)

    async def book(self, new: NewAppointment, at: str) -> Booked | Message:
        """See AppointmentBook. at: the kiosk that asks.

        That this person has booked already is told once it is counted that it was asked here: else whoever
        makes up telephone numbers could learn without end whose they are.
        """
        now = await moment(self._connection)
        new = check_new(new, hall_day(now))
        plan = await self._released(now)
        finder = await self._finding.finder()
        person = finder.person(new.identity, new.phone)
        await in_turn(self._connection, f"person {person}")
        known = await self._connection.fetchrow("SELECT * FROM appointment WHERE id = $1", new.id)
        if known is not None:
            if (known["person"], known["service"]) != (person, new.service):
                raise Refused(OTHER)
            return self._booked(known)
        if new.spot is not None:
            await self._finding.room_at(at, new.spot, now)
        booked = await self._connection.fetch(
            "SELECT service FROM appointment WHERE person = $1 AND state = 'booked'", person
        )
        if any(row["service"] == new.service for row in booked):
            return ONE_ALREADY
        if len(booked) >= MOST_BOOKED:
            return ENOUGH_ALREADY
        place = await self._place(plan, new.service, new.half, now, elderly=new.elderly)
        code = new_code()
        told = json.dumps({"code": code, "last_four": (new.identity or new.phone)[-LAST:]})
        row = await self._connection.fetchrow(
            _INSERT,
            new.id,
            new.service,
            new.locale,
            new.elderly,
            new.half.day,
            f"{new.half.begins:%H:%M}",
            place,
            person,
            finder.last_four(new.identity),
            finder.last_four(new.phone),
            finder.code(code),
            self._seal.close(told, new.id, APPOINTMENT),
            now,
        )
        assert row is not None
        return self._booked(row)

    async def find(self, proof: Proof) -> tuple[Booked, ...] | Message:
        """What is booked; or what to tell, once that the try was counted is committed."""
        now = await moment(self._connection)
        plan = await self._released(now)
        found = await self._finding.found(proof, now)
        if isinstance(found, Message):
            return found
        in_time = [row for row in found if not _late(row, plan, now)]
        return tuple(self._booked(row) for row in in_time) or NOT_FOUND

    async def move(self, appointment_id: str, proof: Proof, half: Half) -> Appointment | Message:
        """See AppointmentBook; what is told comes as with :meth:`find`."""
        now = await moment(self._connection)
        plan = await self._released(now)
        row = await self._own(appointment_id, proof, now)
        if isinstance(row, Message):
            return row
        after(AppointmentState(row["state"]), AppointmentEvent.MOVE)
        if half == half_of(row):
            return appointment(row)
        place = await self._place(plan, row["service"], half, now, elderly=row["elderly"])
        moved = await self._connection.fetchrow(
            "UPDATE appointment SET day = $2, begins = $3, place = $4 WHERE id = $1 RETURNING *",
            row["id"],
            half.day,
            f"{half.begins:%H:%M}",
            place,
        )
        assert moved is not None
        return appointment(moved)

    async def cancel(self, appointment_id: str, proof: Proof) -> Message | None:
        """See AppointmentBook; what is told comes as with :meth:`find`."""
        now = await moment(self._connection)
        await self._released(now)
        row = await self._own(appointment_id, proof, now)
        if isinstance(row, Message):
            return row
        state = after(AppointmentState(row["state"]), AppointmentEvent.CANCEL)
        await self._connection.execute(
            "UPDATE appointment SET state = $2, place = NULL, ended_at = $3 WHERE id = $1",
            row["id"],
            str(state),
            now,
        )
        return None

    async def check_in(self, proof: Proof) -> Appointment | Message:
        """See AppointmentBook; what is told comes as with :meth:`find`."""
        now = await moment(self._connection)
        today = hall_day(now)
        await line_in_turn(self._connection, today)
        plan = await self._released(now)
        found = await self._finding.found(proof, now, today)
        if isinstance(found, Message):
            return found
        of_today = [row for row in found if row["day"] == today]
        if not of_today:
            return Message("appointment.other_day", {"day": f"{found[0]['day']}"})
        # One that is still to come before one that was missed.
        row = next((r for r in of_today if r["state"] != AppointmentState.NO_SHOW), of_today[0])
        state = AppointmentState(row["state"])
        if state in (AppointmentState.WAITING, AppointmentState.CALLED):
            return appointment(row)
        back = state is AppointmentState.PASSED_OVER
        becomes = after(state, AppointmentEvent.RETURN if back else AppointmentEvent.CHECK_IN)
        half = half_of(row)
        in_time = half is not None and not back and not late(half, plan, now)
        at = turn(now, half if in_time else None, elderly=row["elderly"])
        number = row["number"] or await next_number(self._connection, today)
        here = await self._connection.fetchrow(_HERE, row["id"], str(becomes), at, now, number)
        assert here is not None
        return appointment(here)

    async def take_number(self, arrival: Arrival) -> Appointment:
        """See AppointmentBook."""
        now = await moment(self._connection)
        today = hall_day(now)
        await line_in_turn(self._connection, today)
        row = await self._connection.fetchrow("SELECT * FROM appointment WHERE id = $1", arrival.id)
        if row is None:
            plan = await plan_within(self._connection)
            if not any(each.serves(arrival.service) for each in plan.windows):
                raise Refused(Message("appointment.no_window"))
            row = await self._connection.fetchrow(
                _WALK_IN,
                arrival.id,
                arrival.service,
                arrival.locale,
                arrival.elderly,
                today,
                await next_number(self._connection, today),
                now,
                turn(now, None, elderly=arrival.elderly),
            )
            assert row is not None
        elif (row["begins"], row["service"], row["elderly"]) != (None, arrival.service, arrival.elderly):
            raise Refused(OTHER)
        return appointment(row)

    async def _released(self, now: datetime) -> VisitingPlan:
        """The plan, after whoever did not come is no longer waited for."""
        plan = await plan_within(self._connection)
        await self._connection.execute(_RELEASE, now, hall_day(now), plan.no_show_after_min)
        return plan

    async def _own(self, appointment_id: str, proof: Proof, now: datetime) -> Record | Message:
        found = await self._finding.found(proof, now)
        if isinstance(found, Message):
            return found
        return next((row for row in found if row["id"] == appointment_id), NOT_FOUND)

    async def _place(
        self, plan: VisitingPlan, service: str, half: Half, now: datetime, *, elderly: bool
    ) -> str:
        await in_turn(self._connection, f"half {half}")
        rows = await self._connection.fetch(_TAKEN, half.day, f"{half.begins:%H:%M}")
        taken = {row["place"]: row["service"] for row in rows}
        return place_for(plan, service, half, elderly=elderly, taken=taken, calendar=self._calendar, now=now)

    def _booked(self, row: Record) -> Booked:
        told = json.loads(self._seal.open(row["sealed"], row["id"], APPOINTMENT))
        return Booked(appointment(row, told["last_four"]), told["code"])


async def moment(connection: Connection) -> datetime:
    """Now, by the database's clock, which is the same for all hubs."""
    now: datetime = await connection.fetchval("SELECT clock_timestamp()")
    return now


def hall_day(now: datetime) -> date:
    """The date in the hall."""
    return now.astimezone(HALL_ZONE).date()


async def in_turn(connection: Connection, name: str) -> None:
    """Until the end of this transaction nobody else goes by this name."""
    await connection.execute(_IN_TURN, name)


async def line_in_turn(connection: Connection, day: date) -> None:
    """One after the other at this day's line: numbers are given and called once."""
    await in_turn(connection, f"line {day}")


async def next_number(connection: Connection, day: date) -> int:
    """The next one to wait with; each day begins with 1."""
    last = await connection.fetchval("SELECT max(number) FROM appointment WHERE day = $1", day)
    return (last or 0) + 1


def half_of(row: Record) -> Half | None:
    """Its half hour."""
    return None if row["begins"] is None else Half(row["day"], time.fromisoformat(row["begins"]))


def appointment(row: Record, last_four: str = "") -> Appointment:
    """The row as a value."""
    return Appointment(
        id=row["id"],
        service=row["service"],
        locale=row["locale"],
        elderly=row["elderly"],
        state=AppointmentState(row["state"]),
        day=row["day"],
        half=half_of(row),
        number=row["number"],
        window=row["at_window"],
        arrived_at=row["arrived_at"],
        turn_at=row["turn_at"],
        called_at=row["called_at"],
        calls=row["calls"],
        last_four=last_four,
    )


def _late(row: Record, plan: VisitingPlan, now: datetime) -> bool:
    half = half_of(row)
    return half is not None and late(half, plan, now)
