"""Calls counted by SQLite: only what figures need leaves it, and nothing sealed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain

from sqlalchemy import Connection

from kiosk.figures.calls import StepCalls
from kiosk.figures.period import Period
from kiosk.figures.tally import OUTCOMES, STATES, Alike, Tally
from kiosk.store._kinds import check_texts, kept_time

_TIMES = ("created_at", "seen_at", "claimed_at", "arrived_at", "closed_at")
_TO_THE_HOUR = len("2026-11-24 01")
_MADE = "FROM call WHERE created_at >= ? AND created_at < ?"
_TOLD = " || ',' || ".join(f"coalesce({name}, '')" for name in _TIMES)
_ALIKE = (
    f"SELECT state, outcome, officer, count(*), sum(priority), group_concat({_TOLD}) {_MADE} "
    "GROUP BY state, outcome, officer"
)
_BY_STEP = f"SELECT service, step, count(*) {_MADE} AND NOT quiet GROUP BY service, step"


def tally(connection: Connection, period: Period) -> Tally[list[float]]:
    """The calls made in these days. Raises KeyError or ValueError where a call cannot be read."""
    bounds = tuple(kept_time(moment) for moment in period.bounds())
    alike, hours = [], Counter[str]()
    for state, outcome, officer, calls, priority, told in connection.exec_driver_sql(_ALIKE, bounds):
        check_texts(officer)
        times = told.split(",")
        hours.update(made[:_TO_THE_HOUR] for made in times[:: len(_TIMES)])
        alike.append(Alike(STATES[state], OUTCOMES[outcome], officer, calls, priority, *_took(times)))
    steps = [StepCalls(*row) for row in connection.exec_driver_sql(_BY_STEP, bounds)]
    for step in steps:
        check_texts(step.service, step.step)
    return Tally(
        alike,
        {datetime.fromisoformat(f"{hour}+00:00"): calls for hour, calls in hours.items()},
        steps,
        _in_order,
    )


def _took(times: Sequence[str]) -> Iterator[list[float]]:
    """For each of ``_TIMES`` but the first, the seconds since the call was made."""
    every = len(_TIMES)
    kept = times[::every]
    made = [datetime.fromisoformat(moment) for moment in kept]
    for n in range(1, every):
        # Of two times as they are kept, the later one is the larger text; none at all is the smallest.
        yield [
            (datetime.fromisoformat(end) - began).total_seconds()
            for began, start, end in zip(made, kept, times[n::every], strict=True)
            if end >= start
        ]


def _in_order(times: Sequence[list[float]]) -> list[float]:
    return sorted(chain.from_iterable(times))
