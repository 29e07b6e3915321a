"""Figures from what a database has counted, where there are too many calls to read each of them.

What a figure means is said by ``call_figures`` and ``officer_figures``; these are the same to the last digit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from kiosk.assist.call import HELPED, OPEN_STATES, CallState, Outcome
from kiosk.figures.calls import HOURS, CallFigures, StepCalls, most_first
from kiosk.figures.officers import OfficerFigures, best_first
from kiosk.figures.period import Period, local
from kiosk.figures.spread import InOrder, Spread, spread_in_order

T = TypeVar("T")
"""Many times, as the database gives them."""

STATES: dict[str, CallState] = {str(state): state for state in CallState}
OUTCOMES: dict[str | None, Outcome | None] = {None: None} | {str(outcome): outcome for outcome in Outcome}


@dataclass(frozen=True)
class Alike(Generic[T]):
    """The calls of one state, outcome and officer. priority: how many of them are.

    The times are in seconds since the call was made, each where it is known and not before that.
    """

    state: CallState
    outcome: Outcome | None
    officer: str | None
    calls: int
    priority: int
    to_seen: T
    to_claim: T
    to_arrival: T
    to_close: T


@dataclass(frozen=True)
class Tally(Generic[T]):
    """The calls made in a period. by_hour: by the beginning of each hour, which the hall's clock shares.

    by_step: quiet calls are not in it. in_order: the times of several ``Alike`` together, the shortest first.
    """

    alike: Sequence[Alike[T]]
    by_hour: Mapping[datetime, int]
    by_step: Sequence[StepCalls]
    in_order: Callable[[Sequence[T]], InOrder]

    def calls(self, period: Period) -> CallFigures:
        """As ``call_figures`` of the calls themselves."""
        hours, days = Counter[int](), Counter(dict.fromkeys(period.days(), 0))
        for moment, count in self.by_hour.items():
            in_the_hall = local(moment)
            hours[in_the_hall.hour] += count
            days[in_the_hall.date()] += count
        done = [each for each in self.alike if each.state is CallState.DONE]
        ends = Counter[Outcome | None]()
        for each in done:
            ends[each.outcome] += each.calls
        return CallFigures(
            total=sum(each.calls for each in self.alike),
            priority=sum(each.priority for each in self.alike),
            still_open=sum(each.calls for each in self.alike if each.state in OPEN_STATES),
            cancelled=sum(each.calls for each in self.alike if each.state is CallState.CANCELLED),
            helped=ends[Outcome.HELPED],
            to_window=ends[Outcome.TO_WINDOW],
            not_solved=ends[Outcome.NOT_SOLVED],
            priority_helped=sum(each.priority for each in done if each.outcome in HELPED),
            to_seen=self._spread([each.to_seen for each in self.alike]),
            to_claim=self._spread([each.to_claim for each in self.alike]),
            to_arrival=self._spread([each.to_arrival for each in self.alike]),
            to_done=self._spread([each.to_close for each in done]),
            by_hour=tuple(hours[hour] for hour in HOURS),
            by_day=tuple(sorted(days.items())),
            by_step=most_first(self.by_step),
        )

    def officers(self, thanked: Mapping[str, int]) -> tuple[OfficerFigures, ...]:
        """As ``officer_figures`` of the calls themselves."""
        theirs: defaultdict[str, list[Alike[T]]] = defaultdict(list)
        for each in self.alike:
            if each.state is CallState.DONE and each.officer:
                theirs[each.officer].append(each)
        theirs |= {officer: [] for officer in thanked if officer not in theirs}
        return best_first(
            OfficerFigures(
                officer=officer,
                done=sum(each.calls for each in alike),
                helped=sum(each.calls for each in alike if each.outcome in HELPED),
                thanked=thanked.get(officer, 0),
                to_claim=self._spread([each.to_claim for each in alike]),
                to_arrival=self._spread([each.to_arrival for each in alike]),
            )
            for officer, alike in theirs.items()
        )

    def _spread(self, times: Sequence[T]) -> Spread:
        return spread_in_order(self.in_order(times))
