"""Drafts of the hall's services, in SQL. What they say is published sooner or later: nothing is anybody's."""

from __future__ import annotations

from kiosk.hub import record
from kiosk.hub.database import Connection, Pool, Record
from kiosk.hub.officers import may_shape
from kiosk.officers.record import Deed
from kiosk.officers.roll import Refused
from kiosk.studio.book import LONGEST, NO_RIGHT, TOO_LONG, KeptDraft, Newer

_LOCK = 0x6472616674
"""Any number, the same for all hubs: whoever holds it saves a draft."""
_PUT = (
    "INSERT INTO service_draft (service, text, based_on, revision, by, saved_at) "
    "VALUES ($1, $2, $3, $4, $5, clock_timestamp()) ON CONFLICT (service) DO UPDATE SET "
    "text = excluded.text, based_on = excluded.based_on, revision = excluded.revision, "
    "by = excluded.by, saved_at = excluded.saved_at RETURNING *"
)


class HubDrafts:
    """See DraftBook. desk: where it is done. Beginning and dropping are on record, each saving is not."""

    def __init__(self, pool: Pool, desk: str) -> None:
        self._pool, self._desk = pool, desk

    async def drafts(self) -> tuple[KeptDraft, ...]:
        """All of them, by service."""
        return tuple(map(_value, await self._pool.fetch("SELECT * FROM service_draft ORDER BY service")))

    async def keep(self, service: str, text: str, based_on: int, revision: int, by: str) -> KeptDraft:
        """Save it. Raises :class:`Newer` and :class:`Refused`."""
        if len(text) > LONGEST:
            raise Refused(TOO_LONG)
        async with self._pool.acquire() as connection, connection.transaction():
            if await self._known(connection, service, revision, by) is None:
                await record.append(connection, self._desk, by, Deed.DRAFT_BEGUN, service)
            row = await connection.fetchrow(_PUT, service, text, based_on, revision + 1, by)
            assert row is not None
            return _value(row)

    async def drop(self, service: str, revision: int, by: str) -> None:
        """Drop it. Raises :class:`Newer` and :class:`Refused`."""
        async with self._pool.acquire() as connection, connection.transaction():
            if await self._known(connection, service, revision, by) is not None:
                await connection.execute("DELETE FROM service_draft WHERE service = $1", service)
                await record.append(connection, self._desk, by, Deed.DRAFT_DROPPED, service)

    async def _known(self, connection: Connection, service: str, revision: int, by: str) -> KeptDraft | None:
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
        if not await may_shape(connection, self._desk, by):
            raise Refused(NO_RIGHT)
        row = await connection.fetchrow("SELECT * FROM service_draft WHERE service = $1", service)
        kept = None if row is None else _value(row)
        if (0 if kept is None else kept.revision) != revision:
            raise Newer(kept)
        return kept


def _value(row: Record) -> KeptDraft:
    return KeptDraft(**dict(row))
