"""A believable day of a kiosk, drawn by chance from a seed: the same seed, the same day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from kiosk.assist.call import Outcome

OPENS_S, CLOSES_S = 8.5 * 3600, 17.0 * 3600
"""Seconds after midnight."""
PEAKS = ((9.75 * 3600, 2700.0), (14.5 * 3600, 3000.0))
"""When most people come, and how far around that."""
AT_A_PEAK = 0.5
CALLING, PRIORITY, QUIET, RATING = 0.08, 0.6, 0.03, 0.3
"""Shares: visits with a call, of elderly people, with a rating; and of the calls the quiet ones."""
OUTCOMES = {Outcome.HELPED: 0.8, Outcome.TO_WINDOW: 0.15, Outcome.NOT_SOLVED: 0.05}
LEVELS = {1: 0.02, 2: 0.03, 3: 0.1, 4: 0.3, 5: 0.55}
STEPS = (
    *(("household", f"step_{n}") for n in range(20)),
    *(("residence_permit", f"step_{n}") for n in range(12)),
    *(("endorsement", f"step_{n}") for n in range(15)),
)


@dataclass(frozen=True)
class Help:
    """What becomes of a call. Seconds: from the beginning of the visit to the call, until an officer who is
    free claims, walks there, is done; patience_s: so long the resident waits for somebody, then cancels.
    """

    after_s: float
    step: str | None
    quiet: bool
    claim_s: float
    walk_s: float
    help_s: float
    patience_s: float
    outcome: Outcome


@dataclass(frozen=True)
class Visit:
    """One resident at the kiosk. begins_s: seconds after midnight; lasts_s: without the call."""

    begins_s: float
    lasts_s: float
    service: str
    priority: bool
    rating: int | None
    call: Help | None


def visits(random: Random, an_hour: int) -> Iterator[Visit]:
    """The day, by the time at which each would like to begin."""
    count = round(an_hour * (CLOSES_S - OPENS_S) / 3600)
    for begins_s in sorted(_comes(random) for _ in range(count)):
        yield _visit(random, begins_s)


def _comes(random: Random) -> float:
    if random.random() < AT_A_PEAK:
        return min(max(random.gauss(*random.choice(PEAKS)), OPENS_S), CLOSES_S)
    return random.uniform(OPENS_S, CLOSES_S)


def _visit(random: Random, begins_s: float) -> Visit:
    service, step = random.choice(STEPS)
    lasts_s = 30 + random.expovariate(1 / 60)
    call = None
    if random.random() < CALLING:
        quiet = random.random() < QUIET
        call = Help(
            after_s=random.uniform(0.2, 0.9) * lasts_s,
            step=None if quiet else step,
            quiet=quiet,
            claim_s=3 + random.expovariate(1 / 15),
            walk_s=random.uniform(10, 60),
            help_s=30 + random.expovariate(1 / 150),
            patience_s=random.uniform(120, 900),
            outcome=random.choices(tuple(OUTCOMES), tuple(OUTCOMES.values()))[0],
        )
    rating = random.choices(tuple(LEVELS), tuple(LEVELS.values()))[0] if random.random() < RATING else None
    return Visit(begins_s, lasts_s, service, random.random() < PRIORITY, rating, call)
