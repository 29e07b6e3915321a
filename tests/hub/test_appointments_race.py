"""Two hundred who want the same half hour of a hall at once, at two hubs on one PostgreSQL."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.cases.appointment import BUSY, FULL, ONE_ALREADY, Arrival, NewAppointment
from kiosk.cases.difficult import Refused
from kiosk.cases.proof import Proof
from kiosk.cases.visiting_hours import Window
from kiosk.hub.appointment_rows import Appointments
from kiosk.hub.database import open_pool
from kiosk.hub.visiting_plan import HallPlan
from kiosk.hub.waiting_rows import Waiting
from kiosk.ids import new_id
from tests.hub.conftest import SEAL
from tests.hub.test_appointments import LATER, PLAN, TOMORROW, EveryDay

BOOKERS, PLACES = 200, 20
MANY = PLAN.model_copy(
    update={
        "windows": (
            Window(number=1, services=("move",), capacity=12, for_walk_ins=2),
            Window(number=2, services=("*",), capacity=10),
        )
    }
)


@pytest.fixture
async def pools(database):
    """Of two hubs."""
    opened = [await open_pool(database, SEAL, largest=20) for _ in range(2)]
    await HallPlan(opened[0]).set(MANY, ("move",))
    yield opened
    for pool in opened:
        pool.terminate()


async def within(pool, work):
    """One transaction, as the hub's feature has it."""
    async with pool.acquire() as connection, connection.transaction():
        return await work(Appointments(connection, SEAL, EveryDay()))


async def tried(pool, new):
    try:
        return await within(pool, lambda book: book.book(new, "01"))
    except Refused as refused:
        return refused.message


def asked(number, half=TOMORROW, phone=None):
    return NewAppointment(new_id(), "move", half, number % 2 == 0, "zh_CN", phone=phone or f"138{number:08}")


async def test_as_many_win_as_there_are_places(pools, sql):
    told = await asyncio.gather(*(tried(pools[n % 2], asked(n)) for n in range(BOOKERS)))
    won = [each for each in told if each != FULL]
    assert len(won) == PLACES
    assert len({each.appointment.id for each in won}) == PLACES
    assert [each for each in told if each == FULL] == [FULL] * (BOOKERS - PLACES)
    places = [row["place"] for row in await sql.fetch("SELECT place FROM appointment")]
    assert sorted(places) == sorted([f"1/{n}" for n in range(10)] + [f"2/{n}" for n in range(10)])


async def test_they_all_move_at_once_and_some_cancel(pools, sql):
    """Each to the other's half hour: nobody waits for ever, and no place is given twice."""
    halves = (TOMORROW, LATER)
    booked = []
    for n in range(30):
        booked.append(await tried(pools[0], asked(n, halves[n % 2])))

    async def move(n):
        proof = Proof(f"{n}", code=booked[n].code, last_four=booked[n].appointment.last_four)
        its = booked[n].appointment.id
        try:
            if n % 5 == 0:
                return await within(pools[n % 2], lambda book: book.cancel(its, proof))
            return await within(pools[n % 2], lambda book: book.move(its, proof, halves[(n + 1) % 2]))
        except Refused as refused:
            return refused.message

    async with asyncio.timeout(60):
        await asyncio.gather(*(move(n) for n in range(30)))
    rows = await sql.fetch("SELECT day, begins, place FROM appointment WHERE place IS NOT NULL")
    assert len(rows) == len({tuple(row.values()) for row in rows}) == 24


async def test_one_person_at_many_kiosks_gets_one(pools, sql):
    told = await asyncio.gather(*(tried(pools[n % 2], asked(n, phone="13812345678")) for n in range(40)))
    assert len([each for each in told if each == ONE_ALREADY]) == 39
    assert await sql.fetchval("SELECT count(*) FROM appointment") == 1


async def test_no_number_is_given_or_called_twice(pools):
    arrivals = [Arrival(new_id(), "move", n % 3 == 0, "zh_CN") for n in range(60)]

    async def take(n):
        return (await within(pools[n % 2], lambda book: book.take_number(arrivals[n]))).number

    assert sorted(await asyncio.gather(*(take(n) for n in range(60)))) == list(range(1, 61))

    async def call(n):
        async with pools[n % 2].acquire() as connection, connection.transaction():
            try:
                return (await Waiting(connection).call_next(1 + n % 2)).id
            except Refused as refused:
                return refused.message

    told = await asyncio.gather(*(call(n) for n in range(20)))
    called = [each for each in told if each != BUSY]
    assert len(called) == len(set(called)) == 2
