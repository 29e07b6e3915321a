"""Backups: made while the store serves, good before they count, kept for a while, known when they are not."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import sqlite3
import subprocess
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.store import _snapshots, local_backups
from kiosk.store.backup import DAILY, HOURLY, WEEKLY, Backup, Standing, backups_in, segments, superfluous
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.local import LocalStore

START = datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.fixture
async def backup(store, a_call, a_filing):
    """One of a store with a call and a case in it."""
    await store.calls.open_call(a_call())
    await store.cases.hand_in(a_filing())
    return await store.backups.make()


async def test_it_holds_what_there_was_and_nothing_lies_beside_it(store, backup, folder, clock):
    assert backup.at == clock.now().replace(microsecond=0)
    with closing(sqlite3.connect(f"file:{backup.path}?immutable=1", uri=True)) as database:
        assert database.execute("SELECT count(*) FROM call").fetchone() == (1,)
        assert database.execute("SELECT count(*) FROM case_answer").fetchone() == (5,)
    assert await store.backups.look(backup.path) is Standing.GOOD
    names = [path.name for path in (folder / "backups").iterdir()]
    assert sorted(names) == [backup.path.name, f"{backup.path.name}.sha256"]
    assert {path.stat().st_mode & 0o777 for path in (folder / "backups").iterdir()} == {0o600}
    assert store.backups.list() == (backup,)


def test_its_checksum_is_what_sha256sum_wants(backup):
    checked = subprocess.run(
        ["sha256sum", "-c", backup.sum_file.name], cwd=backup.path.parent, capture_output=True
    )
    assert checked.returncode == 0, checked
    assert checked.stderr == b""


async def test_residents_are_served_while_it_is_made(store, folder, a_call, monkeypatch):
    """The store's own thread is not used: it is blocked only by what a resident asked for."""
    opened, go_on = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    look = _snapshots._look_inside

    def slowly(path):
        loop.call_soon_threadsafe(opened.set)
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result()
        return look(path)

    monkeypatch.setattr(_snapshots, "_look_inside", slowly)
    making = asyncio.ensure_future(store.backups.make())
    await opened.wait()
    call = await store.calls.open_call(a_call())
    assert not making.done()
    go_on.set()
    await making
    assert await store.calls.open_calls() == (call,)


async def test_one_that_is_not_good_does_not_count(store, folder, monkeypatch):
    monkeypatch.setattr(_snapshots, "_look_inside", lambda _path: Standing.DAMAGED)
    with pytest.raises(StoreFailed) as failed:
        await store.backups.make()
    assert failed.value.trouble is Trouble.DAMAGED
    assert list((folder / "backups").iterdir()) == []


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 0x41
    path.write_bytes(content)


def sealed_anew(path: Path) -> None:
    """As somebody would who has no key: the sum is right, its seal is not."""
    told = hashlib.sha256(path.read_bytes()).hexdigest()
    sum_file = path.with_name(path.name + ".sha256")
    _, seal = sum_file.read_text().splitlines()
    sum_file.write_text(f"{told}  {path.name}\n{seal}\n")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()


def with_a_trigger(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TRIGGER more AFTER INSERT ON call BEGIN DELETE FROM wish; END")
        database.commit()


def another_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE cat (name)")


def sum_of(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


SPOILT = {
    "gone": (lambda path: path.unlink(), Standing.NOT_THERE),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), Standing.NOT_THERE),
    "empty": (lambda path: path.write_bytes(b""), Standing.NO_DATABASE),
    "no database": (lambda path: path.write_text("dear diary"), Standing.NO_DATABASE),
    "no sum": (lambda path: sum_of(path).unlink(), Standing.NO_SUM),
    "a sum of rubbish": (
        lambda path: sum_of(path).write_bytes(b"\xff" * 99),
        Standing.NO_SUM,
    ),
    "a byte changed": (lambda path: flip(path, 9000), Standing.CHANGED),
    "changed, and the sum with it": (lambda path: (flip(path, 9000), sealed_anew(path)), Standing.FOREIGN),
    "newer": (lambda path: (newer(path), sum_of(path).unlink()), Standing.NEWER),
    "a trigger in it": (
        lambda path: (with_a_trigger(path), sum_of(path).unlink()),
        Standing.NO_DATABASE,
    ),
    "another database": (
        lambda path: (another_database(path), sum_of(path).unlink()),
        Standing.NO_DATABASE,
    ),
}


@pytest.mark.parametrize("how", SPOILT)
async def test_one_that_was_changed_is_known(store, backup, how):
    spoil, standing = SPOILT[how]
    spoil(backup.path)
    assert await store.backups.look(backup.path) is standing


