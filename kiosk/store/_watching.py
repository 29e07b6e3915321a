"""Which rows a transaction changes, whoever changes them and how: found by triggers of the connection alone.

The triggers and the table that they fill are temporary. No other connection sees them, they are undone with
the transaction, and neither a backup nor the schema knows of them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table

from kiosk.store._tables import KioskReportRow, PresenceRow, Row

COUNTER, MARK = "second_log", "second_log_mark"
"""The rows of the table ``sequence`` that say how far the second log has come; see _second_log."""
_HEALTH = "health"
_NOT_KEPT = frozenset({PresenceRow.__tablename__, KioskReportRow.__tablename__})
"""Who is heard of at this moment: written every few seconds, and worth nothing after a minute."""
_TOUCHED = "second_log_touched"


def watched() -> tuple[Table, ...]:
    """The tables whose changes are kept."""
    return tuple(table for name, table in Row.metadata.tables.items() if name not in _NOT_KEPT)


def key_columns(table: Table) -> tuple[str, ...]:
    """By which columns a row is found again."""
    return tuple(column.name for column in table.primary_key.columns)


def watch(connection: sqlite3.Connection) -> None:
    """Note from now on which rows this connection touches. The schema must be the newest."""
    connection.execute(f"CREATE TEMP TABLE {_TOUCHED} (tbl TEXT, key TEXT)")
    for table in watched():
        for happens, sides in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
            connection.execute(_trigger(table, happens, sides))


def _trigger(table: Table, happens: str, sides: tuple[str, ...]) -> str:
    puts = "".join(
        f"INSERT INTO {_TOUCHED} VALUES ('{table.name}', json_array({_key(table, side)})); "  # noqa: S608
        for side in sides
    )
    unless = f"WHEN {sides[0]}.name NOT IN ('{COUNTER}', '{MARK}', '{_HEALTH}') "
    return (
        f"CREATE TEMP TRIGGER {_TOUCHED}_{table.name}_{happens.lower()} AFTER {happens} "
        f'ON main."{table.name}" {unless if table.name == "sequence" else ""}BEGIN {puts}END'
    )


def _key(table: Table, side: str) -> str:
    return ", ".join(f'{side}."{name}"' for name in key_columns(table))


def take_touched(connection: sqlite3.Connection) -> list[tuple[str, list[Any]]]:
    """The rows touched in the transaction under way, as table and key; from here on none is."""
    found = connection.execute(f"SELECT DISTINCT tbl, key FROM temp.{_TOUCHED}").fetchall()  # noqa: S608
    if found:
        connection.execute(f"DELETE FROM temp.{_TOUCHED}")  # noqa: S608
    return [(table, json.loads(key)) for table, key in found]


def images(
    connection: sqlite3.Connection, touched: list[tuple[str, list[Any]]]
) -> Iterator[tuple[str, list[Any], dict[str, Any] | None]]:
    """Each row as it stands now; None: it is gone."""
    for name, key in touched:
        yield name, key, image(connection, name, key)


def image(connection: sqlite3.Connection, name: str, key: list[Any]) -> dict[str, Any] | None:
    """One row as the database keeps it, by column; None where there is none."""
    found = connection.execute(f'SELECT * FROM "{name}" WHERE {where(name)}', key)  # noqa: S608
    row = found.fetchone()
    return None if row is None else dict(zip((told[0] for told in found.description), row, strict=True))


def where(name: str) -> str:
    """The condition that finds a row of this table by its key. Raises KeyError for a table that is none."""
    return " AND ".join(f'"{column}" = ?' for column in key_columns(Row.metadata.tables[name]))
