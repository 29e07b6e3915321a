"""The resident's way on a real store: the last place goes to one of two; who booked is seen in the hall."""

from __future__ import annotations

import asyncio
from datetime import time, timedelta

import pytest

from kiosk.cases.appointment import FULL
from kiosk.cases.booking import Booking, Page
from kiosk.cases.hoarding import Spot
from kiosk.cases.proof import Proof
from kiosk.cases.visiting_hours import WEEK, Hours, VisitingPlan, Window
from tests.store.test_appointments import OFFICER, TUESDAY

DAY = str(TUESDAY + timedelta(days=1))
ONE_PLACE = VisitingPlan(
    days_ahead=1,
    hours=(Hours(days=WEEK, begins=time(9), ends=time(10)),),
    windows=(Window(number=1, services=("move",), capacity=1),),
)


@pytest.fixture
async def book(store):
    await store.plan.set(ONE_PLACE, ("move",))
    return store.appointments


async def go(booking, book, *values):
    for value in values:
        booking.take(value)
        await booking.settle(book, "zh_CN")
    return booking.page


def at_kiosk():
    return Booking("01", Spot("01"), lambda: TUESDAY)


def at_home():
    return Booking("192.0.2.7", Spot("192.0.2.7", home=True), lambda: TUESDAY)


async def test_the_last_place_goes_to_the_kiosk_or_the_home_and_the_other_is_offered_another(book):
    for half, left in (("09:00", Page.DAY), ("09:30", Page.DAY)):
        one, other = at_kiosk(), at_home()
        for booking, phone in ((one, f"1381234{half[3:]}01"), (other, f"1391234{half[3:]}02")):
            page = await go(booking, book, "book", "move", "phone", phone, "no", DAY, half)
            assert page is Page.CONFIRM
        for booking in (one, other):
            booking.take("")
        await asyncio.gather(one.settle(book, "zh_CN"), other.settle(book, "zh_CN"))
        lost = one if one.page is not Page.DONE else other
        won = other if lost is one else one
        assert won.page is Page.DONE
        assert lost.page is left
        assert lost.told == FULL
        assert half not in [f"{x.half.begins:%H:%M}" for x in lost.free if str(x.half.day) == DAY]
        assert lost.given.phone


async def test_who_booked_from_home_checks_in_at_the_desk_and_is_on_the_board(store, book, clock):
    home = at_home()
    page = await go(home, book, "book", "move", "phone", "13812345678", "no", DAY, "09:30", "")
    assert page is Page.DONE
    clock.pass_by(24 * 3600)
    proof = Proof("", code=home.booked.code, last_four="5678")
    here = await store.waiting.check_in(proof, OFFICER)
    assert (await store.appointments.board()).next == (here.number,)
    assert await store.appointments.ahead(here.id) == 0


async def test_what_was_booked_is_found_moved_and_cancelled_by_its_code(book):
    home = at_home()
    await go(home, book, "book", "move", "phone", "13812345678", "no", DAY, "09:30", "")
    code = home.booked.code
    assert await go(home, book, "", "change", "code", code, "5678", "move", DAY, "09:00", "") is Page.DONE
    assert home.booked.code == code
    assert await go(home, book, "", "change", "code", code, "5678", "cancel", "yes") is Page.CANCELLED
    assert await go(home, book, "", "change", "code", code, "5678") is Page.CODE
