"""A kiosk whose data folder was put back to an older copy goes on by itself, in a new journal."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.assist.call import CallState, IllegalTransition, NewCall, Outcome
from kiosk.assist.outbox import Reach, RefusalReason, Stage
from kiosk.clock import SystemClock
from kiosk.duty.kiosks import KioskStanding
from kiosk.hub.asking import Features, as_body
from kiosk.hub.book import Book, Doer, NotMoved
from kiosk.hub.database import open_pool
from kiosk.hub.desk_kiosks import HubKiosks
from kiosk.hub.features import features as features_of_a_hub
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.hub_line import HubLine
from kiosk.hub.journal_forms import ASK, BEGUN, LATELY_ASK, BeginJournal, SetBack, SetBacks
from kiosk.hub.journals import APART_S, NewJournals
from kiosk.hub.keeping import Forked
from kiosk.hub.keys import Claimant
from kiosk.hub.kiosk_forms import ReportForm, StandingForm, Standings
from kiosk.hub.kiosk_states import KioskStates
from kiosk.hub.link import websocket
from kiosk.hub.part import Part
from kiosk.hub.pruning import _PRUNE
from kiosk.hub.record import entries, verified
from kiosk.hub.roll import enrol
from kiosk.hub.wire import Told
from kiosk.ids import new_id
from kiosk.officers.record import ITSELF, Deed
from kiosk.store.local import LocalStore
from kiosk.studio.releases import Publishing
from kiosk.working_days import DueRule
from tests.hub.conftest import PATIENCE_S, SEAL
from tests.hub.test_kiosks import WELL, make_board, until

__all__ = ["make_board"]


@pytest.fixture
def features():
    return [NewJournals(), KioskStates(soon)]


async def soon(_seconds):
    await asyncio.sleep(0.01)


class Machine:
    """A kiosk's folder, of which copies are made and put back."""

    def __init__(self, path, key) -> None:
        self.path, self.key = path, key
        self.store = None

    def copy(self, name="copy"):
        shutil.copytree(self.path / "data", self.path / name)

    def put_back(self, name="copy"):
        shutil.rmtree(self.path / "data")
        shutil.copytree(self.path / name, self.path / "data")

    @asynccontextmanager
    async def on(self, hub=None, folder="data"):
        """Its program runs; hub: None where it is away."""
        self.store = store = LocalStore(self.path / folder, "01", SystemClock(), kiosk_lock=True)
        await store.start()
        running = None
        if hub is not None:
            address = hub.url.replace("ws", "http", 1)
            connect = lambda: websocket(address, Claimant("01", self.key))  # noqa: E731
            self.forwarder = Forwarder(store.outbox, connect, SystemClock(), Random(1), soon)
            running = asyncio.ensure_future(self.forwarder.run())
        try:
            yield store
        finally:
            if running is not None:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
            await store.close()

    async def tap(self, *, over=False, **values):
        call = await self.store.calls.open_call(
            NewCall(new_id(), "01", "一号机", "大厅", None, None, "zh_CN", False, **values)
        )
        return await self.store.calls.cancel(call.id) if over else call

    async def until(self, met):
        async with asyncio.timeout(PATIENCE_S):
            while not await met():  # noqa: ASYNC110 - told by the hub
                await asyncio.sleep(0.01)

    async def until_delivered(self):
        async def there():
            mark = await self.store.outbox.mark()
            return mark.delivered == mark.made

        await self.until(there)

    async def until_call(self, call, state):
        async def stands():
            return (await self.store.calls.get(call.id)).state is state

        await self.until(stands)

    async def until_refused(self, reason):
        async def told():
            refusal = (await self.store.outbox.backlog()).refusal
            return refusal is not None and refusal.reason is reason

        await self.until(told)


@pytest.fixture
async def machine(tmp_path, sql):
    return Machine(tmp_path, await enrol(sql, Part.KIOSK, "01"))


@pytest.fixture
async def books(database):
    """The books of two hubs on the one database."""
    pools = [await open_pool(database, largest=2) for _ in range(2)]
    yield [Book(pool, SEAL) for pool in pools]
    for pool in pools:
        pool.terminate()


async def states(sql):
    return {row["id"]: row["state"] for row in await sql.fetch("SELECT id, state FROM call")}


