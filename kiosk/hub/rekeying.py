"""Everything that is sealed in the hub's database, sealed anew with the key in force."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from kiosk.hub.appointment_rows import APPOINTMENT
from kiosk.hub.database import Pool, Record
from kiosk.hub.difficult_rows import STEP, SUBJECT
from kiosk.hub.finding import FINDING_KEY
from kiosk.hub.prepared_rows import FORM, KEY
from kiosk.hub.question_rows import ANSWERS, REPLY
from kiosk.hub.record_marks import ENDS, MARK, NAMES
from kiosk.hub.sealing import NOTE, TRIED, HallSeal, NotOpened
from kiosk.hub.window_rows import DEED

BATCH = 50
"""Values in one transaction."""


class NamingSeal(HallSeal, Protocol):
    """A seal whose values say with which key they were closed."""

    def head(self) -> bytes:
        """What every value sealed with the key in force begins with."""
        ...


@dataclass(frozen=True)
class _Column:
    """place: see ``HallSeal``. some, put, others: statements. ``some`` gives the row's key as ``id``, and as
    ``bound`` that to which a value is bound; one of an earlier version may be bound to the key alone."""

    place: str
    some: str
    put: str
    others: str


def _column(place: str, table: str, key: str, column: str, row: str = "") -> _Column:
    return _Column(
        place,
        f"SELECT {key} AS id, {row or key} AS bound, {column} AS value FROM {table} "  # noqa: S608 - names of this file
        f"WHERE {column} IS NOT NULL AND {key} > $1 ORDER BY {key} LIMIT $2 FOR UPDATE",
        f"UPDATE {table} SET {column} = $2 WHERE {key} = $1",  # noqa: S608
        f"SELECT count(*) FROM {table} "  # noqa: S608
        f"WHERE {column} IS NOT NULL AND substring({column} from 1 for $2) <> $1",
    )


_COLUMNS = (
    _column(NOTE, "call_note", "call", "sealed"),
    _column(ANSWERS, "filed_case", "id", "answers"),
    _column(SUBJECT, "difficult_case", "id", "subject"),
    _column(STEP, "difficult_step", "id", "text"),
    _column(REPLY, "question_reply", "id", "text"),
    _column(APPOINTMENT, "appointment", "id", "sealed"),
    _column(FINDING_KEY, "finding_key", "id", "sealed"),
    _column(DEED, "window_deed", "id", "body", "filed || '/' || position || '/' || id"),
    _column(FORM, "prepared_form", "id", "form"),
    _column(KEY, "prepared_key", "id", "secret"),
    _column(MARK, "record_mark", "id", "mark"),
    _column(ENDS, "record_chain", "chain", "ends"),
    _column(NAMES, "record_chains", "id", "names"),
)


async def left(pool: Pool, seal: NamingSeal) -> int:
    """How many values are not sealed with the key in force."""
    head = seal.head()
    counts = [await pool.fetchval(column.others, head, len(head)) for column in _COLUMNS]
    return int(sum(counts))


async def reseal(pool: Pool, seal: NamingSeal) -> tuple[int, int]:
    """Seal anew whatever is not; how many were, and how many do not open and are left as they are.

    In small transactions: hubs work on meanwhile. Broken off, it is given once more.
    """
    done = unreadable = 0
    for column in _COLUMNS:
        after: str | None = ""
        while after is not None:
            after, some, spoilt = await _some(pool, seal, column, after)
            done, unreadable = done + some, unreadable + spoilt
    # By this the next hub to start knows whether its keys are the hall's.
    await pool.execute("UPDATE note_key SET sealed = $1", seal.close("", TRIED))
    return done, unreadable


async def _some(pool: Pool, seal: NamingSeal, column: _Column, after: str) -> tuple[str | None, int, int]:
    done = unreadable = 0
    async with pool.acquire() as connection, connection.transaction():
        rows = await connection.fetch(column.some, after, BATCH)
        head = seal.head()
        for row in rows:
            if row["value"].startswith(head):
                continue
            text = _opened(seal, row, column.place)
            if text is None:
                unreadable += 1
                continue
            await connection.execute(column.put, row["id"], seal.close(text, row["bound"], column.place))
            done += 1
    return (rows[-1]["id"] if len(rows) == BATCH else None), done, unreadable


def _opened(seal: HallSeal, row: Record, place: str) -> str | None:
    """None where it does not open."""
    for bound in dict.fromkeys((row["bound"], row["id"])):
        with suppress(NotOpened):
            return seal.open(row["value"], bound, place)
    return None
