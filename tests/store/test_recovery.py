"""A damaged store comes back by itself: all that was told is there, each once, or is named as lost."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.assist.call import NewCall
from kiosk.cases.case import Filing
from kiosk.flow.answer import PhoneNo, Wish
from kiosk.ids import new_id
from kiosk.officers.record import CONSOLE, ITSELF, Deed
from kiosk.store import _recovery
from kiosk.store._engine import writing_at_once
from kiosk.store.backup import Standing, segments
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.folder import DataFolder
from kiosk.store.local import LocalStore
from kiosk.store.recovered import LostRow, recoveries
from kiosk.store.restoring import NotRestored, Wanted, restore
from kiosk.store.retention import Keep, Kept
from tests.store.conftest import HandClock

BESIDE = ("kiosk.db", "kiosk.db-wal", "kiosk.db-shm")


async def everything(store):
    """All that staff would ask for."""
    cases = await store.cases.cases(reveal=True)
    wishes = [await store.cases.wish_for_officer(case.id) for case in cases]
    return (
        await store.calls.all_calls(),
        cases,
        wishes,
        await store.cases.ratings(),
        await store.difficult.all_cases(),
    )


@pytest.fixture
async def busy(store, a_call, a_filing):
    """A store with a backup in the middle of what happened in it."""
    for number in range(6):
        if number == 3:
            await store.backups.make()
        call = await store.calls.open_call(a_call(kiosk=f"kiosk-{number}"))
        await store.calls.claim(call.id, "007")
        filing = a_filing()
        await store.cases.hand_in(filing)
        await store.cases.rate(filing.visit_id, 1 + number % 5)
    return store


def spoil(path: Path, first: int = 4096) -> bytes:
    """Overwrite all but the first page; returns what is in the file now."""
    content = path.read_bytes()
    path.write_bytes(content[:first] + b"\xa5" * (len(content) - first))
    return path.read_bytes()


def header(path: Path) -> bytes:
    content = path.read_bytes()
    path.write_bytes(b"\0" * 100 + content[100:])
    return path.read_bytes()


def remove(path: Path) -> None:
    path.unlink()


def schema_no_text(path: Path) -> bytes:
    """SQLite's own complaint then quotes what is no text."""
    content = path.read_bytes()
    assert b"CREATE TABLE call (" in content
    path.write_bytes(content.replace(b"CREATE TABLE call (", b"CREATE TABLE \xff\xfe ca("))
    return path.read_bytes()


def emptied(path: Path) -> bytes:
    path.write_bytes(b"")
    return b""


@pytest.mark.parametrize("damage", [spoil, header, remove, emptied, schema_no_text])
async def test_it_is_put_back_whole_and_the_damaged_one_is_kept(busy, make_store, folder, clock, damage):
    before = await everything(busy)
    await busy.close()
    damaged = damage(folder / "kiosk.db")
    again = make_store(kiosk_lock=True)
    await again.start()
    assert await everything(again) == before
    await again.healthy()
    (told,) = recoveries(folder / "recovered")
    assert told.complete
    assert told.backup == again.backups.list()[0].path.name
    # A call and its claim, a case, its rating: three times since the backup.
    assert told.applied == 12
    assert told.at == clock.now()
    kept = [(folder / name).read_bytes() for name in told.aside if name.endswith(".db")]
    # Into an empty file SQLite writes the first page of one, as it looks at it.
    assert kept == ([] if damaged is None else [damaged]) or damaged == b""
    entries = await again.record.entries()
    assert [(entry.who, entry.about) for entry in entries if entry.deed is Deed.STORE_RESTORED] == [
        (ITSELF, told.backup)
    ]
    assert (await again.record.verify()).broken is None


async def test_what_is_written_afterwards_is_kept_as_well(busy, make_store, folder, a_call, a_filing):
    await busy.close()
    for _ in range(3):
        spoil(folder / "kiosk.db")
        again = make_store(kiosk_lock=True)
        await again.start()
        call = await again.calls.open_call(a_call())
        await again.calls.cancel(call.id)
        await again.cases.hand_in(a_filing())
        before = await everything(again)
        await again.close()
    last = make_store(kiosk_lock=True)
    assert await everything(last) == before
    assert all(one.complete for one in recoveries(folder / "recovered"))
    assert len(await last.cases.cases()) == 9


