"""A database that is held up: whoever is connected stays so, and is answered later or told of it."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import asynccontextmanager
from random import Random

import pytest
from websockets.exceptions import ConnectionClosed

from kiosk.assist.call import CallState
from kiosk.assist.change_form import Form
from kiosk.clock import SystemClock
from kiosk.failure import StoreFailed, Trouble
from kiosk.hub import database as hub_database
from kiosk.hub import hall, in_turn
from kiosk.hub.asking import Feature, Nothing
from kiosk.hub.book import Book
from kiosk.hub.desk_calls import HubCalls
from kiosk.hub.hub_line import HubLine
from kiosk.hub.in_turn import MOST_WAITING
from kiosk.hub.kept_up import KeptUp
from kiosk.hub.keys import Claimant
from kiosk.hub.link import websocket
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.ids import new_id

PATIENCE_S = 60


class Rows(Feature):
    """Answers once it has the row of kiosk 01, as a transaction that moves a call of it does."""

    def asks(self):
        return {"rows.take": self.take}

    async def take(self, room, _body):
        await room.pool.execute("SELECT 1 FROM kiosk WHERE id = '01' FOR UPDATE")
        return Nothing()


@pytest.fixture
def features():
    return [Rows()]


class Held:
    """The row of one kiosk, taken by somebody else: no call of it can move."""

    def __init__(self, sql) -> None:
        self._sql = sql

    @asynccontextmanager
    async def __call__(self, kiosk="01"):
        async with self._sql.transaction():
            await self._sql.execute("SELECT 1 FROM kiosk WHERE id = $1 FOR UPDATE", kiosk)
            yield

    async def until_somebody_waits(self, count=1):
        asked = (
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        async with asyncio.timeout(PATIENCE_S):
            while await self._sql.fetchval(asked) < count:
                # Within a transaction the view is a snapshot of its first use.
                await self._sql.execute("SELECT pg_stat_clear_snapshot()")


@pytest.fixture
def held(sql):
    return Held(sql)


@pytest.fixture
def hasty(monkeypatch):
    """A statement is given up at once. To be asked for before the hub."""
    monkeypatch.setattr(hub_database, "STATEMENT_S", 0.2)


@pytest.fixture
def patient(monkeypatch):
    """No ask has waited for too long, however slow this machine is."""
    monkeypatch.setattr(in_turn, "WAITED_S", PATIENCE_S)


async def pinged(line):
    """The hub reads what this line sends: else it would answer no ping."""
    pong = asyncio.ensure_future(await line.socket.ping())
    hearing = asyncio.ensure_future(line.hear("nothing"))  # a client that does not read hears no pong either
    async with asyncio.timeout(PATIENCE_S):
        await asyncio.wait({pong, hearing}, return_when=asyncio.FIRST_COMPLETED)
    assert pong.done()
    hearing.cancel()
    await asyncio.gather(hearing, return_exceptions=True)


async def asks(line, what, calls):
    """Asks without waiting for an answer; their refs."""
    refs = [new_id() for _ in calls]
    for ref, opened in zip(refs, calls, strict=True):
        await line.say(type=what, ref=ref, call=opened.call.id, officer="甲")
    return refs


async def test_while_the_database_is_held_up_a_desk_is_read_and_then_answered_in_order(
    patient, hub, kiosk_line, desk_line, told, held
):
    book, other = told(), told("02")
    calls = [book.opened() for _ in range(20)]
    async with kiosk_line(hub) as kiosk, kiosk_line(hub, "02") as second, desk_line(hub) as desk:
        await kiosk.changes(*calls)
        async with held():
            claims = await asks(desk, "claim", calls)
            closes = await asks(desk, "put_back", calls)
            await held.until_somebody_waits()
            await pinged(desk)
            # What does not need that row goes on meanwhile, on this very connection.
            opened = other.opened()
            await second.changes(opened)
            await desk.call(opened.call.id, state="waiting")
            assert all(message["type"] != "done" for message in desk.passed)
        answers = [await desk.hear("done", "refused") for _ in range(40)]
        assert [answer["ref"] for answer in answers] == [*claims, *closes]
        assert {answer["type"] for answer in answers} == {"done"}
        await kiosk.call(calls[-1].call.id, after=59, state="waiting")


async def test_a_desk_that_asks_too_much_is_told_so_at_once_and_stays(
    patient, hub, kiosk_line, desk_line, told, held
):
    book = told()
    calls = [book.opened() for _ in range(MOST_WAITING + 6)]
    async with kiosk_line(hub) as kiosk, desk_line(hub) as desk:
        await kiosk.changes(*calls[:40])
        await kiosk.changes(*calls[40:])
        async with held():
            first = await asks(desk, "claim", calls[:1])
            await held.until_somebody_waits()
            rest = await asks(desk, "claim", calls[1:])
            for ref in rest[MOST_WAITING:]:
                assert (await desk.hear("done", "refused")) == {
                    "type": "refused", "ref": ref, "reason": "busy", "call": None, "detail": ""
                }  # fmt: skip
        for ref in [*first, *rest[:MOST_WAITING]]:
            answer = await desk.hear("done", "refused")
            assert (answer["type"], answer["ref"]) == ("done", ref)
        assert (await desk.ask("claim", calls[-1].call.id, "甲"))["type"] == "done"
        await kiosk.call(calls[-1].call.id, state="claimed")


async def test_what_has_waited_for_too_long_is_refused_and_not_done(
    hub, kiosk_line, desk_line, told, held, sql, monkeypatch
):
    monkeypatch.setattr(in_turn, "WAITED_S", -1.0)
    opened = told().opened()
    async with kiosk_line(hub) as kiosk, desk_line(hub) as desk:
        await kiosk.changes(opened)
        assert (await desk.ask("claim", opened.call.id, "甲"))["reason"] == "busy"
        await desk.say(type="ask", ref="r1", what="rows.take", body={})
        assert (await desk.hear("refused_ask"))["reason"] == "hub.busy"
    assert await sql.fetchval("SELECT state FROM call") == "waiting"


async def test_a_statement_that_is_given_up_cuts_no_desk(hasty, hub, kiosk_line, desk_line, told, held):
    opened = told().opened()
    async with kiosk_line(hub) as kiosk, desk_line(hub) as desk:
        await kiosk.changes(opened)
        async with held():
            assert (await desk.ask("claim", opened.call.id, "甲"))["reason"] == "busy"
            await desk.say(type="ask", ref="r1", what="rows.take", body={})
            assert (await desk.hear("refused_ask"))["reason"] == "hub.busy"
        assert (await desk.ask("claim", opened.call.id, "甲"))["type"] == "done"
        await desk.say(type="ask", ref="r2", what="rows.take", body={})
        assert (await desk.hear("answer"))["ref"] == "r2"


async def test_a_kiosks_changes_are_kept_once_and_in_order_however_often_they_were_given_up(
    hasty, hub, kiosk_line, told, held, sql, monkeypatch
):
    book, tries, often, hear = told(), [], asyncio.Event(), Book.hear

    def counted(*asked):
        tries.append(asked)
        if len(tries) == 4:
            often.set()
        return hear(*asked)

    monkeypatch.setattr(Book, "hear", counted)
    calls = [book.opened() for _ in range(3)]
    async with kiosk_line(hub) as kiosk:
        await kiosk.changes(calls[0])
        async with held():
            waiting = asyncio.ensure_future(kiosk.changes(*calls[1:]))
            async with asyncio.timeout(PATIENCE_S):
                await often.wait()
        assert (await waiting)["heard"] == 3
    rows = await sql.fetch("SELECT seq, call FROM heard_change ORDER BY seq")
    assert [(row["seq"], row["call"]) for row in rows] == [(n, c.call.id) for n, c in enumerate(calls, 1)]


async def test_calls_that_are_shown_hold_up_no_claim(hub, kiosk_line, desk_line, told, held):
    mine, other = told().opened(), told("02").opened()
    async with kiosk_line(hub) as kiosk, kiosk_line(hub, "02") as second, desk_line(hub) as desk:
        await kiosk.changes(mine)
        await second.changes(other)
        async with held():
            await desk.say(type="seen", calls=[mine.call.id])
            await held.until_somebody_waits()
            assert (await desk.ask("claim", other.call.id, "甲"))["type"] == "done"
        assert (await kiosk.call(mine.call.id, after=1))["call"]["seen_at"] is not None


@pytest.mark.parametrize("part", [Part.KIOSK, Part.DESK])
async def test_what_has_come_is_done_though_the_connection_ends(
    patient, hub, kiosk_line, desk_line, told, held, sql, part
):
    book = told()
    opened, more = book.opened(), book.opened()
    async with kiosk_line(hub) as kiosk, desk_line(hub) as desk:
        await kiosk.changes(opened)
        async with held():
            if part is Part.KIOSK:
                sending = asyncio.ensure_future(kiosk.changes(more))
                await held.until_somebody_waits()
                sending.cancel()
                await kiosk.socket.close()
            else:
                await asks(desk, "claim", [opened])
                await held.until_somebody_waits()
                await desk.socket.close()
    done = "SELECT EXISTS (SELECT 1 FROM call WHERE id = $1 OR state = 'claimed' AND id = $2), pg_sleep(0.01)"
    async with asyncio.timeout(PATIENCE_S):
        while not await sql.fetchval(done, more.call.id, opened.call.id):
            continue


async def test_a_database_that_answers_nothing_at_all_is_away(
    hasty, hub, kiosk_line, desk_line, sql, monkeypatch
):
    monkeypatch.setattr(hall, "LOOK_S", 0.01)
    async with desk_line(hub) as desk, kiosk_line(hub) as kiosk:
        await desk.hear("snapshot")
        pid = await sql.fetchval(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query = 'SELECT true'"
        )
        os.kill(pid, signal.SIGSTOP)
        try:
            for line in (desk, kiosk):
                with pytest.raises(ConnectionClosed) as closed:
                    await line.hear("nothing")
                assert closed.value.rcvd.code == 1013
        finally:
            os.kill(pid, signal.SIGCONT)


async def test_a_desk_tells_busy_from_away_and_keeps_its_calls(hasty, hub, sql, kiosk_line, told, held):
    key = await enrol(sql, Part.DESK, "east")
    address = hub.url.replace("ws", "http", 1)

    async def soon(_seconds):
        await asyncio.sleep(0)

    kept = KeptUp(
        lambda: websocket(address, Claimant("east", key), Part.DESK), SystemClock(), Random(1), soon
    )
    calls, opened = HubCalls(kept, HubLine(), SystemClock()), told().opened()
    running = asyncio.ensure_future(calls.run())
    async with kiosk_line(hub) as kiosk, asyncio.timeout(PATIENCE_S):
        await kiosk.changes(opened)
        while not (calls.line.connected and await calls.open_calls()):
            await calls.moved(1)
        async with held():
            with pytest.raises(StoreFailed) as failed:
                await calls.claim(opened.call.id, "甲")
            assert failed.value.trouble is Trouble.BUSY
            with pytest.raises(StoreFailed) as failed:
                await calls.line.ask("rows.take", Nothing(), Form)
            assert failed.value.trouble is Trouble.BUSY
            assert [call.id for call in await calls.open_calls()] == [opened.call.id]
        assert (await calls.claim(opened.call.id, "甲")).state is CallState.CLAIMED
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_claim_that_waited_for_the_kiosks_row_is_decided_by_what_is_so_then(
    hub, kiosk_line, desk_line, told, held, sql
):
    opened = told().opened()
    put_back = "UPDATE call SET state = 'waiting', officer = NULL, claimed_at = NULL, no = 3 WHERE id = $1"
    async with kiosk_line(hub) as kiosk, desk_line(hub) as desk, desk_line(hub, "west") as west:
        await kiosk.changes(opened)
        assert (await west.ask("claim", opened.call.id, "乙"))["type"] == "done"
        async with held():
            await sql.execute("UPDATE kiosk SET told = 3 WHERE id = '01'")
            await sql.execute(put_back, opened.call.id)
            waiting = asyncio.ensure_future(desk.ask("claim", opened.call.id, "甲"))
            await held.until_somebody_waits()
        assert (await waiting)["type"] == "done"
        await kiosk.call(opened.call.id, state="claimed", officer="甲")
