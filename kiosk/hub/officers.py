"""The hall's roll of officers, and who is signed in at which desk, in SQL.

No names are kept here: the number is enough for everybody who works in the hall.
"""

from __future__ import annotations

import asyncio
from enum import Enum

from kiosk.hub import record
from kiosk.hub.database import Connection, Pool, Record
from kiosk.message import Message
from kiosk.officers.lock_out import seconds_left
from kiosk.officers.officer import AT_THE_DESK, AT_THE_STUDIO, Officer, Role, is_number, pin_problem
from kiosk.officers.record import Deed
from kiosk.officers.roll import WRONG, Refused, shut
from kiosk.pin import PinHasher

_LOCK = 0x6F6666696365  # any number, the same for all hubs: whoever holds it changes the roll
_SEATED = (
    "INSERT INTO {} (desk, officer) VALUES ($1, $2) ON CONFLICT (desk, officer) DO UPDATE SET since = now()"
)
_GONE = "DELETE FROM {} WHERE desk = $1 AND officer = $2 RETURNING officer"


class Seat(Enum):
    """Where somebody signs in: the table that says so, the roles that may, and what others are told."""

    DESK = ("desk_session", AT_THE_DESK, "desk.no_role")
    STUDIO = ("studio_session", AT_THE_STUDIO, "studio.no_role")

    def __init__(self, table: str, roles: frozenset[Role], no_role: str) -> None:
        self.seated, self.gone = _SEATED.format(table), _GONE.format(table)
        self.roles, self.no_role = roles, Message(no_role)


class Officers:
    """Each method is one transaction, and puts what happened on record in it. chain: see ``record``."""

    def __init__(self, pool: Pool, hasher: PinHasher, seat: Seat = Seat.DESK) -> None:
        self._pool = pool
        self._hasher = hasher
        self._seat = seat

    async def anybody(self) -> bool:
        """Whether anybody is on the roll yet."""
        return bool(await self._pool.fetchval("SELECT EXISTS (SELECT 1 FROM officer)"))

    async def all(self) -> tuple[Officer, ...]:
        """Everybody, those too who left, by number."""
        return tuple(_officer(row) for row in await self._pool.fetch("SELECT * FROM officer ORDER BY number"))

    async def sign_in(self, desk: str, number: str, pin: str) -> Officer:
        """From now on this officer may act at this desk. Raises :class:`Refused`."""
        officer = await self.prove(desk, number, pin)
        async with self._pool.acquire() as connection, connection.transaction():
            await record.append(connection, desk, number, Deed.SIGNED_IN)
            await connection.execute(self._seat.seated, desk, number)
        return officer

    async def prove(self, chain: str, number: str, pin: str) -> Officer:
        """Who this is, of those who may sit there. Raises :class:`Refused`."""
        hashed = await self._try_begins(number)
        if not await asyncio.to_thread(self._hasher.right, hashed, pin):
            await self._try_failed(chain, number)
        assert hashed is not None
        new = await asyncio.to_thread(self._hasher.hashed, pin) if self._hasher.outdated(hashed) else None
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(
                "UPDATE officer SET failures = 0, failed_at = NULL, pin = coalesce($2, pin) "
                "WHERE number = $1 RETURNING *",
                number,
                new,
            )
            if row is None:
                raise Refused(WRONG)
            officer = _officer(row)
            fits = not self._seat.roles.isdisjoint(officer.roles)
            if not fits:
                await record.append(connection, chain, number, Deed.SIGN_IN_REFUSED)
        if not fits:
            raise Refused(self._seat.no_role)
        return officer

    async def signed_out(self, desk: str, number: str) -> None:
        """The officer leaves this desk."""
        async with self._pool.acquire() as connection, connection.transaction():
            gone = await connection.fetchval(self._seat.gone, desk, number)
            if gone is not None:
                await record.append(connection, desk, number, Deed.SIGNED_OUT)

    async def begin(self, desk: str, number: str, pin: str) -> Officer:
        """The first of all, officer and leader, signed in at this desk. Raises :class:`Refused`."""
        first = Officer(number, "", frozenset({Role.OFFICER, Role.LEADER}))
        hashed = await self._new_hash(number, pin)
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
            if await connection.fetchval("SELECT EXISTS (SELECT 1 FROM officer)"):
                raise Refused(Message("desk.begun"))
            await _insert(connection, first, hashed)
            await record.append(connection, desk, number, Deed.OFFICER_ADDED, number)
            await record.append(connection, desk, number, Deed.SIGNED_IN)
            await connection.execute(self._seat.seated, desk, number)
        return first

    async def add(self, chain: str, officer: Officer, pin: str, by: str) -> None:
        """One more; the first of all is a leader too. Raises :class:`Refused`."""
        hashed = await self._new_hash(officer.number, pin)
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
            if await connection.fetchval(
                "SELECT EXISTS (SELECT 1 FROM officer WHERE number = $1)", officer.number
            ):
                raise Refused(Message("desk.number_taken"))
            if not await connection.fetchval("SELECT EXISTS (SELECT 1 FROM officer)"):
                officer = Officer(officer.number, "", officer.roles | {Role.LEADER})
            await _insert(connection, officer, hashed)
            await record.append(connection, chain, by, Deed.OFFICER_ADDED, officer.number)

    async def change(self, chain: str, number: str, roles: frozenset[Role], by: str) -> None:
        """Other roles. Raises :class:`Refused`."""
        await self._changed(chain, by, Deed.OFFICER_CHANGED, number, "roles = $2", _slugs(roles))

    async def set_pin(self, chain: str, number: str, pin: str, by: str) -> None:
        """A new PIN; a number that is shut is open again. Raises :class:`Refused`."""
        hashed = await self._new_hash(number, pin)
        how = "pin = $2, failures = 0, failed_at = NULL"
        await self._changed(chain, by, Deed.PIN_SET, number, how, hashed)

    async def remove(self, chain: str, number: str, by: str) -> None:
        """They work here no longer, and act at no desk; the number stays taken. Raises :class:`Refused`."""
        await self._changed(chain, by, Deed.OFFICER_REMOVED, number, "active = $2", False)

    async def _changed(
        self, chain: str, by: str, deed: Deed, number: str, how: str, value: str | bool
    ) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
            done = await connection.fetchval(
                f"UPDATE officer SET {how} WHERE number = $1 AND active RETURNING number",  # noqa: S608 - constants
                number,
                value,
            )
            if done is None:
                raise Refused(Message("desk.number_unknown"))
            leads = await connection.fetchval(
                "SELECT EXISTS (SELECT 1 FROM officer "
                "WHERE active AND 'leader' = ANY (string_to_array(roles, ',')))"
            )
            if not leads:
                raise Refused(Message("desk.last_leader"))
            await record.append(connection, chain, by, deed, number)

    async def _try_begins(self, number: str) -> str | None:
        """The hash of this number's PIN, for one try, which counts as failed until it has succeeded."""
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(
                "SELECT *, clock_timestamp() AS now FROM officer WHERE number = $1 AND active FOR UPDATE",
                number,
            )
            if row is None:
                return None
            left = seconds_left(row["failures"], row["failed_at"], row["now"])
            if left:
                raise Refused(shut(left))
            await connection.execute(
                "UPDATE officer SET failures = failures + 1, failed_at = clock_timestamp() WHERE number = $1",
                number,
            )
            hashed: str = row["pin"]
            return hashed

    async def _try_failed(self, chain: str, number: str) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            await record.append(connection, chain, number, Deed.SIGN_IN_REFUSED)
            row = await connection.fetchrow(
                "SELECT failures, failed_at, clock_timestamp() AS now FROM officer "
                "WHERE number = $1 AND active",
                number,
            )
        left = 0 if row is None else seconds_left(row["failures"], row["failed_at"], row["now"])
        raise Refused(shut(left) if left else WRONG)

    async def _new_hash(self, number: str, pin: str) -> str:
        if not is_number(number):
            raise Refused(Message("desk.number_unusable"))
        problem = pin_problem(pin, number)
        if problem is not None:
            raise Refused(problem)
        return await asyncio.to_thread(self._hasher.hashed, pin)


