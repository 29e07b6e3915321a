"""Residents ask the hall where their case is, from any of its kiosks: with the hub's patience, on record."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from random import Random

import pytest

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.guesses import OF_ONE
from kiosk.cases.number import registration_number
from kiosk.cases.whereabouts import HOME, Enquiry, NotTold, Place
from kiosk.cases.window_acts import Accept
from kiosk.clock import SystemClock
from kiosk.failure import StoreFailed
from kiosk.flow.answer import Chosen, IdentityNo
from kiosk.hub.desk_duty import DeskDuty
from kiosk.hub.facts import KioskFacts
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.keys import Claimant
from kiosk.hub.link import websocket
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.hub.where import HallWhere
from kiosk.hub.where_line import HubWhere
from kiosk.hub.window import HallWindow
from kiosk.ids import new_id
from kiosk.officers.record import RESIDENT, Deed
from kiosk.working_days import DueRule, WorkingDays
from tests.hub.test_desk import make_desk, quick, soon
from tests.hub.test_facts import all_told, carried, deeds, make_store, store
from tests.hub.test_questions import asking as a_question
from tests.hub.test_window import desks, filed
from tests.store.test_window import CLERK

__all__ = ["carried", "desks", "make_desk", "make_store", "store"]

MINE = {"kind": Chosen(id="big"), "number": IdentityNo(number="11010519491231002X")}


@pytest.fixture
def features():
    calendar, clock = WorkingDays(), SystemClock()
    window, where = HallWindow(calendar, clock), HallWhere(calendar, clock)
    return [DeskDuty(quick(), soon), KioskFacts(DueRule()), window, where]


@pytest.fixture
async def asks_at(hub, sql, make_store):
    """What another kiosk or the portal of this number reaches."""
    running = []

    async def made(name):
        known = Claimant(name, await enrol(sql, Part.KIOSK, name))
        own = await make_store()
        address = hub.url.replace("ws", "http", 1)
        forwarder = Forwarder(
            own.outbox, lambda: websocket(address, known), SystemClock(), Random(1), soon, facts=own.facts
        )
        running.append(asyncio.ensure_future(forwarder.run()))
        async with asyncio.timeout(20):
            while not forwarder.line.connected:  # noqa: ASYNC110 - told by the hub
                await asyncio.sleep(0.01)
        return HubWhere(lambda: forwarder.line)

    yield made
    for each in running:
        each.cancel()
    await asyncio.gather(*running, return_exceptions=True)


@asynccontextmanager
async def at_the_hall(hub, carried, store, desks):
    receipt = await filed(store, answers=MINE)
    async with carried(hub, store), desks(hub) as (east, _):
        await all_told(store)
        yield receipt, east


def asking(number, four="002X", at="02"):
    return Enquiry(number, four, at)


async def not_told(where, enquiry):
    with pytest.raises(NotTold) as told:
        await where.ask(enquiry)
    return told.value


async def test_it_is_told_at_another_kiosk_and_withdrawn_there_on_record(
    hub, carried, store, desks, asks_at, sql
):
    async with at_the_hall(hub, carried, store, desks) as (receipt, east):
        where, case = await asks_at("02"), receipt.case_id
        found = await where.ask(asking(receipt.number))
        assert (found.place, found.number) == (Place.WAITING, receipt.number)
        assert found.title.in_("en") == "truck"
        await east.act(case, new_id(), d.Taken(by="0101"), CLERK)
        await east.act(case, new_id(), d.MaterialsSeen(by="0101", materials=("card", "licence")), CLERK)
        await east.act(case, new_id(), Accept("0101"), CLERK)
        running = await where.ask(asking(receipt.number))
        assert (running.place, running.due) == (
            Place.ACCEPTED, WorkingDays().after(SystemClock().today(), 20)
        )  # fmt: skip
        act_id = new_id()
        for _ in range(2):
            assert (await where.withdraw(asking(receipt.number), act_id)).place is Place.WITHDRAWN
        with pytest.raises(Refused, match="is_over"):
            await east.act(case, new_id(), d.PutBack(by="0101"), CLERK)
        read = await east.read(case, CLERK)
        assert read.deeds[-1].deed == d.Withdrawn(by=d.RESIDENT)
    told = (RESIDENT, Deed.WHEREABOUTS_TOLD)
    assert await deeds(sql, "02") == [told, told, (RESIDENT, Deed.CASE_WITHDRAWN), told, told]


async def test_a_questions_number_is_no_wrong_try_at_cases(hub, carried, store, desks, asks_at):
    asked = await store.cases.hand_in(a_question())
    async with at_the_hall(hub, carried, store, desks) as (receipt, _):
        where = await asks_at("02")
        for _ in range(OF_ONE.free + 1):
            assert (await not_told(where, asking(asked.number, "5678"))).wait_s == 0
        assert (await where.ask(asking(receipt.number))).number == receipt.number


async def test_what_is_wrong_is_told_alike_and_the_hub_counts_by_the_key(
    hub, carried, store, desks, asks_at, sql
):
    async with at_the_hall(hub, carried, store, desks) as (receipt, _):
        where = await asks_at("02")
        for number, four in (
            (receipt.number, "0014"), (registration_number("01", 77), "002X"), (receipt.number[:-1], "002X")
        ):  # fmt: skip
            told = await not_told(where, asking(number, four, "whatever it says"))
            assert (told.message.id, told.wait_s) == ("where.wrong", 0)
        for four in ("", "12", "12345", "o0oo"):
            assert (await not_told(where, asking(receipt.number, four))).wait_s == 0
        for n in range(OF_ONE.free - 3):
            told = await not_told(where, asking(registration_number("01", 100 + n)))
        assert told.wait_s > 0
        assert (await not_told(where, asking(receipt.number))).message.id == "where.wait"
        assert (await (await asks_at("03")).ask(asking(receipt.number))).number == receipt.number
    rows = {row["asker"]: row["count"] for row in await sql.fetch("SELECT * FROM prepared_guess")}
    assert (rows["where/at/02"], rows["where/hall"]) == (OF_ONE.free, OF_ONE.free)
    assert await deeds(sql, "02") == []


async def test_from_home_is_counted_apart(hub, carried, store, desks, asks_at):
    async with at_the_hall(hub, carried, store, desks) as (receipt, _):
        where = await asks_at("99")
        for _ in range(OF_ONE.free):
            told = await not_told(where, asking(receipt.number, "0014", HOME))
        assert told.wait_s > 0
        assert (await where.ask(asking(receipt.number))).number == receipt.number


async def test_of_a_resident_who_withdraws_and_an_officer_who_declines_at_once_one_is_first(
    hub, carried, store, desks, asks_at
):
    receipts = [await filed(store, answers=MINE) for _ in range(10)]
    async with carried(hub, store), desks(hub) as (east, _):
        await all_told(store)
        where = await asks_at("02")
        for receipt in receipts:
            case = receipt.case_id
            await east.act(case, new_id(), d.Taken(by="0101"), CLERK)
            told, declined = await asyncio.gather(
                where.withdraw(asking(receipt.number), new_id()),
                east.act(case, new_id(), d.Declined(by="0101", reason="归别处办"), CLERK),
                return_exceptions=True,
            )
            last = (await east.read(case, CLERK)).deeds
            assert len(last) == 2
            by_resident = last[-1].deed.kind == "withdrawn"
            assert told.place is (Place.WITHDRAWN if by_resident else Place.DECLINED)
            assert isinstance(declined, Refused) == by_resident


async def test_what_was_withdrawn_at_the_kiosk_before_the_hall_had_it_goes_along(
    hub, carried, store, desks, sql
):
    receipt = await filed(store, answers=MINE)
    await store.where.withdraw(asking(receipt.number, at="01"), new_id())
    async with carried(hub, store), desks(hub) as (east, _):
        await all_told(store)
        found = await east.find(receipt.number, CLERK)
        assert found.standing.state == "withdrawn"
    assert (RESIDENT, Deed.CASE_WITHDRAWN) in await deeds(sql, "01")


async def test_a_damaged_case_is_told_calmly_and_a_desk_may_not_ask_so(
    hub, carried, store, desks, asks_at, sql
):
    async with at_the_hall(hub, carried, store, desks) as (receipt, east):
        where = await asks_at("02")
        await east.act(receipt.case_id, new_id(), d.Taken(by="0101"), CLERK)
        await sql.execute("UPDATE window_deed SET body = $1", b"\x5a" * 40)
        assert (await where.ask(asking(receipt.number))).place is Place.UNREADABLE
        assert (await where.withdraw(asking(receipt.number), new_id())).place is Place.UNREADABLE
        with pytest.raises(StoreFailed):
            await HubWhere(lambda: east._line).ask(asking(receipt.number))
        with pytest.raises(StoreFailed):
            await HubWhere(lambda: None).ask(asking(receipt.number))
