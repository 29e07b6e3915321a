"""What is personal goes from the hub when its time is over; that there was something stays, for figures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from kiosk.cases.prepared import LIES
from kiosk.hub import record
from kiosk.hub.asking import Feature, Teller
from kiosk.hub.database import Pool
from kiosk.hub.prepared_rows import FORGET_FLOWS, turn
from kiosk.officers.record import CONSOLE, ITSELF, Deed

LOOK_S = 3600.0
BATCH = 200
"""In one transaction, so that nobody who keeps something waits for long."""

# Two hubs that look at once take different rows.
_ANSWERS = (
    "UPDATE filed_case SET answers = NULL WHERE id IN (SELECT f.id FROM filed_case f "
    "WHERE f.answers IS NOT NULL AND f.heard_at < clock_timestamp() - make_interval(days => $1) "
    "AND NOT EXISTS (SELECT 1 FROM question q WHERE q.id = f.id AND q.state = 'open') "
    # What the resident alone has done began nothing at the window: it is of one who did not come.
    "AND NOT EXISTS (SELECT 1 FROM window_case w WHERE w.id = f.id "
    "AND EXISTS (SELECT 1 FROM window_deed x WHERE x.filed = w.id AND x.by <> 'resident') "
    "AND (w.over_at IS NULL OR w.over_at >= clock_timestamp() - make_interval(days => $1))) "
    "ORDER BY f.heard_at LIMIT $2 FOR UPDATE OF f SKIP LOCKED) RETURNING filed_at AS at"
)
_REPLIES = (
    "UPDATE question_reply SET text = NULL WHERE id IN (SELECT r.id FROM question_reply r "
    "JOIN question q ON q.id = r.question WHERE r.text IS NOT NULL AND q.state <> 'open' "
    "AND r.at < clock_timestamp() - make_interval(days => $1) "
    "ORDER BY r.at LIMIT $2 FOR UPDATE OF r SKIP LOCKED) RETURNING at"
)
_DEEDS = (
    "UPDATE window_deed SET body = NULL WHERE id IN (SELECT d.id FROM window_deed d "
    "JOIN window_case w ON w.id = d.filed JOIN filed_case f ON f.id = w.id WHERE d.body IS NOT NULL "
    "AND (w.over_at < clock_timestamp() - make_interval(days => $1) "
    "OR w.over_at IS NULL AND f.answers IS NULL) "
    "ORDER BY d.at LIMIT $2 FOR UPDATE OF d SKIP LOCKED) RETURNING at"
)
_SUBJECTS = (
    "UPDATE difficult_case SET subject = NULL WHERE id IN (SELECT d.id FROM difficult_case d "
    "WHERE d.subject IS NOT NULL AND d.state = 'closed' "
    "AND d.closed_at < clock_timestamp() - make_interval(days => $1) "
    "ORDER BY d.closed_at LIMIT $2 FOR UPDATE OF d SKIP LOCKED) RETURNING opened_at AS at"
)
_STEPS = (
    "UPDATE difficult_step SET text = NULL WHERE id IN (SELECT s.id FROM difficult_step s "
    "JOIN difficult_case d ON d.id = s.difficult WHERE s.text IS NOT NULL AND d.state = 'closed' "
    "AND d.closed_at < clock_timestamp() - make_interval(days => $1) "
    "ORDER BY s.at LIMIT $2 FOR UPDATE OF s SKIP LOCKED) RETURNING at"
)
_PREPARED = (
    "UPDATE prepared_form SET form = NULL, proof_marks = NULL, secret_mark = NULL, flow = NULL WHERE id IN ("
    "SELECT id FROM prepared_form WHERE form IS NOT NULL "
    "AND kept_at < clock_timestamp() - make_interval(days => $1) "
    "ORDER BY kept_at LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING kept_at AS at"
)
_NOTES = (
    "WITH old AS (SELECT n.call, c.created_at FROM call_note n JOIN call c ON c.id = n.call "
    "WHERE c.state NOT IN ('waiting', 'claimed') "
    "AND c.closed_at < clock_timestamp() - make_interval(days => $1) "
    "ORDER BY c.closed_at LIMIT $2 FOR UPDATE OF n SKIP LOCKED) "
    "DELETE FROM call_note n USING old WHERE n.call = old.call RETURNING old.created_at AS at"
)
_APPOINTMENTS = (
    "DELETE FROM appointment WHERE id IN (SELECT id FROM appointment "
    "WHERE day < (clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date - $1::integer "
    "ORDER BY day LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING day AS at"
)


class ForgetOld(Feature):
    """Looks every :data:`LOOK_S`, by the database's clock. Any number of hubs may look at once.

    cases: days for answers and replies, of a case at the window from when it was over; difficult: for what
    officers wrote of difficult cases, from when they were closed; calls: for their notes; appointments: from
    their day on.
    """

    def __init__(
        self,
        cases: int,
        difficult: int,
        calls: int,
        appointments: int,
        pause: Callable[[float], Any] = asyncio.sleep,
    ) -> None:
        self._kinds = (
            ("answers", cases, _ANSWERS),
            ("replies", cases, _REPLIES),
            ("deeds", cases, _DEEDS),
            ("difficult", difficult, _SUBJECTS),
            ("difficult_steps", difficult, _STEPS),
            ("notes", calls, _NOTES),
            ("prepared", LIES.days, _PREPARED),
            ("appointments", appointments, _APPOINTMENTS),
        )
        self._pause = pause

    async def run(self, pool: Pool, _teller: Teller) -> None:
        """For as long as the hub runs."""
        while True:
            for kind, days, statement in self._kinds:
                while await _some(pool, kind, days, statement) == BATCH:
                    pass
            await self._pause(LOOK_S)


async def _some(pool: Pool, kind: str, days: int, statement: str) -> int:
    async with pool.acquire() as connection, connection.transaction():
        if statement is _PREPARED:
            await turn(connection)
        gone = [row["at"] for row in await connection.fetch(statement, days, BATCH)]
        if gone:
            if statement is _PREPARED:
                await connection.execute(FORGET_FLOWS)
            about = f"{kind} {len(gone)} {min(gone):%Y-%m-%d} {max(gone):%Y-%m-%d}"
            await record.append(connection, CONSOLE, ITSELF, Deed.DATA_DELETED, about)
        return len(gone)