async def may_act(asked: Pool | Connection, desk: str, number: str) -> bool:
    """Whether this officer is signed in at this desk; while nobody is on the roll, anybody may.

    asked: within a transaction its own connection. A second one of the pool would be waited for with the
    first in hand, and where all do so nobody gets one.
    """
    return bool(
        await asked.fetchval(
            "SELECT EXISTS (SELECT 1 FROM desk_session s JOIN officer o ON o.number = s.officer "
            "WHERE s.desk = $1 AND s.officer = $2 AND o.active) "
            "OR NOT EXISTS (SELECT 1 FROM officer)",
            desk,
            number,
        )
    )


async def may_lead(asked: Pool | Connection, desk: str, number: str) -> bool:
    """Whether this leader is signed in at this desk. asked: as with :func:`may_act`."""
    return bool(
        await asked.fetchval(
            "SELECT EXISTS (SELECT 1 FROM desk_session s JOIN officer o ON o.number = s.officer "
            "WHERE s.desk = $1 AND s.officer = $2 AND o.active "
            "AND 'leader' = ANY (string_to_array(o.roles, ',')))",
            desk,
            number,
        )
    )


async def seated(connection: Connection, desk: str, number: str) -> Officer | None:
    """Who this is by the roll, where they are signed in at this desk."""
    row = await connection.fetchrow(
        "SELECT o.* FROM desk_session s JOIN officer o ON o.number = s.officer "
        "WHERE s.desk = $1 AND s.officer = $2 AND o.active",
        desk,
        number,
    )
    return None if row is None else _officer(row)


async def enrolled(connection: Connection) -> tuple[Officer, ...]:
    """Everybody on the roll, those too who left."""
    return tuple(_officer(row) for row in await connection.fetch("SELECT * FROM officer"))


async def may_shape(connection: Connection, desk: str, number: str) -> bool:
    """Whether somebody who shapes the services is signed in at this desk's studio."""
    return bool(
        await connection.fetchval(
            "SELECT EXISTS (SELECT 1 FROM studio_session s JOIN officer o ON o.number = s.officer "
            "WHERE s.desk = $1 AND s.officer = $2 AND o.active "
            "AND string_to_array(o.roles, ',') && $3::text[])",
            desk,
            number,
            sorted(AT_THE_STUDIO),
        )
    )


async def _insert(connection: Connection, officer: Officer, hashed: str) -> None:
    await connection.execute(
        "INSERT INTO officer (number, roles, active, pin) VALUES ($1, $2, $3, $4)",
        officer.number,
        _slugs(officer.roles),
        officer.active,
        hashed,
    )


def _officer(row: Record) -> Officer:
    roles = frozenset(Role(slug) for slug in row["roles"].split(",") if slug)
    return Officer(row["number"], "", roles, row["active"])


def _slugs(roles: frozenset[Role]) -> str:
    return ",".join(sorted(roles))
