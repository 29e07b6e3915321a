"""A new schema: after a backup, wholly or not at all, and with a word where it failed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from types import SimpleNamespace

import pytest

from kiosk.store import _upgrading
from kiosk.store._migrate import upgrade
from kiosk.store._own_seal import own_seal
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.folder import DataFolder
from kiosk.store.keys import make_ring
from kiosk.store.migrations import HEAD
from kiosk.store.migrations.versions import ALL

BEFORE = ALL[-2].revision


@pytest.fixture
def old(folder, clock):
    """A store of the version before, with a call in it."""
    folder.mkdir(mode=0o700)
    database = folder / "kiosk.db"
    os.close(os.open(database, os.O_CREAT | os.O_RDWR, 0o600))
    upgrade(database, ALL[:-1])
    with closing(sqlite3.connect(database, isolation_level=None)) as driver:
        driver.execute(
            "INSERT INTO call (id, kiosk, kiosk_name, place, locale, priority, quiet, state, created_at) "
            "VALUES ('old', 'k', 'k', 'p', 'en', 0, 0, 'done', '2026-01-01 00:00:00.000000')"
        )
    make_ring(folder, clock.now())
    return database


def content(database):
    with closing(sqlite3.connect(database)) as driver:
        return sorted(driver.iterdump())


def breaking(op):
    op.execute("CREATE TABLE half (done TEXT)")
    raise RuntimeError("a fault in the step")


def next_step(change):
    return SimpleNamespace(__name__="next", revision="next", down_revision=HEAD, upgrade=change)


async def test_before_it_there_is_a_backup_as_it_was(old, make_store):
    before = content(old)
    store = make_store(kiosk_lock=True)
    assert [call.id for call in await store.calls.all_calls()] == ["old"]
    (backup,) = store.backups.list()
    assert backup.before == BEFORE
    assert content(backup.path) == before


async def test_without_room_for_the_backup_nothing_is_changed(old, make_store, monkeypatch):
    before = content(old)
    usage = shutil.disk_usage(old)
    monkeypatch.setattr(_upgrading._snapshots.shutil, "disk_usage", lambda _path: usage._replace(free=0))
    with pytest.raises(StoreFailed) as failed:
        await make_store(kiosk_lock=True).start()
    assert failed.value.trouble is Trouble.FULL
    assert content(old) == before


async def test_a_new_store_needs_none(make_store, folder):
    await make_store(kiosk_lock=True).start()
    assert not (folder / "backups").exists()


def test_one_that_fails_leaves_it_as_it_was_and_says_so(old, folder, clock):
    upgrade(old)
    before = content(old)
    where = DataFolder(folder, "01", kiosk_lock=True)
    with pytest.raises(StoreFailed) as failed:
        _upgrading.upgrade_safely(where, own_seal(folder), HEAD, clock, [*ALL, next_step(breaking)])
    assert failed.value.trouble is Trouble.NOT_UPGRADED
    assert content(old) == before


async def test_the_kiosk_does_not_take_that_for_damage(old, make_store, monkeypatch, folder):
    monkeypatch.setattr(
        _upgrading, "upgrade", lambda *_given: breaking(SimpleNamespace(execute=lambda _sql: None))
    )
    before = content(old)
    with pytest.raises(StoreFailed) as failed:
        await make_store(kiosk_lock=True).start()
    assert failed.value.trouble is Trouble.NOT_UPGRADED
    assert content(old) == before
    assert not (folder / "recovered").exists()
    monkeypatch.undo()
    assert len(await make_store(kiosk_lock=True).calls.all_calls()) == 1


async def test_a_schema_of_a_newer_program_is_said_to_be_one(old, make_store):
    with closing(sqlite3.connect(old, isolation_level=None)) as driver:
        driver.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreFailed) as failed:
        await make_store(kiosk_lock=True).start()
    assert failed.value.trouble is Trouble.UNKNOWN
    assert "newer" in str(failed.value)


KILLED = """
import os, signal, sys
from pathlib import Path
from kiosk.store import _migrate
from kiosk.store.migrations.versions import ALL

step = ALL[-1].upgrade

def upgrade(op):
    step(op)
    op.execute("INSERT INTO call (id, kiosk, kiosk_name, place, locale, priority, quiet, state, created_at) "
               "VALUES ('half', 'k', 'k', 'p', 'en', 0, 0, 'done', '2026-01-01 00:00:00.000000')")
    op.get_bind().exec_driver_sql("PRAGMA cache_spill=1")
    os.kill(os.getpid(), signal.SIGKILL)

ALL[-1].upgrade = upgrade
_migrate.upgrade(Path(sys.argv[1]))
"""


async def test_killed_in_the_middle_it_begins_anew(old, make_store):
    before = content(old)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(old)], capture_output=True)  # noqa: ASYNC221
    assert killed.returncode == -9, killed.stderr
    assert content(old) == before
    assert [call.id for call in await make_store(kiosk_lock=True).calls.all_calls()] == ["old"]
