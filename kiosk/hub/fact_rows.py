"""What is learnt from the cases, ratings, thanks and ends of visits that kiosks told the hub of."""

from __future__ import annotations

from kiosk.cases.visit_end import Ending
from kiosk.figures.period import Period
from kiosk.figures.ratings import LEVELS, RatingFigures
from kiosk.figures.visits import EndsAlike, VisitFigures, visit_figures
from kiosk.hub.database import Pool

_ANY = "SELECT EXISTS (SELECT 1 FROM rating) OR EXISTS (SELECT 1 FROM filed_case)"
_LEVELS = "SELECT level, count(*) FROM rating WHERE rated_at >= $1 AND rated_at < $2 GROUP BY level"
_CASES = (
    "SELECT count(*) AS cases, count(rating.level) AS rated FROM filed_case "
    "LEFT JOIN rating USING (visit) WHERE filed_at >= $1 AND filed_at < $2 "
    "AND NOT EXISTS (SELECT 1 FROM question q WHERE q.id = filed_case.id AND q.channel <> 'kiosk')"
)
_THANKED = "SELECT officer, count(*) FROM thanks WHERE day BETWEEN $1 AND $2 GROUP BY officer"
_ENDS = (
    "SELECT service, step, ending, count(*) FROM visit_end WHERE ended_at >= $1 AND ended_at < $2 "
    "GROUP BY service, step, ending"
)


async def ratings_of(pool: Pool, period: Period) -> RatingFigures | None:
    """Of the ratings given, and of the cases handed in, in these days; None where nothing was ever told."""
    bounds = period.bounds()
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        if not await connection.fetchval(_ANY):
            return None
        levels = {row["level"]: row["count"] for row in await connection.fetch(_LEVELS, *bounds)}
        cases = await connection.fetchrow(_CASES, *bounds)
    assert cases is not None
    return RatingFigures(tuple(levels.get(level, 0) for level in LEVELS), cases["cases"], cases["rated"])


async def thanked(pool: Pool, period: Period) -> dict[str, int]:
    """How often each officer was thanked in these days."""
    rows = await pool.fetch(_THANKED, period.first, period.last)
    return {row["officer"]: row["count"] for row in rows}


async def visits_of(pool: Pool, period: Period) -> VisitFigures | None:
    """Of the visits that ended in these days; None where nothing was ever told."""
    if not await pool.fetchval("SELECT EXISTS (SELECT 1 FROM visit_end)"):
        return None
    rows = await pool.fetch(_ENDS, *period.bounds())
    return visit_figures(
        EndsAlike(row["service"], row["step"], Ending(row["ending"]), row["count"]) for row in rows
    )
