"""How a resident's appointment is found again at the hub: by hashes under the hall's own finding key."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date, datetime

from kiosk.cases.appointment import NOT_FOUND, wait_before_trying
from kiosk.cases.difficult import Refused
from kiosk.cases.hoarding import TOO_MANY_HERE, Spot, counted
from kiosk.cases.proof import FORGETS, Finder, Proof, new_key
from kiosk.hub.database import Connection, Record
from kiosk.hub.sealing import HallSeal
from kiosk.message import Message
from kiosk.officers.lock_out import seconds_left

FINDING_KEY = "finding_key"
"""The place of the key; the row is :data:`HALL`."""
HALL = "hall"

_NOTE = (
    "INSERT INTO finding_try (who, failures, failed_at) VALUES ($1, 1, $2::timestamptz) "
    "ON CONFLICT (who) DO UPDATE SET failures = "
    "GREATEST(0, finding_try.failures - GREATEST(0, floor(extract(epoch FROM "
    "$2::timestamptz - finding_try.failed_at) / extract(epoch FROM $3::interval)))::integer) + 1, "
    "failed_at = $2"
)
_FIRST_AT = "INSERT INTO finding_try (who, failures, failed_at) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING"
_FORGET = "DELETE FROM finding_try WHERE failed_at < $1::timestamptz - interval '1 day'"
_ENDS = "begins IS NOT NULL AND (identity_last = $1 OR phone_last = $1)"
_STILL = "state = 'booked'"
_FROM_TODAY = "state NOT IN ('cancelled', 'served') AND day >= $2"
_ORDER = " ORDER BY day, begins FOR UPDATE"


class Finding:
    """In a transaction that is under way."""

    def __init__(self, connection: Connection, seal: HallSeal) -> None:
        self._connection = connection
        self._seal = seal

    async def finder(self) -> Finder:
        """By the hall's key, which is made when it is needed first; of two hubs one makes it."""
        kept = "SELECT sealed FROM finding_key WHERE id = $1"
        sealed = await self._connection.fetchval(kept, HALL)
        if sealed is None:
            made = self._seal.close(base64.b64encode(new_key()).decode(), HALL, FINDING_KEY)
            await self._connection.execute(
                "INSERT INTO finding_key (id, sealed) VALUES ($1, $2) ON CONFLICT DO NOTHING", HALL, made
            )
            sealed = await self._connection.fetchval(kept, HALL)
        return Finder(base64.b64decode(self._seal.open(sealed, HALL, FINDING_KEY)))

    async def found(self, proof: Proof, now: datetime, day: date | None = None) -> Sequence[Record] | Message:
        """As the same of the local store: the transaction is committed whatever is told, and no other one
        has these rows meanwhile."""
        finder = await self.finder()
        tried = finder.counts(proof)
        rows = await self._connection.fetch("SELECT * FROM finding_try WHERE who = ANY($1)", list(tried))
        left = max((_left(row, now) for row in rows), default=0)
        if left:
            return wait_before_trying(left)
        found = await self._rows(finder, proof, day)
        if not found:
            for who in sorted(tried):
                await self._connection.execute(_NOTE, who, now, FORGETS)
            await self._connection.execute(_FORGET, now)
            return NOT_FOUND
        return found

    async def room_at(self, at: str, spot: Spot, now: datetime) -> None:
        """One more appointment is made there without a card. at: the kiosk that asks, so that none takes
        another's room. Raises ``Refused`` where that is too many."""
        who = f"spot {(await self.finder()).spot(f'{at} {spot.name}')}"
        await self._connection.execute(_FIRST_AT, who, now)
        row = await self._connection.fetchrow("SELECT * FROM finding_try WHERE who = $1 FOR UPDATE", who)
        assert row is not None
        made = counted(row["failures"], row["failed_at"], spot.allowed, now)
        if made >= spot.allowed.most:
            raise Refused(TOO_MANY_HERE)
        await self._connection.execute(
            "UPDATE finding_try SET failures = $2, failed_at = $3 WHERE who = $1", who, made + 1, now
        )

    async def _rows(self, finder: Finder, proof: Proof, day: date | None) -> Sequence[Record]:
        by: list[object]
        if proof.identity:
            by, where = [finder.person(proof.identity, "")], "begins IS NOT NULL AND person = $1"
        elif proof.by_code or (proof.by_time and day is not None):
            by, where = [finder.last_four(proof.last_four)], _ENDS
        else:
            return ()
        if day is None:
            where = f"{where} AND {_STILL}"
        else:
            by, where = [*by, day], f"{where} AND {_FROM_TODAY}"
        if not proof.identity and proof.by_code:
            by, where = [*by, finder.code(proof.code)], f"{where} AND code = ${len(by) + 1}"
        elif not proof.identity and proof.begins is not None:
            by = [*by, f"{proof.begins:%H:%M}"]
            where = f"{where} AND day = $2 AND begins = ${len(by)}"
        rows = await self._connection.fetch(f"SELECT * FROM appointment WHERE {where}{_ORDER}", *by)  # noqa: S608
        # Two people of one time whose numbers end alike: neither of them is told the other's.
        several = len({row["person"] for row in rows}) > 1
        return () if not proof.identity and proof.by_time and several else rows


def _left(row: Record, now: datetime) -> int:
    return seconds_left(row["failures"], row["failed_at"], now)
