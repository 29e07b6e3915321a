"""Appointments of a hall: booked and checked in at any kiosk, called at any desk, seen on its boards."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from kiosk.cases.appointment import (
    BUSY,
    FULL,
    NO_WINDOW,
    NOT_FOUND,
    ONE_ALREADY,
    OTHER,
    UNKNOWN,
    AppointmentState,
    Arrival,
    NewAppointment,
)
from kiosk.cases.difficult import Refused
from kiosk.cases.proof import FORGETS, Proof
from kiosk.cases.visiting_hours import WEEK, Half, Hours, VisitingPlan, Window, usual_plan
from kiosk.cases.waiting import Board, Called
from kiosk.clock import HALL_ZONE, SystemClock
from kiosk.failure import StoreFailed
from kiosk.hub import record
from kiosk.hub.appointment_lines import HubAppointments, HubBoard, HubWaiting
from kiosk.hub.appointments import HallAppointments
from kiosk.hub.database import open_pool
from kiosk.hub.desk_duty import DeskDuty
from kiosk.hub.finding import FINDING_KEY
from kiosk.hub.forgetting import ForgetOld
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.hub_line import HubLine
from kiosk.hub.keys import Claimant
from kiosk.hub.link import websocket
from kiosk.hub.officers import Officers
from kiosk.hub.part import Part
from kiosk.hub.rekeying import left
from kiosk.hub.roll import enrol
from kiosk.hub.sealing import forget
from kiosk.hub.visiting_plan import HallPlan
from kiosk.ids import new_id
from kiosk.message import Message
from kiosk.officers.lock_out import FREE
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE, Deed
from kiosk.officers.roll import Refused as NoRight
from kiosk.store.local import LocalStore
from tests.hub.conftest import SEAL
from tests.hub.test_desk import PIN, Desk, quick, soon
from tests.hub.test_forgetting import Enough

OLD, PHONE = "11010519491231002X", "13812345678"
OFFICER = Officer("0101", "", frozenset({Role.OFFICER}))


class EveryDay:
    """A station that never closes, so that the tests pass on any day."""

    def __contains__(self, day: object) -> bool:
        return True

    def holiday(self, _day: object) -> bool:
        return False


PLAN = VisitingPlan(
    hours=(Hours(days=WEEK, begins="00:00", ends="23:30"),),
    windows=(
        Window(number=1, services=("move",), capacity=2, for_elderly=1),
        Window(number=2, services=("permit",), capacity=1),
    ),
)
TODAY = SystemClock().now().astimezone(HALL_ZONE).date()
TOMORROW = Half(TODAY + timedelta(days=1), PLAN.halves(TODAY, EveryDay())[20])
LATER = Half(TOMORROW.day, PLAN.halves(TODAY, EveryDay())[30])


@pytest.fixture
def features():
    return [DeskDuty(quick(), soon), HallAppointments(EveryDay())]


@pytest.fixture
async def pool(database):
    opened = await open_pool(database, SEAL)
    yield opened
    opened.terminate()


@pytest.fixture
async def plan(pool):
    book = HallPlan(pool)
    await book.set(PLAN, ("move", "permit"))
    return book


@pytest.fixture
def at_kiosk(sql, tmp_path):
    """A kiosk's own line to a hub."""

    @asynccontextmanager
    async def made(hub, name="01"):
        key = await enrol(sql, Part.KIOSK, name)
        store = LocalStore(tmp_path / name, name, SystemClock(), kiosk_lock=True)
        address = hub.url.replace("ws", "http", 1)
        line, there = HubLine(), asyncio.Event()
        line.when_changed(lambda connected: there.set() if connected else None)
        forwarder = Forwarder(
            store.outbox,
            lambda: websocket(address, Claimant(name, key)),
            SystemClock(),
            Random(1),
            line=line,
        )
        running = asyncio.ensure_future(forwarder.run())
        try:
            async with asyncio.timeout(30):
                await there.wait()
            yield HubAppointments(lambda: line)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await store.close()

    return made


@pytest.fixture
def at_desk(sql):
    @asynccontextmanager
    async def made(hub, name="east"):
        desk = Desk(hub.url, name, await enrol(sql, Part.DESK, name), SystemClock())
        running = asyncio.ensure_future(desk.calls.run())
        try:
            await desk.until_there()
            yield desk
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    return made


