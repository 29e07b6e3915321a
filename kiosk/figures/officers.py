"""Figures of officers: the month's "service stars". A rating names no officer: thanks are kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk.assist.call import HELPED, Call, CallState
from kiosk.figures.period import Period
from kiosk.figures.spread import Spread, spread, taken


@dataclass(frozen=True)
class OfficerFigures:
    """One officer's calls. done: ended by them; helped: at the kiosk or brought to the window.

    thanked: visits in which they helped and which the resident rated in the top two.
    """

    officer: str
    done: int
    helped: int
    to_claim: Spread
    to_arrival: Spread
    thanked: int = 0
    """A hub of an older program does not tell it."""


def officer_figures(
    calls: Iterable[Call], period: Period, thanked: Mapping[str, int]
) -> tuple[OfficerFigures, ...]:
    """Of the calls made in the period and done; whoever helped most first, of those alike the quicker one.

    thanked: how often each officer was, in the period.
    """
    first, after = period.bounds()
    by_officer: defaultdict[str, list[Call]] = defaultdict(list)
    for call in calls:
        if call.state is CallState.DONE and call.officer and first <= call.created_at < after:
            by_officer[call.officer].append(call)
    by_officer |= {officer: [] for officer in thanked if officer not in by_officer}
    return best_first(
        OfficerFigures(
            officer=officer,
            done=len(theirs),
            helped=sum(call.outcome in HELPED for call in theirs),
            thanked=thanked.get(officer, 0),
            to_claim=spread(taken((call.created_at, call.claimed_at) for call in theirs)),
            to_arrival=spread(taken((call.created_at, call.arrived_at) for call in theirs)),
        )
        for officer, theirs in by_officer.items()
    )


def best_first(found: Iterable[OfficerFigures]) -> tuple[OfficerFigures, ...]:
    """Whoever helped most first, of those alike the quicker one."""
    return tuple(sorted(found, key=lambda each: (-each.helped, each.to_claim.median_s or 0.0, each.officer)))
