"""A broken disk, a damaged file, a lost key: said by name, nothing half done, and over when it is mended."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import event

from kiosk.assist.call import CallState
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.keys import read_ring
from tests.store.conftest import refusing_rows


@contextmanager
def troubled(trouble: Trouble):
    with pytest.raises(StoreFailed) as failed:
        yield
    assert failed.value.trouble is trouble, failed.value


@pytest.fixture
async def break_statements(store):
    """Makes every statement that begins so fail with an error of SQLite, until mended."""
    engine = await store._line.run(lambda shelf: shelf._engine)
    broken: dict[str, sqlite3.Error] = {}

    def fail(connection, cursor, statement, parameters, context, many):
        for beginning, error in broken.items():
            if statement.startswith(beginning):
                raise error

    event.listen(engine, "before_cursor_execute", fail)
    return broken


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        ("attempt to write a readonly database", Trouble.READ_ONLY),
        ("database or disk is full", Trouble.FULL),
        ("database disk image is malformed", Trouble.DAMAGED),
        ("file is not a database", Trouble.DAMAGED),
        ("something new", Trouble.UNKNOWN),
    ],
)
async def test_an_error_of_sqlite_has_a_name_and_nothing_is_half_done(
    store, a_call, a_filing, break_statements, words, trouble
):
    break_statements["INSERT INTO case_answer"] = sqlite3.OperationalError(words)
    filing = a_filing()
    with troubled(trouble):
        await store.cases.hand_in(filing)
    break_statements.clear()
    assert await store.cases.cases() == ()
    assert (await store.cases.hand_in(filing)).number[:-1] == "010001"
    assert (await store.calls.open_call(a_call())).state is CallState.WAITING


async def test_a_call_that_was_not_written_is_not_there(store, folder, a_call):
    new = a_call()
    with refusing_rows(folder, "call", "attempt to write a readonly database"), troubled(Trouble.READ_ONLY):
        await store.calls.open_call(new)
    assert await store.calls.get(new.id) is None
    assert (await store.calls.open_call(new)).id == new.id


async def test_the_error_names_no_answer(store, a_filing, break_statements):
    break_statements["INSERT INTO filed_case"] = sqlite3.OperationalError("disk I/O error")
    with pytest.raises(StoreFailed) as failed:
        await store.cases.hand_in(a_filing())
    error: BaseException | None = failed.value
    while error is not None:
        assert "household_move" not in str(error)
        error = error.__cause__


@pytest.fixture
def unchangeable():
    """Takes the right to change a file even from root (chattr +i); given back at the end."""
    locked: list[Path] = []

    def set_flag(sign: str, path: Path) -> bool:
        try:
            return subprocess.run(["chattr", f"{sign}i", path], capture_output=True).returncode == 0
        except FileNotFoundError:
            return False

    def lock(path: Path) -> None:
        if not set_flag("+", path):
            pytest.skip("files cannot be made unchangeable here")
        locked.append(path)

    def unlock() -> None:
        while locked:
            assert set_flag("-", locked.pop())

    lock.undo = unlock
    yield lock
    unlock()


async def test_a_database_that_cannot_be_changed_is_read_only_and_serves_again_later(
    make_store, store, folder, a_call, unchangeable
):
    kept = await store.calls.open_call(a_call())
    await store.close()
    unchangeable(folder / "kiosk.db")
    again = make_store(kiosk_lock=True)
    with troubled(Trouble.READ_ONLY):
        await again.healthy()
    with troubled(Trouble.READ_ONLY):
        await again.calls.open_call(a_call(kiosk="kiosk-02"))
    unchangeable.undo()
    await again.healthy()
    assert await again.calls.get(kept.id) == kept
    await again.calls.open_call(a_call(kiosk="kiosk-02"))


async def test_a_database_made_unchangeable_while_open_is_noticed(store, folder, unchangeable):
    unchangeable(folder / "kiosk.db")
    with troubled(Trouble.READ_ONLY):
        await store.healthy()
    unchangeable.undo()
    await store.healthy()


async def test_a_folder_that_cannot_be_changed_is_read_only(make_store, folder, unchangeable):
    folder.mkdir()
    unchangeable(folder)
    store = make_store()
    with troubled(Trouble.READ_ONLY):
        await store.start()
    unchangeable.undo()
    await store.start()
    await store.healthy()


async def test_a_file_in_place_of_the_folder_fails_and_serves_after_it_is_gone(make_store, folder):
    folder.write_text("")
    store = make_store()
    with troubled(Trouble.UNKNOWN):
        await store.start()
    folder.unlink()
    await store.start()
    await store.healthy()


async def test_a_folder_replaced_while_open_takes_no_calls_and_comes_back(store, folder, a_call):
    kept = await store.calls.open_call(a_call())
    aside = folder.with_name("aside")
    folder.rename(aside)
    folder.write_text("")
    for _ in range(2):
        with troubled(Trouble.DAMAGED):
            await store.calls.open_call(a_call(kiosk="kiosk-02"))
    folder.unlink()
    with troubled(Trouble.DAMAGED):
        await store.healthy()
    assert not folder.exists(), "a vanished store must not come back empty"
    aside.rename(folder)
    await store.healthy()
    assert await store.calls.open_calls() == (kept,)


async def test_a_database_put_back_from_a_copy_is_used_at_once(make_store, store, folder, a_call, tmp_path):
    kept = await store.calls.open_call(a_call())
    await store.close()
    copy = tmp_path / "copy.db"
    shutil.copy(folder / "kiosk.db", copy)
    running = make_store()
    await running.calls.cancel(kept.id)
    shutil.rmtree(folder / "changes")
    for name in ("kiosk.db", "kiosk.db-wal", "kiosk.db-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.copy(copy, folder / "kiosk.db")
    assert await running.calls.get(kept.id) == kept


async def test_what_happened_since_a_copy_is_brought_in_where_the_second_log_is_still_there(
    make_store, store, folder, a_call, tmp_path
):
    kept = await store.calls.open_call(a_call())
    await store.close()
    copy = tmp_path / "copy.db"
    shutil.copy(folder / "kiosk.db", copy)
    running = make_store()
    cancelled = await running.calls.cancel(kept.id)
    newer = await running.calls.open_call(a_call())
    for name in ("kiosk.db", "kiosk.db-wal", "kiosk.db-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.copy(copy, folder / "kiosk.db")
    assert await running.calls.all_calls() == (cancelled, newer)


DAMAGE = {
    "header": lambda size: (0, b"\0" * 100),
    "words for a header": lambda size: (0, b"this is no database at all"),
    "middle": lambda size: (4096, b"\xa5" * (size - 2 * 4096)),
}


@pytest.mark.parametrize("where", DAMAGE)
async def test_a_damaged_file_is_found_at_the_start(make_store, store, folder, a_call, a_filing, where):
    """A desk says so, and opens it again once it is whole; the kiosk puts it back itself."""
    await store.calls.open_call(a_call())
    await store.cases.hand_in(a_filing())
    await store.close()
    database = folder / "kiosk.db"
    whole = database.read_bytes()
    offset, rubbish = DAMAGE[where](len(whole))
    with database.open("r+b") as file:
        file.seek(offset)
        file.write(rubbish)
    again = make_store()
    with troubled(Trouble.DAMAGED):
        await again.start()
    with troubled(Trouble.DAMAGED):
        await again.calls.open_calls()
    database.write_bytes(whole)
    await again.start()
    assert len(await again.calls.open_calls()) == 1


async def test_a_file_damaged_while_open_is_found_by_healthy(store, folder, a_call):
    await store.calls.open_call(a_call())
    with closing(sqlite3.connect(folder / "kiosk.db")) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with (folder / "kiosk.db").open("r+b") as file:
        file.write(b"\xa5" * 8192)
    with troubled(Trouble.DAMAGED):
        await store.healthy()


async def test_a_database_emptied_is_not_taken_for_a_new_one(make_store, store, folder, a_call):
    await store.calls.open_call(a_call())
    await store.close()
    (folder / "kiosk.db").write_bytes(b"")
    with troubled(Trouble.DAMAGED):
        await make_store().start()


async def test_a_start_broken_off_before_the_tables_goes_on(make_store, folder):
    folder.mkdir()
    (folder / "kiosk.db").write_bytes(b"")
    await make_store().start()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True)
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def fill(ballast: Path) -> None:
    """Use up the disk to the last byte."""
    with suppress(OSError), ballast.open("ab", buffering=0) as file:
        while True:
            file.write(b"\0" * 512)


async def test_a_full_disk_loses_nothing_that_was_acknowledged(make_store, small_disk, a_call, a_filing):
    store = make_store(at=small_disk / "data", kiosk_lock=True)
    await store.start()
    ballast = small_disk / "ballast"
    free = shutil.disk_usage(small_disk).free
    ballast.write_bytes(b"\0" * (free - 131072))
    acknowledged = []
    with troubled(Trouble.FULL):
        for i in range(1000):
            acknowledged.append((await store.calls.open_call(a_call(kiosk=f"kiosk-{i}"))).id)
    assert acknowledged
    with troubled(Trouble.FULL):
        await store.cases.hand_in(a_filing())
    with troubled(Trouble.FULL):
        for _ in range(100):  # what was too little for a call is room enough for some smaller writes
            await store.healthy()
    assert [call.id for call in await store.calls.open_calls()] == acknowledged
    ballast.unlink()
    await store.healthy()
    await store.cases.hand_in(a_filing())
    assert [call.id for call in await store.calls.open_calls()] == acknowledged


async def test_on_a_full_disk_a_desk_goes_on_seeing_the_calls(make_store, small_disk, a_call):
    """The files stay open after the failure: opened anew, they would want room that is not there."""
    folder = small_disk / "data"
    store = make_store(at=folder)
    kept = await store.calls.open_call(a_call())
    with closing(sqlite3.connect(folder / "kiosk.db")) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ballast = small_disk / "ballast"
    fill(ballast)
    with troubled(Trouble.FULL):
        await store.calls.open_call(a_call(kiosk="kiosk-02"))
    fill(ballast)
    assert await store.calls.open_calls() == (kept,)


async def test_no_room_even_to_begin(make_store, small_disk):
    ballast = small_disk / "ballast"
    fill(ballast)
    store = make_store(at=small_disk / "data")
    with troubled(Trouble.FULL):
        await store.start()
    ballast.unlink()
    await store.start()
    await store.healthy()


async def test_a_database_at_its_greatest_size_is_full(store, folder, a_filing):
    def no_more_pages(shelf):
        with shelf._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=1")

    await store._line.run(no_more_pages)
    with troubled(Trouble.FULL):
        for _ in range(100):
            await store.cases.hand_in(a_filing())
    kept = len(await store.cases.cases())
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        assert database.execute("SELECT last FROM sequence").fetchone() == (kept,)
        assert database.execute("SELECT count(*) FROM case_answer").fetchone() == (kept * 5,)


async def test_a_second_kiosk_on_one_folder_is_told_so(make_store, store):
    second = make_store(kiosk_lock=True)
    with troubled(Trouble.IN_USE):
        await second.start()
    await store.close()
    await second.start()
    await second.healthy()


async def test_a_desk_works_beside_the_kiosk(make_store, store, a_call):
    desk = make_store()
    await desk.start()
    call = await store.calls.open_call(a_call())
    assert await desk.calls.open_calls() == (call,)
    claimed = await desk.calls.claim(call.id, "officer")
    assert await store.calls.get(call.id) == claimed


@pytest.mark.parametrize("key", [None, b"", b"short", b"x" * 32, b"x" * 64])
async def test_without_the_right_key_nothing_opens_and_no_new_key_is_made(
    make_store, store, folder, a_filing, key
):
    filing = a_filing()
    await store.cases.hand_in(filing)
    await store.close()
    path = folder / "key"
    right = path.read_bytes()
    path.unlink()
    if key is not None:
        path.write_bytes(key)
        path.chmod(0o600)
    again = make_store(kiosk_lock=True)
    with troubled(Trouble.NO_KEY):
        await again.start()
    assert (path.read_bytes() if path.exists() else None) == key
    path.write_bytes(right)
    path.chmod(0o600)
    (case,) = await again.cases.cases(reveal=True)
    assert dict(case.answers) == dict(filing.answers)


async def test_a_key_that_vanishes_while_open_stops_new_filings(store, folder, a_filing):
    """What is sealed with a key that is only in memory could never be read again."""
    await store.cases.hand_in(a_filing())
    path = folder / "key"
    right = path.read_bytes()
    path.unlink()
    with troubled(Trouble.NO_KEY):
        await store.cases.hand_in(a_filing())
    with troubled(Trouble.NO_KEY):
        await store.healthy()
    path.write_bytes(right)
    path.chmod(0o600)
    await store.cases.hand_in(a_filing())
    assert len(await store.cases.cases(reveal=True)) == 2


async def test_one_spoilt_answer_does_not_shut_the_store(make_store, store, folder, a_filing):
    await store.cases.hand_in(a_filing())
    await store.close()
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        database.execute("UPDATE case_answer SET value = x'01' WHERE step = 'own'")
        database.commit()
    again = make_store()
    await again.start()
    assert len(await again.cases.cases()) == 1


async def test_a_missing_key_with_nothing_sealed_is_made_anew(make_store, store, folder, a_call):
    await store.calls.open_call(a_call())
    await store.close()
    (folder / "key").unlink()
    await make_store().start()
    assert read_ring(folder) is not None


async def test_a_key_that_others_can_read_is_refused_until_it_is_closed_to_them(
    make_store, store, folder, a_filing
):
    await store.cases.hand_in(a_filing())
    await store.close()
    (folder / "key").chmod(0o640)
    again = make_store(kiosk_lock=True)
    with troubled(Trouble.KEY_OPEN):
        await again.start()
    (folder / "key").chmod(0o600)
    assert len(await again.cases.cases(reveal=True)) == 1


async def test_files_are_the_owners_alone(store, folder, a_filing):
    await store.cases.hand_in(a_filing())
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "changes").stat().st_mode & 0o777 == 0o700
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()}
    assert set(modes.values()) == {0o600}, modes
    assert {"kiosk.db", "kiosk.db-wal", "key"} <= set(modes)


async def test_a_schema_of_a_newer_program_is_left_alone(make_store, store, folder):
    await store.close()
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    with troubled(Trouble.UNKNOWN):
        await make_store().start()


async def test_another_process_that_holds_the_database_long_is_a_failure(store, folder, a_call):
    def wait_no_longer(shelf):
        with shelf._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=1")

    await store._line.run(wait_no_longer)
    with closing(sqlite3.connect(folder / "kiosk.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with troubled(Trouble.UNKNOWN):
            await store.calls.open_call(a_call())
    await store.calls.open_call(a_call())