def new(half=TOMORROW, service="move", **changes):
    given = {"id": new_id(), "service": service, "half": half, "elderly": False, "locale": "zh_CN"}
    return NewAppointment(**(given | {"identity": OLD} | changes))


def by_code(booked):
    return Proof("", code=booked.code, last_four=booked.appointment.last_four)


async def refused(work, why):
    with pytest.raises(Refused) as told:
        await work
    assert told.value.message == why


async def test_the_plan_is_the_halls_and_on_record(pool, plan):
    assert await plan.plan() == PLAN
    with pytest.raises(NoRight):
        await plan.set(PLAN, ("move",))
    await pool.execute("DELETE FROM visiting_plan")
    assert await plan.plan() == usual_plan()
    await pool.execute("INSERT INTO visiting_plan VALUES ('hall', '{\"shape\": 2}')")
    with pytest.raises(ValueError, match="newer"):
        await plan.plan()
    async with pool.acquire() as connection:
        found = [entry async for entry in _entries(connection)]
    assert [entry.deed for entry in found] == [Deed.VISITING_PLAN_CHANGED]


async def _entries(connection):
    for entry in await record.entries(connection, CONSOLE):
        yield entry


async def test_what_is_booked_at_one_kiosk_is_known_at_every_other(hub, plan, at_kiosk):
    async with at_kiosk(hub) as one, at_kiosk(hub, "02") as two:
        asked = new()
        booked = await one.book(asked)
        assert await two.book(asked) == booked
        assert booked.appointment.half == TOMORROW
        assert await two.find(Proof("", identity=OLD)) == await one.find(by_code(booked)) == (booked,)
        await refused(two.book(new(LATER)), ONE_ALREADY)
        await two.book(new(identity="", phone=PHONE))
        await refused(one.book(new(identity="", phone="13912345678", elderly=True)), FULL)
        assert TOMORROW not in [each.half for each in await one.free("move", elderly=True)]
        moved = await two.move(booked.appointment.id, by_code(booked), LATER)
        assert moved.half == LATER
        await one.book(new(identity="", phone="13912345678", elderly=True))
        await two.cancel(booked.appointment.id, by_code(booked))
        await refused(one.find(by_code(booked)), NOT_FOUND)


async def test_guessing_is_slowed_at_the_kiosk_that_guesses_and_for_the_code(hub, plan, at_kiosk):
    async with at_kiosk(hub) as one, at_kiosk(hub, "02") as two, at_kiosk(hub, "03") as three:
        booked = await one.book(new())
        wrong = Proof("any name it gives", code=booked.code, last_four="1111")
        for n in range(FREE):
            await refused((one, two)[n % 2].find(wrong), NOT_FOUND)
        with pytest.raises(Refused) as told:
            await three.find(by_code(booked))
        assert told.value.message.id == "appointment.try_later"
        assert await three.find(Proof("", identity=OLD)) == (booked,)
        for n in range(FREE + 1):
            await refused(three.find(Proof(f"{n}", identity="310230193507010018")), NOT_FOUND)
        other = await three.book(new(identity="", phone=PHONE))
        assert await three.find(by_code(other)) == (other,), "cards make nobody wait"
        for n in range(FREE):
            await refused(three.find(Proof(f"{n}", code=f"{n:06}", last_four="1111")), NOT_FOUND)
        with pytest.raises(Refused) as told:
            await three.find(by_code(other))
        assert told.value.message.params == {"minutes": 1}
        assert await three.find(Proof("", identity=OLD)) == (booked,)


async def test_wrong_tries_are_forgotten_one_by_one(hub, plan, at_kiosk, sql):
    async with at_kiosk(hub) as kiosk:
        wrong = Proof("", last_four="1111")
        for gone, counted in ((0, 1), (0, 2), (FORGETS, 2), (2 * FORGETS, 1), (-FORGETS, 2), (0, 3)):
            await sql.execute(
                "UPDATE finding_try SET failed_at = failed_at - $1::interval", gone or timedelta()
            )
            await refused(kiosk.find(wrong), NOT_FOUND)
            assert await sql.fetchval("SELECT failures FROM finding_try") == counted


