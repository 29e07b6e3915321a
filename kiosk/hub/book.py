"""The hub's book of calls, in SQL. Each method is one transaction; two hubs may write in it at once.

Whoever moves a call first takes the row of its kiosk, which gives out the next number: so the numbers of a
kiosk's calls are committed in their order, and no two wait for each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.assist.call import Outcome
from kiosk.assist.change import Change, HallCall
from kiosk.assist.queue import PRESENT_S
from kiosk.cases.difficult import Source
from kiosk.clock import Clock, SystemClock
from kiosk.hub import notes, record
from kiosk.hub.call_rows import ALL, GET, GET_AFTER, hall_call
from kiosk.hub.database import Connection, Pool, Record
from kiosk.hub.difficult_rows import Difficult
from kiosk.hub.keeping import Foreign, by_hall_clock, keep, kept_before, new_ones, pass_over
from kiosk.hub.sealing import HallSeal
from kiosk.ids import new_id
from kiosk.officers.record import Deed
from kiosk.working_days import DueRule

CHANNEL = "hall"
"""Of NOTIFY; the payload is the kiosk's id, a space and the call's."""

NEXT = "UPDATE kiosk SET told = told + 1 WHERE id = $1 RETURNING told"
"""Takes a kiosk's row, and the number of its next decision."""
_MOVE = (
    "WITH taken AS ("  # noqa: S608 - constants
    "UPDATE kiosk SET told = told + 1 WHERE id = (SELECT kiosk FROM call WHERE id = $1) RETURNING told"
    ") UPDATE call SET no = taken.told, {} "
    f"RETURNING {ALL}, pg_notify('{CHANNEL}', kiosk || ' ' || id)"
)
_FROM = "FROM taken WHERE id = $1"
_CLAIM = f"state = 'claimed', officer = $2, claimed_at = clock_timestamp() {_FROM} AND state = 'waiting'"
_HAS_IT = f"{_FROM} AND state = 'claimed' AND officer = $2"
_PUT_BACK = f"state = 'waiting', officer = NULL, claimed_at = NULL, arrived_at = NULL {_HAS_IT}"
_HAND_OVER = (
    f"officer = $3, arrived_at = NULL {_HAS_IT} "  # noqa: S608 - constants
    "AND EXISTS (SELECT 1 FROM presence WHERE officer = $3 "
    f"AND heard_at > clock_timestamp() - make_interval(secs => {PRESENT_S}))"
)
_BESIDE = f"arrived_at = coalesce(arrived_at, clock_timestamp()) {_HAS_IT}"
_CLOSE = f"state = 'done', outcome = $3, closed_at = clock_timestamp() {_HAS_IT}"
_SEEN = f"seen_at = clock_timestamp() {_FROM} AND seen_at IS NULL"
_HEARD = (
    "WITH taken AS (UPDATE kiosk SET told = told + $2 WHERE id = $1), "  # noqa: S608 - constants
    "heard AS (UPDATE journal SET heard = $4 WHERE id = $3) "
    f"SELECT pg_notify('{CHANNEL}', $1 || ' ' || call) FROM unnest($5::text[]) AS call"
)


class NotMoved(Exception):
    """The call is in no state that allows it. hall: as it stands, None where it is unknown."""

    def __init__(self, hall: HallCall | None) -> None:
        super().__init__("unknown" if hall is None else f"the call is {hall.call.state}")
        self.hall = hall


@dataclass(frozen=True)
class Doer:
    """An officer (a number) at a desk."""

    desk: str
    officer: str


