"""A hub whose database was put back from a copy: what happened since comes again, and all goes on."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from random import Random

import asyncpg
import pytest

from kiosk.assist.call import CallState, NewCall
from kiosk.clock import SystemClock
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.keys import Claimant
from kiosk.hub.link import websocket
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.ids import new_id
from kiosk.running import Running
from kiosk.store.local import LocalStore
from tests.hub.conftest import PATIENCE_S, Hub


@pytest.fixture
async def store(tmp_path):
    opened = LocalStore(tmp_path / "kiosk", "01", SystemClock(), kiosk_lock=True)
    await opened.start()
    yield opened
    await opened.close()


@pytest.fixture
async def copied(database, postgres):
    """Makes a copy of the database, while no hub is on it; its URL."""
    admin = await asyncpg.connect(f"postgresql://postgres@/postgres?host={postgres}")
    name = f"{database.partition('?')[0].rpartition('/')[2]}_copy"

    async def copy():
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE {name.removesuffix('_copy')}")
        return database.replace(name.removesuffix("_copy"), name)

    yield copy
    await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await admin.close()


async def soon(_seconds):
    await asyncio.sleep(0.01)


class Kiosk:
    """With a forwarder that is stopped and begun again, at one hub and then at another."""

    def __init__(self, store, key) -> None:
        self.store, self.key = store, key
        self.running = None

    async def at(self, hub):
        address = hub.url.replace("ws", "http", 1)
        forwarder = Forwarder(
            self.store.outbox,
            lambda: websocket(address, Claimant("01", self.key)),
            SystemClock(),
            Random(1),
            soon,
        )
        self.running = Running(forwarder.run)
        await self.running.start()

    async def call(self):
        new = NewCall(new_id(), "01", "一号机", "大厅", None, None, "zh_CN", False)
        return await self.store.calls.open_call(new)

    async def until(self, call_id, state):
        async with asyncio.timeout(PATIENCE_S):
            while (await self.store.calls.get(call_id)).state is not state:  # noqa: ASYNC110 - the hub tells
                await asyncio.sleep(0.01)


@asynccontextmanager
async def working(hub, kiosk):
    """The hub, with the kiosk at it."""
    await hub.start()
    try:
        await kiosk.at(hub)
        try:
            yield hub
        finally:
            await kiosk.running.close()
    finally:
        await hub.stop()


async def one_call(kiosk, desk):
    """From the tap to its end, claimed and closed at the desk."""
    call = await kiosk.call()
    await desk.call(call.id, state="waiting")
    assert (await desk.ask("claim", call.id, "0101"))["type"] == "done"
    await kiosk.until(call.id, CallState.CLAIMED)
    assert (await desk.ask("close", call.id, "0101", outcome="helped"))["type"] == "done"
    await kiosk.until(call.id, CallState.DONE)
    return call.id


async def test_what_came_after_the_copy_comes_again_and_the_kiosk_hears_of_claims_as_before(
    store, database, copied, desk_line, sql, sql_of
):
    kiosk = Kiosk(store, await enrol(sql, Part.KIOSK, "01"))
    key = await enrol(sql, Part.DESK, "east")
    async with working(Hub(database), kiosk) as hub, desk_line(hub, key=key) as desk:
        before = await one_call(kiosk, desk)
    await sql.close()
    copy = await copied()
    async with working(Hub(database), kiosk) as hub, desk_line(hub, key=key) as desk:
        lost = [await one_call(kiosk, desk) for _ in range(3)]

    async with working(Hub(copy), kiosk) as hub, desk_line(hub, key=key) as desk:
        after = await one_call(kiosk, desk)
        # What was decided at the hub alone after the copy is known there to nobody any more.
        rows = await (await sql_of(copy)).fetch("SELECT id, state FROM call")
        kept = {row["id"]: row["state"] for row in rows}
        assert kept == {before: "done", after: "done"} | dict.fromkeys(lost, "waiting")
        for call_id in lost:
            await desk.ask("claim", call_id, "0101")
            assert (await desk.ask("close", call_id, "0101", outcome="helped"))["type"] == "done"
    for call_id in lost:
        assert (await store.calls.get(call_id)).state is CallState.DONE
    assert (await store.outbox.backlog()).refusal is None
