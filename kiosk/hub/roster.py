"""The duty roster of the hall: kept at the hub, shown to its desks."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from kiosk.assist.change_form import Form
from kiosk.duty.roster import LEADERS_ONLY, NEWER, Roster, problems
from kiosk.hub import record
from kiosk.hub.answering import UNKNOWN
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Nothing, Room, read_body
from kiosk.hub.database import Connection, Pool
from kiosk.hub.officers import may_lead
from kiosk.hub.part import Part
from kiosk.hub.roster_form import ChangeRoster, RosterForm
from kiosk.officers.record import CONSOLE, Deed
from kiosk.officers.roll import Refused

HALL = "hall"
"""The one roster of a hall."""
_BODY = "SELECT body FROM roster WHERE station = $1"
_LOCK = 0x726F73746572
"""Any number, the same for all hubs: whoever holds it changes the roster."""


class HallRoster:
    """In SQL: numbers and times only."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def roster(self) -> Roster:
        """As it was set last; an empty one before. Raises ValueError where it cannot be read."""
        return _parsed(await self._pool.fetchval(_BODY, HALL))

    async def set(self, roster: Roster) -> None:
        """In place of the one before, whatever it is, by who gives commands at the hub.

        Raises :class:`Refused` with the first thing that is wrong with it.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
            await _keep(connection, roster, CONSOLE, CONSOLE)

    async def change(self, desk: str, before: Roster, after: Roster, by: str) -> None:
        """See RosterBook; desk: where the leader is signed in. Raises ValueError as :meth:`roster` does."""
        if not await may_lead(self._pool, desk, by):
            raise Refused(LEADERS_ONLY)
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
            if _parsed(await connection.fetchval(_BODY, HALL)) != before:
                raise Refused(NEWER)
            await _keep(connection, after, desk, by)


def _parsed(body: str | None) -> Roster:
    try:
        return Roster() if body is None else Roster.model_validate_json(body)
    except ValidationError:
        raise ValueError("the roster is of a newer program") from None


async def _keep(connection: Connection, roster: Roster, chain: str, by: str) -> None:
    rows = await connection.fetch("SELECT number FROM officer WHERE active FOR SHARE")
    found = problems(roster, [row["number"] for row in rows])
    if found:
        raise Refused(found[0])
    await connection.execute(
        "INSERT INTO roster (station, body) VALUES ($1, $2) "
        "ON CONFLICT (station) DO UPDATE SET body = excluded.body",
        HALL,
        roster.model_dump_json(),
    )
    await record.append(connection, chain, by, Deed.ROSTER_CHANGED)


class DutyRoster(Feature):
    """Only desks look at it, and change it."""

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {"roster.show": self._show, "roster.change": self._change}

    async def _show(self, room: Room, _body: Body) -> Form:
        if room.part is not Part.DESK:
            raise NotAnswered(UNKNOWN)
        return RosterForm.of(await HallRoster(room.pool).roster())

    async def _change(self, room: Room, body: Body) -> Form:
        if room.part is not Part.DESK:
            raise NotAnswered(UNKNOWN)
        asked = read_body(ChangeRoster, body)
        before, after = asked.before.value(), asked.after.value()
        try:
            await HallRoster(room.pool).change(room.who, before, after, asked.officer)
        except Refused as refused:
            raise NotAnswered(refused.reason) from None
        return Nothing()
