"""The opened data folder: database, key, locks. Lives in the store's own thread only."""

from __future__ import annotations

import importlib
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from filelock import FileLock, Timeout
from sqlalchemy import Engine, inspect
from sqlmodel import col, select

from kiosk.clock import Clock
from kiosk.figures.book import Figures
from kiosk.figures.period import Period
from kiosk.officers.record import ITSELF, Deed
from kiosk.store._calls import Calls
from kiosk.store._cases import Cases, answer_cell, wish_cell
from kiosk.store._difficult import Difficult, step_cell, subject_cell
from kiosk.store._drafts import Drafts
from kiosk.store._engine import connect, make_engine, reading
from kiosk.store._facts import OutgoingFacts
from kiosk.store._figures import read_figures
from kiosk.store._hall import HallBook
from kiosk.store._kiosks import Kiosks
from kiosk.store._log_reading import behind
from kiosk.store._moving import MovingVisits
from kiosk.store._officers import Officers, pin_cell
from kiosk.store._outgoing import Outgoing, note_cell
from kiosk.store._questions import Questions, reply_cell
from kiosk.store._record import Record
from kiosk.store._releases import Releases
from kiosk.store._roster import Rosters
from kiosk.store._second_log import SecondLog
from kiosk.store._tables import (
    AnswerRow,
    CallRow,
    DifficultRow,
    DifficultStepRow,
    OfficerRow,
    QuestionReplyRow,
    WishRow,
)
from kiosk.store._visit_ends import KeptEnds
from kiosk.store.backup import something_kept
from kiosk.store.diagnosis import diagnose
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.folder import DataFolder
from kiosk.store.migrations import HEAD
from kiosk.store.recovered import Recovery
from kiosk.store.seal import Cell, Seal, Unreadable, close_to_others, make_key, read_key
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
        key: bytes,
        clock: Clock,
        lock: FileLock | None,
        rule: DueRule,
    ) -> None:
        self._folder = folder
        self._engine = engine
        self._key = key
        self._lock = lock
        self._file = _identity(folder.database)
        seal = Seal(key)
        SecondLog(folder, seal).follow(engine)
        self.record = Record(engine, clock)
        self.officers = Officers(engine, seal, clock, self.record)
        self.difficult = Difficult(engine, seal, clock, rule, self.record)
        self.calls = Calls(engine, seal, clock, self.record, self.difficult)
        self.cases = Cases(engine, seal, clock, folder.kiosk_no, self.difficult)
        self.questions = Questions(engine, seal, clock, self.record, self.cases)
        self.ends = KeptEnds(engine, clock)
        self.kiosks = Kiosks(engine, clock)
        self.roster = Rosters(engine, self.record)
        self.releases = Releases(engine, clock, self.record)
        self.hall = HallBook(engine, clock, self.record)
        self.drafts = Drafts(engine, clock, self.record)
        self.moving = MovingVisits(engine, clock, self.record)
        self.facts = OutgoingFacts(engine, seal, clock, self.difficult)
        self.outgoing = Outgoing(engine, seal, clock, folder.kiosk_no, self.difficult)

    @classmethod
    def open(cls, folder: DataFolder, clock: Clock, rule: DueRule, *, create: bool) -> Self:
        """Open the folder. create: whether folder, database and key may be made where there are none."""
        if create:
            folder.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        elif not folder.path.is_dir() or not (folder.database.is_file() or folder.kiosk_lock):
            raise StoreFailed(Trouble.DAMAGED, "the database file is gone")
        lock = take_kiosk_lock(folder) if folder.kiosk_lock else None
        try:
            with FileLock(folder.opening_lock_file, timeout=OPENING_S, mode=0o600, thread_local=False):
                engine, key, told = _open_or_put_back(folder, clock, create=create)
            shelf = cls(folder, engine, key, clock, lock, rule)
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

    def replaced(self) -> bool:
        """Whether the files on the disk are no longer the ones opened.

        Writing on into a file that was removed or exchanged would lose every call that was acknowledged.
        """
        try:
            return _identity(self._folder.database) != self._file or read_key(self._folder.path) != self._key
        except OSError:
            return True

    def figures(self, period: Period) -> Figures:
        """What can be learnt of these days."""
        return read_figures(self._engine, period)

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
) -> tuple[Engine, bytes, Recovery | None]:
    """Open the files; the kiosk first puts back what is damaged, where it can be."""
    try:
        return *_open_files(folder, clock, create=create), None
    except Exception as error:
        failed = error if isinstance(error, StoreFailed) else diagnose(error, folder.database)
        key = read_key(folder.path)
        if failed is None or failed.trouble is not Trouble.DAMAGED or not folder.kiosk_lock or key is None:
            raise
        recovery = importlib.import_module("kiosk.store._recovery")
        told: Recovery = recovery.recover(folder, Seal(key), clock, failed)
    return *_open_files(folder, clock, create=False), told


