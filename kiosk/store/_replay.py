"""The second log played into a database that is behind it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.store._changes import Record, RowChange, Standing, set_standing, standing
from kiosk.store._engine import connect
from kiosk.store._log_reading import Log
from kiosk.store._migrate import upgrade
from kiosk.store._tables import Row
from kiosk.store._watching import image, key_columns, where
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.migrations.versions import ALL
from kiosk.store.recovered import LostRow

_NO_FIT = frozenset({sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH})
"""What SQLite says where it is the row that is amiss, and not the disk."""
_ORDER = [module.revision for module in ALL]


@dataclass
class Played:
    """What came of it. missing: numbers of changes that are nowhere, from and to; not_taken: single rows that
    did not fit any more, as the changes before them are missing."""

    applied: int = 0
    missing: list[tuple[int, int]] = field(default_factory=list)
    not_taken: list[LostRow] = field(default_factory=list)


def play(database: Path, log: Log, *, whole: bool) -> Played:
    """Bring the database to where the log is, in as few transactions as its schemas allow.

    A change is only made where it follows on the state that is there. whole: stop at the first that does
    not; otherwise go on with what there is, and tell what is missing. Playing the same log twice changes
    nothing. Raises :class:`StoreFailed` where the log is of a newer program, and sqlite3.Error.
    """
    played = Played()
    while True:
        with closing(connect(database, foreign_keys=False)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                guards = _unguarded(connection)
                schema = _play_within(connection, log, played, whole=whole)
                for guard in guards:
                    connection.execute(guard)
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                raise
        if schema is None:
            return played
        upgrade_to(database, schema)


def upgrade_to(database: Path, schema: str) -> None:
    """Bring the schema to this revision. Raises :class:`StoreFailed` for one that is not known here."""
    if schema not in _ORDER:
        raise StoreFailed(Trouble.UNKNOWN, f"the schema {schema} is newer than this program")
    upgrade(database, ALL[: _ORDER.index(schema) + 1])


def _play_within(connection: sqlite3.Connection, log: Log, played: Played, *, whole: bool) -> str | None:
    """Returns the schema that the next change needs, or None: all is done."""
    (schema,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    now = standing(connection)
    needs: str | None = None
    while now.seq < log.last:
        record = _next(log, now)
        gap: tuple[int, int] | None = None
        if record is None:
            if whole:
                break
            record = _after_a_gap(log, now)
            # The number itself is missing, or what stands there follows on another change of its number.
            gap = (now.seq + 1, record.seq - 1) if record.seq > now.seq + 1 else (now.seq, now.seq)
        if _order(record.schema) > _order(schema):
            needs = record.schema
            break
        if gap is not None:
            played.missing.append(gap)
        _apply(connection, record.rows, played)
        played.applied += 1
        now = Standing(record.seq, record.mark)
    set_standing(connection, now)
    return needs


def _unguarded(connection: sqlite3.Connection) -> list[str]:
    """Take away the triggers for as long as the transaction lasts: what they hold was held when it happened.

    Returns what makes them again.
    """
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _sql in found:
        connection.execute(f'DROP TRIGGER "{name}"')
    return [sql for _name, sql in found]


def _order(schema: str) -> int:
    return _ORDER.index(schema) if schema in _ORDER else len(_ORDER)


def _next(log: Log, now: Standing) -> Record | None:
    # Of two that follow on the same state the first was never committed: the second took its number.
    following = [each for each in log.at(now.seq + 1) if each.before == now.mark]
    return following[-1] if following else None


def _after_a_gap(log: Log, now: Standing) -> Record:
    return next(log.at(seq)[-1] for seq in range(now.seq + 1, log.last + 1) if log.at(seq))


def _apply(connection: sqlite3.Connection, rows: Sequence[RowChange], played: Played) -> None:
    """First what was there goes, then what is to be there comes: so two rows are in each other's way only if
    they were so when it happened."""
    known = [row for row in rows if row.table in Row.metadata.tables]
    changed: list[RowChange] = []
    for row in known:
        if len(row.key) != len(key_columns(Row.metadata.tables[row.table])):
            _lose(row, "is no row of this table", played)
        elif _differs(connection, row):
            changed.append(row)
    for row in changed:
        statement = f'DELETE FROM "{row.table}" WHERE {where(row.table)}'  # noqa: S608
        _tried(connection, row, played, statement, row.key)
    for row in changed:
        if row.after is not None:
            names = ", ".join(f'"{name}"' for name in row.after)
            marks = ", ".join("?" * len(row.after))
            statement = f'INSERT INTO "{row.table}" ({names}) VALUES ({marks})'  # noqa: S608
            _tried(connection, row, played, statement, tuple(row.after.values()))


def _differs(connection: sqlite3.Connection, row: RowChange) -> bool:
    return image(connection, row.table, list(row.key)) != row.after


def _lose(row: RowChange, why: str, played: Played) -> None:
    lost = LostRow(row.table, tuple(map(str, row.key)), why)
    if lost not in played.not_taken:
        played.not_taken.append(lost)


def _tried(
    connection: sqlite3.Connection, row: RowChange, played: Played, statement: str, values: tuple[Any, ...]
) -> None:
    connection.execute("SAVEPOINT one_row")
    try:
        connection.execute(statement, values)
    except (sqlite3.IntegrityError, sqlite3.OperationalError) as error:
        if error.sqlite_errorcode & 0xFF not in _NO_FIT:
            raise
        connection.execute("ROLLBACK TO one_row")
        _lose(row, "does not fit without what is missing before it", played)
    connection.execute("RELEASE one_row")
