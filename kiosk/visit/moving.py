"""An unfinished visit on its way to a window: what is asked, how far it has come, and who carries it.

The one who carries it (the store of this machine, or the hall's hub) decides where the visit is: it is the
desk's from the moment on in which :meth:`DeskCarrier.received` is committed, and the kiosk's until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from kiosk.clock import HALL_ZONE
from kiosk.flow.model import Text


class NotOpened(Exception):
    """It was changed on the way, or was sealed for another desk, another call or another time."""


class NotMoving(Exception):
    """Nothing of this call is on its way, or no longer: it was taken back, refused, or its time is over."""


class Stage(StrEnum):
    """How far it has come."""

    ASKED = "asked"
    """The kiosk is to ask the resident."""
    REFUSED = "refused"
    """The resident said no, or nothing."""
    SEALED = "sealed"
    """It lies here sealed, and is still the kiosk's."""
    RECEIVED = "received"
    """It is the desk's; nothing of it lies here any more."""


@dataclass(frozen=True)
class Bound:
    """What a sealed visit is bound to. until: when it is wiped."""

    desk: str
    call: str
    until: datetime


@dataclass(frozen=True)
class Asked:
    """A desk asks for a visit. window: as residents are told of it. public: the desk's key, in base64."""

    bound: Bound
    officer: str
    window: Text
    public: str


@dataclass(frozen=True)
class Moving:
    """How it stands. sealed: only while it lies here."""

    asked: Asked
    stage: Stage
    sealed: str = ""


class Carrier(Protocol):
    """All raise ``StoreFailed`` where it is not known whether it was done: then it is asked again."""

    async def stands(self, call_id: str) -> Moving | None:
        """How it stands; None where nobody asked."""
        ...


class KioskCarrier(Carrier, Protocol):
    """What the kiosk says."""

    async def refuse(self, call_id: str) -> None:
        """The resident does not want it, or it is taken back before the desk has it.

        Raises :class:`NotMoving` where the desk has it already.
        """
        ...

    async def give(self, call_id: str, sealed: str) -> None:
        """The resident wants it: here it is. Raises :class:`NotMoving`."""
        ...


class DeskCarrier(Carrier, Protocol):
    """What a desk says, in the name of an officer who is signed in. desk: the name of this desk."""

    @property
    def desk(self) -> str:
        """The name of this desk."""
        ...

    async def ask(self, asked: Asked) -> None:
        """Have the kiosk ask. Raises :class:`NotMoving` where the officer does not have the call."""
        ...

    async def received(self, call_id: str, officer: str) -> None:
        """The desk has it and could open it: from now on it is the desk's; on record.

        Said again it changes nothing. Raises :class:`NotMoving` where the kiosk took it back.
        """
        ...

    async def opened(self, call_id: str, officer: str) -> None:
        """Put on record that somebody opened it."""
        ...

    async def wiped(self, call_id: str, officer: str | None) -> None:
        """Put on record that the desk has it no longer. None: by closing time, or with the desk's end."""
        ...


class Sealer(Protocol):
    """Seals a text for a desk; see ``kiosk.sealing``."""

    def __call__(self, text: str, public: str, bound: Bound) -> str:
        """Raises ValueError where the key is none."""
        ...


class Opener(Protocol):
    """A desk's key."""

    @property
    def public(self) -> str:
        """What kiosks seal to."""
        ...

    def open(self, sealed: str, bound: Bound) -> str:
        """Raises :class:`NotOpened`."""
        ...


def next_closing(now: datetime, closing: time) -> datetime:
    """When the hall closes next, by the hall's clock; a visit taken after hours lasts until the day after."""
    here = now.astimezone(HALL_ZONE)
    at = datetime.combine(here.date(), closing, HALL_ZONE)
    return at if at > here else at + timedelta(days=1)