def _open_files(folder: DataFolder, clock: Clock, *, create: bool) -> tuple[Engine, bytes]:
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
        if not fresh and _revision(engine) is None and read_key(folder.path) is not None:
            # The key is made after the tables: with a key, an empty database is one that lost its content.
            raise StoreFailed(Trouble.DAMAGED, "the database is empty")
        _bring_up_to_date(engine, folder, clock)
        return engine, _find_key(engine, folder.path)
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
    key, revision = read_key(folder.path), _revision(engine)
    if key is not None and revision is not None and behind(folder):
        importlib.import_module("kiosk.store._recovery").roll_forward(folder, Seal(key), clock)
        revision = _revision(engine)
    if revision != HEAD:
        importlib.import_module("kiosk.store._upgrading").upgrade_safely(folder, key, revision, clock)


def _find_key(engine: Engine, folder: Path) -> bytes:
    key = read_key(folder)
    samples = _sealed_samples(engine)
    if key is None:
        if samples:
            raise StoreFailed(Trouble.NO_KEY, "there are sealed rows, but no key")
        return make_key(folder)
    close_to_others(folder)
    # One value that opens is enough: a single damaged one must not keep everything shut.
    if samples and not any(_opens(Seal(key), *sample) for sample in samples):
        raise StoreFailed(Trouble.NO_KEY, "the key does not open what is kept")
    return key


def _opens(seal: Seal, sealed: bytes, cell: Cell) -> bool:
    try:
        seal.open(sealed, cell)
    except Unreadable:
        return False
    return True


def _sealed_samples(engine: Engine) -> list[tuple[bytes, Cell]]:
    """Some sealed values, to try a key on."""
    with reading(engine) as session:
        answers = session.exec(select(AnswerRow).limit(_SAMPLES)).all()
        wishes = session.exec(select(WishRow).limit(_SAMPLES)).all()
        calls = session.exec(select(CallRow).where(col(CallRow.note).is_not(None)).limit(_SAMPLES)).all()
        officers = session.exec(select(OfficerRow).limit(_SAMPLES)).all()
        subjects = session.exec(
            select(DifficultRow).where(col(DifficultRow.subject).is_not(None)).limit(_SAMPLES)
        ).all()
        steps = session.exec(
            select(DifficultStepRow).where(col(DifficultStepRow.text).is_not(None)).limit(_SAMPLES)
        ).all()
        replies = session.exec(
            select(QuestionReplyRow).where(col(QuestionReplyRow.text).is_not(None)).limit(_SAMPLES)
        ).all()
        return [
            *((row.pin, pin_cell(row.number)) for row in officers),
            *((row.value, answer_cell(row.case_id, row.step)) for row in answers),
            *((row.value, wish_cell(row.case_id)) for row in wishes),
            *((row.note, note_cell(row.id)) for row in calls if row.note is not None),
            *((row.subject, subject_cell(row.id)) for row in subjects if row.subject is not None),
            *((row.text, step_cell(row.id)) for row in steps if row.text is not None),
            *((row.text, reply_cell(row.id)) for row in replies if row.text is not None),
        ]
