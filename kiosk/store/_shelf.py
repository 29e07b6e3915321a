"""The opened data folder: database, key, locks. Lives in the store's own thread only."""

from __future__ import annotations

import importlib
import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from filelock import FileLock, Timeout
from sqlalchemy import Engine, inspect

from kiosk.clock import Clock
from kiosk.figures.book import Figures
from kiosk.figures.period import Period
from kiosk.officers.record import ITSELF, Deed
from kiosk.officers.seat import Seats
from kiosk.store._appointments import Appointments
from kiosk.store._calls import Calls
from kiosk.store._cases import Cases
from kiosk.store._difficult import Difficult
from kiosk.store._drafts import Drafts
from kiosk.store._engine import connect, make_engine, reading
from kiosk.store._facts import OutgoingFacts
from kiosk.store._figures import read_figures
from kiosk.store._hall import HallBook
from kiosk.store._kiosks import Kiosks
from kiosk.store._log_reading import behind
from kiosk.store._moving import MovingVisits
from kiosk.store._officers import Officers
from kiosk.store._outgoing import Outgoing
from kiosk.store._own_seal import own_seal
from kiosk.store._prepared import Prepared
from kiosk.store._question_search import QuestionSearch
from kiosk.store._questions import Questions
from kiosk.store._record import Record
from kiosk.store._rekeying import Rekeying
from kiosk.store._releases import Releases
from kiosk.store._retention import Retention
from kiosk.store._rights import Rights
from kiosk.store._roster import Rosters
from kiosk.store._sealed import SEALED
from kiosk.store._sealed_later import came_after
from kiosk.store._second_log import SecondLog
from kiosk.store._visit_ends import KeptEnds
from kiosk.store._visiting_plan import VisitingPlans
from kiosk.store._waiting import Waiting
from kiosk.store._where import Where
from kiosk.store._window import Window
from kiosk.store.backup import something_kept
from kiosk.store.diagnosis import diagnose
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.folder import DataFolder
from kiosk.store.keys import KeyFile, OpenToOthers, check_closed, make_ring, read_ring, write_ring
from kiosk.store.migrations import HEAD
from kiosk.store.recovered import Recovery
from kiosk.store.seal import Cell, Seal, Unreadable
from kiosk.working_days import DueRule

if TYPE_CHECKING:
    # Seen by the type checker, and by whatever packs a frozen program; at run time see _bring_up_to_date.
    from kiosk.store import _recovery as _recovery
    from kiosk.store import _upgrading as _upgrading

_SAMPLES = 5

OPENING_S = 30.0
"""How long one process waits while another opens the same folder (and may be migrating it)."""

_TOUCH = (
    "INSERT INTO sequence (name, last) VALUES ('health', 1) ON CONFLICT (name) DO UPDATE SET last = last + 1"
)