async def test_damage_while_it_is_open_is_mended_with_the_next_try(busy, folder):
    before = await everything(busy)
    with closing(sqlite3.connect(folder / "kiosk.db")) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    spoil(folder / "kiosk.db")
    with pytest.raises(StoreFailed) as failed:
        await busy.healthy()
    assert failed.value.trouble is Trouble.DAMAGED
    await busy.healthy()
    assert await everything(busy) == before


async def test_from_the_first_change_on_without_any_backup(store, make_store, folder, a_call):
    calls = [await store.calls.open_call(a_call(kiosk=f"kiosk-{number}")) for number in range(3)]
    await store.close()
    spoil(folder / "kiosk.db")
    again = make_store(kiosk_lock=True)
    assert list(await again.calls.all_calls()) == calls
    (told,) = recoveries(folder / "recovered")
    assert (told.backup, told.applied, told.complete) == (None, 3, True)


async def test_a_bad_backup_is_passed_over(busy, make_store, folder, clock):
    before = await everything(busy)
    clock.pass_by(3600)
    newest = await busy.backups.make()
    await busy.close()
    spoil(newest.path)
    spoil(folder / "kiosk.db")
    again = make_store(kiosk_lock=True)
    assert await everything(again) == before
    (told,) = recoveries(folder / "recovered")
    assert told.passed_over == (f"{newest.path.name}: {Standing.CHANGED}",)
    assert told.complete


async def test_a_backup_whose_schema_is_no_text_is_damaged(busy, folder):
    backup = busy.backups.list()[0]
    schema_no_text(backup.path)
    backup.sum_file.unlink()
    assert await busy.backups.look(backup.path) is Standing.DAMAGED


async def test_with_nothing_to_put_back_all_is_left_as_it_is(busy, make_store, folder):
    await busy.close()
    damaged = spoil(folder / "kiosk.db")
    shutil.rmtree(folder / "backups")
    segments(folder / "changes")[0].unlink()
    again = make_store(kiosk_lock=True)
    with pytest.raises(StoreFailed) as failed:
        await again.start()
    assert failed.value.trouble is Trouble.DAMAGED
    assert (folder / "kiosk.db").read_bytes() == damaged
    assert recoveries(folder / "recovered") == ()


async def test_a_desk_does_not_put_it_back(busy, make_store, folder):
    await busy.close()
    damaged = spoil(folder / "kiosk.db")
    with pytest.raises(StoreFailed) as failed:
        await make_store().start()
    assert failed.value.trouble is Trouble.DAMAGED
    assert (folder / "kiosk.db").read_bytes() == damaged


async def test_a_desk_that_has_the_old_file_open_goes_on_with_the_new_one(busy, make_store, folder, a_call):
    desk = make_store()
    calls = await desk.calls.open_calls()
    await busy.close()
    spoil(folder / "kiosk.db")
    kiosk = make_store(kiosk_lock=True)
    await kiosk.start()
    await desk.calls.put_back(calls[0].id, "007")
    assert (await kiosk.calls.get(calls[0].id)).officer is None


async def test_a_change_on_its_way_into_the_old_file_is_refused(busy, folder, a_call, clock, make_store):
    """The file was exchanged between the beginning of the transaction and its end."""
    desk = make_store()
    await desk.start()
    new = a_call()

    def exchanged_meanwhile(shelf):
        with _writing(shelf) as driver:
            (folder / "kiosk.db").rename(folder / "elsewhere.db")
            shutil.copy(folder / "elsewhere.db", folder / "kiosk.db")
            driver.execute("UPDATE call SET place = 'gone'")

    with pytest.raises(StoreFailed) as failed:
        await desk._line.run(exchanged_meanwhile)
    assert failed.value.trouble is Trouble.DAMAGED
    assert b"gone" not in (folder / "kiosk.db-wal").read_bytes()
    await desk.calls.open_call(new)


def _writing(shelf):
    return writing_at_once(shelf._engine)


@pytest.mark.parametrize("lost", [1, 5])
async def test_commits_that_the_wal_lost_are_brought_in_again(
    store, make_store, folder, a_call, tmp_path, lost
):
    """SQLite takes a spoilt ``-wal`` for one that ends there, and says nothing."""
    await store.calls.open_call(a_call(kiosk="first"))
    with closing(sqlite3.connect(folder / "kiosk.db")) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    calls = [await store.calls.open_call(a_call(kiosk=f"kiosk-{number}")) for number in range(lost)]
    for name in BESIDE[:2]:
        shutil.copy(folder / name, tmp_path / name)
    await store.close()
    for name in BESIDE[:2]:
        shutil.copy(tmp_path / name, folder / name)
    spoil(folder / "kiosk.db-wal", 32)
    again = make_store(kiosk_lock=True)
    assert list(await again.calls.all_calls())[1:] == calls
    told = recoveries(folder / "recovered")
    # One alone is what was being committed as the power went.
    assert [one.applied for one in told] == ([] if lost == 1 else [lost])


