"""A visit as it travels from a kiosk to a window: what is needed to go on at the same question, no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from kiosk.flow.card import Known
from kiosk.flow.load import Release
from kiosk.flow.run import FlowRun
from kiosk.flow.settling import NOTHING
from kiosk.message import Message
from kiosk.visit.visit import Visit


class CannotResume(Exception):
    """It cannot go on here. reason: what to tell the officer."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.id)
        self.reason = reason


class Look(BaseModel):
    """How the resident reads and writes; the names of the kiosk's own settings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: str
    high_contrast: bool
    sitting: bool
    slow: bool
    dialect: str
    way: str


class Travelling(BaseModel):
    """visit: its id, so that it is filed once only. release: the SHA-256 of the service's file.

    run: as ``FlowRun.dump`` gives it. prepared: the id of the form prepared at home that it goes on with.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    visit: str
    service: str
    release: str
    locale: str
    look: Look
    run: dict[str, JsonValue]
    prepared: str | None = None

    @classmethod
    def of(cls, visit: Visit, locale: str, look: Look) -> Travelling:
        """Raises ValueError where the visit has no service begun, or has come to its end."""
        run, release = visit.run, visit.release
        if run is None or release is None or run.step is None or visit.receipt is not None:
            raise ValueError("there is nothing unfinished")
        return cls.standing(visit, locale, look)

    @classmethod
    def standing(cls, visit: Visit, locale: str, look: Look) -> Travelling:
        """As it stands, also where it was handed in; a service must be begun."""
        run, release = visit.run, visit.release
        assert run is not None
        assert release is not None
        return cls(
            visit=visit.id,
            service=release.flow.id,
            release=release.sha256,
            locale=locale,
            look=look,
            run=run.dump(),
            prepared=visit.prepared,
        )

    @classmethod
    def read(cls, text: str) -> Travelling:
        """From JSON. Raises :class:`CannotResume`; what stands in it is not quoted."""
        try:
            return cls.model_validate_json(text)
        except ValidationError:
            raise CannotResume(Message("desk.visit_unreadable")) from None

    def text(self) -> str:
        """As JSON. What is not there is not named: a window of before knows nothing of it."""
        return self.model_dump_json(exclude={"prepared"} if self.prepared is None else None)

    def release_of(self, releases: Iterable[Release]) -> Release:
        """The very release that it was begun with. Raises :class:`CannotResume`."""
        for release in releases:
            if (release.flow.id, release.sha256) == (self.service, self.release):
                return release
        raise CannotResume(Message("desk.visit_other_release"))

    def resume(self, releases: Iterable[Release], today: Callable[[], date], known: Known = NOTHING) -> Visit:
        """The visit at the question where it was left. Raises :class:`CannotResume`.

        known: from services before in the same visit.
        """
        release = self.release_of(releases)
        try:
            run = FlowRun.load(release.flow, self.run, today, known)
        except ValueError:
            raise CannotResume(Message("desk.visit_unreadable")) from None
        visit = Visit()
        visit.id = self.visit
        visit.begin(release, run)
        visit.prepared = self.prepared
        return visit


class Ended(BaseModel):
    """How a visit that went on at a window ended there. visit: as it stands, where it was only left."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    how: Literal["filed", "told", "left"]
    visit: Travelling | None = None

    @classmethod
    def of(cls, visit: Visit, locale: str, look: Look) -> Ended:
        """As the visit stands now."""
        if visit.receipt is not None:
            return cls(how="filed")
        if visit.run is not None and visit.run.ended is not None:
            return cls(how="told")
        try:
            return cls(how="left", visit=Travelling.of(visit, locale, look))
        except ValueError:
            return cls(how="left")

    @classmethod
    def read(cls, text: str) -> Ended | None:
        """From JSON; None where that is no such thing, e.g. because the window broke down."""
        try:
            return cls.model_validate_json(text)
        except ValidationError:
            return None
