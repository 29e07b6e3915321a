"""Wrong tries at what somebody could come to by trying: of each who tries, and of all together."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.cases.guesses import OF_ALL, OF_ONE, Patience, Wrong
from kiosk.hub.database import Connection
from kiosk.hub.guess_rows import forget, note, wrong_of

KEPT = timedelta(days=7)
"""By then the last wrong try is forgotten, however many there were."""

_TURN = 0x67756573
"""Any number: whoever tries has its turn alone, so that no wrong try is missed."""


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
        self._wrong = [
            (who, patience, await wrong_of(self._connection, who, now)) for who, patience in self._askers
        ]
        return self._left(now)

    async def one_more(self) -> int:
        """It was wrong; how long nothing is looked at now."""
        now: datetime = await self._connection.fetchval("SELECT clock_timestamp()")
        await forget(self._connection, f"{self._what}/", now, KEPT)
        self._wrong = [(who, how, wrong.one_more(how, now)) for who, how, wrong in self._wrong]
        for who, _, wrong in self._wrong:
            await note(self._connection, who, wrong)
        return self._left(now)

    def _left(self, now: datetime) -> int:
        return max(wrong.seconds_left(patience, now) for _, patience, wrong in self._wrong)
