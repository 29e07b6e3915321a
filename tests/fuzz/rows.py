"""A database that is whole, and in which a value is none: by a disk that lies, or by hand."""

from __future__ import annotations

import asyncio
import base64
import json
import sqlite3
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.figures.period import Period
from kiosk.store._tables import Row
from kiosk.store._watching import key_columns
from kiosk.store.failure import StoreFailed
from kiosk.store.local import LocalStore
from tests.fuzz.kept import CLOCK, laid_out, store
from tests.fuzz.parser import Parser, for_a_while, text

_MONTH = Period(date(2026, 11, 1), date(2026, 11, 30))


class NoChange(Exception):
    """What is to be put into the database cannot be."""


def _put(database: Path, changes: Any) -> None:
    """changes: a list of table, column, value; bytes are a list with their base64. The first row has it."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in guards:
            connection.execute(f'DROP TRIGGER "{name}"')
        try:
            for table, column, value in changes:
                if column not in _columns().get(table, ()):
                    continue
                given = base64.b64decode(value[0]) if isinstance(value, list) else value
                key = ", ".join(key_columns(Row.metadata.tables[table]))
                first = f'SELECT {key} FROM "{table}" ORDER BY {key} LIMIT 1'
                connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE ({key}) = ({first})', (given,))
        except (sqlite3.Error, ValueError, TypeError, OverflowError, LookupError):
            raise NoChange from None
        for _name, sql in guards:
            connection.execute(sql)


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    return {name: tuple(table.columns.keys()) for name, table in Row.metadata.tables.items()}


def _served(data: bytes) -> None:
    try:
        changes = json.loads(text(data))
    except (ValueError, RecursionError):
        raise NoChange from None
    with for_a_while() as place:
        folder = laid_out(place)
        folder.database.write_bytes(store().database)
        _put(folder.database, changes)
        asyncio.run(_asked(folder.path))


async def _asked(folder: Path) -> None:
    """What the kiosk does at its start, and desks and commands ask for."""
    kept = LocalStore(folder, "01", CLOCK, kiosk_lock=True)
    try:
        await kept.start()
        kept.seats.desk.sit("0101")
        failed: StoreFailed | None = None
        for ask in (
            kept.calls.all_calls,
            lambda: kept.cases.cases(reveal=True),
            kept.difficult.all_cases,
            kept.record.verify,
            kept.outbox.backlog,
            kept.facts.backlog,
            kept.releases.standings,
            lambda: kept.releases.releases("parking"),
            kept.releases.kept,
            kept.drafts.drafts,
            lambda: kept.questions.questions(every=True, reveal=True),
            kept.officers.officers,
            kept.cases.ratings,
            kept.roster.roster,
            lambda: kept.figures.figures(_MONTH, "0101"),
            kept.keys.kept,
            kept.healthy,
        ):
            try:
                await ask()
            except StoreFailed as refused:
                failed = refused
        if failed is not None:
            raise failed
    finally:
        await kept.close()


@cache
def _changes() -> tuple[bytes, ...]:
    """For each table that has a row every column, with what stands there."""
    found: list[bytes] = []
    with for_a_while() as place:
        path = Path(place) / "a.db"
        path.write_bytes(store().database)
        with closing(sqlite3.connect(path)) as connection:
            for name, table in Row.metadata.tables.items():
                key = ", ".join(key_columns(table))
                asked = connection.execute(f'SELECT * FROM "{name}" ORDER BY {key} LIMIT 1')
                if (row := asked.fetchone()) is not None:
                    columns = (each[0] for each in asked.description)
                    told = [[name, *each] for each in zip(columns, map(_told, row), strict=True)]
                    found.append(json.dumps(told).encode())
    return tuple(found)


def _told(value: object) -> object:
    return [base64.b64encode(value).decode()] if isinstance(value, bytes) else value


ROWS: dict[str, Parser] = {
    "stored value": Parser(_served, (NoChange, StoreFailed), lambda: list(_changes())),
}
"""By what they read."""