class Shelf:
    """What is open: calls, cases, difficult cases, officers, their record, and what goes to the hub."""

    def __init__(
        self,
        folder: DataFolder,
        engine: Engine,
        keys: KeyFile,
        clock: Clock,
        lock: FileLock | None,
        rule: DueRule,
        seats: Seats,
    ) -> None:
        self._folder = folder
        self._engine = engine
        self._ring = keys
        self._lock = lock
        self._file = _identity(folder.database)
        seal = Seal(keys)
        SecondLog(folder, seal).follow(engine)
        self.record = Record(engine, clock, seal, lambda: keys.seen().marked)
        self.keys = Rekeying(folder.path, engine, keys, seal, clock, self.record)
        self.retention = Retention(engine, clock, self.record)
        rights = Rights(seats)
        self.officers = Officers(engine, seal, clock, self.record, rights)
        self._clock, self._calendar = clock, rule.calendar
        self.difficult = Difficult(engine, seal, clock, rule, self.record, rights)
        self.calls = Calls(engine, seal, clock, self.record, self.difficult, rights)
        self.cases = Cases(engine, seal, clock, folder.kiosk_no, self.difficult)
        self.questions = Questions(engine, seal, clock, self.record, self.cases, rights)
        self.question_search = QuestionSearch(
            engine, seal, clock, self.record, self.cases, self.questions, rights
        )
        self.window = Window(engine, seal, clock, rule.calendar, self.record, self.cases, rights)
        self.where = Where(engine, clock, self.record, self.window)
        self.prepared = Prepared(engine, seal, clock)
        self.ends = KeptEnds(engine, clock)
        self.visiting_plan = VisitingPlans(engine, self.record)
        self.appointments = Appointments(engine, seal, clock, self.visiting_plan, rule.calendar, rights)
        self.waiting = Waiting(engine, clock, self.visiting_plan, self.record, rights)
        self.kiosks = Kiosks(engine, clock)
        self.roster = Rosters(engine, self.record, rights)
        self.releases = Releases(engine, clock, self.record, rights)
        self.hall = HallBook(engine, clock, self.record)
        self.drafts = Drafts(engine, clock, self.record, rights)
        self.moving = MovingVisits(engine, clock, self.record, rights)
        self.facts = OutgoingFacts(engine, seal, clock, self.difficult, self.window)
        self._rights = rights
        self.outgoing = Outgoing(engine, seal, clock, folder.kiosk_no, self.difficult)

    @classmethod
    def open(
        cls, folder: DataFolder, clock: Clock, rule: DueRule, seats: Seats | None = None, *, create: bool
    ) -> Self:
        """Open the folder. create: whether folder, database and key may be made where there are none."""
        if create:
            folder.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        elif not folder.path.is_dir() or not (folder.database.is_file() or folder.kiosk_lock):
            raise StoreFailed(Trouble.DAMAGED, "the database file is gone")
        lock = take_kiosk_lock(folder) if folder.kiosk_lock else None
        try:
            with FileLock(folder.opening_lock_file, timeout=OPENING_S, mode=0o600, thread_local=False):
                engine, keys, told = _open_or_put_back(folder, clock, create=create)
                shelf = cls(folder, engine, keys, clock, lock, rule, seats or Seats())
                shelf.mark_record()
            if told is not None:
                shelf.record.note(ITSELF, Deed.STORE_RESTORED, told.backup or "")
            return shelf
        except BaseException:
            if lock is not None:
                lock.release()
            raise

    def close(self) -> None:
        """Let go of everything; no error of a broken disk stops that."""
        with suppress(Exception):
            self._engine.dispose()
        if self._lock is not None:
            with suppress(OSError):
                self._lock.release()

    def mark_record(self) -> None:
        """Mark the record with the key where it never was, and have the keys' file say so.

        Once only: later on an entry without a mark is a forgery.
        """
        ring = self._ring.ring()
        if not ring.marked and self.record.mark_all():
            write_ring(self._folder.path, replace(ring, marked=True))

    def replaced(self) -> bool:
        """Whether the files on the disk are no longer the ones opened.

        Writing on into a file that was removed or exchanged would lose every call that was acknowledged.
        """
        try:
            return _identity(self._folder.database) != self._file or self._ring.gone()
        except OSError:
            return True

    def figures(self, period: Period, officer: str | None = None) -> Figures:
        """What can be learnt of these days. officer: who asks at the desk; ``None``: a command does."""
        if officer is not None:
            with reading(self._engine) as session:
                self._rights.lead(session, officer)
        return read_figures(self._engine, period, self._clock.today(), self._calendar)

    def empty_log(self) -> None:
        """Bring what stands in the write-ahead log into the database: what was deleted is wiped there too.

        Where another process reads just now, the log stays as it is until the next time.
        """
        with closing(connect(self._folder.database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def check(self) -> None:
        """Read everything and write a little.

        On a connection of its own: the open one may answer from memory what the disk no longer has.
        """
        for path in (self._folder.path, self._folder.database):
            # Files that are open already may go on being written to for a while.
            if not os.access(path, os.W_OK):
                raise StoreFailed(Trouble.READ_ONLY, f"{path.name} cannot be written to")
        with closing(connect(self._folder.database)) as connection:
            _quick_check(connection)
            connection.execute(_TOUCH)


def _identity(database: Path) -> tuple[int, int]:
    state = database.stat()
    return state.st_dev, state.st_ino


def take_kiosk_lock(folder: DataFolder) -> FileLock:
    """Be the one kiosk on this folder. Raises :class:`StoreFailed` (``IN_USE``) where there is one."""
    lock = FileLock(folder.kiosk_lock_file, timeout=0, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise StoreFailed(Trouble.IN_USE, "another kiosk has this data folder") from None
    return lock


def _open_or_put_back(
    folder: DataFolder, clock: Clock, *, create: bool
) -> tuple[Engine, KeyFile, Recovery | None]:
    """Open the files; the kiosk first puts back what is damaged, where it can be."""
    try:
        return *_open_files(folder, clock, create=create), None
    except Exception as error:
        failed = error if isinstance(error, StoreFailed) else diagnose(error, folder.database)
        seal = own_seal(folder.path)
        if failed is None or failed.trouble is not Trouble.DAMAGED or not folder.kiosk_lock or seal is None:
            raise
        recovery = importlib.import_module("kiosk.store._recovery")
        told: Recovery = recovery.recover(folder, seal, clock, failed)
    return *_open_files(folder, clock, create=False), told


def _open_files(folder: DataFolder, clock: Clock, *, create: bool) -> tuple[Engine, KeyFile]:
    database = folder.database
    fresh = not database.exists()
    if fresh and (not create or something_kept(folder)):
        raise StoreFailed(Trouble.DAMAGED, "the database file is gone")
    if fresh:
        # Made here and not by SQLite, for its mode; the files that SQLite puts beside it take the same mode.
        os.close(os.open(database, os.O_RDWR | os.O_CREAT, 0o600))
    with closing(connect(database)) as connection:
        _quick_check(connection, "integrity_check" if folder.kiosk_lock else "quick_check")
    engine = make_engine(database)
    try:
        if not fresh and _revision(engine) is None and read_ring(folder.path) is not None:
            # The key is made after the tables: with a key, an empty database is one that lost its content.
            raise StoreFailed(Trouble.DAMAGED, "the database is empty")
        _bring_up_to_date(engine, folder, clock)
        return engine, _find_keys(engine, folder.path, clock)
    except BaseException:
        engine.dispose()
        raise


def _quick_check(connection: sqlite3.Connection, how: str = "quick_check") -> None:
    """how: a full ``integrity_check`` reads the indexes too, and takes about three times as long."""
    (verdict,) = connection.execute(f"PRAGMA {how}(1)").fetchone()
    if verdict != "ok":
        # The verdict itself may quote what stands in a damaged row.
        raise StoreFailed(Trouble.DAMAGED, "the integrity check failed")


def _revision(engine: Engine) -> str | None:
    with reading(engine) as session:
        connection = session.connection()
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _bring_up_to_date(engine: Engine, folder: DataFolder, clock: Clock) -> None:
    """Bring in what only the second log has, then the schema to the newest, after a backup.

    Alembic takes as long to import as all the rest of an opening; on most starts it is not needed.
    """
    seal, revision = own_seal(folder.path), _revision(engine)
    if seal is not None and revision is not None and behind(folder):
        importlib.import_module("kiosk.store._recovery").roll_forward(folder, seal, clock)
        revision = _revision(engine)
    if revision != HEAD:
        importlib.import_module("kiosk.store._upgrading").upgrade_safely(folder, seal, revision, clock)


def _find_keys(engine: Engine, folder: Path, clock: Clock) -> KeyFile:
    ring = read_ring(folder)
    samples = _sealed_samples(engine)
    if ring is None:
        if samples:
            raise StoreFailed(Trouble.NO_KEY, "there are sealed rows, but no key")
        ring = make_ring(folder, clock.now())
    try:
        check_closed(folder)
    except OpenToOthers:
        raise StoreFailed(Trouble.KEY_OPEN, "the key file is open to other accounts") from None
    if came_after(engine, ring):
        raise StoreFailed(Trouble.KEY_OLDER, "the key file is from before the key was changed")
    keys = KeyFile(folder, ring)
    # One value that opens is enough: a single damaged one must not keep everything shut.
    if samples and not any(_opens(Seal(keys), *sample) for sample in samples):
        raise StoreFailed(Trouble.NO_KEY, "the key does not open what is kept")
    return keys


def _opens(seal: Seal, sealed: bytes, cell: Cell) -> bool:
    try:
        seal.open(sealed, cell)
    except Unreadable:
        return False
    return True


def _sealed_samples(engine: Engine) -> list[tuple[bytes, Cell]]:
    """Some sealed values, to try a key on; not where the record ends, which is there before all else."""
    with reading(engine) as session:
        connection = session.connection()
        return [
            (value, cell) for column in SEALED for _, value, cell in column.after(connection, 0, _SAMPLES)
        ]
