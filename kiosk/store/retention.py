"""How long what is kept is kept, and what is told of what went. Imports no SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.cases.prepared import LIES


class Kept(StrEnum):
    """What is kept for a time of its own, in the order in which it goes."""

    PREPARED = "prepared"
    """Forms prepared at home that nobody came to finish."""
    DIFFICULT = "difficult"
    """Difficult cases with what officers wrote."""
    CASES = "cases"
    """What residents handed in and asked, with their answers."""
    APPOINTMENTS = "appointments"
    """And numbers to wait with, from their day on."""
    CALLS = "calls"
    RATINGS = "ratings"
    THANKS = "thanks"
    VISIT_ENDS = "visit_ends"
    RECORD = "record"


@dataclass(frozen=True)
class Keep:
    """Days for each kind: from when a call was closed, a difficult case closed or moved to the hall; else
    from when it was made. How long a prepared form lies is the same everywhere. to_hall: whether all of it
    goes to a hub first.

    What is still open, and with ``to_hall`` what the hub does not have, stays whatever its age.
    """

    cases: int = 90
    difficult: int = 365
    calls: int = 365
    figures: int = 365
    record: int = 1095
    appointments: int = 30
    to_hall: bool = False

    def days(self, kind: Kept) -> int:
        """Of this kind."""
        return {
            Kept.PREPARED: LIES.days,
            Kept.CASES: self.cases,
            Kept.DIFFICULT: self.difficult,
            Kept.CALLS: self.calls,
            Kept.APPOINTMENTS: self.appointments,
            Kept.RECORD: self.record,
        }.get(kind, self.figures)


@dataclass(frozen=True)
class Gone:
    """What was deleted, or would be. oldest, newest: when it was made; ``None`` where it is nothing."""

    kind: Kept
    count: int
    oldest: datetime | None = None
    newest: datetime | None = None

    def about(self) -> str:
        """As it stands on record: no more than what kind, how many and of which days."""
        if self.oldest is None or self.newest is None:
            return f"{self.kind} {self.count}"
        return f"{self.kind} {self.count} {self.oldest:%Y-%m-%d} {self.newest:%Y-%m-%d}"
