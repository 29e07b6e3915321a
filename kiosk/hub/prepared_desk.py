"""What staff see of, and do with, the hall's forms prepared at home: how many, and nothing of any of them."""

from __future__ import annotations

from datetime import datetime

from kiosk.cases.guesses import OF_ONE
from kiosk.cases.prepared import MOST_OF_A_KIND, Lying, Purged
from kiosk.hub import record
from kiosk.hub.database import Connection
from kiosk.hub.guess_rows import wrong_of
from kiosk.hub.prepared_rows import (
    EVERYBODY,
    FORGET_FLOWS,
    WIPED,
    patience_with_all,
    turn,
    wipe_over,
)
from kiosk.officers.record import Deed

_AT_CODES = "position('/' IN asker) = 0"
"""Tries at codes: those of whoever asks where a case is stand beside them, under a path."""


class PreparedDesk:
    """In a transaction that is under way. Times are the database's."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def lying(self) -> Lying:
        """How many there are, and where nothing is looked at."""
        now = await turn(self._connection)
        await wipe_over(self._connection, now)
        there = await self._connection.fetchval("SELECT count(*) FROM prepared_form WHERE form IS NOT NULL")
        given = {True: 0, False: 0}
        for row in await self._connection.fetch(
            "SELECT proven, count(*) AS many FROM prepared_form GROUP BY proven"
        ):
            given[row["proven"]] = row["many"]
        waits = {}
        for row in await self._connection.fetch(
            f"SELECT asker FROM prepared_guess WHERE {_AT_CODES} ORDER BY asker"  # noqa: S608 - no value in it
        ):
            patience = await patience_with_all(self._connection) if row["asker"] == EVERYBODY else OF_ONE
            waits[row["asker"]] = (await wrong_of(self._connection, row["asker"], now)).seconds_left(
                patience, now
            )
        wait_s = waits.pop(EVERYBODY, 0)
        shut = tuple(asker for asker, left in waits.items() if left)
        room = max(0, MOST_OF_A_KIND - max(given.values()))
        return Lying(there, sum(given.values()) - there, room, wait_s, shut)

    async def purge(self, by: str, since: datetime, before: datetime, *, codes: bool) -> Purged:
        """Wipe those that were kept from since on and before; codes: give their codes free as well.

        On record, also where there were none.
        """
        await turn(self._connection)
        when = "kept_at >= $1 AND kept_at < $2"
        found = await self._connection.fetch(
            f"SELECT kept_at FROM prepared_form WHERE form IS NOT NULL AND {when}",  # noqa: S608
            since,
            before,
        )
        await self._connection.execute(
            f"UPDATE prepared_form SET {WIPED} WHERE {when}",  # noqa: S608 - no value in it
            since,
            before,
        )
        if codes:
            await self._connection.execute(
                f"DELETE FROM prepared_form WHERE {when}",  # noqa: S608 - no value in it
                since,
                before,
            )
        await self._connection.execute(FORGET_FLOWS)
        gone = Purged.of([row["kept_at"] for row in found])
        await record.append(self._connection, by, by, Deed.PREPARED_PURGED, gone.about())
        return gone

    async def release_codes(self, by: str) -> None:
        """Forget all wrong tries, on record: codes are looked at again at once, and so are cases and answers,
        whose wrong tries stand beside them."""
        await turn(self._connection)
        await self._connection.execute("DELETE FROM prepared_guess")
        await record.append(self._connection, by, by, Deed.CODES_RELEASED)
