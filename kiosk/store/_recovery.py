"""A damaged database set aside, the last good backup in its place, and what happened since played into it.

Nothing is ever deleted or written over: the damaged files keep their content under another name. The new
database is made beside, looked at, and only then put in place.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from kiosk.clock import Clock
from kiosk.store import _snapshots
from kiosk.store._changes import standing
from kiosk.store._engine import connect
from kiosk.store._log_reading import Log, read_log
from kiosk.store._replay import play, upgrade_to
from kiosk.store._second_log import begin_segment
from kiosk.store._watching import key_columns, watched, where
from kiosk.store.backup import Backup, Standing, backups_in
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.folder import DataFolder
from kiosk.store.recovered import LostRow, Recovery, keep, recoveries
from kiosk.store.seal import Seal

MOST, WITHIN = 5, timedelta(hours=1)
"""More often than this nothing is put back by itself: a disk that spoils everything would be filled up."""
_BESIDE = ("", "-wal", "-shm")


def recover(folder: DataFolder, seal: Seal, clock: Clock, failed: StoreFailed) -> Recovery:
    """Put the database back as far as it can be known. The caller holds the kiosk's lock and the opening's.

    Raises ``failed`` where there is nothing to put back, and leaves all as it is then; :class:`StoreFailed`,
    OSError and sqlite3.Error where the disk does not take it.
    """
    lately = [one for one in recoveries(folder.recovered) if clock.now() - WITHIN < one.at <= clock.now()]
    if len(lately) >= MOST:
        raise failed
    passed_over: list[str] = []
    chosen = newest_good(folder, seal, passed_over)
    if chosen is None and not _from_the_first(folder, seal):
        raise failed
    return put_back(folder, seal, clock, chosen, passed_over, str(failed))


def roll_forward(folder: DataFolder, seal: Seal, clock: Clock) -> None:
    """Bring in what the second log has and a whole database has not: its last commits may have been lost with
    the file ``-wal``, or it was put back from an older copy.

    A log that this station's key does not open is another's, and nothing to this database. Raises
    :class:`StoreFailed` (``DAMAGED``) where the log does not go on where the database ends: then a backup is
    needed.
    """
    with closing(connect(folder.database)) as connection:
        now = standing(connection)
    log = read_log(folder.changes, seal, now.seq)
    if not log.last:
        return
    played = play(folder.database, log, whole=True)
    # One change alone is what was being committed when the power went: nothing was amiss.
    if played.applied > 1 or played.not_taken:
        told = Recovery(
            clock.now(),
            "the database was behind the second log",
            aside=(),
            backup=None,
            passed_over=(),
            applied=played.applied,
            lost=tuple(played.not_taken),
        )
        keep(folder.recovered, told)
    with closing(connect(folder.database)) as connection:
        if standing(connection).seq < log.last:
            raise StoreFailed(Trouble.DAMAGED, "the second log goes on from a later state")


def newest_good(folder: DataFolder, seal: Seal, passed_over: list[str]) -> Path | None:
    """The newest backup that is whole and this station's own. passed_over: told of those that are not."""
    there: list[Backup] = [each for where in folder.backup_folders for each in backups_in(where)]
    for each in sorted(there, key=lambda one: one.at, reverse=True):
        found = _snapshots.look(each.path, seal)
        if found is Standing.GOOD:
            return each.path
        passed_over.append(f"{each.path.name}: {found}")
    return None


def _from_the_first(folder: DataFolder, seal: Seal) -> bool:
    log = read_log(folder.changes, seal)
    return any(record.before == 0 for record in log.at(1))


