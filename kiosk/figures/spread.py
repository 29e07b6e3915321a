"""How long things took: the middle one, and those that nine of ten and nineteen of twenty did not exceed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median


@dataclass(frozen=True)
class Spread:
    """Seconds. known: of how many it is known; the others are None where of none."""

    known: int
    median_s: float | None
    p90_s: float | None
    p95_s: float | None


def spread(seconds: Iterable[float]) -> Spread:
    """Median, and 90th and 95th percentile by nearest rank: times that were really taken."""
    ordered = sorted(seconds)
    if not ordered:
        return Spread(0, None, None, None)
    return Spread(len(ordered), median(ordered), _not_exceeded(ordered, 18), _not_exceeded(ordered, 19))


def _not_exceeded(ordered: list[float], twentieths: int) -> float:
    """The smallest that so many twentieths do not exceed; in whole numbers, as 0.9 is none in binary."""
    rank = -(-twentieths * len(ordered) // 20)
    return ordered[rank - 1]


def taken(pairs: Iterable[tuple[datetime, datetime | None]]) -> Iterable[float]:
    """The seconds between, where both are known.

    An end before its beginning tells of a clock that was set, not of how long it took: it is left out.
    """
    for start, end in pairs:
        if end is not None and end >= start:
            yield (end - start).total_seconds()


def share(part: int, whole: int) -> float | None:
    """0 to 1; None of nothing."""
    return part / whole if whole else None
