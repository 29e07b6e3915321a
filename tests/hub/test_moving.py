"""An unfinished visit on its way through the hub: each side its own, sealed, and one place at a time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from kiosk.assist.call import NewCall, Outcome
from kiosk.clock import SystemClock
from kiosk.failure import StoreFailed
from kiosk.flow.model import Text
from kiosk.hub import record
from kiosk.hub.desk_duty import DeskDuty
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.keys import Claimant
from kiosk.hub.link import websocket
from kiosk.hub.moving import MovingVisits
from kiosk.hub.moving_lines import HubForDesk, HubForKiosk
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.ids import new_id
from kiosk.officers.record import CLOSING, Deed
from kiosk.sealing import DeskKey, seal
from kiosk.store.local import LocalStore
from kiosk.visit.carriers import AnyCarrier
from kiosk.visit.moving import Asked, Bound, NotMoving, Stage
from tests.hub.test_desk import PATIENCE_S, make_desk, quick, soon

__all__ = ["make_desk"]

OFFICER = "0123"
CANARY = "欧阳鹦鹉310230193507010018"


@pytest.fixture
def features():
    return [DeskDuty(quick(), soon), MovingVisits(soon)]


@pytest.fixture
async def kiosk_store(tmp_path):
    store = LocalStore(tmp_path / "data", "01", SystemClock(), kiosk_lock=True)
    await store.start()
    yield store
    await store.close()


@pytest.fixture
async def carrier(hub, sql, kiosk_store):
    """The kiosk's: by its own store or the hub."""
    known = Claimant("01", await enrol(sql, Part.KIOSK, "01"))
    address = hub.url.replace("ws", "http", 1)
    forwarder = Forwarder(
        kiosk_store.outbox, lambda: websocket(address, known), SystemClock(), Random(1), soon
    )
    running = asyncio.ensure_future(forwarder.run())
    yield AnyCarrier([kiosk_store.moving, HubForKiosk(lambda: forwarder.line)])
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def opened(store, **values):
    new = {
        "id": new_id(), "kiosk": "01", "kiosk_name": "一号机", "place": "大厅", "service": "household_move",
        "step": "kind", "locale": "zh_CN", "priority": False,
    }  # fmt: skip
    return await store.calls.open_call(NewCall(**(new | values)))


def asking(call_id, key, desk="east", lasting=timedelta(hours=1)):
    bound = Bound(desk, call_id, datetime.now(UTC) + lasting)
    return Asked(bound, OFFICER, Text({"zh_CN": "3号窗口", "en": "window 3"}), key.public)


async def until(met):
    async with asyncio.timeout(PATIENCE_S):
        while True:
            try:
                found = await met()
            except StoreFailed:
                found = None
            if found:
                return found
            await asyncio.sleep(0.01)


async def claimed(desk, store, **values):
    call = await opened(store, **values)
    await desk.until_call(call.id)
    await desk.calls.claim(call.id, OFFICER)
    return call


async def everything(sql):
    """Every row of every table of the hub, as text."""
    tables = await sql.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    rows = [await sql.fetch(f"SELECT t::text AS told FROM {each['tablename']} t") for each in tables]
    return "\n".join(row["told"] for found in rows for row in found)


async def test_from_a_kiosk_to_a_desk_and_the_hub_cannot_read_it(hub, make_desk, carrier, kiosk_store, sql):
    key = DeskKey()
    async with make_desk(hub) as desk:
        there = HubForDesk(desk.calls.line, "east")
        call = await claimed(desk, kiosk_store)
        asked = asking(call.id, key)
        await there.ask(asked)
        stands = await until(lambda: carrier.stands(call.id))
        assert (stands.asked, stands.stage, stands.sealed) == (asked, Stage.ASKED, "")
        await carrier.give(call.id, seal(CANARY, asked.public, stands.asked.bound))
        assert (await carrier.stands(call.id)).sealed == ""
        lying = await everything(sql)
        assert asked.public in lying
        assert not any(part in lying for part in (CANARY, "鹦鹉", "310230193507010018"))
        found = await there.stands(call.id)
        assert key.open(found.sealed, asked.bound) == CANARY
        await there.received(call.id, OFFICER)
        await there.received(call.id, OFFICER)
        assert await sql.fetchval("SELECT sealed FROM moving_visit") is None
        assert (await carrier.stands(call.id)).stage is Stage.RECEIVED
        with pytest.raises(NotMoving):
            await carrier.refuse(call.id)
        await there.opened(call.id, OFFICER)
        await there.wiped(call.id, None)
    entries = await record.entries(sql, "east")
    assert [(e.who, e.deed, e.about) for e in entries if e.deed.startswith("visit")] == [
        (OFFICER, Deed.VISIT_MOVED, call.id),
        (OFFICER, Deed.VISIT_OPENED, call.id),
        (CLOSING, Deed.VISIT_WIPED, call.id),
    ]


