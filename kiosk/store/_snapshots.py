"""Backups made and looked through: one consistent picture of the running database, in a file of its own."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from filelock import FileLock, Timeout

from kiosk.clock import Clock
from kiosk.store._changes import standing
from kiosk.store._engine import connect
from kiosk.store.backup import SUM, Backup, Standing, backups_in, file_name, sum_file, superfluous
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.folder import DataFolder
from kiosk.store.migrations.versions import ALL
from kiosk.store.seal import Cell, Seal, Unreadable

SPARE_BYTES = 16 * 2**20
"""So much stays free for residents, whatever is backed up."""
WAIT_S = 60.0
"""How long one backup waits for another."""
LARGEST = 16 * 2**30
"""Bytes. A station's database has some ten megabytes a year."""
OLDEST = timedelta(days=35)
"""What is older goes: it holds what has been deleted since. Not the newest one, however old it is."""
_HEADER = b"SQLite format 3\0"
_TABLES = {"alembic_version", "sequence", "call"}
"""Those of every version."""
_SEALED = "# sealed "


def make(
    folder: DataFolder,
    seal: Seal,
    clock: Clock,
    *,
    before: str | None = None,
    opened: Callable[[sqlite3.Connection], None] = lambda _connection: None,
) -> Backup:
    """Make a backup, look at it as whoever restores it would, and let older ones go.

    It goes into the folder that is set; where that is away or full, into the data folder. before: the
    revision that an upgrade is about to follow on. opened: told the connection, to interrupt it. Raises
    :class:`StoreFailed`, OSError and sqlite3.Error; then no file of it is left.
    """
    first, *others = folder.backup_folders
    try:
        with FileLock(folder.backup_lock_file, timeout=WAIT_S, mode=0o600, thread_local=False):
            try:
                return _make_in(first, folder, seal, clock, before, opened)
            except (StoreFailed, OSError):
                if not others:
                    raise
                return _make_in(others[0], folder, seal, clock, before, opened)
    except Timeout:
        raise StoreFailed(Trouble.UNKNOWN, "another backup is being made") from None


def look(path: Path, seal: Seal) -> Standing:
    """Whether this file is a backup that this station made, and whole. Changes nothing."""
    try:
        if not path.is_file() or path.is_symlink():
            return Standing.NOT_THERE
        if path.stat().st_size > LARGEST:
            return Standing.TOO_LARGE
        with path.open("rb") as file:
            if file.read(len(_HEADER)) != _HEADER:
                return Standing.NO_DATABASE
        told = _told_sum(path)
        if told is None:
            return _look_inside(path) if _look_inside(path) is not Standing.GOOD else Standing.NO_SUM
        if told[0] != _sum(path):
            return Standing.CHANGED
        if not _ours(path.name, *told, seal):
            return Standing.FOREIGN
    except OSError:
        return Standing.NOT_THERE
    return _look_inside(path)


def reaches(path: Path) -> int:
    """The number of the last change that a backup holds. Raises sqlite3.Error."""
    with closing(_read_only(path)) as connection:
        return standing(connection).seq


def thin_out(where: Path, clock: Clock) -> None:
    """Let go of the backups that need not be kept, and of those that are too old."""
    there = backups_in(where)
    old = tuple(each for each in there[:-1] if clock.now() - each.at > OLDEST)
    for each in {*superfluous(there), *old}:
        remove(each)


def remove(backup: Backup) -> None:
    """The checksum last: a backup without one is never taken for a good one."""
    with suppress(FileNotFoundError):
        backup.path.unlink()
    with suppress(FileNotFoundError):
        backup.sum_file.unlink()


def _make_in(
    where: Path,
    folder: DataFolder,
    seal: Seal,
    clock: Clock,
    before: str | None,
    opened: Callable[[sqlite3.Connection], None],
) -> Backup:
    if where == folder.own_backups:
        where.mkdir(mode=0o700, exist_ok=True)
    elif not where.is_dir():
        # Never made here: below the place of a disk that is not plugged in it would fill the wrong disk.
        raise StoreFailed(Trouble.UNKNOWN, "the folder for backups is not there")
    for left in (*where.glob(".unfinished-*"), *_sums_alone(where)):
        left.unlink()
    _make_room(where, folder)
    unfinished = where / f".unfinished-{os.getpid()}"
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(connect(folder.database)) as connection:
            opened(connection)
            connection.execute("VACUUM INTO ?", (str(unfinished),))
        found = _look_inside(unfinished)
        if found is not Standing.GOOD:
            raise StoreFailed(Trouble.DAMAGED, f"the backup is {found}")
        _flush(unfinished)
        at = clock.now()
        while (path := where / file_name(at, before)).exists():
            at += timedelta(seconds=1)
        _write_sum(path, _sum(unfinished), seal)
        unfinished.rename(path)
        _flush(where)
    finally:
        unfinished.unlink(missing_ok=True)
    thin_out(where, clock)
    return Backup(path, at.replace(microsecond=0), before)


def _sums_alone(where: Path) -> list[Path]:
    """Of backups that were never finished."""
    return [
        path for path in where.glob(f"kiosk-*{SUM}") if not path.with_name(path.name[: -len(SUM)]).exists()
    ]


def _make_room(where: Path, folder: DataFolder) -> None:
    """Older backups go first, down to one. Raises :class:`StoreFailed` where that is not enough."""
    wanted = SPARE_BYTES + sum(
        path.stat().st_size
        for path in (folder.database, folder.database.with_name(folder.database.name + "-wal"))
        if path.exists()
    )
    older = list(backups_in(where)[:-1])
    while shutil.disk_usage(where).free < wanted:
        if not older:
            raise StoreFailed(Trouble.FULL, "there is no room for a backup")
        remove(older.pop(0))


def _look_inside(path: Path) -> Standing:
    try:
        with closing(_read_only(path)) as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if verdict != "ok":
                return Standing.DAMAGED
            parts = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
            if not _TABLES.issubset(name for _kind, name in parts) or any(_strange(*part) for part in parts):
                return Standing.NO_DATABASE
            (schema,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, TypeError, UnicodeDecodeError):  # it quotes what is damaged, which may be no text
        return Standing.DAMAGED
    return Standing.GOOD if schema in {module.revision for module in ALL} else Standing.NEWER


def _strange(kind: str, name: str) -> bool:
    """Nothing here has views, or triggers but those that hold what is only appended to."""
    return kind == "view" or (kind == "trigger" and not name.endswith(("_no_update", "_no_delete")))


def _read_only(path: Path) -> sqlite3.Connection:
    # Immutable: no file may appear beside a backup by looking at it.
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, isolation_level=None)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_sum(path: Path, told: str, seal: Seal) -> None:
    sealed = seal.close(told, _cell(path.name)).hex()
    descriptor = os.open(sum_file(path), os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{told}  {path.name}\n{_SEALED}{sealed}\n")
        file.flush()
        os.fsync(file.fileno())


def _told_sum(path: Path) -> tuple[str, bytes] | None:
    """The checksum beside it, and that sealed; None where there is none that can be read."""
    try:
        with sum_file(path).open(encoding="ascii") as file:
            first, second = file.read(4096).splitlines()[:2]
        return first.split()[0], bytes.fromhex(second.removeprefix(_SEALED))
    except (FileNotFoundError, ValueError, IndexError):
        return None


def _ours(name: str, told: str, sealed: bytes, seal: Seal) -> bool:
    try:
        return seal.open(sealed, _cell(name)) == told
    except (Unreadable, UnicodeDecodeError):
        return False


def _cell(name: str) -> Cell:
    return Cell("backup", name, "sha256")


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
