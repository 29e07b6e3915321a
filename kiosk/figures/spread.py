"""How long things took: the middle one, and those that nine of ten and nineteen of twenty did not exceed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Protocol


@dataclass(frozen=True)
class Spread:
    """Seconds. known: of how many it is known; the others are None where of none."""

    known: int
    median_s: float | None
    p90_s: float | None
    p95_s: float | None


def spread(seconds: Iterable[float]) -> Spread:
    """Median, and 90th and 95th percentile by nearest rank: times that were really taken."""
    return spread_in_order(sorted(seconds))


class InOrder(Protocol):
    """Seconds, the fewest first."""

    def __len__(self) -> int:
        """How many times."""
        ...

    def __getitem__(self, at: int, /) -> float:
        """The one there, from 0."""
        ...


def spread_in_order(seconds: InOrder) -> Spread:
    """The same, of times that are in order already."""
    known = len(seconds)
    if not known:
        return Spread(0, None, None, None)
    lower, upper, ninety, ninety_five = (
        float(seconds[at]) for at in ((known - 1) // 2, known // 2, _rank(known, 18), _rank(known, 19))
    )
    return Spread(known, median((lower, upper)), ninety, ninety_five)


def _rank(known: int, twentieths: int) -> int:
    """Where the smallest stands that so many twentieths do not exceed; in whole numbers, as 0.9 is none in
    binary."""
    return -(-twentieths * known // 20) - 1


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
