"""What may be done with the releases of a service, and what comes of it; see kiosk.studio.rules."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.flow.load import Release
from kiosk.message import Message
from kiosk.officers.record import Deed
from kiosk.studio.in_force import NOT_OFFERED, History, Kind
from kiosk.studio.releases import Published


@dataclass(frozen=True)
class Publish:
    """release: checked before. approval: a second person has to approve it."""

    release: Release
    based_on: int | None
    starts_on: date | None
    approval: bool


@dataclass(frozen=True)
class Approve:
    """A proposed one."""

    number: int


@dataclass(frozen=True)
class Withdraw:
    """One that is proposed, or has not begun."""

    number: int


@dataclass(frozen=True)
class RollBack:
    """To one that was in force."""

    number: int


@dataclass(frozen=True)
class Retire:
    """The service is not offered any more."""


Act = Publish | Approve | Withdraw | RollBack | Retire


@dataclass(frozen=True)
class KeptRelease:
    """A release as it lies in a store. shipped: it came with the product."""

    service: str
    number: int
    sha256: str
    source: str
    shipped: bool = False
    changes: tuple[Message, ...] = ()

    @classmethod
    def of_product(cls, shipped: Release) -> KeptRelease:
        """The one that came with the product."""
        # Of the text: a file's bytes may begin with a mark that is no part of it.
        sha256 = hashlib.sha256(shipped.source.encode()).hexdigest()
        return cls(shipped.flow.id, shipped.flow.version, sha256, shipped.source, shipped=True)

    def published(self, history: History) -> Published:
        """With what was done with it. history: of its service."""
        first = history.event_of(self.number, Kind.PROPOSED, Kind.PUBLISHED)
        approved = history.event_of(self.number, Kind.APPROVED)
        return Published(
            service=self.service,
            number=self.number,
            sha256=self.sha256,
            source=self.source,
            author="" if first is None else first.by,
            published_at=None if first is None else first.at,
            starts_on=None if first is None else first.starts_on,
            approved_by=None if approved is None else approved.by,
            changes=self.changes,
        )


@dataclass(frozen=True)
class Shelf:
    """All that is known of a service while nobody else does anything with it.

    kept: its releases, by number. shipped: the one that comes with the product now. now: in UTC.
    """

    service: str
    now: datetime
    history: History
    kept: Mapping[int, KeptRelease]
    shipped: Release | None


@dataclass(frozen=True)
class Step:
    """What comes of an act: releases to be kept, and what is to be noted; see ``Event``."""

    number: int
    kind: Kind
    kept: tuple[KeptRelease, ...] = ()
    starts_on: date | None = None
    based_on: int | None = None

    @property
    def deed(self) -> Deed:
        """For the record."""
        return _DEEDS[self.kind]

    def about(self, service: str) -> str:
        """For the record."""
        return service if self.number == NOT_OFFERED else f"{service} {self.number}"


_DEEDS = {
    Kind.PROPOSED: Deed.RELEASE_PROPOSED,
    Kind.PUBLISHED: Deed.RELEASE_PUBLISHED,
    Kind.APPROVED: Deed.RELEASE_APPROVED,
    Kind.WITHDRAWN: Deed.RELEASE_WITHDRAWN,
    Kind.ROLLED_BACK: Deed.RELEASE_ROLLED_BACK,
    Kind.RETIRED: Deed.SERVICE_RETIRED,
}