async def test_an_id_that_is_known_tells_nothing_of_anybody_else(hub, plan, at_kiosk):
    async with at_kiosk(hub) as kiosk:
        asked, mine = new(), Arrival(new_id(), "move", False, "en")
        await kiosk.book(asked)
        for other in ({"identity": "", "phone": PHONE}, {"service": "permit"}):
            await refused(kiosk.book(new(id=asked.id, **other)), OTHER)
        assert await kiosk.take_number(mine) == await kiosk.take_number(replace(mine, locale="zh_CN"))
        for arrival in (
            replace(mine, service="permit"),
            replace(mine, elderly=True),
            replace(mine, id=asked.id),
        ):
            await refused(kiosk.take_number(arrival), OTHER)


async def test_who_has_two_appointments_at_one_time_is_found_by_it(hub, plan, at_kiosk, today):
    async with at_kiosk(hub) as kiosk:
        for service in ("move", "permit"):
            begins = await today(await kiosk.book(new(service=service)), 0)
        assert (await kiosk.check_in(Proof("", last_four="002X", begins=begins))).number == 1


async def test_a_plan_with_fewer_places_gives_none_beyond_them(hub, plan, at_kiosk):
    async with at_kiosk(hub) as kiosk:
        for number in range(2):
            await kiosk.book(new(identity="", phone=f"1381234567{number}", elderly=True))
        for number in (1, 7):
            fewer = Window(number=number, services=("*",), capacity=2)
            await plan.set(PLAN.model_copy(update={"windows": (fewer,)}), ())
            assert TOMORROW not in [each.half for each in await kiosk.free("move", elderly=True)]
            await refused(kiosk.book(new()), FULL)


@pytest.fixture
async def today(pool, sql):
    """Brings an appointment to a moment of this very day, where the plan cannot: minutes from now."""

    async def brought(booked, minutes):
        at = (SystemClock().now() + timedelta(minutes=minutes)).astimezone(HALL_ZONE)
        await sql.execute(
            "UPDATE appointment SET day = $2, begins = $3 WHERE id = $1",
            booked.appointment.id, TODAY, f"{at:%H:%M}",
        )  # fmt: skip
        return at.time().replace(second=0, microsecond=0)

    return brought


async def test_who_comes_is_called_and_shown(hub, plan, at_kiosk, at_desk, pool, today):
    await Officers(pool, quick()).add(CONSOLE, OFFICER, PIN, CONSOLE)
    async with at_kiosk(hub) as kiosk, at_desk(hub) as desk:
        waiting, board = HubWaiting(desk.calls.line), HubBoard(desk.calls.line)
        with pytest.raises(Refused) as told:
            await waiting.waiting(OFFICER)
        assert told.value.message.id == "desk.signed_out_by_hub"
        await desk.roll.sign_in(OFFICER.number, PIN)
        walked = await kiosk.take_number(Arrival(new_id(), "move", False, "en"))
        assert (walked.number, walked.half) == (1, None)
        booked = await kiosk.book(new())
        with pytest.raises(Refused) as told:
            await kiosk.check_in(by_code(booked))
        assert told.value.message.id == "appointment.other_day"
        begins = await today(booked, 0)
        here = await kiosk.check_in(Proof("", last_four="002X", begins=begins))
        assert (here.number, here.state) == (2, AppointmentState.WAITING)
        assert await kiosk.check_in(by_code(booked)) == here
        assert await board.board() == Board((), (2, 1), 2), "elderly, and so ten minutes earlier"
        given = await waiting.take_number(Arrival(new_id(), "permit", True, "en"), OFFICER)
        assert given.number == 3
        assert await waiting.check_in(by_code(booked), OFFICER) == here
        wrong = Proof("", code=booked.code, last_four="1111")
        for _ in range(FREE):
            await refused(waiting.check_in(wrong, OFFICER), NOT_FOUND)
        with pytest.raises(Refused) as told:
            await waiting.check_in(wrong, OFFICER)
        assert told.value.message.id == "appointment.try_later"
        assert (await waiting.waiting(OFFICER)).windows == (1, 2)
        assert (await waiting.call_next(2, OFFICER)).id == given.id
        await waiting.served(given.id, OFFICER)
        called = await waiting.call_next(1, OFFICER)
        assert (called.id, called.window) == (here.id, 1)
        await refused(waiting.call_next(1, OFFICER), BUSY)
        await refused(waiting.call_next(7, OFFICER), NO_WINDOW)
        assert await waiting.call_next(2, OFFICER) is None
        await waiting.call_again(here.id, OFFICER)
        assert await board.board() == Board((Called(2, 1, 2),), (1,), 1)
        assert (await waiting.passed_over(here.id, OFFICER)).state is AppointmentState.PASSED_OVER
        assert [each.id for each in (await waiting.waiting(OFFICER)).passed_over] == [here.id]
        back = await kiosk.check_in(Proof("", identity=OLD))
        assert (back.number, back.state, back.window) == (2, AppointmentState.WAITING, None)
        called = await waiting.call_next(1, OFFICER)
        assert (await waiting.served(called.id, OFFICER)).state is AppointmentState.SERVED
        await refused(waiting.back_in_line(called.id, OFFICER), Message("appointment.not_now"))
        await refused(waiting.served("nothing", OFFICER), UNKNOWN)
        async with pool.acquire() as connection:
            deeds = [entry.deed async for entry in _chain(connection, "east") if entry.about == called.id]
        assert deeds[-1] == Deed.NUMBER_SERVED
        assert Deed.NUMBER_PASSED_OVER in deeds


