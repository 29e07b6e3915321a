"""What is said between hub, kiosk and desk about the hall's releases."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Annotated

from pydantic import Field

from kiosk.assist.change_form import Form, Moment, Number, Words
from kiosk.studio.acts import KeptRelease
from kiosk.studio.hall import HallEvent
from kiosk.studio.in_force import Event, Kind

MOVED = "releases.moved"
"""Told to all kiosks and desks: something was done with the hall's releases."""
ALL, TEXT = "releases.all", "releases.text"

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class EventForm(Form):
    """What was done with a release, and its SHA-256."""

    seq: Number
    service: Words
    number: Number
    kind: Kind
    by: Words
    at: Moment
    starts_on: date | None
    based_on: Number | None
    sha256: Sha256 | None

    @classmethod
    def of(cls, told: HallEvent) -> EventForm:
        """Taken as it is."""
        return cls.model_construct(**vars(told.event), sha256=told.sha256)

    def value(self) -> HallEvent:
        """The event."""
        told = {name: value for name, value in self if name != "sha256"}
        return HallEvent(Event(**told), self.sha256)


class Known(Form):
    """digest: of the events that are known; see :func:`digest`."""

    digest: Sha256


class HallEvents(Form):
    """now: by the hall's clock. events: all, in order; None where they are known already."""

    now: Moment
    events: list[EventForm] | None


def digest(events: Iterable[HallEvent]) -> str:
    """By which both sides see that they know the same."""
    made = hashlib.sha256()
    for each in events:
        made.update(EventForm.of(each).json_text().encode())
    return made.hexdigest()


class Wanted(Form):
    """One release."""

    service: Words
    number: Number


class ReleaseText(Form):
    """A release as it was published."""

    service: Words
    number: Number
    sha256: Sha256
    source: str
    shipped: bool

    @classmethod
    def of(cls, kept: KeptRelease) -> ReleaseText:
        """Without what changed: whoever serves it does not tell that."""
        return cls.model_construct(**{name: getattr(kept, name) for name in cls.model_fields})

    def value(self) -> KeptRelease:
        """The release."""
        return KeptRelease(**dict(self))
