"""Made-up numbers take few places: what is booked without a card is counted where it is booked."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from kiosk.cases.appointment import NOT_FOUND, ONE_ALREADY, Arrival
from kiosk.cases.difficult import Refused
from kiosk.cases.hoarding import AT_KIOSK, FROM_HOME, TOO_MANY_HERE, Spot
from kiosk.cases.proof import Proof
from kiosk.cases.visiting_hours import WEEK, Half, Hours, VisitingPlan, Window
from kiosk.ids import new_id
from kiosk.officers.lock_out import FREE
from tests.store.test_appointments import OTHER, TUESDAY, UNKNOWN, by_code, new, refused

HALL = VisitingPlan(
    hours=(Hours(days=WEEK, begins=time(9), ends=time(12)),),
    windows=(
        Window(number=1, services=("move", "permit"), capacity=50),
        Window(number=2, services=("truck",), capacity=1),
    ),
)
HALF = Half(TUESDAY + timedelta(days=1), time(10))


@pytest.fixture
async def book(store):
    await store.plan.set(HALL, ("move", "permit", "truck"))
    return store.appointments


def with_phone(number, spot):
    return new(HALF, identity="", phone=f"138{number:08}", spot=spot)


@pytest.mark.parametrize("spot", [Spot("01"), Spot("203.0.113.7", home=True)])
async def test_so_many_from_one_spot_and_more_after_a_while(book, clock, spot):
    for number in range(spot.allowed.most):
        await book.book(with_phone(number, spot))
    await refused(book.book(with_phone(99, spot)), TOO_MANY_HERE)
    assert (await book.book(new(HALF))).appointment.half == HALF, "a card is never counted"
    await book.book(with_phone(98, Spot("elsewhere", home=spot.home)))
    clock.pass_by(spot.allowed.again.total_seconds())
    await book.book(with_phone(97, spot))
    await refused(book.book(with_phone(96, spot)), TOO_MANY_HERE)


async def test_what_was_refused_is_not_counted_and_what_is_asked_again_once(book):
    spot = Spot("203.0.113.7", home=True)
    asked = with_phone(0, spot)
    for _ in range(FROM_HOME.most + 2):
        await book.book(asked)
    await refused(book.book(new(HALF, service="truck", id=asked.id, spot=spot)), OTHER)
    for number in range(1, FROM_HOME.most):
        await book.book(with_phone(number, spot))
    await refused(book.book(with_phone(99, spot)), TOO_MANY_HERE)


async def test_that_somebody_has_booked_already_is_not_learnt_without_end(book):
    spot = Spot("203.0.113.7", home=True)
    await book.book(with_phone(0, Spot("01")))
    for _ in range(FROM_HOME.most):
        await refused(book.book(with_phone(0, spot)), ONE_ALREADY)
    await refused(book.book(with_phone(0, spot)), TOO_MANY_HERE)
    await refused(book.book(with_phone(1, spot)), TOO_MANY_HERE)


async def test_moving_and_cancelling_cost_nothing(book):
    spot = Spot("203.0.113.7", home=True)
    booked = await book.book(with_phone(0, spot))
    later = Half(HALF.day, time(11))
    for half in (later, HALF) * FROM_HOME.most:
        await book.move(booked.appointment.id, by_code(booked), half)
    await book.book(with_phone(1, spot))


async def test_the_address_of_a_home_is_not_kept(book, folder):
    await book.book(with_phone(0, Spot("203.0.113.7", home=True)))
    assert all(b"203.0.113.7" not in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_hall_is_allowed_more_than_a_home():
    assert AT_KIOSK.most > FROM_HOME.most


async def test_how_many_wait_before_is_told_by_the_windows_that_serve(book, clock):
    async def come(service, *, elderly=False):
        clock.pass_by(60)
        return (await book.take_number(Arrival(new_id(), service, elderly, "zh_CN"))).id

    first, other, truck = await come("move"), await come("permit"), await come("truck")
    elderly = await come("permit", elderly=True)
    assert [await book.ahead(each) for each in (first, other, truck, elderly)] == [1, 2, 0, 0]
    await refused(book.ahead(new_id()), UNKNOWN)


async def test_whoever_guesses_from_home_makes_nobody_else_wait(book):
    booked = await book.book(new(HALF))
    for number in range(FREE):
        wrong = Proof("portal", code=f"{number:06}", last_four="1111", home="203.0.113.7")
        await refused(book.find(wrong), NOT_FOUND)
    own = replace(by_code(booked, "portal"), home="203.0.113.7")
    with pytest.raises(Refused) as told:
        await book.find(own)
    assert told.value.message.id == "appointment.try_later"
    assert await book.find(replace(own, home="198.51.100.1")) == (booked,)
