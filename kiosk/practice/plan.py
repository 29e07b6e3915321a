"""Who will come in a practice, when, and where they get stuck: made up from a seed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.assist.call import Outcome


class Trouble(StrEnum):
    """Why a resident cannot go on."""

    CANNOT_READ = "cannot_read"
    CANNOT_WRITE = "cannot_write"
    WRONG_ANSWER = "wrong_answer"
    CARD_NOT_READ = "card_not_read"
    WHAT_IS_MEANT = "what_is_meant"
    AFRAID = "afraid"
    PAPER_MISSING = "paper_missing"
    FOR_SOMEBODY = "for_somebody"
    FEE_IN_CASH = "fee_in_cash"
    NAME_DIFFERS = "name_differs"
    RELATIVES_DISAGREE = "relatives_disagree"


RIGHT: Mapping[Trouble, Outcome] = {
    Trouble.CANNOT_READ: Outcome.HELPED,
    Trouble.CANNOT_WRITE: Outcome.HELPED,
    Trouble.WRONG_ANSWER: Outcome.HELPED,
    Trouble.CARD_NOT_READ: Outcome.HELPED,
    Trouble.WHAT_IS_MEANT: Outcome.HELPED,
    Trouble.AFRAID: Outcome.HELPED,
    Trouble.PAPER_MISSING: Outcome.TO_WINDOW,
    Trouble.FOR_SOMEBODY: Outcome.TO_WINDOW,
    Trouble.FEE_IN_CASH: Outcome.TO_WINDOW,
    Trouble.NAME_DIFFERS: Outcome.NOT_SOLVED,
    Trouble.RELATIVES_DISAGREE: Outcome.NOT_SOLVED,
}
"""How each can end at best: a window settles what needs a paper; nobody settles the last two today."""

EVERY_S = 45.0
"""Seconds between two residents who call, in the mean: a full hall."""
PATIENCE_S = (90.0, 300.0)
"""How long somebody waits for a guide before they give up and go."""
PACE_M_S = 1.2
"""How fast an officer walks through a hall with people in it."""
RISE_S = 4.0
"""To get up and come round the counter."""
PRIORITY = 0.25
"""The share of those who are elderly or cannot move well."""


@dataclass(frozen=True)
class Place:
    """A kiosk of the hall. away_m: metres from the desk."""

    kiosk: str
    name: str
    where: str
    away_m: float

    @property
    def walk_s(self) -> float:
        """How long an officer needs to get there."""
        return RISE_S + self.away_m / PACE_M_S


@dataclass(frozen=True)
class Resident:
    """One who will call. at_s: seconds after the beginning. step: where they are stuck."""

    at_s: float
    place: Place
    service: str
    step: str
    locale: str
    priority: bool
    trouble: Trouble
    patience_s: float


def plan(
    seed: int, last_s: float, places: Sequence[Place], steps: Mapping[str, Sequence[str]]
) -> tuple[Resident, ...]:
    """Everybody who calls within ``last_s`` seconds, in order; the first within ten.

    steps: the steps of each service. At one kiosk nobody calls before the one before has had time to give up.
    The same seed gives the same residents. Raises ValueError without a place or a step.
    """
    services = [service for service in sorted(steps) if steps[service]]
    if not places or not services:
        raise ValueError("a practice needs a kiosk and a service")
    chance = random.Random(seed)  # noqa: S311 - nobody must not be able to guess it
    free = dict.fromkeys(places, 0.0)
    found: list[Resident] = []
    at = chance.uniform(3.0, 10.0)
    while at <= last_s:
        open_places = [place for place in places if free[place] <= at]
        if open_places:
            place = chance.choice(open_places)
            service = chance.choice(services)
            patience = chance.uniform(*PATIENCE_S)
            found.append(
                Resident(
                    at_s=at,
                    place=place,
                    service=service,
                    step=chance.choice(steps[service]),
                    locale="en" if chance.random() < 0.1 else "zh_CN",
                    priority=chance.random() < PRIORITY,
                    trouble=chance.choice(list(Trouble)),
                    patience_s=patience,
                )
            )
            free[place] = at + patience + 60.0
        at += chance.expovariate(1 / EVERY_S)
    return tuple(found)
