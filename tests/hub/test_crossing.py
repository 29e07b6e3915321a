"""What crosses between kiosk, hub and desks, in many orders: all come to stand alike."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from websockets.exceptions import ConnectionClosed

from kiosk.assist.call import CallState, IllegalTransition, NewCall, Outcome
from kiosk.clock import SystemClock
from kiosk.hub.book import Book, Doer, NotMoved
from kiosk.hub.database import open_pool
from kiosk.hub.keeping import Forked, Gap
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.ids import new_id
from kiosk.store.local import LocalStore
from tests.hub.conftest import SEAL


@pytest.fixture
async def books(database):
    """The books of two hubs on the one database."""
    pools = [await open_pool(database, largest=3) for _ in range(2)]
    yield [Book(pool, SEAL) for pool in pools]
    for pool in pools:
        pool.terminate()


@pytest.fixture
async def store(tmp_path):
    opened = LocalStore(tmp_path / "kiosk", "01", SystemClock(), kiosk_lock=True)
    await opened.start()
    yield opened
    await opened.close()


class Carried:
    """A forwarder by hand: each step may go wrong in any way that a network can."""

    def __init__(self, store, books, random) -> None:
        self.store, self.books, self.random = store, books, random
        self.told = 0

    async def up(self):
        """Send some changes, from where the kiosk believes the hub to be or from too early or too late."""
        mark = await self.store.outbox.mark()
        start = max(0, mark.delivered + self.random.choice([-2, -1, 0, 0, 0, 1]))
        changes = await self.store.outbox.after(start, self.random.randint(1, 4))
        if not changes:
            return
        book = self.random.choice(self.books)
        await book.heard("01", mark.journal)
        try:
            heard = await book.hear("01", mark.journal, datetime.now(UTC), changes)
        except Gap:
            return
        if self.random.random() < 0.7:  # else the acknowledgement was lost
            await self.store.outbox.delivered(heard)

    async def down(self):
        """Hear of some of the hub's decisions; those that were heard before may come again."""
        mark = await self.store.outbox.mark()
        told = max(0, mark.told - self.random.randint(0, 2))
        book, limit = self.random.choice(self.books), self.random.randint(1, 3)
        calls = await book.calls_after("01", mark.journal, told, limit)
        await self.store.outbox.take_over(calls)

    async def all(self):
        mark = await self.store.outbox.mark()
        book = self.books[0]
        heard = await book.heard("01", mark.journal)
        while changes := await self.store.outbox.after(heard, 50):
            heard = await book.hear("01", mark.journal, datetime.now(UTC), changes)
        told = mark.told
        while calls := await book.calls_after("01", mark.journal, told, 50):
            told = calls[-1].no
            await self.store.outbox.take_over(calls)


async def a_step(store, books, carried, random):
    officer = random.choice("甲乙")
    here = await store.calls.open_calls()
    there = await books[0].open_calls()
    match random.randint(0, 9):
        case 0 | 1:
            new = NewCall(new_id(), "01", "一号机", "大厅", None, None, "zh_CN", False, random.random() < 0.3)
            await store.calls.open_call(new)
        case 2 if here:
            await store.calls.cancel(here[0].id)
        case 3 if here:
            await store.calls.claim(here[0].id, officer)
        case 4 if here:
            move = random.choice(["put_back", "close", "arrive"])
            await getattr(store.calls, move)(
                here[0].id, officer, *([Outcome.HELPED] if move == "close" else [])
            )
        case 5 | 6 if there:
            call, book = random.choice(there).call.id, random.choice(books)
            move = random.choice(["claim", "claim", "put_back", "close", "seen", "stand_beside"])
            if move == "seen":
                await book.seen([call])
            elif move == "close":
                await book.close(call, Doer("east", officer), Outcome.NOT_SOLVED)
            else:
                await getattr(book, move)(call, Doer("east", officer))
        case 7 | 8:
            await carried.up()
        case 9:
            await carried.down()


