"""Which release of a service is in force at a moment, told from what was done with its releases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from kiosk.clock import HALL_ZONE

NOT_OFFERED = 0
"""Stands for the number of a service that is not offered any more."""


class Kind(StrEnum):
    """What was done with a release, or with a service."""

    PROPOSED = "proposed"
    """A second person has still to approve it."""
    PUBLISHED = "published"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"
    ROLLED_BACK = "rolled_back"
    RETIRED = "retired"


@dataclass(frozen=True)
class Event:
    """seq: 1, 2, 3... over all services. number: of the release; :data:`NOT_OFFERED` where one is retired.

    by: an officer's number, or ``CONSOLE``. at: in UTC. starts_on: from the beginning of that day in the
    hall; None: at once. based_on: the number that was to come last in force when it was proposed.
    """

    seq: int
    service: str
    number: int
    kind: Kind
    by: str
    at: datetime
    starts_on: date | None = None
    based_on: int | None = None

    @property
    def effective(self) -> datetime:
        """From when on it is in force, in UTC."""
        if self.starts_on is None:
            return self.at
        return max(self.at, day_begins(self.starts_on))


def day_begins(day: date) -> datetime:
    """The first moment of a day in the hall, in UTC."""
    return datetime.combine(day, time(), HALL_ZONE).astimezone(UTC)


class History:
    """What was done with the releases of one service, in order."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = tuple(events)
        self._starts = tuple(e for e in self.events if e.kind in _STARTS and not self._was_withdrawn(e))

    def live(self, moment: datetime) -> int | None:
        """The number in force; :data:`NOT_OFFERED`, or None where nothing was done yet."""
        start = self._start(moment)
        return None if start is None else start.number

    def live_since(self, moment: datetime) -> datetime | None:
        """Since when the one in force is, in UTC; None where nothing was done yet."""
        start = self._start(moment)
        return None if start is None else start.effective

    def _start(self, moment: datetime) -> Event | None:
        begun = [event for event in self._starts if event.effective <= moment]
        return max(begun, key=_turn) if begun else None

    def last(self) -> int | None:
        """The number in force once all that is scheduled has begun."""
        return max(self._starts, key=_turn).number if self._starts else None

    def scheduled(self, moment: datetime) -> tuple[Event, ...]:
        """What begins later, the first to begin first."""
        return tuple(sorted((e for e in self._starts if e.effective > moment), key=_turn))

    def proposed(self) -> tuple[Event, ...]:
        """What nobody has approved or withdrawn yet."""
        settled = {e.number for e in self.events if e.kind in (Kind.APPROVED, Kind.WITHDRAWN)}
        return tuple(e for e in self.events if e.kind is Kind.PROPOSED and e.number not in settled)

    def begun(self, moment: datetime) -> tuple[int, ...]:
        """The numbers that were in force up to now, the one in force last; each once."""
        in_turn = sorted((e for e in self._starts if e.effective <= moment), key=_turn)
        return tuple(dict.fromkeys(e.number for e in reversed(in_turn)))[::-1]

    def event_of(self, number: int, *kinds: Kind) -> Event | None:
        """The last event of one of these kinds with this number."""
        return next((e for e in reversed(self.events) if e.number == number and e.kind in kinds), None)

    def _was_withdrawn(self, start: Event) -> bool:
        # Only before it began: what was in force once cannot be made never to have been.
        return start.kind in (Kind.PUBLISHED, Kind.APPROVED) and any(
            e.kind is Kind.WITHDRAWN
            and e.number == start.number
            and e.seq > start.seq
            and e.at < start.effective
            for e in self.events
        )


_STARTS = frozenset({Kind.PUBLISHED, Kind.APPROVED, Kind.ROLLED_BACK, Kind.RETIRED})


def _turn(event: Event) -> tuple[datetime, int]:
    return event.effective, event.seq
