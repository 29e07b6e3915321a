"""Every change stands in the second log too, before anybody is told; and where it cannot, nothing is done."""

from __future__ import annotations

import asyncio
import errno
import os
import sqlite3
import sys
from contextlib import closing

import pytest
from sqlalchemy import event

from kiosk.assist.call import Outcome
from kiosk.cases.difficult import NewDifficult, NewStep, StepKind
from kiosk.duty.kiosks import KioskReport
from kiosk.ids import new_id
from kiosk.officers.officer import Officer, Role
from kiosk.store import _second_log
from kiosk.store._changes import standing
from kiosk.store._engine import writing_at_once
from kiosk.store._log_reading import read_log
from kiosk.store._own_seal import own_seal
from kiosk.store._watching import watched
from kiosk.store.backup import segments
from kiosk.store.failure import StoreFailed, Trouble


@pytest.fixture
def read(folder):
    """The log as it is now: every record in order."""

    def now():
        log = read_log(folder / "changes", own_seal(folder))
        assert log.unreadable == 0
        return [record for seq in range(1, log.last + 1) for record in log.at(seq)]

    return now


def rows(folder):
    """Every row of every table that is kept, as SQLite has it, but for how far the log is."""
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        return {
            table.name: sorted(
                (row for row in database.execute(f'SELECT * FROM "{table.name}"') if row[0] not in LOGS_OWN),
                key=repr,
            )
            for table in watched()
        }


LOGS_OWN = ("second_log", "second_log_mark", "health")


def of_the_log(records):
    """What all of the records come to."""
    kept = {}
    for record in records:
        for row in record.rows:
            kept[row.table, row.key] = row.after
    found = {table.name: [] for table in watched()}
    for (name, _key), after in kept.items():
        if after is not None:
            found[name].append(tuple(after.values()))
    return {name: sorted(each, key=repr) for name, each in found.items()}


async def test_all_that_is_kept_stands_in_it_as_the_database_has_it(
    store, folder, a_call, a_filing, clock, read
):
    await store.officers.add(
        Officer("007", "王", frozenset({Role.OFFICER, Role.LEADER})), "246813", "console"
    )
    store.seats.desk.sit("007")
    call = await store.calls.open_call(a_call(quiet=True))
    await store.calls.open_call(a_call())
    await store.calls.claim(call.id, "007")
    await store.calls.close(call.id, "007", Outcome.NOT_SOLVED, "没办成")
    filing = a_filing()
    await store.cases.hand_in(filing)
    await store.cases.rate(filing.visit_id, 1)
    case = await store.difficult.open(NewDifficult(new_id(), "007", "门牌"))
    await store.difficult.record(case.id, NewStep(new_id(), "007", StepKind.NOTE, text="记一笔"))
    mark = await store.outbox.mark()
    await store.outbox.begin_journal(new_id(), mark.journal)
    await store.outbox.delivered(2)
    found = rows(folder)
    assert of_the_log(read()) == found
    for name in (
        "call",
        "filed_case",
        "case_answer",
        "wish",
        "rating",
        "record_entry",
        "difficult_step",
        "officer",
    ):
        assert found[name], name


async def test_it_says_how_far_the_database_is_and_what_follows_on_what(store, folder, a_call, read):
    for _ in range(3):
        call = await store.calls.open_call(a_call())
        await store.calls.cancel(call.id)
    records = read()
    assert [record.seq for record in records] == list(range(1, 7))
    assert [record.before for record in records] == [0, *(record.mark for record in records[:-1])]
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        assert standing(database) == _second_log.Standing(6, records[-1].mark)


async def test_what_is_over_in_a_minute_is_not_kept(store, a_call, read):
    await store.kiosks.report(KioskReport("01", "一号机", "大厅", True, True, True, True, "1"))
    await store.healthy()
    assert read() == []


async def test_a_desk_in_another_process_writes_into_the_same_log(store, folder, a_call, read):
    await store.calls.open_call(a_call())
    code = (
        "import asyncio, sys; from pathlib import Path; from kiosk.clock import SystemClock\n"
        "from kiosk.store.local import LocalStore\n"
        "async def work():\n"
        "    desk = LocalStore(Path(sys.argv[1]), '01', SystemClock(), kiosk_lock=False)\n"
        "    (call,) = await desk.calls.open_calls()\n"
        "    for _ in range(5):\n"
        "        await desk.calls.claim(call.id, '007'); await desk.calls.put_back(call.id, '007')\n"
        "    await desk.close()\n"
        "asyncio.run(work())"
    )
    other = await asyncio.create_subprocess_exec(sys.executable, "-c", code, str(folder))
    for _ in range(5):
        call = await store.calls.open_call(a_call(kiosk="kiosk-02"))
        await store.calls.cancel(call.id)
    assert await other.wait() == 0
    records = read()
    assert [record.before for record in records] == [0, *(record.mark for record in records[:-1])]
    assert of_the_log(records) == rows(folder)
    assert len(records) >= 21