async def test_one_of_another_station_is_known(store, backup, make_store, tmp_path):
    other = make_store(at=tmp_path / "other")
    await other.start()
    assert await other.backups.look(backup.path) is Standing.FOREIGN


async def test_one_that_is_called_otherwise_is_not_taken_for_it(store, backup):
    """An old one under a newer name would be restored in its place."""
    later = backup.path.with_name("kiosk-20270101T000000Z.db")
    shutil.copy(backup.path, later)
    shutil.copy(backup.sum_file, later.with_name(later.name + ".sha256"))
    assert await store.backups.look(later) is Standing.FOREIGN


async def test_one_far_too_large_is_not_read(store, backup, monkeypatch):
    monkeypatch.setattr(_snapshots, "LARGEST", 100)
    monkeypatch.setattr(_snapshots, "_sum", lambda _path: pytest.fail("it was read"))
    assert await store.backups.look(backup.path) is Standing.TOO_LARGE


async def test_a_pipe_is_not_waited_for(store, tmp_path):
    os.mkfifo(tmp_path / "pipe.db")
    assert await store.backups.look(tmp_path / "pipe.db") is Standing.NOT_THERE


# --- where they go ---------------------------------------------------------------------------


async def test_they_go_to_the_disk_that_is_set(folder, clock, tmp_path):
    away = tmp_path / "disk"
    away.mkdir()
    store = LocalStore(folder, "01", clock, kiosk_lock=True, backup_dir=away)
    await store.start()
    made = await store.backups.make()
    assert made.path.parent == away
    assert not (folder / "backups").exists()
    assert not list(away.glob("key*")), "whoever takes the disk away must not be able to read it"
    await store.close()


async def test_with_the_disk_away_they_stay_here_and_no_folder_is_made_in_its_place(folder, clock, tmp_path):
    store = LocalStore(folder, "01", clock, kiosk_lock=True, backup_dir=tmp_path / "media" / "disk")
    await store.start()
    made = await store.backups.make()
    assert made.path.parent == folder / "backups"
    assert not (tmp_path / "media").exists()
    assert store.backups.list() == (made,)
    await store.close()


async def test_a_second_one_of_the_same_second_writes_over_none(store, backup, monkeypatch):
    monkeypatch.setattr(_snapshots, "thin_out", lambda *_given: None)
    second = await store.backups.make()
    assert second.path != backup.path
    assert await store.backups.look(second.path) is Standing.GOOD
    assert await store.backups.look(backup.path) is Standing.GOOD
    assert store.backups.list() == (backup, second)


async def test_what_an_interrupted_one_left_is_cleared(store, folder):
    where = folder / "backups"
    where.mkdir()
    (where / ".unfinished-1").write_bytes(b"x")
    (where / "kiosk-20260101T000000Z.db.sha256").write_text("x")
    made = await store.backups.make()
    assert sorted(path.name for path in where.iterdir()) == [made.path.name, made.sum_file.name]


