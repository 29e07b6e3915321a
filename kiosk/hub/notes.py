"""What officers write when they close a call at a desk: kept sealed, and told to the call's kiosk alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import structlog

from kiosk.assist.call import CallState
from kiosk.assist.change import HallCall
from kiosk.hub.database import Connection, Pool
from kiosk.hub.sealing import HallSeal, NotOpened

_KEEP = (
    "INSERT INTO call_note (call, sealed) VALUES ($1, $2) "
    "ON CONFLICT (call) DO UPDATE SET sealed = excluded.sealed"
)

_log = structlog.stdlib.get_logger("kiosk.hub")


async def keep(connection: Connection, call_id: str, sealed: bytes | None) -> None:
    """The note of the end that the call has now; None: that end has none, whatever stood there before."""
    if sealed is None:
        await connection.execute("DELETE FROM call_note WHERE call = $1", call_id)
    else:
        await connection.execute(_KEEP, call_id, sealed)


async def with_notes(pool: Pool, seal: HallSeal, calls: Sequence[HallCall]) -> tuple[HallCall, ...]:
    """The calls, those that were closed at a desk with what was written then.

    A note that does not open stays where it is: its call is told all the same.
    """
    over = [hall.call.id for hall in calls if hall.call.state is CallState.DONE]
    if not over:
        return tuple(calls)
    rows = await pool.fetch("SELECT call, sealed FROM call_note WHERE call = ANY($1)", over)
    notes: dict[str, str] = {}
    for row in rows:
        try:
            notes[row["call"]] = seal.open(row["sealed"], row["call"])
        except NotOpened:
            _log.error("note_not_opened", call=row["call"])
    return tuple(
        replace(hall, call=replace(hall.call, note=notes[hall.call.id])) if hall.call.id in notes else hall
        for hall in calls
    )
