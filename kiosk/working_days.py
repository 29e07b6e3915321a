"""On which days the station works, and how far a number of working days reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from chinese_calendar.constants import holidays, workdays

_SATURDAY = 5
_OFF, _WORKED = frozenset(holidays), frozenset(workdays)
_OF_NEXT_YEAR = (12, 29)
"""Month and day: from here on it is the next year's notice that says which days are worked. Those of 2008
and 2019 told of 29 December; none has reached further back."""
_ANNOUNCED = frozenset(day.year for day in _OFF if (day.month, day.day) < _OF_NEXT_YEAR)


@dataclass(frozen=True)
class Due:
    """The last day of a time limit. certain: the holidays of each year that it reaches into are announced."""

    day: date
    certain: bool


@dataclass(frozen=True)
class WorkingDays:
    """Monday to Friday, but for the public holidays and with the weekends worked for them.

    The State Council announces both for one year at a time, late in the year before, so they are looked up
    and never guessed: a year that is not announced yet has its weekends only, and ``announced`` says so.
    off and worked are the station's own and go before what is announced, such as for a year that this program
    does not know yet. A day that stands in both is worked. years: those of which off and worked have all that
    is announced.
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def __contains__(self, day: date) -> bool:
        """Whether the station works on that day."""
        if day in self.worked:
            return True
        if day in self.off:
            return False
        return day in _WORKED or (day.weekday() < _SATURDAY and day not in _OFF)

    def holiday(self, day: date) -> bool:
        """Whether it is a public holiday, or one of the station's own days off, weekends among them."""
        return day not in self.worked and (day in self.off or day in _OFF)

    def announced(self, year: int) -> bool:
        """Whether the holidays of a year are known here, or the station says that it has set them all."""
        return year in _ANNOUNCED or year in self.years

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``, which does not count itself. Raises ValueError."""
        if count < 1:
            raise ValueError("at least one working day")
        while count:
            day += timedelta(days=1)
            count -= day in self
        return day

    def due(self, day: date, count: int) -> Due:
        """As ``after``, and whether it is certain. Raises ValueError."""
        return self._told(day, self.after(day, count))

    def due_in_days(self, day: date, count: int) -> Due:
        """``count`` days after ``day``, each counted; where the last is no working day, the next one that is.

        Civil Code of China, arts. 201 and 203: the first day does not count, and a limit that ends on a
        holiday ends on the day after it. Raises ValueError.
        """
        if count < 1:
            raise ValueError("at least one day")
        last = day + timedelta(days=count)
        return self._told(day, last if last in self else self.after(last, 1))

    def left(self, today: date, day: date) -> int:
        """How many working days there are after today, up to and with ``day``; negative once it is over."""
        first, last = sorted((today, day))
        count = sum(first + timedelta(days=n) in self for n in range(1, (last - first).days + 1))
        return count if today <= day else -count

    def _told(self, day: date, last: date) -> Due:
        reaches = last.year + ((last.month, last.day) >= _OF_NEXT_YEAR)
        return Due(last, all(self.announced(year) for year in range(day.year, reaches + 1)))


@dataclass(frozen=True)
class DueRule:
    """How long a difficult case may take, in working days."""

    days: int = 3
    calendar: WorkingDays = WorkingDays()

    def due(self, opened: date) -> date:
        """The last day on which it is not late."""
        return self.calendar.after(opened, self.days)