async def test_on_a_full_disk_older_ones_go_first_down_to_one(store, backup, clock, monkeypatch):
    made = [backup]
    for _ in range(3):
        clock.pass_by(3600)
        made.append(await store.backups.make())
    usage = shutil.disk_usage(backup.path)
    monkeypatch.setattr(_snapshots.shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    with pytest.raises(StoreFailed) as failed:
        await store.backups.make()
    assert failed.value.trouble is Trouble.FULL
    assert store.backups.list() == (made[-1],)
    assert await store.backups.look(made[-1].path) is Standing.GOOD


# --- how long they are kept ------------------------------------------------------------------


def named(hours) -> tuple[Backup, ...]:
    times = sorted({START - timedelta(hours=each) for each in hours})
    return tuple(Backup(Path(f"/b/{at.isoformat()}"), at, None) for at in times)


def test_a_month_of_hourly_ones_comes_to_the_last_day_week_and_month():
    there = named(range(24 * 40))
    gone = set(superfluous(there))
    kept = [each for each in there if each not in gone]
    assert len(kept) <= HOURLY + DAILY + WEEKLY
    ages = [(START - each.at) / timedelta(hours=1) for each in kept]
    assert set(range(24)) <= set(ages)
    for days in range(7):
        assert any(each.at.date() == (START - timedelta(days=days)).date() for each in kept), days
    assert max(ages) >= 14 * 24


@given(st.lists(st.integers(0, 24 * 90), min_size=1, max_size=200))
def test_the_newest_stays_and_few_enough_are_kept_whenever_they_were_made(hours):
    there = named(hours)
    gone = superfluous(there)
    assert there[-1] not in gone
    kept = tuple(each for each in there if each not in gone)
    assert len(kept) <= HOURLY + DAILY + WEEKLY
    assert superfluous(kept) == ()


def test_those_of_before_an_upgrade_are_no_hours_own():
    times = [START - timedelta(minutes=each) for each in (50, 40, 30, 20, 10)]
    there = tuple(
        Backup(Path(f"/b/{number}"), at, "0018" if number in (0, 1, 3) else None)
        for number, at in enumerate(times)
    )
    assert [each.path.name for each in there if each not in superfluous(there)] == ["1", "3", "4"]


async def test_what_is_too_old_goes_but_for_the_newest(store, backup, clock):
    """It holds what has been deleted since."""
    clock.pass_by(timedelta(days=36).total_seconds())
    _snapshots.thin_out(backup.path.parent, clock)
    assert store.backups.list() == (backup,)
    second = await store.backups.make()
    assert store.backups.list() == (second,)
    assert not backup.sum_file.exists()


async def test_the_second_log_is_kept_as_far_back_as_the_backups_of_the_last_hours(
    store, folder, clock, a_call
):
    for _ in range(HOURLY + 4):
        call = await store.calls.open_call(a_call())
        await store.calls.cancel(call.id)
        await store.backups.make()
        clock.pass_by(3600)
    there = segments(folder / "changes")
    assert HOURLY - 1 <= len(there) <= HOURLY + 1
    assert int(there[-1].stem) == HOURLY + 5


def test_files_of_other_names_are_passed_over(tmp_path):
    for name in ("kiosk.db", "kiosk-20261399T000000Z.db", "kiosk-20261124T000000Z.db.sha256", "notes.txt"):
        (tmp_path / name).write_text("")
    assert backups_in(tmp_path) == ()
    assert backups_in(tmp_path / "nowhere") == ()


# --- every hour ------------------------------------------------------------------------------


@pytest.fixture
def hours(store, clock):
    """Runs the hourly work; each wait lets the clock run, up to so many."""
    waits = []

    async def run(most, meanwhile=lambda: None):
        async def wait(seconds):
            waits.append(seconds)
            if len(waits) == most:
                raise asyncio.CancelledError
            clock.pass_by(seconds)
            meanwhile()

        with pytest.raises(asyncio.CancelledError):
            await store.backups.hourly(wait)
        return list(waits)

    return run


async def test_there_is_one_every_hour(store, hours):
    waits = await hours(4)
    assert len(store.backups.list()) == 4
    assert all(3590 <= seconds <= 3601 for seconds in waits), waits


async def test_after_a_start_within_the_hour_it_waits_for_the_rest_of_it(store, hours, clock):
    await store.backups.make()
    clock.pass_by(1000)
    (seconds,) = await hours(1)
    assert 2590 <= seconds <= 2601
    assert len(store.backups.list()) == 1


async def test_after_a_clock_that_was_set_back_one_is_made_at_once(store, hours, clock):
    await store.backups.make()
    clock.pass_by(-86400)
    await hours(2)
    assert len(store.backups.list()) == 3


async def test_where_the_second_log_was_lost_one_is_made_at_once(store, hours, folder, a_call):
    first = await store.backups.make()
    await store.calls.open_call(a_call())
    shutil.rmtree(folder / "changes")
    await hours(1)
    (second,) = store.backups.list()
    assert second != first


async def test_without_room_it_is_tried_again_and_said_once(store, hours, monkeypatch, caplog):
    usage = shutil.disk_usage("/")
    full = [True]
    monkeypatch.setattr(
        _snapshots.shutil, "disk_usage", lambda _path: usage._replace(free=0 if full[0] else usage.free)
    )
    told = []
    monkeypatch.setattr(local_backups._log, "warning", lambda *args, **more: told.append(more))
    await hours(3)
    assert store.backups.list() == ()
    assert told == [{"trouble": "full"}]


async def test_one_under_way_is_broken_off_at_the_end(store, monkeypatch):
    begun, broken_off = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def slow(_folder, _clock, opened):
        opened(SimpleNamespace(interrupt=broken_off.set))
        loop.call_soon_threadsafe(begun.set)
        assert broken_off.wait(60)
        raise sqlite3.OperationalError("interrupted")

    monkeypatch.setattr(local_backups, "_work", lambda: SimpleNamespace(back_up=slow))
    making = asyncio.ensure_future(store.backups.make())
    await begun.wait()
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    assert broken_off.is_set()
