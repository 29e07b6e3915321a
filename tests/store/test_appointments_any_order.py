"""Whatever is done with appointments, in any order: no place twice, kept places kept, legal steps only."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel import select

from kiosk.cases.appointment import (
    TRANSITIONS,
    AppointmentEvent,
    AppointmentState,
    Arrival,
    NewAppointment,
    elderly_by,
)
from kiosk.cases.difficult import Refused
from kiosk.cases.proof import Proof
from kiosk.cases.visiting_hours import WEEK, Half, Hours, VisitingPlan, Window
from kiosk.field.identity import check_character
from kiosk.ids import new_id
from kiosk.message import Message
from kiosk.store._engine import reading
from kiosk.store._shelf import Shelf
from kiosk.store._tables import AppointmentRow
from kiosk.store.folder import DataFolder
from kiosk.working_days import DueRule
from tests.store.conftest import HandClock

PLAN = VisitingPlan(
    days_ahead=1,
    elderly_kept_min=60,
    hours=(Hours(days=WEEK[:5], begins=time(9), ends=time(10)),),
    windows=(
        Window(number=1, services=("move",), capacity=3, for_elderly=1, for_walk_ins=1),
        Window(number=2, services=("move", "permit"), capacity=2, for_elderly=1),
    ),
)
MONDAY = date(2026, 11, 23)
HALVES = [Half(MONDAY + timedelta(days=n), time(9, m)) for n in (0, 1) for m in (0, 30)]


def person(n: int) -> str:
    digits = f"310230{1940 if n % 2 else 1990}010100{n}"
    return digits + check_character(digits)


PEOPLE = [person(n) for n in range(8)]
DONE = {(since, to) for (since, _), to in TRANSITIONS.items()} | {
    (state, state) for state in AppointmentState
}
SERVICES = st.sampled_from(["move", "permit"])


class AnyOrder(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.clock = HandClock()
        self.clock.moment = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
        self.shelf = Shelf.open(
            DataFolder(self.home / "data", "01", False, None), self.clock, DueRule(), create=True
        )
        self.before: dict[str, AppointmentState] = {}

    @initialize()
    def planned(self) -> None:
        self.shelf.visiting_plan.set(PLAN, ("move", "permit"))

    def rows(self) -> list[AppointmentRow]:
        with reading(self.shelf._engine) as session:
            rows = session.exec(select(AppointmentRow)).all()
            session.expunge_all()
            return list(rows)

    @rule(who=st.sampled_from(PEOPLE), half=st.sampled_from(HALVES), service=SERVICES)
    def book(self, who: str, half: Half, service: str) -> None:
        with suppress(Refused):
            new = NewAppointment(new_id(), service, half, False, "zh_CN", who)
            booked = self.shelf.appointments.book(new)
            if isinstance(booked, Message):  # such as: there is one already
                return
            place = next(row.place for row in self.rows() if row.id == booked.appointment.id)
            self.is_theirs(place, half, elderly=elderly_by(who, MONDAY))

    def is_theirs(self, place: str, half: Half, *, elderly: bool) -> None:
        number, seat = (int(part) for part in place.split("/"))
        window = PLAN.window(number)
        assert window is not None
        assert seat < window.capacity - window.for_walk_ins, "a place of those who come without"
        if not elderly and half.at() - self.clock.now() > timedelta(minutes=PLAN.elderly_kept_min):
            assert seat < window.for_all, "a place kept for the elderly"

    @rule(who=st.sampled_from(PEOPLE), half=st.sampled_from(HALVES), data=st.data())
    def move(self, who: str, half: Half, data: st.DataObject) -> None:
        proof = Proof(new_id(), who)
        found = self.shelf.appointments.find(proof)
        if isinstance(found, Message):
            return
        chosen = data.draw(st.sampled_from(found)).appointment
        with suppress(Refused):
            moved = self.shelf.appointments.move(chosen.id, proof, half)
            assert not isinstance(moved, Message)
            assert moved.half == half
            if half != chosen.half:
                place = next(row.place for row in self.rows() if row.id == chosen.id)
                self.is_theirs(place, half, elderly=elderly_by(who, MONDAY))

    @rule(who=st.sampled_from(PEOPLE))
    def cancel(self, who: str) -> None:
        found = self.shelf.appointments.find(Proof(new_id(), who))
        if not isinstance(found, Message):
            self.shelf.appointments.cancel(found[0].appointment.id, Proof(new_id(), who))

    @rule(who=st.sampled_from(PEOPLE))
    def come(self, who: str) -> None:
        self.shelf.appointments.check_in(Proof(new_id(), who))

    @rule(service=SERVICES, elderly=st.booleans())
    def walk_in(self, service: str, elderly: bool) -> None:
        self.shelf.appointments.take_number(Arrival(new_id(), service, elderly, "zh_CN"))

    @rule(window=st.sampled_from([1, 2, 3]))
    def call(self, window: int) -> None:
        waiting = self.shelf.waiting.line().waiting
        with suppress(Refused):
            called = self.shelf.waiting.call_next(window, "007")
            of_plan = PLAN.window(window)
            assert of_plan is not None
            mine = [each for each in waiting if of_plan.serves(each.service)]
            assert (None if called is None else called.id) == (mine[0].id if mine else None)

    @precondition(lambda self: self.shelf.waiting.line().called or self.shelf.waiting.line().passed_over)
    @rule(
        data=st.data(),
        event=st.sampled_from(
            [
                AppointmentEvent.CALL_AGAIN,
                AppointmentEvent.PASS_OVER,
                AppointmentEvent.RETURN,
                AppointmentEvent.SERVE,
            ]
        ),
    )
    def desk(self, data: st.DataObject, event: AppointmentEvent) -> None:
        line = self.shelf.waiting.line()
        chosen = data.draw(st.sampled_from([*line.called, *line.passed_over]))
        with suppress(Refused):
            self.shelf.waiting.change(chosen.id, event, "007")

    @rule(minutes=st.integers(1, 200))
    def time_goes(self, minutes: int) -> None:
        self.clock.pass_by(minutes * 60)

    @invariant()
    def nothing_is_given_twice(self) -> None:
        rows = self.rows()
        given = Counter((row.day, row.begins, row.place) for row in rows if row.place is not None)
        numbers = Counter((row.day, row.number) for row in rows if row.number is not None)
        called = Counter((row.day, row.window) for row in rows if row.state == AppointmentState.CALLED)
        booked = Counter((r.person, r.service) for r in rows if r.state == AppointmentState.BOOKED)
        for counted in (given, numbers, called, booked):
            assert not [what for what, times in counted.items() if times > 1]
        for (day, begins), taken in Counter((day, begins) for day, begins, _ in given).items():
            assert taken <= 2 + 2, (day, begins)

    @invariant()
    def only_legal_steps(self) -> None:
        now = {row.id: AppointmentState(row.state) for row in self.rows()}
        for its_id, state in now.items():
            since = self.before.get(its_id)
            if since is None:
                assert state in (AppointmentState.BOOKED, AppointmentState.WAITING)
            else:
                # What is read releases first, so that two steps may lie between two looks.
                assert (since, state) in DONE or (
                    since is AppointmentState.BOOKED and state is AppointmentState.WAITING
                ), (since, state)
        assert self.before.keys() <= now.keys()
        self.before = now

    def teardown(self) -> None:
        assert self.shelf.record.verify().broken is None
        self.shelf.close()
        shutil.rmtree(self.home)


AnyOrder.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestAnyOrder = AnyOrder.TestCase
