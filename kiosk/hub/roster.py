"""The duty roster of the hall: kept at the hub, shown to its desks."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from kiosk.assist.change_form import Form
from kiosk.duty.roster import Roster, problems
from kiosk.hub.answering import UNKNOWN
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Room
from kiosk.hub.database import Pool
from kiosk.hub.part import Part
from kiosk.hub.roster_form import RosterForm
from kiosk.officers.roll import Refused

HALL = "hall"
"""The one roster of a hall."""


class HallRoster:
    """In SQL: numbers and times only."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def roster(self) -> Roster:
        """As it was set last; an empty one before. Raises ValueError where it cannot be read."""
        body = await self._pool.fetchval("SELECT body FROM roster WHERE station = $1", HALL)
        try:
            return Roster() if body is None else Roster.model_validate_json(body)
        except ValidationError:
            raise ValueError("the roster is of a newer program") from None

    async def set(self, roster: Roster) -> None:
        """In place of the one before. Raises :class:`Refused` with the first thing that is wrong with it."""
        async with self._pool.acquire() as connection, connection.transaction():
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


class DutyRoster(Feature):
    """Only desks look at it."""

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {"roster.show": self._show}

    async def _show(self, room: Room, _body: Body) -> Form:
        if room.part is not Part.DESK:
            raise NotAnswered(UNKNOWN)
        return RosterForm.of(await HallRoster(room.pool).roster())
