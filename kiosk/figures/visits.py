"""Figures of visits: how those that entered a service ended, and where residents gave up.

The private step is told by nobody: what ended there counts in the totals and at no step.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.cases.visit_end import GIVEN_UP, Ending
from kiosk.figures.spread import share


@dataclass(frozen=True)
class EndsAlike:
    """So many visits ended alike. step: None where it is not named."""

    service: str
    step: str | None
    ending: Ending
    visits: int


@dataclass(frozen=True)
class StepGiveUps:
    """How often residents gave up at one step: left it, or went away from it."""

    service: str
    step: str
    left: int
    timed_out: int

    @property
    def given_up(self) -> int:
        """Both."""
        return self.left + self.timed_out


@dataclass(frozen=True)
class ServiceVisits:
    """The visits that came to a service, as their last one."""

    service: str
    visits: int
    handed_in: int
    given_up: int


@dataclass(frozen=True)
class VisitFigures:
    """The visits that ended in a period, after they had entered a service. told: of a service with nothing
    to hand in. by_service, by_step: the most given up first."""

    visits: int
    handed_in: int
    told: int
    left: int
    timed_out: int
    to_window: int
    out_of_service: int
    by_service: tuple[ServiceVisits, ...]
    by_step: tuple[StepGiveUps, ...]

    @property
    def given_up(self) -> int:
        """Left or timed out."""
        return self.left + self.timed_out

    @property
    def given_up_share(self) -> float | None:
        """Of all of them."""
        return share(self.given_up, self.visits)

    @property
    def handed_in_share(self) -> float | None:
        """Of all of them."""
        return share(self.handed_in, self.visits)


def visit_figures(counted: Iterable[EndsAlike]) -> VisitFigures:
    """From what a database has counted."""
    in_all = Counter[Ending]()
    services: defaultdict[str, Counter[Ending]] = defaultdict(Counter)
    steps: defaultdict[tuple[str, str], Counter[Ending]] = defaultdict(Counter)
    for each in counted:
        in_all[each.ending] += each.visits
        services[each.service][each.ending] += each.visits
        if each.step is not None and each.ending in GIVEN_UP:
            steps[each.service, each.step][each.ending] += each.visits
    by_service = [
        ServiceVisits(service, ends.total(), ends[Ending.HANDED_IN], sum(ends[ending] for ending in GIVEN_UP))
        for service, ends in services.items()
    ]
    by_step = [
        StepGiveUps(service, step, ends[Ending.LEFT], ends[Ending.TIMED_OUT])
        for (service, step), ends in steps.items()
    ]
    return VisitFigures(
        visits=in_all.total(),
        handed_in=in_all[Ending.HANDED_IN],
        told=in_all[Ending.TOLD],
        left=in_all[Ending.LEFT],
        timed_out=in_all[Ending.TIMED_OUT],
        to_window=in_all[Ending.TO_WINDOW],
        out_of_service=in_all[Ending.OUT_OF_SERVICE],
        by_service=tuple(sorted(by_service, key=lambda each: (-each.given_up, each.service))),
        by_step=tuple(sorted(by_step, key=lambda each: (-each.given_up, each.service, each.step))),
    )