@pytest.fixture
def failing_writes(monkeypatch):
    """The disk takes nothing into the second log, after so many bytes."""
    left = [None]
    write = os.write

    def limited(descriptor, content):
        if left[0] is None:
            return write(descriptor, content)
        if not left[0]:
            raise OSError(errno.ENOSPC, "no room")
        part = bytes(content)[: left[0]]
        left[0] -= len(part)
        return write(descriptor, part)

    monkeypatch.setattr(_second_log.os, "write", limited)
    return left


@pytest.mark.parametrize("room", [0, 1, 30])
async def test_what_cannot_be_written_down_is_not_done(
    store, folder, a_call, a_filing, read, failing_writes, room
):
    kept = await store.calls.open_call(a_call())
    size = segments(folder / "changes")[-1].stat().st_size
    filing, new = a_filing(), a_call(kiosk="kiosk-02")
    for work in (lambda: store.cases.hand_in(filing), lambda: store.calls.open_call(new)):
        failing_writes[0] = room
        with pytest.raises(StoreFailed) as failed:
            await work()
        assert failed.value.trouble is Trouble.FULL
        assert segments(folder / "changes")[-1].stat().st_size == size, "half a record was left"
    failing_writes[0] = None
    assert await store.calls.open_calls() == (kept,)
    assert await store.cases.cases() == ()
    assert (await store.cases.hand_in(filing)).number[:-1] == "010001"
    await store.calls.open_call(new)
    assert [record.seq for record in read()] == [1, 2, 3]


async def test_a_log_that_cannot_be_changed_is_read_only(store, folder, a_call, monkeypatch):
    kept = await store.calls.open_call(a_call())

    def refused(*_args):
        raise OSError(errno.EROFS, "read-only")

    with monkeypatch.context() as patched:
        patched.setattr(_second_log.os, "fdatasync", refused)
        with pytest.raises(StoreFailed) as failed:
            await store.calls.cancel(kept.id)
        assert failed.value.trouble is Trouble.READ_ONLY
    assert await store.calls.open_calls() == (kept,)


async def test_it_is_on_the_disk_before_the_commit(store, a_call, monkeypatch):
    done = []
    sync = os.fdatasync
    monkeypatch.setattr(
        _second_log.os, "fdatasync", lambda descriptor: (done.append("log"), sync(descriptor))
    )
    engine = await store._line.run(lambda shelf: shelf._engine)
    event.listen(engine, "commit", lambda _connection: done.append("commit"))
    call = await store.calls.open_call(a_call())
    assert done == ["log"]
    await store.calls.cancel(call.id)
    assert done == ["log", "log", "commit"]


async def test_a_commit_that_fails_is_taken_back(store, folder, a_call, read):
    """SQLite refuses at the very end, when the change stands in the log already."""
    new = a_call()

    def defer(shelf):
        with shelf._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            driver = connection.connection.driver_connection
            driver.execute("INSERT INTO wish (case_id, schema_version, value) VALUES ('nobody', 1, x'00')")
            connection.commit()

    with pytest.raises(StoreFailed):
        await store._line.run(defer)
    assert read() == []
    await store.calls.open_call(new)
    assert [(record.seq, record.before) for record in read()] == [(1, 0)]


async def test_a_plain_commit_that_fails_is_taken_back(store, folder, read):
    def defer(shelf):
        with writing_at_once(shelf._engine) as driver:
            driver.execute("PRAGMA defer_foreign_keys=ON")
            driver.execute("INSERT INTO wish (case_id, schema_version, value) VALUES ('nobody', 1, x'00')")

    with pytest.raises(StoreFailed):
        await store._line.run(defer)
    assert read() == []


async def test_no_answer_stands_in_it_in_the_clear(store, folder, a_filing):
    await store.cases.hand_in(a_filing())
    content = b"".join(path.read_bytes() for path in segments(folder / "changes"))
    assert content
    for word in ("household_move", "13812345678", "filed_case", "买买提"):
        assert word.encode() not in content
    assert {path.stat().st_mode & 0o777 for path in segments(folder / "changes")} == {0o600}
