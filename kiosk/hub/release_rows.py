"""The hall's releases and what was done with them, in SQL. Nothing in them is anybody's."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from kiosk.flow.load import Release
from kiosk.hub import record, wire
from kiosk.hub.database import Connection, Pool, Record
from kiosk.hub.officers import may_shape
from kiosk.hub.others import tell_with
from kiosk.hub.part import Part
from kiosk.hub.release_forms import MOVED
from kiosk.message import Message
from kiosk.officers.record import CONSOLE
from kiosk.officers.roll import Refused
from kiosk.studio.acts import Act, KeptRelease, Shelf, Step
from kiosk.studio.hall import HallEvent
from kiosk.studio.in_force import Event, History, Kind
from kiosk.studio.releases import NO_RIGHT, Published
from kiosk.studio.rules import decide

_LOCK = 0x72656C65617365
"""Any number, the same for all hubs: whoever holds it does something with releases."""
_ROW = (
    "INSERT INTO service_release (service, number, sha256, source, shipped, changes) "
    "VALUES ($1, $2, $3, $4, $5, $6)"
)
_EVENT = (
    "INSERT INTO release_event (seq, service, number, kind, by, at, starts_on, based_on) "
    "SELECT coalesce(max(seq), 0) + 1, $1, $2, $3, $4, $5, $6, $7 FROM release_event"
)
_EVENTS = (
    "SELECT e.*, r.sha256 FROM release_event e LEFT JOIN service_release r USING (service, number) "
    "ORDER BY seq"
)


class HubReleases:
    """A ReleaseStore. chain: the desk at which it is done, or ``CONSOLE``. Raises as the database does."""

    def __init__(self, pool: Pool, chain: str) -> None:
        self._pool, self._chain = pool, chain

    async def mark(self) -> int:
        """The number of the last event."""
        last: int = await self._pool.fetchval("SELECT coalesce(max(seq), 0) FROM release_event")
        return last

    async def histories(self) -> Mapping[str, History]:
        """What was done, by service."""
        return _histories(await events(self._pool))

    async def kept(self) -> tuple[Published, ...]:
        """Every release, by service and number."""
        async with self._pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
            rows = await connection.fetch("SELECT * FROM service_release ORDER BY service, number")
            histories = _histories(await events(connection))
        return tuple(_kept(row).published(histories.get(row["service"], History(()))) for row in rows)

    async def now(self) -> datetime:
        """By the database's clock, which is the hall's."""
        moment: datetime = await self._pool.fetchval("SELECT clock_timestamp()")
        return moment

    async def act(self, service: str, act: Act, by: str, shipped: Release | None) -> int:
        """Do it in one transaction, and let kiosks and desks hear of it."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
            if not await self._may(connection, by):
                raise Refused(NO_RIGHT)
            shelf = await _shelf(connection, service, shipped)
            step = await asyncio.to_thread(decide, act, by, shelf)
            await _note(connection, service, step, by)
            await record.append(connection, self._chain, by, step.deed, step.about(service))
            message = wire.Told(what=MOVED, body={}).json_text()
            for part in Part:
                await tell_with(connection, part, message)
        return step.number

    async def _may(self, connection: Connection, by: str) -> bool:
        if self._chain == CONSOLE:
            return by == CONSOLE
        return await may_shape(connection, self._chain, by)


async def events(connection: Connection | Pool) -> tuple[HallEvent, ...]:
    """All that was done, in order."""
    return tuple(HallEvent(_event(row), row["sha256"]) for row in await connection.fetch(_EVENTS))


async def text_of(pool: Pool, service: str, number: int) -> KeptRelease | None:
    """One release."""
    row = await pool.fetchrow(
        "SELECT * FROM service_release WHERE service = $1 AND number = $2", service, number
    )
    return None if row is None else _kept(row)


async def _shelf(connection: Connection, service: str, shipped: Release | None) -> Shelf:
    rows = await connection.fetch("SELECT * FROM service_release WHERE service = $1", service)
    done = await connection.fetch("SELECT * FROM release_event WHERE service = $1 ORDER BY seq", service)
    now = await connection.fetchval("SELECT clock_timestamp()")
    kept = {row["number"]: _kept(row) for row in rows}
    return Shelf(service, now, History([_event(row) for row in done]), kept, shipped)


async def _note(connection: Connection, service: str, step: Step, by: str) -> None:
    for row in step.kept:
        told = json.dumps([[m.id, dict(m.params)] for m in row.changes], ensure_ascii=False)
        await connection.execute(_ROW, row.service, row.number, row.sha256, row.source, row.shipped, told)
    at = await connection.fetchval("SELECT clock_timestamp()")
    await connection.execute(
        _EVENT, service, step.number, str(step.kind), by, at, step.starts_on, step.based_on
    )


def _histories(told: tuple[HallEvent, ...]) -> Mapping[str, History]:
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for each in told:
        found[each.event.service].append(each.event)
    return {service: History(done) for service, done in sorted(found.items())}


def _kept(row: Record) -> KeptRelease:
    told: list[tuple[str, dict[str, str | int]]] = json.loads(row["changes"])
    changes = tuple(Message(id_, params) for id_, params in told)
    return KeptRelease(row["service"], row["number"], row["sha256"], row["source"], row["shipped"], changes)


def _event(row: Record) -> Event:
    return Event(
        row["seq"],
        row["service"],
        row["number"],
        Kind(row["kind"]),
        row["by"],
        row["at"],
        row["starts_on"],
        row["based_on"],
    )
