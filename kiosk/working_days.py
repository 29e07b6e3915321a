"""On which days the station works, and how far a number of working days reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5


@dataclass(frozen=True)
class WorkingDays:
    """Monday to Friday, but for the days off and with the weekends worked instead.

    The State Council announces both for one year at a time, so they are set and never guessed. A day that
    stands in both is worked.
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def __contains__(self, day: date) -> bool:
        """Whether the station works on that day."""
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.off)

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``, which does not count itself. Raises ValueError."""
        if count < 1:
            raise ValueError("at least one working day")
        while count:
            day += timedelta(days=1)
            count -= day in self
        return day


@dataclass(frozen=True)
class DueRule:
    """How long a difficult case may take, in working days."""

    days: int = 3
    calendar: WorkingDays = WorkingDays()

    def due(self, opened: date) -> date:
        """The last day on which it is not late."""
        return self.calendar.after(opened, self.days)