async def longer_ago(sql):
    """As if the last new journal had been begun a while ago."""
    await sql.execute("UPDATE journal SET begun_at = begun_at - make_interval(secs => $1)", APART_S)


@pytest.mark.parametrize("taps", [0, 1, 2, 5])
async def test_it_goes_on_however_far_it_has_counted_since(hub, machine, sql, taps):
    async with machine.on(hub) as store:
        calls = [await machine.tap(over=True)]
        await machine.until_delivered()
        before = await store.outbox.mark()
    machine.copy()
    async with machine.on(hub):
        calls += [await machine.tap(over=True) for _ in range(2)]
        await machine.until_delivered()
    machine.put_back()
    async with machine.on():
        calls += [await machine.tap(over=True) for _ in range(taps)]
    async with machine.on(hub) as store:
        # As often as it takes until there is no doubt that both stand in the new one.
        calls.append(await machine.tap())
        await machine.until_delivered()

        async def anew():
            return (await store.outbox.mark()).journal != before.journal

        await machine.until(anew)
        await machine.until_delivered()
        assert (await store.outbox.backlog()).refusal is None
        assert (await store.outbox.backlog()).begun is not None
        assert await machine.forwarder.reach(calls[-1]) == Reach(Stage.AT_HUB)
        mark = await store.outbox.mark()
    stand = await states(sql)
    assert stand == {call.id: str(call.state) for call in calls}
    journals = {row["id"]: row for row in await sql.fetch("SELECT * FROM journal")}
    assert set(journals) == {before.journal, mark.journal}
    assert journals[mark.journal]["instead_of"] == before.journal
    (entry,) = await entries(sql, "01")
    assert (entry.who, entry.deed) == (ITSELF, Deed.JOURNAL_BEGUN)
    assert entry.about == f"{mark.journal} {before.journal}"
    assert (await verified(sql, "01")).broken is None


async def test_what_was_closed_at_a_desk_after_the_copy_stays_closed_and_the_kiosk_hears_by_whom(
    hub, machine, desk_line, sql
):
    async with desk_line(hub) as desk:
        async with machine.on(hub):
            call = await machine.tap()
            await desk.call(call.id)
            await machine.until_delivered()
        machine.copy()
        async with machine.on(hub):
            await desk.ask("claim", call.id, "0101")
            await machine.until_call(call, CallState.CLAIMED)
            await desk.ask("close", call.id, "0101", outcome="to_window", note="三号窗口")
            await machine.until_call(call, CallState.DONE)
            lost = await machine.tap()
            await desk.call(lost.id)
            await machine.until_delivered()
        machine.put_back()
        async with machine.on(hub) as store:
            await machine.until_call(call, CallState.DONE)
            here = await store.calls.get(call.id)
            assert (here.officer, here.outcome, here.note) == ("0101", Outcome.TO_WINDOW, "三号窗口")
            new = await machine.tap()
            await desk.call(new.id, state="waiting")
            # One that the copy does not know: somebody may still wait for it.
            assert await store.calls.get(lost.id) is None
            assert (await desk.ask("claim", lost.id, "0101"))["type"] == "done"
            assert (await desk.ask("close", lost.id, "0101", outcome="helped"))["type"] == "done"
            assert (await desk.ask("claim", new.id, "0101"))["type"] == "done"
            await machine.until_call(new, CallState.CLAIMED)
        assert desk.stands[call.id]["call"]["state"] == "done"
        assert await states(sql) == {call.id: "done", lost.id: "done", new.id: "claimed"}


async def test_an_officer_who_was_there_is_not_put_on_record_twice(hub, machine, sql):
    async with machine.on(hub) as store:
        call = await machine.tap()
        await store.calls.arrive(call.id, "0101")
        await machine.until_delivered()
        machine_before = await store.outbox.mark()
    machine.copy()
    async with machine.on(hub) as store:
        await store.calls.close(call.id, "0101", Outcome.HELPED)
        await machine.until_delivered()
    # So long ago that the hub no longer knows what was told of it.
    await sql.execute("DELETE FROM heard_change WHERE seq < 3")
    machine.put_back()
    async with machine.on(hub) as store:
        await machine.until_call(call, CallState.DONE)

        async def anew():
            return (await store.outbox.mark()).journal != machine_before.journal

        await machine.until(anew)
        await machine.until_delivered()
    assert await states(sql) == {call.id: "done"}
    deeds = [entry.deed for entry in await entries(sql, "01")]
    assert sorted(deeds) == sorted([Deed.ARRIVED, Deed.JOURNAL_BEGUN])


