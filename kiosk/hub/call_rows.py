"""Calls as rows of the hub's table."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from kiosk.assist.call import Call, CallState, Outcome
from kiosk.assist.change import HallCall
from kiosk.hub.database import Record

_COLUMNS = tuple(field.name for field in fields(Call) if field.name != "note")
ALL = ", ".join((*_COLUMNS, "no", "heard"))
PUT = (
    f"INSERT INTO call ({ALL}, journal) "  # noqa: S608
    f"VALUES ({', '.join(f'${n + 1}' for n in range(len(_COLUMNS) + 3))}) "
    "ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in (*_COLUMNS, "no", "heard", "journal") if name != "id")
)
GET = f"SELECT {ALL} FROM call"  # noqa: S608
# A call without a journal was told of before that was kept: then as good as surely in the one of now.
GET_AFTER = (
    f"SELECT {', '.join((*_COLUMNS, 'no'))}, "  # noqa: S608
    "CASE WHEN journal <> $4 THEN 0 ELSE heard END AS heard "
    "FROM call WHERE kiosk = $1 AND no > $2 ORDER BY no LIMIT $3"
)
"""Of a kiosk, after a number, so many; ``heard`` counts in the journal $4."""


def row_values(call: Call) -> tuple[Any, ...]:
    """In the order of :data:`PUT`, without its last three."""
    return tuple(
        str(value) if isinstance(value, (CallState, Outcome)) else value
        for value in (getattr(call, name) for name in _COLUMNS)
    )


def hall_call(row: Record) -> HallCall:
    """From a row of :data:`ALL`."""
    values: dict[str, Any] = {name: row[name] for name in _COLUMNS}
    values["state"] = CallState(values["state"])
    values["outcome"] = None if values["outcome"] is None else Outcome(values["outcome"])
    return HallCall(Call(**values), row["no"], row["heard"])
