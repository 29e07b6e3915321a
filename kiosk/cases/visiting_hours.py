"""When the windows serve whom: the station's plan for appointments, by half hours."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, Field

from kiosk.clock import HALL_ZONE
from kiosk.duty.roster import WEEK, HallTime, Weekday
from kiosk.message import Message

HALF_HOUR = timedelta(minutes=30)
EVERY = "*"
"""In place of a service's name: all of them."""
MOST_WINDOWS = 99
MOST_PLACES = 50


class Calendar(Protocol):
    """Which days the station works; see WorkingDays."""

    def __contains__(self, day: date) -> bool:
        """Whether it works on that day."""
        ...

    def holiday(self, day: date) -> bool:
        """Whether that day, a weekend's too, is a public holiday or one of the station's own days off."""
        ...


@dataclass(frozen=True, order=True)
class Half:
    """A half hour of a day, by the hall's clock; begins: on the hour or half past."""

    day: date
    begins: time

    def at(self) -> datetime:
        """When it begins, as a moment."""
        return datetime.combine(self.day, self.begins, HALL_ZONE)

    def __str__(self) -> str:
        return f"{self.day} {self.begins:%H:%M}"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Hours(_Part):
    """On these days residents are served from ``begins`` to ``ends``, by the hall's clock."""

    days: tuple[Weekday, ...]
    begins: HallTime
    ends: HallTime


class Window(_Part):
    """A window. services: the ids of those it serves, or ``*`` for all.

    capacity: residents in a half hour. Of these, for_walk_ins are never given away beforehand, for those who
    come without an appointment; for_elderly are kept for residents of 60 and older until shortly before.
    """

    number: Annotated[int, Field(ge=1, le=MOST_WINDOWS)]
    services: Annotated[tuple[str, ...], Field(min_length=1)]
    capacity: Annotated[int, Field(ge=1, le=MOST_PLACES)]
    for_elderly: Annotated[int, Field(ge=0, le=MOST_PLACES)] = 0
    for_walk_ins: Annotated[int, Field(ge=0, le=MOST_PLACES)] = 0

    def serves(self, service: str) -> bool:
        """Whether residents with this service are called to it."""
        return EVERY in self.services or service in self.services

    @property
    def for_all(self) -> int:
        """How many places of a half hour anybody may book."""
        return self.capacity - self.for_walk_ins - self.for_elderly


class VisitingPlan(_Part):
    """The station's plan.

    days_ahead: so many days beforehand a half hour can be booked, today not counted. elderly_kept_min: the
    places kept for the elderly are everybody's when the half hour is so near, in minutes. no_show_after_min:
    whoever has not checked in so many minutes after it began is no longer waited for. closed: days on which
    nobody is served, whatever the week says.
    """

    days_ahead: Annotated[int, Field(ge=1, le=60)] = 14
    elderly_kept_min: Annotated[int, Field(ge=0, le=10080)] = 120
    no_show_after_min: Annotated[int, Field(ge=5, le=60)] = 15
    hours: tuple[Hours, ...] = ()
    windows: tuple[Window, ...] = ()
    closed: tuple[date, ...] = ()

    def halves(self, day: date, calendar: Calendar) -> tuple[time, ...]:
        """When the half hours of that day begin; none where the station is closed.

        Monday to Friday are served where they are working days. A weekend is served where the plan has hours
        for it and it is no holiday; one that is worked instead of another day, and has none, has those of
        Monday.
        """
        named = WEEK[day.weekday()]
        weekend = named in (Weekday.SAT, Weekday.SUN)
        own = any(named in each.days for each in self.hours)
        if day in self.closed or calendar.holiday(day) or not (day in calendar or (weekend and own)):
            return ()
        if weekend and not own:
            named = Weekday.MON
        found = {
            begins for each in self.hours if named in each.days for begins in _halves(each.begins, each.ends)
        }
        return tuple(sorted(found))

    def window(self, number: int) -> Window | None:
        """The window of this number."""
        return next((each for each in self.windows if each.number == number), None)

    def calls(self, window: Window, service: str) -> bool:
        """Whether whoever waits with this service is called to this window.

        Where the plan was changed meanwhile and no window serves it any more, every one does: nobody who has
        a number is forgotten.
        """
        return window.serves(service) or not any(each.serves(service) for each in self.windows)

    def places(self, service: str, half: Half, *, elderly: bool, now: datetime) -> tuple[str, ...]:
        """The places of a half hour that may be given to this resident, in the order in which to try them.

        One window after the other gets its next resident. An elderly resident is given a kept place first,
        so that one for all is left to those who may have no other. A place is named ``window/seat``.
        """
        released = half.at() - now <= timedelta(minutes=self.elderly_kept_min)
        kept, free = [], []
        for window in self.windows:
            if window.serves(service):
                free += [(seat, window.number) for seat in range(window.for_all)]
                kept += [
                    (seat, window.number)
                    for seat in range(window.for_all, window.for_all + window.for_elderly)
                ]
        kept.sort()
        free.sort()
        order = [*kept, *free] if elderly else [*free, *(kept if released else ())]
        return tuple(f"{window}/{seat}" for seat, window in order)

    def all_places(self) -> frozenset[str]:
        """Every place of a half hour that can be given, to whomever."""
        return frozenset(
            f"{window.number}/{seat}"
            for window in self.windows
            for seat in range(window.for_all + window.for_elderly)
        )

    def bookable(self, half: Half, calendar: Calendar, now: datetime) -> bool:
        """Whether it can be booked at this moment, had it a place: it is served, near enough, not begun."""
        today = now.astimezone(HALL_ZONE).date()
        last = today + timedelta(days=self.days_ahead)
        return (
            today <= half.day <= last and now < half.at() and half.begins in self.halves(half.day, calendar)
        )

    def bookable_halves(self, calendar: Calendar, now: datetime) -> Iterator[Half]:
        """All that can be booked at this moment, had they a place, the nearest first."""
        today = now.astimezone(HALL_ZONE).date()
        for ahead in range(self.days_ahead + 1):
            day = today + timedelta(days=ahead)
            for begins in self.halves(day, calendar):
                half = Half(day, begins)
                if now < half.at():
                    yield half


