"""Calls counted by PostgreSQL: a district has half a million in a year, too many to read each of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kiosk.figures.calls import StepCalls
from kiosk.figures.period import Period
from kiosk.figures.tally import OUTCOMES, STATES, Alike, Tally
from kiosk.hub.database import Connection, Pool, Record

Times: TypeAlias = NDArray[np.int64]

_UNKNOWN = "-infinity"
"""Where a call has no such time: before all others."""
_TIMES = ("created_at", "seen_at", "claimed_at", "arrived_at", "closed_at")
_MADE = "FROM call WHERE created_at >= $1 AND created_at < $2"
_SENT = " || ".join(f"timestamptz_send(coalesce({name}, '{_UNKNOWN}'))" for name in _TIMES)
_ALIKE = (
    "SELECT state, outcome, officer, count(*) AS calls, count(*) FILTER (WHERE priority) AS priority, "
    f"string_agg({_SENT}, '') AS times {_MADE} GROUP BY state, outcome, officer"
)
_BY_STEP = f"SELECT service, step, count(*) AS calls {_MADE} AND NOT quiet GROUP BY service, step"
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""PostgreSQL's times are microseconds since then, the highest byte first (its protocol, "Binary format")."""
_HOUR = timedelta(hours=1) // timedelta(microseconds=1)
_SETTINGS = ("SET LOCAL work_mem = '64MB'", "SET LOCAL jit = off")
"""The times of half a million calls are 20 MB, which are not to go through files."""


async def tally(pool: Pool, period: Period) -> Tally[Times]:
    """The calls made in these days, as they stood at one moment.

    Takes two connections of the pool, which see the same: so two processors work on a year.
    """
    first, after = period.bounds()
    middle = first + (after - first) / 2
    async with _reading(pool) as one:
        snapshot = await one.fetchval("SELECT pg_export_snapshot()")
        async with _reading(pool, snapshot) as other:
            halves = await asyncio.gather(_half(one, first, middle), _half(other, middle, after))
            steps = await one.fetch(_BY_STEP, first, after)
    return Tally(
        [each for alike, _ in halves for each in alike],
        sum((by_hour for _, by_hour in halves), Counter()),
        [StepCalls(row["service"], row["step"], row["calls"]) for row in steps],
        _in_order,
    )


@asynccontextmanager
async def _reading(pool: Pool, snapshot: str | None = None) -> AsyncIterator[Connection]:
    """A connection on which one moment stands still; snapshot: that of another one."""
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        if snapshot is not None:
            await connection.execute(f"SET TRANSACTION SNAPSHOT '{snapshot}'")
        for setting in _SETTINGS:
            await connection.execute(setting)
        yield connection


async def _half(
    connection: Connection, first: datetime, after: datetime
) -> tuple[list[Alike[Times]], Counter[datetime]]:
    return await asyncio.to_thread(_read, await connection.fetch(_ALIKE, first, after))


def _read(rows: Sequence[Record]) -> tuple[list[Alike[Times]], Counter[datetime]]:
    times = [_times(row) for row in rows]
    alike = [_alike(row, each) for row, each in zip(rows, times, strict=True)]
    return alike, _by_hour([each[0] for each in times])


def _times(row: Record) -> Times:
    """A line for each of ``_TIMES``, a column for each call."""
    sent = np.frombuffer(row["times"], dtype=">i8").reshape(row["calls"], len(_TIMES))
    return np.ascontiguousarray(sent.T, dtype=np.int64)


def _alike(row: Record, times: Times) -> Alike[Times]:
    made = times[0]
    took = ((each - made)[each >= made] for each in times[1:])
    return Alike(
        STATES[row["state"]], OUTCOMES[row["outcome"]], row["officer"], row["calls"], row["priority"], *took
    )


def _by_hour(made: Sequence[Times]) -> Counter[datetime]:
    if not made:
        return Counter()
    hours = np.concatenate(made) // _HOUR
    first = int(hours.min())
    counted = np.bincount(hours - first)
    found = np.flatnonzero(counted).tolist()
    return Counter({_BEGINNING + timedelta(hours=first + n): int(counted[n]) for n in found})


def _in_order(times: Sequence[Times]) -> NDArray[np.float64]:
    together = np.concatenate(times) if times else np.empty(0, dtype=np.int64)
    together.sort()
    # As of ``timedelta.total_seconds``: the nearest to so many millionths.
    return together / 10**6
