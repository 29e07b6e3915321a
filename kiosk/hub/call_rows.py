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
    f"INSERT INTO call ({ALL}) VALUES ({', '.join(f'${n + 1}' for n in range(len(_COLUMNS) + 2))}) "  # noqa: S608
    "ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in (*_COLUMNS, "no", "heard") if name != "id")
)
GET = f"SELECT {ALL} FROM call"  # noqa: S608
GET_AFTER = (
    f"SELECT {', '.join((*_COLUMNS, 'no'))}, coalesce((SELECT heard FROM journal WHERE id = $2), 0) AS heard "  # noqa: S608
    "FROM call WHERE kiosk = $1 AND no > $3 ORDER BY no LIMIT $4"
)
"""Of a kiosk that counts in the journal $2: each call stands as decided after all that was heard of that.
A call's own ``heard`` may count in another one, of before the kiosk was put back to an older copy."""


def row_values(call: Call) -> tuple[Any, ...]:
    """In the order of :data:`PUT`, without its last two."""
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
