"""The hall's plan by which appointments are given, in SQL."""

from __future__ import annotations

from collections.abc import Collection

from pydantic import ValidationError

from kiosk.cases.visiting_hours import VisitingPlan, problems, usual_plan
from kiosk.hub import record
from kiosk.hub.database import Connection, Pool
from kiosk.officers.record import CONSOLE, Deed
from kiosk.officers.roll import Refused

HALL = "hall"
"""The one plan of a hall."""
_BODY = "SELECT body FROM visiting_plan WHERE station = $1"
_KEEP = (
    "INSERT INTO visiting_plan (station, body) VALUES ($1, $2) "
    "ON CONFLICT (station) DO UPDATE SET body = excluded.body"
)


class HallPlan:
    """See PlanBook. Raises ValueError where it is of a newer program."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def plan(self) -> VisitingPlan:
        """As it was set last; the usual one before."""
        return _parsed(await self._pool.fetchval(_BODY, HALL))

    async def set(self, plan: VisitingPlan, services: Collection[str]) -> None:
        """In place of the one before, by who gives commands at the hub. services: besides those that were
        published in the hall. Raises :class:`Refused` with the first thing that is wrong with it."""
        async with self._pool.acquire() as connection, connection.transaction():
            rows = await connection.fetch("SELECT DISTINCT service FROM service_release")
            found = problems(plan, {*services, *(row["service"] for row in rows)})
            if found:
                raise Refused(found[0])
            await connection.execute(_KEEP, HALL, plan.model_dump_json())
            await record.append(connection, CONSOLE, CONSOLE, Deed.VISITING_PLAN_CHANGED)


async def plan_within(connection: Connection) -> VisitingPlan:
    """In a transaction that is under way."""
    return _parsed(await connection.fetchval(_BODY, HALL))


def _parsed(body: str | None) -> VisitingPlan:
    try:
        return usual_plan() if body is None else VisitingPlan.model_validate_json(body)
    except ValidationError:
        raise ValueError("the plan for appointments is of a newer program") from None