def usual_plan() -> VisitingPlan:
    """What holds until the station sets its own: two windows that serve everything, on working days."""
    week = (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI)
    return VisitingPlan(
        hours=(
            Hours(days=week, begins=time(8, 30), ends=time(11, 30)),
            Hours(days=week, begins=time(13, 30), ends=time(16, 30)),
        ),
        windows=tuple(
            Window(number=number, services=(EVERY,), capacity=4, for_elderly=1, for_walk_ins=1)
            for number in (1, 2)
        ),
    )


def as_toml(plan: VisitingPlan) -> str:
    """The plan as the file from which it is set."""
    lines = [
        f"days_ahead = {plan.days_ahead}",
        f"elderly_kept_min = {plan.elderly_kept_min}",
        f"no_show_after_min = {plan.no_show_after_min}",
        f"closed = [{', '.join(str(day) for day in plan.closed)}]",
    ]
    for hours in plan.hours:
        days = ", ".join(f'"{day}"' for day in hours.days)
        lines += ["", "[[hours]]", f"days = [{days}]"]
        lines += [f'begins = "{hours.begins:%H:%M}"', f'ends = "{hours.ends:%H:%M}"']
    for window in plan.windows:
        services = ", ".join(json.dumps(service, ensure_ascii=False) for service in window.services)
        lines += ["", "[[windows]]", f"number = {window.number}", f"services = [{services}]"]
        lines += [
            f"capacity = {window.capacity}",
            f"for_elderly = {window.for_elderly}",
            f"for_walk_ins = {window.for_walk_ins}",
        ]
    return "\n".join(lines) + "\n"


def problems(plan: VisitingPlan, services: Collection[str]) -> tuple[Message, ...]:
    """All that is wrong with it, in words that say what to do. services: those that there are."""
    return tuple(_problems(plan, services))


def _problems(plan: VisitingPlan, services: Collection[str]) -> Iterator[Message]:
    if not plan.hours:
        yield Message("appointment.plan_no_hours")
    if not plan.windows:
        yield Message("appointment.plan_no_windows")
    for hours in plan.hours:
        if not hours.days or hours.begins >= hours.ends:
            yield Message("appointment.plan_empty", {"times": _times(hours)})
        for edge in (hours.begins, hours.ends):
            if edge.minute not in (0, 30) or edge.second or edge.microsecond:
                yield Message("appointment.plan_half_hours", {"time": f"{edge:%H:%M}"})
    for one, two in combinations(plan.hours, 2):
        if set(one.days) & set(two.days) and one.begins < two.ends and two.begins < one.ends:
            yield Message("appointment.plan_overlap", {"times": f"{_times(one)}, {_times(two)}"})
    numbers = [window.number for window in plan.windows]
    for number in sorted({number for number in numbers if numbers.count(number) > 1}):
        yield Message("appointment.plan_twice", {"window": number})
    for window in plan.windows:
        if window.for_all < 0:
            kept = window.for_elderly + window.for_walk_ins
            params = {"window": window.number, "capacity": window.capacity, "kept": kept}
            yield Message("appointment.plan_too_many_kept", params)
        for service in window.services:
            if service != EVERY and service not in services:
                yield Message("appointment.plan_service", {"window": window.number, "service": service})


def _halves(begins: time, ends: time) -> Iterator[time]:
    day = date(2000, 1, 1)
    at, last = datetime.combine(day, begins), datetime.combine(day, ends)
    while at + HALF_HOUR <= last:
        yield at.time()
        at += HALF_HOUR


def _times(hours: Hours) -> str:
    return f"{' '.join(hours.days)} {hours.begins:%H:%M}-{hours.ends:%H:%M}".strip()


class PlanBook(Protocol):
    """Where the plan is kept. Raises ``StoreFailed``."""

    async def plan(self) -> VisitingPlan:
        """As it was set last; the usual one before."""
        ...

    async def set(self, plan: VisitingPlan, services: Collection[str]) -> None:
        """In place of the one before, by who sits at the machine; what is booked already stays booked.

        Raises ``Refused`` with the first of its problems. services: those that there are.
        """
        ...