async def test_the_same_copy_may_be_put_back_again_and_again_but_not_all_at_once(hub, machine, sql):
    async with machine.on(hub):
        calls = [await machine.tap(over=True)]
        await machine.until_delivered()
    machine.copy()
    async with machine.on(hub):
        calls.append(await machine.tap(over=True))
        await machine.until_delivered()
    machine.put_back()
    async with machine.on(hub):
        calls.append(await machine.tap(over=True))
        await machine.until_delivered()
    machine.put_back()
    async with machine.on(hub):
        calls.append(await machine.tap(over=True))
        await machine.until_refused(RefusalReason.TOO_SOON)
        assert len(await states(sql)) == 3
        await longer_ago(sql)
        await machine.until_delivered()
    assert await states(sql) == {call.id: "cancelled" for call in calls}
    assert await sql.fetchval("SELECT count(*) FROM journal") == 3


async def test_two_machines_with_one_key_begin_one_new_journal_and_lose_nothing(hub, machine, sql, tmp_path):
    async with machine.on(hub):
        calls = [await machine.tap(over=True)]
        await machine.until_delivered()
    machine.copy("twin")
    twin = Machine(tmp_path, machine.key)
    async with machine.on(hub), twin.on(hub, "twin"):
        for _ in range(5):
            calls += [await machine.tap(over=True), await twin.tap(over=True)]
            await machine.until_delivered()
            await twin.until_delivered()
        for each in (machine, twin):
            assert (await each.store.outbox.backlog()).refusal is None
    assert await states(sql) == {call.id: "cancelled" for call in calls}
    assert await sql.fetchval("SELECT count(*) FROM journal") == 2


async def asked(line, journal, instead_of):
    ref = new_id()
    body = as_body(BeginJournal(journal=journal, instead_of=instead_of))
    await line.say(type="ask", ref=ref, what=ASK, body=body)
    return await line.hear("answer", "refused_ask")


def test_the_hubs_program_knows_of_new_journals():
    assert Features(features_of_a_hub(DueRule(), Publishing(tuple))).answerer(ASK) is not None


async def test_the_hub_begins_one_once_and_in_place_of_the_kiosks_own_alone(hub, kiosk_line, desk_line, sql):
    mine, theirs, new = new_id(), new_id(), new_id()
    async with kiosk_line(hub, "02", journal=theirs) as other, kiosk_line(hub, journal=mine) as kiosk:
        for before, after in ((theirs, new), (mine, theirs), (new_id(), new)):
            assert (await asked(kiosk, after, before))["reason"] == "hub.malformed"
        assert (await asked(kiosk, new, mine))["type"] == "answer"
        assert (await asked(kiosk, new, mine))["type"] == "answer"
        assert (await asked(kiosk, new_id(), mine))["reason"] == "hub.journal_too_soon"
        assert (await asked(other, new_id(), theirs))["type"] == "answer", "each kiosk for itself"
        await longer_ago(sql)
        assert (await asked(kiosk, new_id(), new))["type"] == "answer"
    async with desk_line(hub) as desk:
        assert (await asked(desk, new_id(), mine))["reason"] == "hub.unknown"
    assert len(await entries(sql, "01")) == 2


async def test_the_desks_of_every_hub_hear_of_it_for_a_day(
    hub, make_hub, kiosk_line, make_board, features, sql
):
    other = make_hub()
    await other.start()
    mine = new_id()
    async with kiosk_line(hub, "03", journal=mine) as kiosk, make_board(hub) as east:
        async with make_board(other, "west") as west:
            await kiosk.say(
                type="ask", ref="r1", what="kiosks.report", body=ReportForm.of(WELL).model_dump(mode="json")
            )
            await kiosk.hear("answer")
            for board in (east, west):
                assert (await until(board.kiosks))[0].set_back_at is None
            await asked(kiosk, new_id(), mine)
            begun = await sql.fetchval("SELECT begun_at FROM journal WHERE instead_of = $1", mine)

            async def told(board):
                return [each.set_back_at for each in await board.kiosks()] == [begun]

            for board in (east, west):
                await until(partial(told, board))
        async with make_board(hub, "late") as late:
            await until(partial(told, late))
        await sql.execute("UPDATE journal SET begun_at = begun_at - make_interval(days => 1)")
        async with make_board(hub, "later") as later:
            assert (await until(later.kiosks))[0].set_back_at is None


