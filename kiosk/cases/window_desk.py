"""The window's cases as a desk sees them, of this machine or of the whole hall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kiosk.cases import window_deeds as d
from kiosk.cases.window import Lateness, Service, Standing
from kiosk.cases.window_acts import Act
from kiosk.flow.answer import Answer
from kiosk.officers.officer import Officer


@dataclass(frozen=True)
class KeptDeed:
    """A deed on record; at: in UTC. id: the idempotency key of the act."""

    id: str
    at: datetime
    deed: d.AnyDeed


@dataclass(frozen=True)
class WindowCase:
    """A case at the window. answers, deeds and flow_source (the release that it was filed under) are empty,
    and ``asks`` says nothing, where it was read masked; ``masked`` says so. filed_at: in UTC.

    The private wish is in neither. lateness: today, by the hall's calendar. damaged: its deeds cannot be
    read, and it stands as its row says; such a one is listed and can be neither opened nor handled.
    """

    id: str
    number: str
    kiosk: str
    service: str
    flow_version: int
    locale: str
    priority: bool
    filed_at: datetime
    standing: Standing
    lateness: Lateness = Lateness.CALM
    masked: bool = True
    answers: Mapping[str, Answer] = field(default_factory=dict)
    flow_source: str = ""
    asks: Service = field(default_factory=Service)
    deeds: tuple[KeptDeed, ...] = ()
    damaged: bool = False


MOST_LISTED = 500
"""So many cases of a hall are listed, those whose time runs first; any other is found by its number."""

_LATENESS = {Lateness.LATE: 0, Lateness.SOON: 1, Lateness.CALM: 2}


def in_order(case: WindowCase) -> tuple[int, bool, datetime, str]:
    """The order of the window's list: late ones, those nearly late, then elderly people, then the oldest."""
    return _LATENESS[case.lateness], not case.priority, case.filed_at, case.id


class WindowDesk(Protocol):
    """What a desk works with. by: the officer who is signed in there; whoever keeps the cases looks at their
    own roll whether that is so, and what they may do.

    Each method returns only after its change is committed; all raise ``StoreFailed``, and
    :class:`~kiosk.cases.difficult.Refused` where the officer may not.
    """

    async def open_cases(self, by: Officer) -> tuple[WindowCase, ...]:
        """Those that are not over, masked, in ``in_order``; for a reviewer those that wait for reviews.

        Of a hall at most ``MOST_LISTED``."""
        ...

    async def find(self, number: str, by: Officer) -> WindowCase | None:
        """By its registration number, over or not; masked."""
        ...

    async def read(self, case_id: str, by: Officer) -> WindowCase | None:
        """One with all its words; that they were read is on record."""
        ...

    async def act(self, case_id: str, act_id: str, act: Act, by: Officer) -> WindowCase:
        """Do one thing; told with all its words. act_id: UUIDv7, the idempotency key: the same again changes
        nothing. Raises :class:`Refused` where it is not legal, or another officer has the case."""
        ...