async def test_another_desk_neither_sees_nor_takes_it(hub, make_desk, carrier, kiosk_store):
    key = DeskKey()
    async with make_desk(hub) as east, make_desk(hub, "west") as west:
        there, elsewhere = HubForDesk(east.calls.line, "east"), HubForDesk(west.calls.line, "west")
        call = await claimed(east, kiosk_store)
        await there.ask(asking(call.id, key))
        stands = await until(lambda: carrier.stands(call.id))
        await carrier.give(call.id, seal(CANARY, key.public, stands.asked.bound))
        assert await elsewhere.stands(call.id) is None
        for wrong in (
            elsewhere.received(call.id, OFFICER),
            elsewhere.opened(call.id, OFFICER),
            elsewhere.wiped(call.id, None),
            elsewhere.ask(asking(call.id, key, "west")),
        ):
            with pytest.raises(NotMoving):
                await wrong
        assert (await there.stands(call.id)).stage is Stage.SEALED


async def test_another_kiosk_neither_sees_nor_answers(hub, make_desk, carrier, kiosk_store, kiosk_line):
    key = DeskKey()
    async with make_desk(hub) as desk, kiosk_line(hub, "02") as other:
        call = await claimed(desk, kiosk_store)
        await HubForDesk(desk.calls.line, "east").ask(asking(call.id, key))
        await other.say(type="ask", ref="1", what="visit.stands", body={"call": call.id})
        assert (await other.hear("answer"))["body"]["stage"] is None
        await other.say(type="ask", ref="2", what="visit.give", body={"call": call.id, "sealed": "AAAA"})
        assert (await other.hear("refused_ask"))["reason"] == "hub.not_moving"
        await other.say(type="ask", ref="3", what="visit.received", body={"call": call.id, "officer": "1"})
        assert (await other.hear("refused_ask"))["reason"] == "hub.unknown"


async def test_only_who_has_a_call_aloud_may_ask(hub, make_desk, carrier, kiosk_store):
    key = DeskKey()
    async with make_desk(hub) as desk:
        there = HubForDesk(desk.calls.line, "east")
        call = await opened(kiosk_store, quiet=True)
        await desk.until_call(call.id)
        with pytest.raises(NotMoving):
            await there.ask(asking(call.id, key))
        await desk.calls.claim(call.id, OFFICER)
        with pytest.raises(NotMoving):
            await there.ask(asking(call.id, key))


async def test_nothing_may_lie_there_for_days(hub, make_desk, carrier, kiosk_store):
    async with make_desk(hub) as desk:
        call = await claimed(desk, kiosk_store)
        with pytest.raises(NotMoving):
            await HubForDesk(desk.calls.line, "east").ask(
                asking(call.id, DeskKey(), lasting=timedelta(days=2))
            )


async def test_once_the_call_is_over_nothing_is_given(hub, make_desk, carrier, kiosk_store):
    key = DeskKey()
    async with make_desk(hub) as desk:
        call = await claimed(desk, kiosk_store)
        await HubForDesk(desk.calls.line, "east").ask(asking(call.id, key))
        await until(lambda: carrier.stands(call.id))
        await desk.calls.close(call.id, OFFICER, Outcome.TO_WINDOW)
        with pytest.raises(NotMoving):
            await carrier.give(call.id, "AAAA")


async def test_when_its_time_is_over_the_hub_lets_it_go_by_itself(hub, make_desk, carrier, kiosk_store, sql):
    key = DeskKey()
    async with make_desk(hub) as desk:
        call = await claimed(desk, kiosk_store)
        await HubForDesk(desk.calls.line, "east").ask(asking(call.id, key))
        await until(lambda: carrier.stands(call.id))
        await carrier.give(call.id, seal(CANARY, key.public, asking(call.id, key).bound))
        await sql.execute("UPDATE moving_visit SET until = now() - interval '1 second'")

        async def gone():
            return await sql.fetchval("SELECT sealed IS NULL AND stage = 'refused' FROM moving_visit")

        await until(gone)
        await sql.execute("UPDATE moving_visit SET until = now() - interval '2 days'")

        async def forgotten():
            return await sql.fetchval("SELECT count(*) = 0 FROM moving_visit")

        await until(forgotten)


async def test_while_the_hub_is_away_nobody_claims_to_know(hub, make_desk, carrier, kiosk_store):
    key = DeskKey()
    async with make_desk(hub) as desk:
        call = await claimed(desk, kiosk_store)
        there = HubForDesk(desk.calls.line, "east")
        await there.ask(asking(call.id, key))
        await until(lambda: carrier.stands(call.id))
        await hub.stop()
        with pytest.raises(StoreFailed):
            await carrier.give(call.id, "AAAA")
        with pytest.raises(StoreFailed):
            await carrier.stands(call.id)
        with pytest.raises(StoreFailed):
            await there.received(call.id, OFFICER)
        await hub.start()
        assert (await until(lambda: carrier.stands(call.id))).stage is Stage.ASKED