async def test_a_wal_that_lost_more_than_the_log_still_has_needs_the_backup(
    store, make_store, folder, a_call, a_filing, tmp_path
):
    """What the log held of it went with a file of its own, as there is a backup."""
    for number in range(3):
        await store.calls.open_call(a_call(kiosk=f"kiosk-{number}"))
    await store.cases.hand_in(a_filing())
    await store.backups.make()
    await store.calls.open_call(a_call())
    before = await everything(store)
    for name in BESIDE[:2]:
        shutil.copy(folder / name, tmp_path / name)
    await store.close()
    for name in BESIDE[:2]:
        shutil.copy(tmp_path / name, folder / name)
    spoil(folder / "kiosk.db-wal", 32)
    desk = make_store()
    with pytest.raises(StoreFailed) as failed:
        await desk.calls.all_calls()
    assert failed.value.trouble is Trouble.DAMAGED
    again = make_store(kiosk_lock=True)
    assert await everything(again) == before
    (told,) = recoveries(folder / "recovered")
    assert told.complete
    assert await everything(desk) == before


async def test_a_log_of_another_key_is_nothing_to_this_database(store, make_store, folder, a_call, tmp_path):
    other = make_store(at=tmp_path / "other")
    await other.calls.open_call(a_call())
    await other.close()
    for _ in range(3):
        call = await store.calls.open_call(a_call())
        await store.calls.cancel(call.id)
    await store.close()
    for name in ("kiosk.db", "key"):
        shutil.copy(tmp_path / "other" / name, folder / name)
    again = make_store(kiosk_lock=True)
    assert len(await again.calls.all_calls()) == 1
    assert recoveries(folder / "recovered") == ()


