"""Days in the hall that figures are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiosk.clock import HALL_ZONE


@dataclass(frozen=True)
class Period:
    """Whole days by the hall's calendar, the first and the last among them. Raises ValueError."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends on its first day or later")

    def __contains__(self, moment: datetime) -> bool:
        """Whether it was in these days that this moment was, in the hall."""
        return self.first <= local(moment).date() <= self.last

    def days(self) -> Iterator[date]:
        """Every day, the first first."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


def local(moment: datetime) -> datetime:
    """The moment by the hall's clock."""
    return moment.astimezone(HALL_ZONE)
