"""Figures of ratings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.cases.case import Case
from kiosk.cases.rating import SATISFIED, Rating
from kiosk.figures.period import Period
from kiosk.figures.spread import share

LEVELS = range(1, 6)


@dataclass(frozen=True)
class RatingFigures:
    """by_level: how many of each level, 1 first. cases: handed in in the period; rated: those with a rating.

    A visit that handed nothing in may be rated too, but nobody knows how many such visits there were: the
    response rate is told of the cases handed in.
    """

    by_level: tuple[int, ...]
    cases: int
    rated: int

    @property
    def ratings(self) -> int:
        """How many there are."""
        return sum(self.by_level)

    @property
    def satisfied(self) -> int:
        """How many are satisfied."""
        return sum(self.by_level[level - 1] for level in SATISFIED)

    @property
    def satisfied_share(self) -> float | None:
        """Of all ratings; to be read beside the response rate."""
        return share(self.satisfied, self.ratings)

    @property
    def response_rate(self) -> float | None:
        """Of the cases handed in, those that were rated."""
        return share(self.rated, self.cases)


def rating_figures(ratings: Iterable[Rating], cases: Iterable[Case], period: Period) -> RatingFigures:
    """Of the ratings given, and of the cases handed in, in the period."""
    levels = Counter(rating.level for rating in ratings if rating.rated_at in period)
    filed = [case for case in cases if case.filed_at in period]
    return RatingFigures(
        by_level=tuple(levels[level] for level in LEVELS),
        cases=len(filed),
        rated=sum(case.rating is not None for case in filed),
    )