async def _chain(connection, name):
    for entry in await record.entries(connection, name):
        yield entry


async def test_who_does_not_come_loses_the_place(hub, plan, at_kiosk, today, sql):
    async with at_kiosk(hub) as kiosk, at_kiosk(hub, "02") as other:
        booked = await kiosk.book(new())
        await today(booked, -PLAN.no_show_after_min - 1)
        await refused(kiosk.find(by_code(booked)), NOT_FOUND)
        row = await sql.fetchrow("SELECT state, place FROM appointment")
        assert (row["state"], row["place"]) == ("no_show", None)
        late = await other.check_in(by_code(booked))
        assert late.turn_at == late.arrived_at - timedelta(minutes=10)


async def test_each_is_asked_by_its_own_part_alone(hub, plan, at_kiosk, at_desk):
    async with at_kiosk(hub) as kiosk, at_desk(hub) as desk:
        with pytest.raises(StoreFailed):
            await HubAppointments(lambda: desk.calls.line).free("move", elderly=True)
        with pytest.raises(StoreFailed):
            await HubWaiting(kiosk._line()).waiting(OFFICER)
        assert await HubBoard(kiosk._line()).board() == Board()


async def test_nothing_personal_is_in_the_clear(hub, plan, at_kiosk, sql, pool):
    async with at_kiosk(hub) as kiosk:
        booked = await kiosk.book(new(phone=PHONE))
        for row in await sql.fetch("SELECT * FROM appointment"):
            told = " ".join(str(value) for name, value in row.items() if name != "id")
            assert not [word for word in (OLD, PHONE, "002X", "5678", f'"{booked.code}"') if word in told]
        assert SEAL.open(await sql.fetchval("SELECT sealed FROM finding_key"), "hall", FINDING_KEY)
        assert await left(pool, _Naming()) == await _sealed_values(sql)
        async with pool.acquire() as connection:
            await forget(connection)
        await refused(kiosk.find(Proof("", identity=OLD)), NOT_FOUND)
        assert await sql.fetchval("SELECT count(*) FROM appointment WHERE place IS NOT NULL") == 0
        await kiosk.book(new())


class _Naming:
    """Whatever is sealed is of another key than this."""

    def head(self):
        return b"none"


async def _sealed_values(sql):
    counted = 0
    for table in ("appointment", "finding_key"):
        counted += await sql.fetchval(f"SELECT count(*) FROM {table} WHERE sealed IS NOT NULL")
    return counted + await sql.fetchval(
        "SELECT (SELECT count(*) FROM record_mark) + (SELECT count(*) FROM record_chains) + "
        "(SELECT count(*) FROM record_chain WHERE ends IS NOT NULL)"
    )


async def test_they_go_after_their_day(hub, plan, at_kiosk, sql, pool):
    async def pause(_seconds):
        raise Enough

    async with at_kiosk(hub) as kiosk:
        old = await kiosk.take_number(Arrival(new_id(), "move", True, "en"))
        await kiosk.book(new())
        await sql.execute("UPDATE appointment SET day = day - 31 WHERE id = $1", old.id)
        with pytest.raises(Enough):
            await ForgetOld(90, 365, 365, 30, pause).run(pool, None)
        assert [row["number"] for row in await sql.fetch("SELECT number FROM appointment")] == [None]