async def test_a_gap_in_the_second_log_is_told_with_what_it_costs(busy, make_store, folder):
    before = await everything(busy)
    await busy.close()
    (log, *_) = [path for path in segments(folder / "changes") if path.stat().st_size > 5000][-1:]
    content = bytearray(log.read_bytes())
    content[len(content) // 2] ^= 1
    log.write_bytes(content)
    spoil(folder / "kiosk.db")
    again = make_store(kiosk_lock=True)
    await again.start()
    await again.healthy()
    (told,) = recoveries(folder / "recovered")
    ((first, last),) = told.missing
    assert first == last
    assert not told.complete
    calls, cases, *_ = await everything(again)
    assert set(calls) <= set(before[0]) or len(calls) == len(before[0])
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


async def test_rows_that_only_the_damaged_file_has_are_named(store, make_store, folder, a_call):
    """The log lost a call; the index of the damaged file still tells of it."""
    await store.backups.make()
    lost = await store.calls.open_call(a_call())
    kept = await store.calls.open_call(a_call(kiosk="kiosk-02"))
    await store.close()
    log = segments(folder / "changes")[-1]
    content = bytearray(log.read_bytes())
    content[40] ^= 1
    log.write_bytes(content)
    with closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as database:
        (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'roster'").fetchone()
    with (folder / "kiosk.db").open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)
    again = make_store(kiosk_lock=True)
    assert await again.calls.all_calls() == (kept,)
    (told,) = recoveries(folder / "recovered")
    assert told.missing == ((1, 1),)
    assert LostRow("call", (lost.id,), "only in the file set aside") in told.lost


@pytest.mark.parametrize("at", range(1, 6))
async def test_broken_off_at_any_step_it_begins_anew(busy, make_store, folder, monkeypatch, at):
    before = await everything(busy)
    await busy.close()
    damaged = spoil(folder / "kiosk.db")
    (folder / "kiosk.db-wal").write_bytes(b"")
    steps = [0]
    rename = Path.rename

    class PowerCut(BaseException):
        pass

    def cut(self, target):
        steps[0] += 1
        if steps[0] == at:
            raise PowerCut
        return rename(self, target)

    folder_ = DataFolder(folder, "01", kiosk_lock=True)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", cut)
        done = True
        try:
            make = make_store(kiosk_lock=True)
            await make._line.run(lambda shelf: None)
        except PowerCut:
            done = False
        await make.close()
    assert folder_.database.exists() or not done
    again = make_store(kiosk_lock=True)
    assert await everything(again) == before
    assert damaged in [path.read_bytes() for path in folder.glob("kiosk-aside-*.db")]


async def test_a_disk_that_spoils_everything_is_not_filled_up(busy, make_store, folder, clock):
    await busy.close()
    for _ in range(_recovery.MOST):
        spoil(folder / "kiosk.db")
        again = make_store(kiosk_lock=True)
        await again.start()
        await again.close()
        clock.pass_by(1)
    spoil(folder / "kiosk.db")
    with pytest.raises(StoreFailed) as failed:
        await make_store(kiosk_lock=True).start()
    assert failed.value.trouble is Trouble.DAMAGED
    assert len(list(folder.glob("kiosk-aside-*.db"))) == _recovery.MOST
    clock.pass_by(3600)
    await make_store(kiosk_lock=True).start()


async def test_what_was_deleted_after_its_time_does_not_come_back(busy, make_store, folder, clock):
    """Entries of the record too, which nobody else may take out."""
    clock.pass_by(4 * 366 * 86400)
    gone = await busy.retention.run(Keep(), CONSOLE)
    assert {each.kind for each in gone} >= {Kept.CASES, Kept.RECORD}
    before, record = await everything(busy), await busy.record.entries()
    assert before[1] == ()
    await busy.close()
    spoil(folder / "kiosk.db")
    again = make_store(kiosk_lock=True)
    assert await everything(again) == before
    assert (await again.record.entries())[: len(record)] == record
    assert (await again.record.verify()).broken is None
    (told,) = recoveries(folder / "recovered")
    assert told.complete
    with pytest.raises(sqlite3.IntegrityError), closing(sqlite3.connect(folder / "kiosk.db")) as database:
        database.execute("DELETE FROM record_entry")


async def test_with_the_key_lost_nothing_is_put_back(busy, make_store, folder):
    await busy.close()
    damaged = spoil(folder / "kiosk.db")
    (folder / "key").write_bytes(b"x" * 32)
    with pytest.raises(StoreFailed) as failed:
        await make_store(kiosk_lock=True).start()
    assert failed.value.trouble is Trouble.DAMAGED
    assert (folder / "kiosk.db").read_bytes() == damaged


async def test_a_forged_change_is_not_played(busy, make_store, folder):
    """Whoever can write the files, and has no key."""
    before = await everything(busy)
    await busy.close()
    newest = segments(folder / "changes")[-1]
    first = segments(folder / "changes")[0].read_bytes()
    newest.write_bytes(newest.read_bytes() + first + first.replace(b"KSL1C", b"KSL1V"))
    spoil(folder / "kiosk.db")
    again = make_store(kiosk_lock=True)
    assert await everything(again) == before


# --- by hand ---------------------------------------------------------------------------------


@pytest.fixture
def put_back(folder, clock):
    return lambda **wanted: restore(DataFolder(folder, "01", kiosk_lock=False), clock, Wanted(**wanted))


async def test_by_hand_with_what_happened_since(busy, make_store, folder, put_back):
    before = await everything(busy)
    await busy.close()
    present = (folder / "kiosk.db").read_bytes()
    told = put_back()
    assert told.complete
    assert (folder / told.aside[0]).read_bytes() == present
    assert await everything(make_store(kiosk_lock=True)) == before


async def test_by_hand_as_it_was(busy, make_store, folder, put_back, a_call):
    await busy.close()
    (backup,) = busy.backups.list()
    told = put_back(backup=backup.path, as_it_was=True)
    assert told.applied == 0
    again = make_store(kiosk_lock=True)
    assert len(await again.cases.cases()) == 3
    assert (folder / told.aside[-1]).is_dir(), "what happened since is set aside too"
    new = await again.calls.open_call(a_call())
    await again.close()
    spoil(folder / "kiosk.db")
    last = make_store(kiosk_lock=True)
    assert await last.calls.get(new.id) == new
    assert len(await last.cases.cases()) == 3


async def test_not_while_a_kiosk_runs(busy, folder, put_back):
    with pytest.raises(StoreFailed) as failed:
        put_back()
    assert failed.value.trouble is Trouble.IN_USE
    await busy.healthy()


async def test_not_from_what_is_no_good_backup(busy, folder, put_back, tmp_path):
    (backup,) = busy.backups.list()
    await busy.close()
    present = (folder / "kiosk.db").read_bytes()
    plain = tmp_path / "plain.db"
    shutil.copy(backup.path, plain)
    for path, found in (
        (tmp_path / "none.db", Standing.NOT_THERE),
        (plain, Standing.NO_SUM),
        (Path(__file__), Standing.NO_DATABASE),
    ):
        with pytest.raises(NotRestored) as refused:
            put_back(backup=path)
        assert refused.value.found is found
    with pytest.raises(NotRestored):
        put_back(backup=Path(__file__), trusted=True)
    assert (folder / "kiosk.db").read_bytes() == present
    assert put_back(backup=plain, trusted=True).complete


async def test_not_from_nothing(store, folder, put_back):
    await store.close()
    with pytest.raises(NotRestored) as refused:
        put_back()
    assert refused.value.found is None


# --- whatever happens ------------------------------------------------------------------------


def damaged_anyhow(folder: Path, chance: Random) -> None:
    """Some pages of the database, or some bytes of what stands beside it, are others.

    Only whole pages: of a byte that is another inside a value SQLite knows nothing.
    """
    paths = [path for name in BESIDE[:2] if (path := folder / name).exists() and path.stat().st_size]
    path = chance.choice(paths)
    content = bytearray(path.read_bytes())
    whole = path.name == "kiosk.db"
    for _ in range(chance.randint(1, 20)):
        begin = chance.randrange(len(content)) // 4096 * 4096 if whole else chance.randrange(len(content))
        length = 4096 if whole else chance.choice([1, 16, 512, 4096])
        content[begin : begin + length] = chance.randbytes(len(content[begin : begin + length]))
    path.write_bytes(content)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["call", "case", "rate", "back up", "cancel"]), max_size=15),
    st.integers(0, 2**32),
)
def test_whatever_was_told_is_there_exactly_once(tmp_path_factory, deeds, seed):
    asyncio.run(_lived_through(tmp_path_factory.mktemp("life") / "data", deeds, Random(seed)))


