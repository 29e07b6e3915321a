"""How long things took: the middle one, and the one that nine of ten did not exceed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median

_TENTHS = 9


@dataclass(frozen=True)
class Spread:
    """Seconds. known: of how many it is known; median_s and p90_s are None where of none."""

    known: int
    median_s: float | None
    p90_s: float | None


def spread(seconds: Iterable[float]) -> Spread:
    """Median, and 90th percentile by nearest rank: a time that was really taken."""
    ordered = sorted(seconds)
    if not ordered:
        return Spread(0, None, None)
    # The smallest that at least nine tenths do not exceed; in whole numbers, as 0.9 is none in binary.
    rank = -(-_TENTHS * len(ordered) // 10)
    return Spread(len(ordered), median(ordered), ordered[rank - 1])


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
