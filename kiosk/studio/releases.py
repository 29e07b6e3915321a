"""Publishing a service: numbered releases that are never changed, and which of them is in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from kiosk.flow.load import Release
from kiosk.message import Message

NO_RIGHT = Message("studio.release.no_right")
NEWER = Message("studio.release.newer")
OTHER_ID = Message("studio.release.other_id")
SAME = Message("studio.release.same")
SCHEDULED = Message("studio.release.scheduled_already")
SAME_PERSON = Message("studio.release.same_person")
STARTED = Message("studio.release.started")
NOT_PROPOSED = Message("studio.release.not_proposed")
NEVER_IN_FORCE = Message("studio.release.never_in_force")
NOT_OFFERED_ALREADY = Message("studio.release.not_offered")
IN_FORCE_ALREADY = Message("studio.release.in_force_already")
DAMAGED = Message("studio.release.damaged")
UNKNOWN_SERVICE = Message("studio.release.unknown_service")
VERSION_LINE = Message("studio.release.version_line")


def has_problems(count: int, line: int) -> Message:
    """The check finds errors. line: that of the first."""
    return Message("studio.release.problems", {"count": count, "line": line})


@dataclass(frozen=True)
class Published:
    """A release. number: 1, 2, 3... of its service. sha256: of the text's bytes, in hex. source: the text.

    author: an officer's number, ``CONSOLE``, or "" for one that came with the product. published_at: in UTC,
    when it was published or proposed; None for one that came with the product. starts_on: the day in the
    hall. approved_by: the second person, where one was needed. changes: against the release that it was
    based on.
    """

    service: str
    number: int
    sha256: str
    source: str
    author: str = ""
    published_at: datetime | None = None
    starts_on: date | None = None
    approved_by: str | None = None
    changes: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Standing:
    """How a service stands. live: the number in force; None: not offered.

    scheduled: numbers and the days on which they begin, in order. proposed: numbers that wait for a second
    person.
    """

    service: str
    live: int | None
    scheduled: tuple[tuple[int, date | None], ...] = ()
    proposed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Publishing:
    """How services are published here.

    shipped: reads the services that came with the product, or lie in the station's own folder; they are in
    force where nothing was published. needs_approval: by a second person. locales: all need all texts.
    icons: the names of the pictograms that there are; None: not asked.
    """

    shipped: Callable[[], Sequence[Release]] = tuple
    needs_approval: bool = False
    locales: tuple[str, ...] = ("zh_CN", "en")
    icons: frozenset[str] | None = None


class ReleaseBook(Protocol):
    """Where releases are kept. by: an officer with the role staff or leader, or ``CONSOLE``.

    Each change is committed, with its entry on the record, when the method returns. All raise
    :class:`~kiosk.officers.roll.Refused` with what to tell, and ``StoreFailed``.
    """

    async def releases(self, service: str) -> tuple[Published, ...]:
        """All of a service, by number: proposed and withdrawn ones too."""
        ...

    async def standings(self) -> tuple[Standing, ...]:
        """How each service stands now, by its id."""
        ...

    async def live(self, moment: datetime) -> Mapping[str, int]:
        """The number in force of each service that is offered then."""
        ...

    async def publish(
        self,
        service: str,
        source: str,
        by: str,
        *,
        based_on: int | None = None,
        starts_on: date | None = None,
    ) -> Published:
        """One release more, with its number written into the text.

        It is in force at once or from ``starts_on`` on, or waits for a second person. based_on: the number
        that the text was begun from; refused where that is not the last one any more. None: not asked.
        """
        ...

    async def approve(self, service: str, number: int, by: str) -> None:
        """By a second person; then it is published."""
        ...

    async def withdraw(self, service: str, number: int, by: str) -> None:
        """One that is proposed, or has not begun yet."""
        ...

    async def roll_back(self, service: str, number: int, by: str) -> None:
        """Back to a release that was in force before, or came with the product; at once."""
        ...

    async def retire(self, service: str, by: str) -> None:
        """It is not offered any more; its releases stay."""
        ...