async def test_a_desk_tells_of_it_no_longer_than_a_day_also_where_it_is_never_closed():
    line = HubLine()
    board = HubKiosks(line)
    now = datetime.now(UTC)
    line.heard(Told(what=BEGUN, body=as_body(SetBacks(kiosks=[SetBack(kiosk="03", at=now)]))))
    board._asked = True
    for later, shown in ((timedelta(hours=24), now), (timedelta(hours=25), None)):
        standing = StandingForm.of(KioskStanding(WELL, now + later, False))
        line.heard(Told(what="kiosks.stand", body=as_body(Standings(kiosks=[standing]))))
        assert [each.set_back_at for each in await board.kiosks()] == [shown]


async def test_kiosks_do_not_hear_of_one_another(hub, kiosk_line):
    async with kiosk_line(hub) as kiosk:
        await kiosk.say(type="ask", ref="r1", what=LATELY_ASK, body={})
        assert (await kiosk.hear("answer", "refused_ask"))["reason"] == "hub.unknown"


async def test_a_change_that_was_told_of_another_call_or_by_another_kiosk_is_not_passed_over(
    hub, kiosk_line, told, sql
):
    opened = told().opened()
    async with kiosk_line(hub, journal=new_id()) as kiosk:
        await kiosk.changes(opened)
    other = replace(opened, call=replace(opened.call, id=new_id()))
    async with kiosk_line(hub, journal=new_id()) as kiosk:
        assert (await kiosk.changes(other))["reason"] == "forked"
    theirs = replace(opened, kiosk="02", call=replace(opened.call, kiosk="02"))
    async with kiosk_line(hub, "02") as kiosk:
        assert (await kiosk.changes(theirs))["reason"] == "forked"
    assert await states(sql) == {opened.call.id: "waiting"}


async def test_a_kiosk_hears_of_its_calls_by_the_journal_in_which_it_counts(books, told, sql):
    """Also where the call was last told of in another one: a copy of between may have been put back since."""
    await enrol(sql, Part.KIOSK, "01")
    first, second, third = new_id(), new_id(), new_id()
    kiosk, other = told(), told()
    call, later = kiosk.opened(), kiosk.opened()
    other.seq = 4
    for journal in (first, second, third):
        await books[0].heard("01", journal)
    await books[0].hear("01", first, kiosk.now(), [call, later])
    await sql.execute("UPDATE journal SET heard = 4 WHERE id = $1", second)
    await books[0].hear("01", second, kiosk.now(), [other.cancelled(call.call)])
    for journal, heard in ((first, 2), (second, 5), (third, 0)):
        halls = await books[1].calls_after("01", journal, 0, 10)
        assert [(hall.call.id, hall.heard) for hall in halls] == [
            (later.call.id, heard),
            (call.call.id, heard),
        ]


