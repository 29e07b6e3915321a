"""The releases of a hall, as they are known at one of its kiosks or desks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from kiosk.clock import Clock
from kiosk.studio.acts import KeptRelease
from kiosk.studio.in_force import NOT_OFFERED, Event, History, Kind
from kiosk.studio.releases import Published
from kiosk.studio.served import Shelved

Name = tuple[str, int, str]
"""Of a release: service, number, SHA-256."""

IN_FORCE_BY = frozenset({Kind.PUBLISHED, Kind.APPROVED, Kind.ROLLED_BACK})


@dataclass(frozen=True)
class HallEvent:
    """What was done at the hall. sha256: of the release that it was done with; None where there is none."""

    event: Event
    sha256: str | None

    @property
    def needed(self) -> Name | None:
        """The release that is, was or may come in force by it."""
        if self.sha256 is None or self.event.kind not in IN_FORCE_BY or self.event.number == NOT_OFFERED:
            return None
        return self.event.service, self.event.number, self.sha256


class Unfit(StrEnum):
    """Why a release of the hall is not taken."""

    DAMAGED = "damaged"
    """Its SHA-256 or its number is not what was published."""
    PROBLEMS = "problems"
    """This program's own check finds errors in it."""


@dataclass(frozen=True)
class Declined:
    """A release of the hall that is not taken here; what was in force before stays. at: in UTC."""

    service: str
    number: int
    sha256: str
    why: Unfit
    at: datetime


class HallShelf(Shelved, Protocol):
    """Where what the hall's hub told is kept. All raise ``StoreFailed``."""

    async def events(self) -> tuple[HallEvent, ...]:
        """What was told last, in order."""
        ...

    async def have(self) -> frozenset[Name]:
        """The releases that are kept."""
        ...

    async def declined(self) -> tuple[Declined, ...]:
        """The releases that are wanted, and not taken."""
        ...

    async def take(
        self, events: Sequence[HallEvent], releases: Sequence[KeptRelease], declined: Mapping[Name, Unfit]
    ) -> None:
        """These events in place of those before, and these releases more, at once.

        declined: all that are wanted and not taken; what is new among them is put on record.
        """
        ...


class HallClock:
    """The hall's time: this machine's, put right by what the hub tells."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._ahead = clock, timedelta()

    def learn(self, hall: datetime) -> None:
        """It is this late in the hall now."""
        self._ahead = hall - self._clock.now()

    def not_before(self, moment: datetime) -> None:
        """It is at least this late in the hall."""
        if self.now() < moment:
            self.learn(moment)

    @property
    def ahead(self) -> timedelta:
        """The hall's time before this machine's, as it was last told."""
        return self._ahead

    def now(self) -> datetime:
        """In UTC."""
        return self._clock.now() + self._ahead

    def today(self) -> date:
        """As this machine has it."""
        return self._clock.today()

    def monotonic(self) -> float:
        """Seconds."""
        return self._clock.monotonic()


class HallFirst:
    """A Shelved: what is published in the hall wins over what was published on this machine.

    A service of which the hall has nothing that can be served stays as it is here.
    """

    def __init__(self, hall: Shelved, own: Shelved, clock: HallClock) -> None:
        self._hall, self._own, self._clock = hall, own, clock

    async def mark(self) -> int:
        """Both only grow."""
        return await self._hall.mark() + await self._own.mark()

    async def histories(self) -> Mapping[str, History]:
        """What was done, by service."""
        return {**await self._own.histories(), **await self._halls()}

    async def kept(self) -> tuple[Published, ...]:
        """This machine's own first: of two with one number the hall's, the last, counts where it wins."""
        halls, own, hall = await self._halls(), await self._own.kept(), await self._hall.kept()
        return (
            *(one for one in hall if one.service not in halls),
            *own,
            *(one for one in hall if one.service in halls),
        )

    async def services_of_hall(self) -> frozenset[str]:
        """Those of which the hall's word counts."""
        return frozenset(await self._halls())

    async def _halls(self) -> Mapping[str, History]:
        histories = await self._hall.histories()
        events = [event for history in histories.values() for event in history.events]
        if events:
            self._clock.not_before(max(event.at for event in events))
        there = {(one.service, one.number) for one in await self._hall.kept()}
        return {
            service: history
            for service, history in histories.items()
            if any((service, number) in there or number == NOT_OFFERED for number in _ever(history))
        }


def _ever(history: History) -> tuple[int, ...]:
    return tuple(e.number for e in history.events if e.kind in IN_FORCE_BY or e.kind is Kind.RETIRED)
