"""The second log: every change of the database once more, in files of its own, sealed.

A change is written here and is on the disk before its transaction is committed, and so before anybody is told
that it was done. Where it cannot be written, the transaction fails. All of that happens under the database's
own write lock: changes stand here in the order in which they were committed, whichever process made them.

Two rows of the table ``sequence`` say how far the database has come: the number of its last change, and a
number of chance that the change was given, its mark. A change names the mark before its own: so it is known
which change follows on which state, for a database that was put back to an older copy too.

A change whose commit failed is taken back by a frame of its own. One that has neither a commit nor that (the
power went between the two) counts as done: nobody was told either way.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from kiosk.store._changes import (
    Record,
    RowChange,
    Standing,
    change_frame,
    set_standing,
    standing,
    void_frame,
)
from kiosk.store._engine import FOLLOWED_BY
from kiosk.store._frames import Frame, FrameKind, framed
from kiosk.store._watching import COUNTER, images, take_touched, watch
from kiosk.store.backup import segments
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.folder import DataFolder
from kiosk.store.migrations import HEAD
from kiosk.store.seal import Seal

_COUNT = (
    "INSERT INTO sequence (name, last) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET last = last + 1 "
    "RETURNING last"
)


def begin_segment(changes: Path) -> Path:
    """Begin a new file; what comes from now on is written into it. Raises OSError."""
    changes.mkdir(mode=0o700, exist_ok=True)
    while True:
        there = segments(changes)
        number = int(there[-1].stem) + 1 if there else 1
        path = changes / f"{number:08}.log"
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            continue  # another process was faster
        _flush_folder(changes)
        return path


class SecondLog:
    """The writing side, for one engine. Made when the database is open: it knows the file as it is then."""

    def __init__(self, folder: DataFolder, seal: Seal) -> None:
        self._folder = folder
        self._seal = seal
        self._pending: Standing | None = None
        self._opened = _identity(folder.database)

    def follow(self, engine: Engine) -> None:
        """Keep every change that is made through this engine from now on."""
        engine.dispose()
        event.listen(engine, "connect", self._connected)
        event.listen(engine, "commit", lambda connection: self.before_commit(_driver(connection)))
        # However a transaction ends, its connection goes back to the pool.
        event.listen(engine, "reset", lambda driver, _record, _state: self._ended(driver))

    def _connected(self, driver: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        watch(driver)
        record.info[FOLLOWED_BY] = self

    def before_commit(self, connection: sqlite3.Connection) -> None:
        """Write down what the transaction under way changed, within it.

        Raises OSError where that cannot be done, and :class:`StoreFailed` where the file that is open is the
        store's no longer; then the transaction must be undone.
        """
        touched = take_touched(connection)
        if not touched:
            return
        if _identity(self._folder.database) != self._opened:
            raise StoreFailed(Trouble.DAMAGED, "another database was put in its place")
        rows = tuple(RowChange(table, tuple(key), after) for table, key, after in images(connection, touched))
        before = standing(connection).mark
        ((seq,),) = connection.execute(_COUNT, (COUNTER,)).fetchall()
        mark = secrets.randbits(62)
        now = Standing(seq, mark)
        set_standing(connection, now)
        self._append(change_frame(self._seal, Record(seq, HEAD, before, mark, rows)))
        self._pending = now

    def _ended(self, connection: sqlite3.Connection) -> None:
        """If it was not committed, and what it changed is written down already, take that back."""
        pending, self._pending = self._pending, None
        if pending is None:
            return
        try:
            if connection.in_transaction or standing(connection) != pending:
                self._append(void_frame(self._seal, pending.seq, pending.mark))
        except (OSError, sqlite3.Error):
            # On a disk that takes nothing more. The next change gets the same number, and so replaces it.
            return

    def _append(self, frame: Frame) -> None:
        content = framed(frame)
        there = segments(self._folder.changes)
        path = there[-1] if there else begin_segment(self._folder.changes)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)
        try:
            end = os.fstat(descriptor).st_size
            try:
                _write_all(descriptor, content)
                os.fdatasync(descriptor)
            except OSError:
                # Half a record would only be in the way of the next reader; nobody else writes meanwhile.
                if frame.kind is FrameKind.CHANGE:
                    os.ftruncate(descriptor, end)
                raise
        finally:
            os.close(descriptor)


def _identity(database: Path) -> tuple[int, int] | None:
    try:
        state = database.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _write_all(descriptor: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(descriptor, left) :]


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
