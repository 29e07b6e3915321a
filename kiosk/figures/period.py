"""Days in the hall that figures are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

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

    def bounds(self) -> tuple[datetime, datetime]:
        """Its first moment and the first one after it, in UTC."""
        first = datetime.combine(self.first, time(), HALL_ZONE)
        after = datetime.combine(self.last + timedelta(days=1), time(), HALL_ZONE)
        return first.astimezone(UTC), after.astimezone(UTC)

    def days(self) -> Iterator[date]:
        """Every day, the first first."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


def local(moment: datetime) -> datetime:
    """The moment by the hall's clock."""
    return moment.astimezone(HALL_ZONE)
