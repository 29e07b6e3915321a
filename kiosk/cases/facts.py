"""What a kiosk tells the hall's hub beside its calls: cases, ratings, thanks, how visits ended,
difficulties; each of them once.

The private wish is no part of it: it stays on the kiosk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from kiosk.cases.channel import Channel
from kiosk.cases.difficult import DifficultCase
from kiosk.cases.visit_end import VisitEnd


class FactKind(StrEnum):
    """What it tells of; a release goes before the first case that was filed under it."""

    RELEASE = "release"
    CASE = "case"
    RATING = "rating"
    THANKS = "thanks"
    VISIT = "visit"
    DIFFICULT = "difficult"
    PREPARED = "prepared"


@dataclass(frozen=True)
class ReleaseFact:
    """The release of a service, word for word. sha256: of its text, hexadecimal."""

    sha256: str
    flow: str
    version: int
    source: str = field(repr=False)


@dataclass(frozen=True)
class FiledAnswer:
    """An answer as it is kept; value: JSON."""

    step: str
    schema_version: int
    value: str = field(repr=False)


@dataclass(frozen=True)
class FiledDeed:
    """What was done with a case at the kiosk's own window, before the hub had it; body: JSON."""

    id: str
    at: datetime
    body: str = field(repr=False)


@dataclass(frozen=True)
class CaseFact:
    """A case as it was handed in; answers in the flow's order. Once the hub has it, it is handled there.

    channel: by which way a question came.
    """

    id: str
    visit_id: str
    number: str
    service: str
    flow_version: int
    flow_sha256: str
    locale: str
    priority: bool
    state: str
    filed_at: datetime
    answers: tuple[FiledAnswer, ...] = ()
    deeds: tuple[FiledDeed, ...] = ()
    channel: Channel = Channel.KIOSK


@dataclass(frozen=True)
class RatingFact:
    """A visit's rating, 1 to 5."""

    visit_id: str
    level: int
    rated_at: datetime


@dataclass(frozen=True)
class Thanks:
    """One officer was thanked once. id: of chance alone, so that not even the order is told."""

    id: str
    officer: str


@dataclass(frozen=True)
class ThanksFact:
    """All thanks of one day in the hall so far, by their ids: told together, none stands beside a rating."""

    day: date
    thanks: tuple[Thanks, ...]


@dataclass(frozen=True)
class DifficultFact:
    """A difficult case, with all that was written. Once the hub has it, it is seen to there."""

    case: DifficultCase


@dataclass(frozen=True)
class PreparedUsed:
    """A form prepared at home, which lay at the hub, was handed in here: it is used up."""

    id: str


Fact = ReleaseFact | CaseFact | RatingFact | ThanksFact | VisitEnd | DifficultFact | PreparedUsed


@dataclass(frozen=True)
class Waiting:
    """Facts that the hub has still to hear, by the numbers that they have here, in order.

    looked: the last number that was looked at. unreadable: those that do not open: left out, and kept.
    """

    facts: tuple[tuple[int, Fact], ...]
    looked: int
    unreadable: tuple[int, ...] = ()


@dataclass(frozen=True)
class FactBacklog:
    """How many the hub has still to hear. oldest: when the first came about; None where there is none."""

    count: int
    oldest: datetime | None


class FactOutbox(Protocol):
    """Facts are noted in the very transaction that made them. All raise ``StoreFailed``."""

    async def waiting(self, after: int, limit: int) -> Waiting:
        """At most ``limit`` of them with numbers after ``after``."""
        ...

    async def kept(self, facts: Sequence[tuple[int, Fact]]) -> None:
        """The hub has these. One that has changed since it was read stays, to be told again."""
        ...

    async def again(self) -> None:
        """The hub was put back to a state of before: all that is here is to be told once more."""
        ...

    async def backlog(self) -> FactBacklog:
        """What the hub has still to hear."""
        ...

    async def changed(self) -> None:
        """Wait until this process makes one; at once where it made one since this was last awaited."""
        ...
