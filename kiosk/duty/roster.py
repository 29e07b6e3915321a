"""Who is on duty when: shifts of the week, who covers whom at lunch, and the leader's deputy."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from enum import StrEnum
from itertools import combinations
from typing import Annotated, Protocol

from pydantic import AfterValidator, BaseModel, ConfigDict

from kiosk.clock import HALL_ZONE
from kiosk.message import Message


class Weekday(StrEnum):
    """In the order of ``date.weekday``."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


WEEK = tuple(Weekday)
NEWER = Message("desk.roster_newer")
"""Somebody else has changed the roster since it was read."""
LEADERS_ONLY = Message("desk.roster_leaders_only")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _by_the_hall(given: time) -> time:
    if given.tzinfo is not None:
        raise ValueError("a time of the hall's clock, such as 09:00, has no time zone")
    return given


HallTime = Annotated[time, AfterValidator(_by_the_hall)]


class Shift(_Part):
    """On these days an officer (a number) is on duty from ``begins`` to ``ends``, by the hall's clock."""

    officer: str
    days: tuple[Weekday, ...]
    begins: HallTime
    ends: HallTime


class Cover(_Part):
    """At lunch ``by`` is there in the place of ``officer``, every day."""

    officer: str
    by: str
    begins: HallTime
    ends: HallTime


class Absence(_Part):
    """From the first day to the last, both among them, ``deputy`` stands in for ``officer``."""

    officer: str
    deputy: str
    first: date
    last: date


class Roster(_Part):
    """The week of a station. leader: the number of who answers for it; "" where none is named."""

    leader: str = ""
    shifts: tuple[Shift, ...] = ()
    lunch: tuple[Cover, ...] = ()
    absences: tuple[Absence, ...] = ()

    def stands_in(self, officer: str, day: date) -> str:
        """The number itself, or of the deputy where the officer is away that day."""
        away = (each for each in self.absences if each.officer == officer and each.first <= day <= each.last)
        found = next(away, None)
        return officer if found is None else found.deputy

    def leader_at(self, moment: datetime) -> str:
        """Who answers for the station then: the leader, or the deputy; "" where nobody is named."""
        return self.leader and self.stands_in(self.leader, moment.astimezone(HALL_ZONE).date())

    def on_duty(self, moment: datetime) -> tuple[str, ...]:
        """The numbers of those on duty then, each once, with who covers lunch or stands in."""
        here = moment.astimezone(HALL_ZONE)
        day, now = here.date(), here.time()
        found = []
        for shift in self.shifts:
            if WEEK[day.weekday()] in shift.days and shift.begins <= now < shift.ends:
                officer = self.stands_in(shift.officer, day)
                covers = (c for c in self.lunch if c.officer == officer and c.begins <= now < c.ends)
                cover = next(covers, None)
                found.append(officer if cover is None else self.stands_in(cover.by, day))
        return tuple(sorted(set(found)))

    def numbers(self) -> frozenset[str]:
        """Everybody who is named in it."""
        named = {self.leader} - {""}
        named |= {shift.officer for shift in self.shifts}
        named |= {number for cover in self.lunch for number in (cover.officer, cover.by)}
        named |= {number for away in self.absences for number in (away.officer, away.deputy)}
        return frozenset(named)


def problems(roster: Roster, known: Collection[str]) -> tuple[Message, ...]:
    """All that is wrong with it, in words that say what to do. known: numbers of those who work here."""
    return tuple(_problems(roster, known))


def _problems(roster: Roster, known: Collection[str]) -> Iterator[Message]:
    for number in sorted(roster.numbers() - set(known)):
        yield Message("desk.roster_unknown", {"number": number})
    timed: tuple[Shift | Cover, ...] = (*roster.shifts, *roster.lunch)
    for part in timed:
        if part.begins >= part.ends or (isinstance(part, Shift) and not part.days):
            yield Message("desk.roster_empty", {"number": part.officer, "times": _times(part)})
    for one, two in combinations(roster.shifts, 2):
        both = set(one.days) & set(two.days)
        if one.officer == two.officer and both and one.begins < two.ends and two.begins < one.ends:
            times = f"{_times(one)}, {_times(two)}"
            yield Message("desk.roster_overlap", {"number": one.officer, "times": times})
    for cover in roster.lunch:
        if cover.officer == cover.by:
            yield Message("desk.roster_self", {"number": cover.officer})
    for away in roster.absences:
        if away.first > away.last:
            times = f"{away.first} - {away.last}"
            yield Message("desk.roster_empty", {"number": away.officer, "times": times})
        if away.officer == away.deputy:
            yield Message("desk.roster_self", {"number": away.officer})
        for other in roster.absences:
            if other.officer == away.deputy and other.first <= away.last and away.first <= other.last:
                yield Message("desk.roster_away", {"number": away.officer, "deputy": away.deputy})
    yield from _at_once(roster)


def _at_once(roster: Roster) -> Iterator[Message]:
    """One lunch covered by two, two who cover each other at once, or two deputies on one day."""
    for cover, next_ in combinations(roster.lunch, 2):
        if cover.begins >= next_.ends or next_.begins >= cover.ends:
            continue
        if cover.officer == next_.officer:
            times = f"{_times(cover)}, {_times(next_)}"
            yield Message("desk.roster_twice", {"number": cover.officer, "times": times})
        for one, other in ((cover, next_), (next_, cover)):
            if one.by == other.officer and one.officer != other.officer:
                yield Message("desk.roster_both_eat", {"number": one.officer, "by": one.by})
    for away, later in combinations(roster.absences, 2):
        if away.officer == later.officer and away.first <= later.last and later.first <= away.last:
            times = f"{away.first} - {away.last}, {later.first} - {later.last}"
            yield Message("desk.roster_twice", {"number": away.officer, "times": times})


def _times(part: Shift | Cover) -> str:
    return f"{part.begins:%H:%M}-{part.ends:%H:%M}"


class RosterBook(Protocol):
    """Where the roster is kept. Raises ``StoreFailed``."""

    async def roster(self) -> Roster:
        """As it was set last; an empty one before."""
        ...

    async def change(self, before: Roster, after: Roster, by: str) -> None:
        """``after`` in place of ``before``; by: the leader who does it, which is on record.

        Raises ``Refused``: with :data:`NEWER` where it is not ``before`` any more, with
        :data:`LEADERS_ONLY`, or with the first of its problems.
        """
        ...
