"""A change in the second log: what a transaction did to the rows, and how it is written."""

from __future__ import annotations

import base64
import json
import re
import sqlite3
from dataclasses import dataclass
from typing import Any

from kiosk.store._frames import Frame, FrameKind
from kiosk.store._watching import COUNTER, MARK
from kiosk.store.seal import Cell, Seal

_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_SET = "INSERT INTO sequence (name, last) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last = excluded.last"


@dataclass(frozen=True)
class Standing:
    """How far a database has come: the number of its last change, and its mark. 0, 0: none was made."""

    seq: int
    mark: int


@dataclass(frozen=True)
class RowChange:
    """A row as a transaction left it: by column, as the database keeps it. after None: it was removed."""

    table: str
    key: tuple[Any, ...]
    after: dict[str, Any] | None


@dataclass(frozen=True)
class Record:
    """One transaction. schema: the revision of the tables at that time. before: the mark it follows on."""

    seq: int
    schema: str
    before: int
    mark: int
    rows: tuple[RowChange, ...]


def standing(connection: sqlite3.Connection) -> Standing:
    """How far this database has come. Raises sqlite3.Error where it cannot be read."""
    found = dict(connection.execute("SELECT name, last FROM sequence WHERE name IN (?, ?)", (COUNTER, MARK)))
    return Standing(found.get(COUNTER, 0), found.get(MARK, 0))


def set_standing(connection: sqlite3.Connection, now: Standing) -> None:
    """Within the transaction that brings the database there."""
    connection.execute(_SET, (COUNTER, now.seq))
    connection.execute(_SET, (MARK, now.mark))


def change_frame(seal: Seal, record: Record) -> Frame:
    """The change as it goes into a file."""
    rows = [[row.table, row.key, _written(row.after)] for row in record.rows]
    told = {"schema": record.schema, "before": record.before, "mark": record.mark, "rows": rows}
    return _sealed(seal, FrameKind.CHANGE, record.seq, told)


def void_frame(seal: Seal, seq: int, mark: int) -> Frame:
    """What takes the change of this number and mark back."""
    return _sealed(seal, FrameKind.VOID, seq, {"mark": mark})


def opened(seal: Seal, frame: Frame) -> Record | int:
    """The change, or the mark of the one that is taken back. Raises Unreadable, and ValueError where what was
    sealed is no change."""
    try:
        told = json.loads(seal.open(frame.sealed, _cell(frame.kind, frame.seq)))
        if frame.kind is FrameKind.VOID:
            return _number(told["mark"])
        rows = tuple(_row(table, key, after) for table, key, after in told["rows"])
        before, mark = _number(told["before"]), _number(told["mark"])
        return Record(_number(frame.seq), str(told["schema"]), before, mark, rows)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("not a change") from error


def _sealed(seal: Seal, kind: FrameKind, seq: int, told: dict[str, Any]) -> Frame:
    return Frame(kind, seq, seal.close(json.dumps(told, separators=(",", ":")), _cell(kind, seq)))


def _written(row: dict[str, Any] | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        name: [base64.b64encode(value).decode()] if isinstance(value, bytes) else value
        for name, value in row.items()
    }


def _row(table: Any, key: Any, after: Any) -> RowChange:
    if not isinstance(table, str) or not isinstance(key, list):
        raise ValueError("not a row")
    row = None if after is None else {_column(name): _value(value) for name, value in after.items()}
    return RowChange(table, tuple(map(_value, key)), row)


def _column(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError("not a column")
    return name


def _value(told: Any) -> Any:
    """As the database can keep it."""
    match told:
        case [str(content)]:
            return base64.b64decode(content, validate=True)
        case str():
            told.encode()
        case int():
            _number(told)
        case None | float():
            pass
        case _:
            raise ValueError("not a value")
    return told


def _number(told: Any) -> int:
    if not isinstance(told, int) or not -(2**63) <= told < 2**63:
        raise ValueError("not a number that the database can keep")
    return told


def _cell(kind: FrameKind, seq: int) -> Cell:
    return Cell("second_log", str(seq), kind.name.lower())
