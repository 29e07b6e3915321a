"""Wrong tries at what somebody could come to by trying: of each who tries, and of all together."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.cases.guesses import OF_ALL, OF_ONE, Patience, Wrong
from kiosk.hub.database import Connection

KEPT = timedelta(days=7)
"""By then the last wrong try is forgotten, however many there were."""

_TURN = 0x67756573
"""Any number: whoever tries has its turn alone, so that no wrong try is missed."""
_GUESSED = (
    "INSERT INTO prepared_guess (asker, count, at, since) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (asker) DO UPDATE SET count = $2, at = $3, since = $4"
)


class Guessing:
    """In a transaction that is under way. what: what is tried, so that each thing has tries of its own.

    everybody: those who are counted together. Times are the database's.
    """

    def __init__(self, connection: Connection, what: str, asker: str, everybody: str = "*") -> None:
        self._connection, self._what = connection, what
        self._askers = ((f"{what}/{asker}", OF_ONE), (f"{what}/{everybody}", OF_ALL))
        self._wrong: list[tuple[str, Patience, Wrong]] = []

    async def seconds_left(self) -> int:
        """How long nothing is looked at; 0: it may be tried."""
        await self._connection.execute("SELECT pg_advisory_xact_lock($1)", _TURN)
        now: datetime = await self._connection.fetchval("SELECT clock_timestamp()")
        self._wrong = [(who, patience, await self._kept(who, now)) for who, patience in self._askers]
        return self._left(now)

    async def one_more(self) -> int:
        """It was wrong; how long nothing is looked at now."""
        now: datetime = await self._connection.fetchval("SELECT clock_timestamp()")
        await self._connection.execute(
            "DELETE FROM prepared_guess WHERE starts_with(asker, $1) AND at < $2",
            f"{self._what}/",
            now - KEPT,
        )
        self._wrong = [(who, how, wrong.one_more(how, now)) for who, how, wrong in self._wrong]
        for who, _, wrong in self._wrong:
            await self._note(who, wrong)
        return self._left(now)

    def _left(self, now: datetime) -> int:
        return max(wrong.seconds_left(patience, now) for _, patience, wrong in self._wrong)

    async def _kept(self, who: str, now: datetime) -> Wrong:
        row = await self._connection.fetchrow("SELECT * FROM prepared_guess WHERE asker = $1", who)
        kept = Wrong() if row is None else Wrong(row["count"], row["at"], row["since"])
        seen = kept.seen_at(now)
        if seen != kept:
            await self._note(who, seen)
        return seen

    async def _note(self, who: str, wrong: Wrong) -> None:
        await self._connection.execute(_GUESSED, who, wrong.count, wrong.at, wrong.since)
