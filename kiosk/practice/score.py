"""How well it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.assist.call import Outcome

GOAL_MEDIAN_S, GOAL_95_S = 60.0, 180.0
"""From the call to the arrival: what a station aims at."""
PARTS = (40, 30, 30)
"""Of 100 points: being quick, nobody left alone, the right end."""


@dataclass(frozen=True)
class Visit:
    """What became of one who called; seconds after their call. outcome: what the officer wrote down.

    claimed_s None: nobody came before they left. closed_s: when it was written down how it ended.
    """

    claimed_s: float | None
    walk_s: float
    outcome: Outcome | None
    right: Outcome
    closed_s: float | None = None
    left: bool = False

    @property
    def arrived_s(self) -> float | None:
        """From the call to the officer beside them."""
        return None if self.claimed_s is None else self.claimed_s + self.walk_s

    @property
    def rightly(self) -> bool:
        """Whether it ended as it should, and not before the officer was there to see."""
        there = self.arrived_s
        if there is None or self.closed_s is None or self.closed_s < there:
            return False
        return self.outcome is self.right


@dataclass(frozen=True)
class Score:
    """Seconds are ``None`` where nobody was reached. points: 0 to 100."""

    called: int
    reached: int
    left: int
    rightly_ended: int
    ended: int
    claim_median_s: float | None
    arrival_median_s: float | None
    arrival_95_s: float | None
    points: int


def percentile(values: Sequence[float], share: float) -> float | None:
    """The least of the values that at least this share of them does not exceed; ``None`` of none."""
    if not values:
        return None
    ordered = sorted(values)
    place = -(-len(ordered) * share // 1)
    return ordered[max(0, int(place) - 1)]


def score(visits: Sequence[Visit]) -> Score:
    """Of all who called and whose wait is over: reached, or gone."""
    over = [v for v in visits if v.left or v.claimed_s is not None]
    reached = [v for v in over if v.claimed_s is not None]
    ended = [v for v in reached if v.outcome is not None]
    rightly = sum(v.rightly for v in ended)
    arrivals = [v.arrived_s for v in reached if v.arrived_s is not None]
    return Score(
        called=len(over),
        reached=len(reached),
        left=sum(v.left for v in over),
        rightly_ended=rightly,
        ended=len(ended),
        claim_median_s=percentile([v.claimed_s for v in reached if v.claimed_s is not None], 0.5),
        arrival_median_s=percentile(arrivals, 0.5),
        arrival_95_s=percentile(arrivals, 0.95),
        points=_points(over, arrivals, rightly),
    )


def _points(over: Sequence[Visit], arrivals: Sequence[float], rightly: int) -> int:
    if not over:
        return 0
    quick, there, end = PARTS
    # Somebody reached within the median's goal counts whole, at the 95th's goal half, at twice that nothing.
    speed = sum(_speed(seconds) for seconds in arrivals) / len(over)
    return round(quick * speed + there * len(arrivals) / len(over) + end * rightly / len(over))


def _speed(seconds: float) -> float:
    if seconds <= GOAL_MEDIAN_S:
        return 1.0
    if seconds <= GOAL_95_S:
        return 1.0 - 0.5 * (seconds - GOAL_MEDIAN_S) / (GOAL_95_S - GOAL_MEDIAN_S)
    return max(0.0, 0.5 - 0.5 * (seconds - GOAL_95_S) / GOAL_95_S)
