"""How many places may be taken from one spot with numbers that anybody could make up.

Each person may have but few appointments before them (:data:`kiosk.cases.appointment.MOST_BOOKED`), and a
person is known by a number. Whoever makes up telephone numbers is many persons; so what is booked without a
card is counted where it is booked too: at each kiosk, and from home for each address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.message import Message

MOST_IN_VISIT = 3
"""So many appointments are made in one visit."""

TOO_MANY_HERE = Message("appointment.too_many_here")


@dataclass(frozen=True)
class Allowed:
    """most: so many one after the other. again: after so long one more, and one more after as long again."""

    most: int
    again: timedelta


AT_KIOSK = Allowed(20, timedelta(minutes=5))
"""A hall full of residents books so many without cards; whoever takes a place a minute does not."""
FROM_HOME = Allowed(5, timedelta(hours=1))
"""A household and its neighbours' telephones."""


@dataclass(frozen=True)
class Spot:
    """Where an appointment is made without a card. name: of the kiosk, or the address of a home."""

    name: str
    home: bool = False

    @property
    def allowed(self) -> Allowed:
        """How many may be made here."""
        return FROM_HOME if self.home else AT_KIOSK


def counted(made: int, last: datetime | None, allowed: Allowed, now: datetime) -> int:
    """How many still count of those made. A clock that was set back forgets none."""
    if last is None:
        return 0
    return max(0, made - max(0, (now - last) // allowed.again))
