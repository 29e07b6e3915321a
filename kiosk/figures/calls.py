"""Figures of calls. Quiet calls count in every total and are never told by service or step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.assist.call import HELPED, Call, CallState, Outcome
from kiosk.figures.period import Period, local
from kiosk.figures.spread import Spread, share, spread, taken

HOURS = range(24)


@dataclass(frozen=True)
class StepCalls:
    """How often residents called at one step; service and step are None outside, as in the call."""

    service: str | None
    step: str | None
    calls: int


@dataclass(frozen=True)
class CallFigures:
    """The calls made in a period. Times are seconds since the call was made.

    by_hour: one number an hour of the day, by the hall's clock. to_claim: until the claim that held, where a
    call was put back. to_arrival: until the officer was beside the resident, who says so at the kiosk itself.
    solved_share: helped or brought to the window, of those that were done. priority_helped: of the priority
    calls, those so solved.
    """

    total: int
    priority: int
    still_open: int
    cancelled: int
    helped: int
    to_window: int
    not_solved: int
    priority_helped: int
    to_seen: Spread
    to_claim: Spread
    to_arrival: Spread
    to_done: Spread
    by_hour: tuple[int, ...]
    by_day: tuple[tuple[date, int], ...]
    by_step: tuple[StepCalls, ...]

    @property
    def priority_share(self) -> float | None:
        """Of all calls, those of elderly or inconvenienced people."""
        return share(self.priority, self.total)

    @property
    def solved_share(self) -> float | None:
        """Of the calls that were done."""
        solved = self.helped + self.to_window
        return share(solved, solved + self.not_solved)


def call_figures(calls: Iterable[Call], period: Period) -> CallFigures:
    """Of the calls made in the period; the most frequent step first."""
    first, after = period.bounds()
    made = [call for call in calls if first <= call.created_at < after]
    done = [call for call in made if call.state is CallState.DONE]
    outcomes = Counter(call.outcome for call in done)
    in_the_hall = [local(call.created_at) for call in made]
    hours = Counter(moment.hour for moment in in_the_hall)
    days = Counter(moment.date() for moment in in_the_hall)
    return CallFigures(
        total=len(made),
        priority=sum(call.priority for call in made),
        still_open=sum(call.open for call in made),
        cancelled=sum(call.state is CallState.CANCELLED for call in made),
        helped=outcomes[Outcome.HELPED],
        to_window=outcomes[Outcome.TO_WINDOW],
        not_solved=outcomes[Outcome.NOT_SOLVED],
        priority_helped=sum(call.priority and call.outcome in HELPED for call in done),
        to_seen=spread(taken((call.created_at, call.seen_at) for call in made)),
        to_claim=spread(taken((call.created_at, call.claimed_at) for call in made)),
        to_arrival=spread(taken((call.created_at, call.arrived_at) for call in made)),
        to_done=spread(taken((call.created_at, call.closed_at) for call in done)),
        by_hour=tuple(hours[hour] for hour in HOURS),
        by_day=tuple((day, days[day]) for day in period.days()),
        by_step=_by_step(made),
    )


def _by_step(calls: Sequence[Call]) -> tuple[StepCalls, ...]:
    # A quiet call names no step: told by its service alone, it would still show what it was about.
    counted = Counter((call.service, call.step) for call in calls if not call.quiet)
    return most_first(StepCalls(service, step, count) for (service, step), count in counted.items())


def most_first(steps: Iterable[StepCalls]) -> tuple[StepCalls, ...]:
    """The most frequent step first."""
    return tuple(sorted(steps, key=lambda each: (-each.calls, each.service or "", each.step or "")))
