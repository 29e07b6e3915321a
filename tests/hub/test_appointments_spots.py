"""At the hub too made-up numbers take few places; each kiosk is counted for itself."""

from __future__ import annotations

from kiosk.cases.appointment import ONE_ALREADY, UNKNOWN, Arrival
from kiosk.cases.hoarding import FROM_HOME, TOO_MANY_HERE, Spot
from kiosk.cases.visiting_hours import VisitingPlan, Window
from kiosk.hub.visiting_plan import HallPlan
from kiosk.ids import new_id
from tests.hub.test_appointments import PLAN, at_kiosk, features, new, pool, refused

__all__ = ["at_kiosk", "features", "pool"]

HALL = VisitingPlan(hours=PLAN.hours, windows=(Window(number=1, services=("*",), capacity=50),))
HOME = Spot("203.0.113.7", home=True)


def with_phone(number, spot=HOME):
    return new(identity="", phone=f"138{number:08}", spot=spot)


async def test_so_many_from_one_address_at_each_kiosk(hub, pool, at_kiosk):
    await HallPlan(pool).set(HALL, ("move", "permit"))
    async with at_kiosk(hub) as one, at_kiosk(hub, "02") as two:
        for number in range(FROM_HOME.most):
            await one.book(with_phone(number))
        await refused(one.book(with_phone(99)), TOO_MANY_HERE)
        await one.book(with_phone(98, Spot("198.51.100.1", home=True)))
        await one.book(new())
        await two.book(with_phone(97))
        await pool.execute("UPDATE finding_try SET failed_at = failed_at - interval '1 hour'")
        await one.book(with_phone(96))
        await refused(one.book(with_phone(95)), TOO_MANY_HERE)
        kept = [row["who"] for row in await pool.fetch("SELECT who FROM finding_try")]
        assert kept
        assert not any("203.0.113.7" in who for who in kept)


async def test_that_somebody_has_booked_already_is_not_learnt_without_end(hub, pool, at_kiosk):
    await HallPlan(pool).set(HALL, ("move", "permit"))
    async with at_kiosk(hub) as one:
        await one.book(with_phone(0, Spot("01")))
        for _ in range(FROM_HOME.most):
            await refused(one.book(with_phone(0)), ONE_ALREADY)
        await refused(one.book(with_phone(0)), TOO_MANY_HERE)
        await refused(one.book(with_phone(1)), TOO_MANY_HERE)


async def test_whoever_waits_is_told_how_many_are_before(hub, pool, at_kiosk):
    await HallPlan(pool).set(HALL, ("move", "permit"))
    async with at_kiosk(hub) as kiosk:
        one, two, three = [
            (await kiosk.take_number(Arrival(new_id(), "move", elderly, "zh_CN"))).id
            for elderly in (False, False, True)
        ]
        assert [await kiosk.ahead(each) for each in (one, two, three)] == [1, 2, 0]
        await refused(kiosk.ahead(new_id()), UNKNOWN)