async def _lived_through(folder, deeds, chance):
    clock = HandClock()
    store = LocalStore(folder, "01", clock, kiosk_lock=True)
    await store.start()
    visits, calls = [], []
    for deed in [*deeds, "call", "case"]:
        if deed == "call":
            calls.append(
                await store.calls.open_call(
                    NewCall(new_id(), new_id(), "一号机", "大厅", None, None, "zh_CN", False)
                )
            )
        elif deed == "cancel" and calls:
            calls[-1] = await store.calls.cancel(calls[-1].id) if calls[-1].closed_at is None else calls[-1]
        elif deed == "case":
            visit = new_id()
            answers = {"phone": PhoneNo(number="13812345678")}
            await store.cases.hand_in(
                Filing(visit, "k", "s", 1, "ab", "x", "zh_CN", False, answers, Wish(wish="no"))
            )
            visits.append(visit)
        elif deed == "rate" and visits:
            await store.cases.rate(visits[-1], 1)
        elif deed == "back up":
            await store.backups.make()
            clock.pass_by(3600)
    before = await everything(store)
    aside = folder.with_name("aside")
    aside.mkdir()
    for name in BESIDE[:2]:
        shutil.copy(folder / name, aside / name)
    await store.close()
    for name in BESIDE[:2]:
        shutil.copy(aside / name, folder / name)
    damaged_anyhow(folder, chance)
    again = LocalStore(folder, "01", clock, kiosk_lock=True)
    try:
        await again.start()
        assert await everything(again) == before
        assert [call.id for call in before[0]] == [call.id for call in calls]
        assert len(before[1]) == len(visits)
        assert all(one.complete for one in recoveries(folder / "recovered"))
        assert (await again.record.verify()).broken is None
    finally:
        await again.close()


def test_what_is_written_of_it_is_read_again_and_rubbish_is_not(tmp_path):
    assert recoveries(tmp_path / "nowhere") == ()
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "b.json").write_bytes(b"\xff")
    assert recoveries(tmp_path) == ()
    told = _recovery.Recovery(
        datetime(2026, 1, 2, tzinfo=UTC),
        "why",
        ("a",),
        None,
        ("b: changed",),
        3,
        ((1, 2),),
        (LostRow("call", ("x",), "w"),),
    )
    _recovery.keep(tmp_path, told)
    assert recoveries(tmp_path) == (told,)
