"""Wrong tries, of whoever has made them: read and written in a transaction that is under way."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.cases.guesses import Wrong
from kiosk.hub.database import Connection

_GUESSED = (
    "INSERT INTO prepared_guess (asker, count, at, since) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (asker) DO UPDATE SET count = $2, at = $3, since = $4"
)


_KIOSKS = "SELECT count(*) FROM kiosk WHERE cut_off_at IS NULL"


async def kiosks_of_hall(connection: Connection) -> int:
    """How many there are, which decides how patient the hub is with all of them together."""
    number: int = await connection.fetchval(_KIOSKS)
    return number


async def wrong_of(connection: Connection, asker: str, now: datetime) -> Wrong:
    """Those of one asker, that are not forgotten."""
    row = await connection.fetchrow("SELECT * FROM prepared_guess WHERE asker = $1", asker)
    kept = Wrong() if row is None else Wrong(row["count"], row["at"], row["since"])
    seen = kept.seen_at(now)
    if seen != kept:
        await note(connection, asker, seen)
    return seen


async def note(connection: Connection, asker: str, wrong: Wrong) -> None:
    """So many now."""
    await connection.execute(_GUESSED, asker, wrong.count, wrong.at, wrong.since)


async def forget(connection: Connection, prefix: str, now: datetime, after: timedelta) -> None:
    """Those of askers that begin so, whose last wrong try is older."""
    await connection.execute(
        "DELETE FROM prepared_guess WHERE starts_with(asker, $1) AND at < $2", prefix, now - after
    )