@pytest.mark.parametrize("seed", range(6))
async def test_in_any_order_all_come_to_stand_alike(store, books, sql, seed):
    random = Random(seed)
    await enrol(sql, Part.KIOSK, "01")
    carried = Carried(store, books, random)
    over = {}
    for _ in range(250):
        with suppress(IllegalTransition, NotMoved):
            await a_step(store, books, carried, random)
        calls = await store.calls.all_calls()
        assert not [call for call in calls if call.open and call.id in over], "a call was opened again"
        over |= {call.id: call for call in calls if not call.open}
    await carried.all()
    here = {call.id: call for call in await store.calls.all_calls()}
    there = {hall.call.id: hall.call for hall in await books[1].calls(list(here))}
    stand = [
        {
            id: (c.state, c.officer, c.outcome, c.quiet, c.seen_at is None, c.arrived_at is None)
            for id, c in each.items()
        }
        for each in (here, there)
    ]
    assert stand[0] == stand[1]
    assert len(here) > 10
    assert await sql.fetchval("SELECT count(*) FROM call") == len(here)
    mark = await store.outbox.mark()
    seqs = await sql.fetch("SELECT seq FROM heard_change ORDER BY seq")
    assert [row["seq"] for row in seqs] == list(range(1, mark.made + 1))


async def test_two_officers_at_two_hubs_and_the_resident_at_once(books, sql, told):
    """Whoever comes first: one state at the end, and everyone but the winner is told so."""
    await enrol(sql, Part.KIOSK, "01")
    book, journal = told(), new_id()
    for _ in range(15):
        await books[0].heard("01", journal)
        opened = book.opened()
        await books[0].hear("01", journal, book.now(), [opened])
        cancelled = book.cancelled(opened.call)
        results = await asyncio.gather(
            books[0].claim(opened.call.id, Doer("east", "甲")),
            books[1].claim(opened.call.id, Doer("west", "乙")),
            books[1].hear("01", journal, book.now(), [cancelled]),
            return_exceptions=True,
        )
        won = [each for each in results[:2] if not isinstance(each, NotMoved)]
        assert len(won) <= 1
        assert results[2] == cancelled.seq
        (stands,) = await books[0].calls([opened.call.id])
        assert stands.call.state is CallState.CANCELLED
        assert stands.call.officer == (won[0].call.officer if won else None)


async def test_a_change_sent_twice_under_two_numbers_is_refused_whole(books, sql, told):
    await enrol(sql, Part.KIOSK, "01")
    book, journal = told(), new_id()
    await books[0].heard("01", journal)
    first = book.opened()
    with pytest.raises(Exception, match="duplicate key"):
        await books[0].hear("01", journal, book.now(), [first, replace(first, seq=2)])
    await books[0].hear("01", journal, book.now(), [first])
    with pytest.raises(Forked):
        await books[0].hear("01", journal, book.now(), [book.opened(), replace(first, seq=3)])
    assert await sql.fetchval("SELECT count(*) FROM call") == 1


async def test_a_desk_that_vanishes_keeps_its_claim_and_others_see_it(hub, kiosk_line, desk_line, told):
    opened = told().opened()
    async with kiosk_line(hub) as kiosk:
        await kiosk.changes(opened)
        async with desk_line(hub) as east:
            await east.ask("claim", opened.call.id, "甲")
            east.socket.transport.abort()
        async with desk_line(hub, "west") as west:
            (hall,) = (await west.hear("snapshot"))["calls"]
            assert (hall["call"]["state"], hall["call"]["officer"]) == ("claimed", "甲")
        async with desk_line(hub) as east:
            answer = await east.ask("close", opened.call.id, "甲", outcome="helped")
            assert answer["type"] == "done"


async def test_whoever_came_in_with_an_old_key_is_cut(hub, kiosk_line, desk_line, sql):
    async with kiosk_line(hub) as kiosk, desk_line(hub) as desk, desk_line(hub, "west") as west:
        await enrol(sql, Part.KIOSK, "01")
        await enrol(sql, Part.DESK, "east")
        for line in (kiosk, desk):
            with pytest.raises(ConnectionClosed):
                await line.hear("nothing")
        assert (await west.ask("claim", "unknown", "甲"))["reason"] == "unknown"
