"""How the kiosks do, through the hub: told by each for itself, seen at the desks."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from kiosk.clock import SystemClock
from kiosk.duty.kiosks import OFFLINE_S, KioskReport
from kiosk.failure import StoreFailed
from kiosk.hub.desk_kiosks import HubKiosks
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.keys import Claimant
from kiosk.hub.kiosk_forms import ReportForm
from kiosk.hub.kiosk_states import MOST_KIOSKS, KioskStates
from kiosk.hub.link import websocket
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.store.local import LocalStore
from tests.hub.test_desk import Desk

PATIENCE_S = 60
WELL = KioskReport("03", "03号机", "大厅", False, True, True, True, "0.1.0")


async def soon(_seconds):
    await asyncio.sleep(0.01)


@pytest.fixture
def features():
    return [KioskStates(soon)]


@pytest.fixture
async def make_board(sql):
    """A desk's view of the kiosks."""

    @asynccontextmanager
    async def made(hub, name="east"):
        desk = Desk(hub.url, name, await enrol(sql, Part.DESK, name), SystemClock())
        board = HubKiosks(desk.calls.line)
        running = asyncio.ensure_future(desk.calls.run())
        try:
            await desk.until_there()
            yield board
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    return made


@pytest.fixture
async def make_forwarder(sql, tmp_path):
    """A kiosk's, connected to the hub."""

    @asynccontextmanager
    async def make(hub):
        key = await enrol(sql, Part.KIOSK, "03")
        store = LocalStore(tmp_path, "03", SystemClock(), kiosk_lock=True)
        address = hub.url.replace("ws", "http", 1)
        made = Forwarder(
            store.outbox, lambda: websocket(address, Claimant("03", key)), SystemClock(), Random(1), soon
        )
        running = asyncio.ensure_future(made.run())

        async def connected():
            return made.connected

        try:
            await until(connected)
            yield made
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await store.close()

    return make


async def until(met):
    """Until ``met`` tells something true."""
    async with asyncio.timeout(PATIENCE_S):
        while not (told := await met()):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        return told


async def asked(line, what, **body):
    await line.say(type="ask", ref="r1", what=what, body=body)
    return await line.hear("answer", "refused_ask")


def form(report):
    return ReportForm.of(report).model_dump(mode="json")


async def said(board, report, *, offline=False):
    async def stands():
        return any((each.report, each.offline) == (report, offline) for each in await board.kiosks())

    return await until(stands)


async def test_a_kiosk_says_how_it_does_and_every_desk_is_told_of_each_change(
    make_hub, make_board, hub, make_forwarder
):
    two = make_hub()
    await two.start()
    async with (
        make_board(hub) as east,
        make_board(two, "west") as west,
        make_forwarder(hub) as forwarder,
    ):
        assert await east.kiosks() == await west.kiosks() == ()
        await forwarder.report(WELL)
        for board in (east, west):
            await said(board, WELL)
        out_of_paper = replace(WELL, paper_ok=False, in_use=True)
        await forwarder.report(out_of_paper)
        for board in (east, west):
            await said(board, out_of_paper)
            assert len(await board.kiosks()) == 1


async def test_a_desk_that_comes_later_sees_all_and_is_told_when_one_is_offline(
    hub, kiosk_line, make_board, sql
):
    async with kiosk_line(hub, "03") as three, kiosk_line(hub, "01") as one:
        await asked(three, "kiosks.report", **form(WELL))
        await asked(one, "kiosks.report", **form(replace(WELL, kiosk="01")))
    async with make_board(hub) as board:
        assert [each.report.kiosk for each in await board.kiosks()] == ["01", "03"]
        assert not any(each.offline for each in await board.kiosks())
        long_ago = timedelta(seconds=OFFLINE_S + 1)
        await sql.execute(
            "UPDATE kiosk_report SET heard_at = heard_at - $1::interval WHERE kiosk = '03'", long_ago
        )
        await said(board, WELL, offline=True)
        await said(board, replace(WELL, kiosk="01"))


async def test_without_the_hub_nothing_is_known_and_afterwards_it_is_asked_anew(
    hub, kiosk_line, make_board, sql
):
    async with kiosk_line(hub, "03") as kiosk:
        await asked(kiosk, "kiosks.report", **form(WELL))
    async with make_board(hub) as board:
        await said(board, WELL)
        await hub.stop()

        async def away():
            try:
                await board.kiosks()
            except StoreFailed:
                return True
            return False

        await until(away)
        await sql.execute("UPDATE kiosk_report SET in_use = true")
        await hub.start()

        async def back():
            try:
                return any(each.report.in_use for each in await board.kiosks())
            except StoreFailed:
                return False

        await until(back)


async def test_a_kiosk_speaks_for_itself_alone_and_does_not_look_at_others(hub, kiosk_line, desk_line, sql):
    async with kiosk_line(hub, "03") as kiosk, desk_line(hub) as desk:
        other = form(replace(WELL, kiosk="01"))
        assert (await asked(kiosk, "kiosks.report", **other))["reason"] == "hub.malformed"
        assert (await asked(kiosk, "kiosks.report", **form(WELL), step="x"))["reason"] == "hub.malformed"
        assert (await asked(kiosk, "kiosks.show"))["reason"] == "hub.unknown"
        assert (await asked(desk, "kiosks.report", **form(WELL)))["reason"] == "hub.unknown"
    assert await sql.fetchval("SELECT count(*) FROM kiosk_report") == 0


async def test_many_kiosks_are_told_in_several_messages_and_those_alone_that_changed(
    hub, kiosk_line, desk_line, sql
):
    names = [f"k{n}" for n in range(MOST_KIOSKS + 3)]
    for name in names:
        await enrol(sql, Part.KIOSK, name)
    async with desk_line(hub) as desk:
        await desk.hear("snapshot")
        await sql.executemany(
            "INSERT INTO kiosk_report VALUES ($1, '号机', '大厅', false, true, true, true, '1', now())",
            [(name,) for name in names],
        )
        told = set()
        while len(told) < len(names):
            kiosks = (await desk.hear("told"))["body"]["kiosks"]
            assert len(kiosks) <= MOST_KIOSKS
            told |= {each["report"]["kiosk"] for each in kiosks}
        await sql.execute("UPDATE kiosk_report SET voice_ok = false WHERE kiosk = 'k7'")
        (only,) = (await desk.hear("told"))["body"]["kiosks"]
        assert (only["report"]["kiosk"], only["report"]["voice_ok"]) == ("k7", False)


async def test_at_an_older_hub_a_kiosk_goes_on_and_a_desk_sees_none(
    make_hub, features, make_forwarder, make_board
):
    features.clear()
    old = make_hub()
    await old.start()
    async with make_board(old) as board, make_forwarder(old) as forwarder:
        await forwarder.report(WELL)
        assert await board.kiosks() == ()
