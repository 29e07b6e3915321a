"""The SQLite engine, and its two kinds of session. Used in the store's own thread only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

BUSY_S = 5.0
"""How long a statement waits for another process on the same file."""

FOLLOWED_BY = "followed_by"
"""Under this name a pooled connection knows who keeps what it changes."""


class Following(Protocol):
    """Whoever keeps what is changed; see SecondLog."""

    def before_commit(self, connection: sqlite3.Connection) -> None:
        """All of it is done but the commit. An error undoes it."""
        ...


def connect(database: Path, *, foreign_keys: bool = True) -> sqlite3.Connection:
    """A connection to an existing file: WAL, every commit on the disk before it returns.

    ``mode=rw`` never makes a file: a database that vanished must not come back empty. The driver begins no
    transactions by itself (``isolation_level=None``): a BEGIN of our own says what it is for.
    """
    connection = sqlite3.connect(
        f"file:{quote(str(database))}?mode=rw", uri=True, timeout=BUSY_S, isolation_level=None
    )
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        # What is deleted or written over is wiped, not only let go of.
        connection.execute("PRAGMA secure_delete=ON")
        # Sorting must not leave pages in a temporary file.
        connection.execute("PRAGMA temp_store=MEMORY")
    except BaseException:
        connection.close()
        raise
    return connection


def make_engine(database: Path, *, foreign_keys: bool = True) -> Engine:
    """An engine with one connection. Errors never quote parameters."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: connect(database, foreign_keys=foreign_keys),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    # IMMEDIATE takes the write lock at once: a transaction that first read and then wants to write would
    # be refused without waiting when another process wrote in between.
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', 'IMMEDIATE')}")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session for reading: one consistent picture."""
    with Session(engine.execution_options(begin="DEFERRED")) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session for writing: committed at its end, undone on any error.

    It has the right to write from its first line on, not only from its first statement: what is sealed in it
    is sealed while no other key can come into force.
    """
    with Session(engine.execution_options(begin="IMMEDIATE")) as session, session.begin():
        session.connection()
        yield session


@contextmanager
def writing_at_once(engine: Engine) -> Iterator[sqlite3.Connection]:
    """As :func:`writing`, on the driver's own connection: for what a resident waits for.

    There a session, and the statements it makes up, cost more than the disk. The driver keeps statements
    prepared by their text.
    """
    pooled = engine.raw_connection()
    try:
        driver = pooled.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        following: Following | None = pooled.info.get(FOLLOWED_BY)
        driver.execute("BEGIN IMMEDIATE")
        yield driver
        if following is not None:
            following.before_commit(driver)
        driver.execute("COMMIT")
    finally:
        pooled.close()  # the pool undoes what was not committed
