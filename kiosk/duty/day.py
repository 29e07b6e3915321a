"""One day of the roster, as it is read at a desk: who is there from when to when, and who is there now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from kiosk.clock import HALL_ZONE
from kiosk.duty.roster import WEEK, Cover, Roster


@dataclass(frozen=True)
class Duty:
    """An officer is on duty from begins to ends. instead_of: whose shift it is; "" their own.

    lunch: who covers them within it; where that one is away, the deputy.
    """

    officer: str
    begins: time
    ends: time
    instead_of: str = ""
    lunch: tuple[Cover, ...] = ()

    def now(self, at: time) -> bool:
        """Whether it goes on then; lunch is a part of it."""
        return self.begins <= at < self.ends


def duties(roster: Roster, day: date) -> tuple[Duty, ...]:
    """All of that day, the earliest first."""
    found = []
    for shift in roster.shifts:
        if WEEK[day.weekday()] in shift.days:
            officer = roster.stands_in(shift.officer, day)
            lunch = tuple(
                cover.model_copy(update={"by": roster.stands_in(cover.by, day)})
                for cover in roster.lunch
                if cover.officer == officer and cover.begins < shift.ends and shift.begins < cover.ends
            )
            instead_of = "" if officer == shift.officer else shift.officer
            found.append(Duty(officer, shift.begins, shift.ends, instead_of, lunch))
    return tuple(sorted(found, key=lambda duty: (duty.begins, duty.ends, duty.officer)))


def covered(roster: Roster, moment: datetime) -> tuple[Cover, ...]:
    """Who is at lunch then, and by whom they are covered."""
    here = moment.astimezone(HALL_ZONE)
    found = [
        cover
        for duty in duties(roster, here.date())
        if duty.now(here.time())
        for cover in duty.lunch
        if cover.begins <= here.time() < cover.ends
    ]
    return tuple(dict.fromkeys(found))
