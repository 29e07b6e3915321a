"""What an officer writes at a desk: sealed at the hub, told to the call's kiosk alone, never lost."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from random import Random

import asyncpg
import pytest

from kiosk.assist.call import CallState, NewCall, Outcome
from kiosk.cli.hub_seal import HubSeal, hub_seal
from kiosk.clock import SystemClock
from kiosk.hub.book import Book, Doer
from kiosk.hub.database import open_pool
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.keys import Claimant
from kiosk.hub.link import websocket
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.hub.sealing import NotOpened, OtherKey
from kiosk.hub.service import Service
from kiosk.ids import new_id
from kiosk.settings import SettingsError
from kiosk.store.local import LocalStore
from tests.hub.conftest import SEAL
from tests.hub.test_desk import PATIENCE_S, make_desk, soon

__all__ = ["make_desk"]

NOTE = "王秀英的名字有两种写法"
OTHER = HubSeal(bytes([7] * 32))


@pytest.fixture
async def store(tmp_path):
    opened = LocalStore(tmp_path / "kiosk", "01", SystemClock(), kiosk_lock=True)
    await opened.start()
    yield opened
    await opened.close()


@pytest.fixture
async def carried(hub, sql, store):
    """The kiosk's calls go to the hub, and the hub's decisions come back, until the block ends."""
    key = await enrol(sql, Part.KIOSK, "01")

    @asynccontextmanager
    async def carrying():
        address = hub.url.replace("ws", "http", 1)
        forwarder = Forwarder(
            store.outbox, lambda: websocket(address, Claimant("01", key)), SystemClock(), Random(1), soon
        )
        running = asyncio.ensure_future(forwarder.run())
        try:
            yield
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    return carrying


def a_call() -> NewCall:
    return NewCall(new_id(), "01", "一号机", "大厅", "household", None, "zh_CN", False)


async def over_here(store, call_id):
    async with asyncio.timeout(PATIENCE_S):
        while (call := await store.calls.get(call_id)).open:  # noqa: ASYNC110 - told by the hub
            await asyncio.sleep(0.01)
    return call


async def everything(sql):
    """Every value of every table, as text."""
    tables = await sql.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    rows = [row for table in tables for row in await sql.fetch(f"SELECT * FROM {table['tablename']}")]
    return "\n".join(
        value.decode("utf-8", "ignore") if isinstance(value, bytes) else str(value)
        for row in rows
        for value in row.values()
    )


async def test_a_note_of_a_desk_comes_to_the_kiosks_difficult_case_and_stands_nowhere_in_clear(
    hub, make_desk, carried, store, sql
):
    call = await store.calls.open_call(a_call())
    async with make_desk(hub) as desk, make_desk(hub, "west") as west:
        async with carried():
            await desk.until_call(call.id)
            await desk.calls.claim(call.id, "0101")
        # The kiosk is cut off while the desk closes, and hears of it later.
        done = await desk.calls.close(call.id, "0101", Outcome.NOT_SOLVED, NOTE)
        assert done.note == ""
        async with carried():
            assert (await over_here(store, call.id)).note == NOTE
        assert (await west.until_call(call.id, state=CallState.DONE)).note == ""
    (case,) = await store.difficult.open_cases(reveal=True)
    assert (case.call_id, case.owner, case.subject) == (call.id, "0101", NOTE)
    assert "王秀英" not in await everything(sql)
    assert SEAL.open(await sql.fetchval("SELECT sealed FROM call_note"), call.id) == NOTE


@pytest.fixture
async def book(database):
    pool = await open_pool(database, largest=2)
    yield Book(pool, SEAL)
    pool.terminate()


async def test_what_was_written_at_an_end_that_no_longer_counts_is_told_no_more(book, sql, told):
    await enrol(sql, Part.KIOSK, "01")
    await enrol(sql, Part.DESK, "east")
    kiosk, east, journal = told(), Doer("east", "0101"), new_id()
    quiet = kiosk.opened(quiet=True)
    await book.heard("01", journal)
    await book.hear("01", journal, kiosk.now(), [quiet])
    await book.claim(quiet.call.id, east)
    await book.close(quiet.call.id, east, Outcome.HELPED, NOTE)
    (first,) = await book.calls_after("01", journal, 0, 10)
    assert first.call.note == NOTE
    again = kiosk.opened(id=quiet.call.id)
    await book.hear("01", journal, kiosk.now(), [again])
    await book.claim(quiet.call.id, east)
    (open_,) = await book.calls_after("01", journal, first.no, 10)
    assert (open_.call.state, open_.call.note) == (CallState.CLAIMED, "")
    await book.close(quiet.call.id, east, Outcome.HELPED)
    (second,) = await book.calls_after("01", journal, first.no, 10)
    assert (second.call.state, second.call.note) == (CallState.DONE, "")
    assert await sql.fetchval("SELECT count(*) FROM call_note") == 0


async def test_a_note_that_does_not_open_keeps_no_call_from_its_kiosk(book, database, sql, told):
    await enrol(sql, Part.KIOSK, "01")
    await enrol(sql, Part.DESK, "east")
    kiosk, east, journal = told(), Doer("east", "0101"), new_id()
    changes = [kiosk.opened(), kiosk.opened()]
    await book.heard("01", journal)
    await book.hear("01", journal, kiosk.now(), changes)
    for change in changes:
        await book.claim(change.call.id, east)
        await book.close(change.call.id, east, Outcome.HELPED, NOTE)
    # Moved to another call, a note does not open there.
    await sql.execute(
        "UPDATE call_note SET sealed = (SELECT sealed FROM call_note WHERE call = $1)", changes[0].call.id
    )
    told_ = await book.calls_after("01", journal, 0, 10)
    assert [(each.call.state, each.call.note) for each in told_] == [
        (CallState.DONE, NOTE),
        (CallState.DONE, ""),
    ]


async def test_a_hub_with_another_key_does_not_start_unless_the_notes_are_let_go(empty_database):
    await Service(empty_database, SEAL).prepare()
    await Service(empty_database, SEAL).prepare()
    with pytest.raises(OtherKey):
        await Service(empty_database, OTHER).prepare()
    await Service(empty_database, OTHER).prepare(forget_notes=True)
    with pytest.raises(OtherKey):
        await Service(empty_database, SEAL).prepare()


async def test_two_hubs_that_start_at_once_settle_one_key(empty_database):
    ends = await asyncio.gather(
        Service(empty_database, SEAL).prepare(),
        Service(empty_database, OTHER).prepare(),
        return_exceptions=True,
    )
    assert [type(end) for end in ends if isinstance(end, BaseException)] == [OtherKey]
    connection = await asyncpg.connect(empty_database)
    assert await connection.fetchval("SELECT count(*) FROM note_key") == 1
    await connection.close()


def test_the_key_is_made_once_closed_to_others_and_never_written_over(tmp_path):
    sealed = hub_seal(tmp_path).close(NOTE, "a")
    key = tmp_path / "hub" / "key"
    assert key.stat().st_mode & 0o777 == 0o600
    again = hub_seal(tmp_path)
    assert again.open(sealed, "a") == NOTE
    with pytest.raises(NotOpened):
        again.open(sealed, "b")
    key.write_bytes(b"half")
    with pytest.raises(SettingsError, match="is damaged"):
        hub_seal(tmp_path)
    assert key.read_bytes() == b"half"


def test_a_folder_that_cannot_be_used_is_told(tmp_path):
    (tmp_path / "hub").write_text("")
    with pytest.raises(SettingsError, match="Set data_dir"):
        hub_seal(tmp_path)