class Timelines:
    """A folder of which copies are made and put back while it is worked with, and a carrier by hand."""

    def __init__(self, machine, books, random) -> None:
        self.machine, self.books, self.random = machine, books, random
        self.copies = 0
        self.acknowledged = set()
        """The calls of which the hub has told the kiosk that it has them."""

    async def up(self, store, *, lost=False):
        """What the forwarder does: the last heard change once more; a new journal where that is another."""
        mark, book = await store.outbox.mark(), self.random.choice(self.books)
        heard = await book.heard("01", mark.journal)
        await book.go_on_after("01", mark.told)
        known = max(0, heard - 1)
        try:
            if heard > mark.made:
                raise Forked
            while changes := await store.outbox.after(known, self.random.randint(1, 4)):
                if changes[0].seq != known + 1 and known < heard:
                    known = heard
                    continue
                known = await book.hear("01", mark.journal, datetime.now(UTC), changes)
                if lost:
                    return
                await store.outbox.delivered(known)
                self.acknowledged |= {change.call.id for change in changes}
        except Forked:
            new = new_id()
            await book.heard("01", new)
            await store.outbox.begin_journal(new, mark.journal)

    async def down(self, store, limit=50):
        mark, book = await store.outbox.mark(), self.random.choice(self.books)
        calls = await book.calls_after("01", mark.journal, mark.told, limit)
        await store.outbox.take_over(calls)
        return bool(calls)

    async def step(self, store):
        officer = self.random.choice("甲乙")
        here, there = await store.calls.open_calls(), await self.books[0].open_calls()
        match self.random.randint(0, 9):
            case 0 | 1:
                quiet = self.random.random() < 0.3
                await store.calls.open_call(
                    NewCall(new_id(), "01", "一号机", "大厅", None, None, "en", False, quiet)
                )
            case 2 if here:
                await store.calls.cancel(here[0].id)
            case 3 if here:
                move = self.random.choice(["claim", "put_back", "close", "arrive"])
                await getattr(store.calls, move)(
                    here[0].id, officer, *([Outcome.HELPED] if move == "close" else [])
                )
            case 4 | 5 | 6 if there:
                call, book = self.random.choice(there).call.id, self.random.choice(self.books)
                by = Doer("east", officer)
                if self.random.random() < 0.5:
                    await book.claim(call, by)
                else:
                    await book.close(call, by, Outcome.HELPED)
            case 7 | 8:
                await self.up(store, lost=self.random.random() < 0.2)
            case 9:
                await self.down(store, self.random.randint(1, 3))

    async def some_steps(self):
        async with self.machine.on() as store:
            for _ in range(self.random.randint(1, 12)):
                with suppress(IllegalTransition, NotMoved):
                    await self.step(store)

    async def all(self):
        async with self.machine.on() as store:
            while (await self.up(store), await self.down(store))[1]:
                pass
            await self.up(store)
            return {call.id: call for call in await store.calls.all_calls()}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(randoms=st.randoms(use_true_random=False), turns=st.lists(st.sampled_from("wwcpf"), max_size=12))
async def test_whatever_copy_is_put_back_every_acknowledged_call_is_at_the_hub_once(
    machine, books, sql, tmp_path_factory, randoms, turns
):
    """w: the kiosk works for a while; c: its folder is copied; p: one of the copies is put back; f: the hub
    forgets what was told of calls that are over."""
    async with sql.transaction():
        # What is only appended to, such as the window's deeds, goes as well.
        await sql.execute("SET LOCAL session_replication_role = replica")
        await sql.execute("TRUNCATE kiosk CASCADE")
    await enrol(sql, Part.KIOSK, "01")
    here = Machine(tmp_path_factory.mktemp("machine"), "")
    lines = Timelines(here, books, randoms)
    ended = {}
    await lines.some_steps()
    for turn in turns:
        if turn == "c":
            here.copy(f"copy{lines.copies}")
            lines.copies += 1
        elif turn == "p" and lines.copies:
            here.put_back(f"copy{randoms.randrange(lines.copies)}")
        await lines.some_steps()
        if turn == "f":
            await sql.fetch(_PRUNE, 0, 1000)
        stands = {row["id"]: row for row in await sql.fetch("SELECT * FROM call")}
        for id_, was in ended.items():
            made_aloud = was["quiet"] and not stands[id_]["quiet"]
            assert made_aloud or stands[id_]["state"] == was["state"], "opened again"
        ended |= {id_: row for id_, row in stands.items() if row["state"] in ("done", "cancelled")}
    known = await lines.all()
    there = {hall.call.id: hall.call for hall in await books[1].calls([*known, *lines.acknowledged])}
    assert lines.acknowledged <= set(there)
    assert set(known) <= set(there)
    stand = [
        {id_: (c.state, c.officer, c.outcome) for id_, c in each.items() if id_ in known}
        for each in (known, there)
    ]
    assert stand[0] == stand[1]
    twice = "SELECT count(*) - count(DISTINCT (call, kind, at)) FROM heard_change"
    assert await sql.fetchval(twice) == 0