class Book:
    """The calls of the whole hall. seal: for what officers write when they close one.

    rule, clock: by when, and from which day on, a difficulty that comes of one is to be seen to.
    """

    def __init__(
        self, pool: Pool, seal: HallSeal, rule: DueRule | None = None, clock: Clock | None = None
    ) -> None:
        self._pool, self._seal = pool, seal
        self._rule, self._clock = rule or DueRule(), clock or SystemClock()

    async def now(self) -> datetime:
        """By the hall's clock, which is the database's."""
        now: datetime = await self._pool.fetchval("SELECT clock_timestamp()")
        return now

    async def heard(self, kiosk: str, journal: str) -> int:
        """The seq of the last change kept of this journal; 0 for a new one. Raises :class:`Foreign`."""
        await self._pool.execute(
            "INSERT INTO journal (id, kiosk) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING", journal, kiosk
        )
        row = await self._pool.fetchrow("SELECT kiosk, heard FROM journal WHERE id = $1", journal)
        if row is None or row["kiosk"] != kiosk:
            raise Foreign("another kiosk's journal")
        return int(row["heard"])

    async def go_on_after(self, kiosk: str, told: int) -> None:
        """Give out no number up to ``told``, that of the last decision which the kiosk has taken over.

        Where the database was put back from a copy, it has given out fewer, and the kiosk would take what is
        decided from now on for old.
        """
        await self._pool.execute("UPDATE kiosk SET told = $2 WHERE id = $1 AND told < $2", kiosk, told)

    async def hear(self, kiosk: str, journal: str, sent_at: datetime, changes: Sequence[Change]) -> int:
        """Keep changes that follow on one another: all of them, or none. Returns the last seq kept.

        Those that are kept already change nothing, nor do those that another journal of this kiosk brought:
        after it was put back to a copy of before, it tells them once more in a new one. sent_at: by the
        kiosk's clock; however far off that is, times are kept by the database's. Raises ``Gap``, ``Forked``,
        :class:`Foreign`.
        """
        if any(change.kiosk != kiosk or change.call.kiosk != kiosk for change in changes):
            raise Foreign("another kiosk's call")
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(
                "SELECT told, clock_timestamp() AS now FROM kiosk WHERE id = $1 FOR UPDATE", kiosk
            )
            heard = await connection.fetchval(
                "SELECT heard FROM journal WHERE id = $1 AND kiosk = $2", journal, kiosk
            )
            if row is None or heard is None:
                raise Foreign("another kiosk's journal")
            new = await new_ones(connection, journal, heard, changes)
            before = await kept_before(connection, kiosk, journal, new) if new else frozenset()
            told, now = int(row["told"]), row["now"]
            for no, change in enumerate(new, told + 1):
                if change.id in before:
                    await pass_over(connection, no, change)
                else:
                    await keep(connection, journal, no, now, by_hall_clock(change, now - sent_at, now))
            if new:
                moved = list(dict.fromkeys(change.call.id for change in new))
                await connection.execute(_HEARD, kiosk, len(new), journal, new[-1].seq, moved)
            return new[-1].seq if new else int(heard)

    async def calls_after(self, kiosk: str, journal: str, told: int, limit: int) -> tuple[HallCall, ...]:
        """Calls of a kiosk whose number is larger than ``told``, in the order of their numbers.

        They alone come with their notes: for the kiosk, which keeps them. journal: in which it counts now,
        and their ``heard`` with it.
        """
        rows = await self._pool.fetch(GET_AFTER, kiosk, journal, told, limit)
        return await notes.with_notes(self._pool, self._seal, [hall_call(row) for row in rows])

    async def open_calls(self) -> tuple[HallCall, ...]:
        """Waiting and claimed ones: priority first, then the oldest first."""
        return tuple(
            hall_call(row)
            for row in await self._pool.fetch(
                f"{GET} WHERE state IN ('waiting', 'claimed') ORDER BY priority DESC, created_at, id"
            )
        )

    async def calls(self, ids: Sequence[str]) -> tuple[HallCall, ...]:
        """These calls, in the order in which they moved."""
        rows = await self._pool.fetch(f"{GET} WHERE id = ANY($1) ORDER BY kiosk, no", list(ids))
        return tuple(hall_call(row) for row in rows)

    async def claim(self, call_id: str, by: Doer) -> HallCall:
        """Take a waiting call; of two one wins. Raises :class:`NotMoved`."""
        return await self._move(call_id, _CLAIM, by, Deed.CALL_CLAIMED)

    async def put_back(self, call_id: str, by: Doer) -> HallCall:
        """Give back a call that this officer has. Raises :class:`NotMoved`."""
        return await self._move(call_id, _PUT_BACK, by, Deed.CALL_PUT_BACK)

    async def hand_over(self, call_id: str, by: Doer, to: str) -> HallCall:
        """Give a call that this officer has to one who is at a desk. Raises :class:`NotMoved`."""
        return await self._move(call_id, _HAND_OVER, by, Deed.CALL_HANDED_OVER, to)

    async def stand_beside(self, call_id: str, by: Doer) -> HallCall:
        """Whoever has the call is with the resident; the first time counts. Raises :class:`NotMoved`."""
        stands = await self.calls([call_id])
        if (
            stands
            and stands[0].call.arrived_at
            and stands[0].call.open
            and stands[0].call.officer == by.officer
        ):
            return stands[0]
        return await self._move(call_id, _BESIDE, by, Deed.ARRIVED)

    async def close(self, call_id: str, by: Doer, outcome: Outcome, note: str = "") -> HallCall:
        """End a call that this officer has; the note is kept sealed. Raises :class:`NotMoved`."""
        sealed = self._seal.close(note, call_id) if note else None
        difficulty = note if outcome is Outcome.NOT_SOLVED else None
        return await self._move(
            call_id, _CLOSE, by, Deed.CALL_CLOSED, str(outcome), note=sealed, difficulty=difficulty
        )

    async def seen(self, call_ids: Sequence[str]) -> None:
        """A desk shows these calls now; only the first time counts."""
        for call in await self.calls(call_ids):
            if call.call.seen_at is None:
                try:
                    await self._move(call.call.id, _SEEN, None, None)
                except NotMoved:
                    continue  # another desk was first

    async def _move(
        self,
        call_id: str,
        how: str,
        by: Doer | None,
        deed: Deed | None,
        *values: str,
        note: bytes | None = None,
        difficulty: str | None = None,
    ) -> HallCall:
        """One move, and what an officer did on record with it. how: uses $2 for the officer, if any.

        difficulty: what was written of it; None where there is none.
        """
        try:
            async with self._pool.acquire() as connection, connection.transaction():
                said = (call_id, *([] if by is None else [by.officer]), *values)
                row = await connection.fetchrow(_MOVE.format(how), *said)
                if row is None:
                    # It saw the call as it stood before it waited for the kiosk's row; now it has that.
                    row = await connection.fetchrow(_MOVE.format(how), *said)
                if row is None:
                    raise NotMoved(None)  # undone, the number with it
                if by is not None and deed is not None:
                    await record.append(connection, by.desk, by.officer, deed, call_id)
                if deed is Deed.CALL_CLOSED:
                    await notes.keep(connection, call_id, note)
                if by is not None and difficulty is not None:
                    await self._open_difficult(connection, by, row, difficulty)
                return hall_call(row)
        except NotMoved:
            stands = await self.calls([call_id])
            raise NotMoved(stands[0] if stands else None) from None

    async def _open_difficult(self, connection: Connection, by: Doer, row: Record, subject: str) -> None:
        """What could not be solved goes on, with the officer who had it."""
        case_id = new_id()
        opened = await Difficult(connection, self._seal).open(
            case_id,
            Source.NOT_SOLVED,
            self._rule.due(self._clock.today()),
            by=by.officer,
            call=row["id"],
            service=row["service"],
            owner=by.officer,
            subject=subject,
        )
        if opened:
            await record.append(connection, by.desk, by.officer, Deed.DIFFICULT_OPENED, case_id)


async def notify(connection: Connection, kiosk: str, call_id: str) -> None:
    """Let every hub hear that this call has moved."""
    await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, f"{kiosk} {call_id}")
