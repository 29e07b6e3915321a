"""Which place of a half hour is given to whom. Whoever keeps the places sees that none is given twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kiosk.cases.appointment import FULL, NOT_SERVED, FreeHalf
from kiosk.cases.difficult import Refused
from kiosk.cases.visiting_hours import Calendar, Half, VisitingPlan


def place_for(
    plan: VisitingPlan,
    service: str,
    half: Half,
    *,
    elderly: bool,
    taken: Mapping[str, str],
    calendar: Calendar,
    now: datetime,
) -> str:
    """A place of this half hour. taken: those that are given already, each with the service it was given for.

    Raises :class:`Refused`: with :data:`NOT_SERVED` where the service cannot be booked then, with
    :data:`FULL` where it has no place left for this resident.
    """
    if not plan.bookable(half, calendar, now) or not any(each.serves(service) for each in plan.windows):
        raise Refused(NOT_SERVED)
    left = _left(plan, service, half, elderly=elderly, taken=taken, now=now)
    if not left:
        raise Refused(FULL)
    return left[0]


def free_halves(
    plan: VisitingPlan,
    service: str,
    *,
    elderly: bool,
    taken: Mapping[Half, Mapping[str, str]],
    calendar: Calendar,
    now: datetime,
) -> tuple[FreeHalf, ...]:
    """The half hours with a place left for this resident, the nearest first. taken: as above."""
    found = []
    for half in plan.bookable_halves(calendar, now):
        left = _left(plan, service, half, elderly=elderly, taken=taken.get(half, {}), now=now)
        if left:
            found.append(FreeHalf(half, len(left)))
    return tuple(found)


def _left(
    plan: VisitingPlan, service: str, half: Half, *, elderly: bool, taken: Mapping[str, str], now: datetime
) -> tuple[str, ...]:
    """Whoever booked by an earlier plan, in a place that this one has not, needs one of the windows all the
    same: they count against all who could be sent to the same window."""
    places = plan.places(service, half, elderly=elderly, now=now)
    left = tuple(place for place in places if place not in taken)
    windows = [window for window in plan.windows if window.serves(service)]
    now_there = plan.all_places()
    elsewhere = sum(
        place not in now_there and any(plan.calls(window, booked) for window in windows)
        for place, booked in taken.items()
    )
    return left[: max(0, len(left) - elsewhere)]