def put_back(
    folder: DataFolder,
    seal: Seal,
    clock: Clock,
    chosen: Path | None,
    passed_over: Sequence[str],
    cause: str,
    *,
    as_it_was: bool = False,
) -> Recovery:
    """Make the database anew from a backup, and exchange it for the one that is there.

    chosen None: from the first change on. as_it_was: without what happened since the backup; then the second
    log is set aside too.
    """
    now = clock.now()
    new = folder.path / ".restoring.db"
    for end in _BESIDE:
        new.with_name(new.name + end).unlink(missing_ok=True)
    _begin(new, chosen)
    log = Log() if as_it_was else read_log(folder.changes, seal)
    if chosen is None:
        first = next(record for record in log.at(1) if record.before == 0)
        upgrade_to(new, first.schema)
    played = play(new, log, whole=False)
    loose = _without_loose_ends(new)
    mark = f"aside-{now:%Y%m%dT%H%M%S%fZ}"
    lost = [*played.not_taken, *loose]
    if played.missing or lost:
        lost += _only_there(folder.database, new)
    _finish(new)
    there = [end for end in _BESIDE if folder.database.with_name(folder.database.name + end).exists()]
    aside = [f"kiosk-{mark}.db{end}" for end in there]
    if as_it_was:
        aside.append(f"changes-{mark}")
    told = Recovery(
        now,
        cause,
        tuple(aside),
        None if chosen is None else chosen.name,
        tuple(passed_over),
        played.applied,
        tuple(played.missing),
        tuple(lost),
    )
    # Before it is done: whatever happens in between, it is never done in silence.
    written = keep(folder.recovered, told)
    try:
        _exchange(folder, new, mark, as_it_was=as_it_was)
    except BaseException:
        written.unlink()
        raise
    return told


def _begin(new: Path, chosen: Path | None) -> None:
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    if chosen is not None:
        shutil.copyfile(chosen, new)


def _finish(new: Path) -> None:
    """All of it in the one file, on the disk, and whole."""
    with closing(connect(new)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise StoreFailed(Trouble.DAMAGED, "what was put back is not whole")
    descriptor = os.open(new, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _exchange(folder: DataFolder, new: Path, mark: str, *, as_it_was: bool) -> None:
    """The database first, then what stands beside it: without its ``-wal`` it would seem whole, and lack what
    was committed last."""
    database = folder.database
    with _held(database):
        for end in _BESIDE:
            path = database.with_name(database.name + end)
            with suppress(FileNotFoundError):
                path.rename(folder.path / f"kiosk-{mark}.db{end}")
        if as_it_was and folder.changes.exists():
            folder.changes.rename(folder.path / f"changes-{mark}")
        begin_segment(folder.changes)
        new.rename(database)
    descriptor = os.open(folder.path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _held(database: Path) -> closing[sqlite3.Connection]:
    """Hold the write lock of what is there, if it can still be locked: whoever has it open then writes no
    more into it. Raises sqlite3.OperationalError where somebody else goes on writing at this moment."""
    if not database.exists():
        return closing(sqlite3.connect(":memory:"))
    connection = sqlite3.connect(":memory:")
    try:
        connection = connect(database)
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            connection.close()
            raise
        # Too damaged to be locked, and so to be written to.
    return closing(connection)


def _without_loose_ends(database: Path) -> list[LostRow]:
    """Take out rows that point to what is missing: with them no later upgrade would be possible."""
    lost: list[LostRow] = []
    keys = {table.name: key_columns(table) for table in watched()}
    with closing(connect(database, foreign_keys=False)) as connection:
        while found := connection.execute("PRAGMA foreign_key_check").fetchall():
            for table, row_id, _parent, _which in found:
                columns = ", ".join(f'"{name}"' for name in keys[table])
                row = connection.execute(
                    f'SELECT {columns} FROM "{table}" WHERE rowid = ?',  # noqa: S608
                    (row_id,),
                ).fetchone()
                if row is not None:
                    lost.append(LostRow(table, tuple(map(str, row)), "what it belongs to is missing"))
                    connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row_id,))  # noqa: S608
    return lost


def _only_there(damaged: Path, new: Path) -> list[LostRow]:
    """Rows that can still be read in the damaged database, and are not in the new one. They are named, not
    taken: whether they are as they were left cannot be known."""
    lost: list[LostRow] = []
    if not damaged.exists():
        return lost
    with (
        closing(
            sqlite3.connect(f"file:{quote(str(damaged))}?mode=ro", uri=True, isolation_level=None)
        ) as old,
        closing(connect(new)) as good,
    ):
        for table in watched():
            columns = ", ".join(f'"{name}"' for name in key_columns(table))
            try:
                for key in old.execute(f'SELECT {columns} FROM "{table.name}"'):  # noqa: S608
                    there = good.execute(
                        f'SELECT 1 FROM "{table.name}" WHERE {where(table.name)}',  # noqa: S608
                        key,
                    ).fetchone()
                    if there is None:
                        lost.append(LostRow(table.name, tuple(map(str, key)), "only in the file set aside"))
            except (sqlite3.Error, UnicodeDecodeError):
                continue  # the rest of this table cannot be read
    return lost
