"""Forms that are being filled in: in this program's memory alone, until nobody touches them any more."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Generic, TypeVar

from kiosk.clock import Clock
from kiosk.flow.load import Release
from kiosk.flow.run import FlowRun
from kiosk.message import Message

IDLE_MINUTES = 30
Entries = Mapping[str, tuple[str, ...]]
"""What a form's fields held when it was sent, by name, as it was written."""
NO_ENTRIES: Entries = MappingProxyType({})


@dataclass(frozen=True)
class Fault:
    """What is to be done about an entry. field: where it stands; "" where it is the whole question."""

    message: Message
    field: str = ""


@dataclass
class Draft:
    """A form. release: the service as it is in force. run: the answers, without what stays for the kiosk.

    id: random; every page of the form bears it. shown: how many pages of it were made; each bears its number.
    answered: by step, from which page it was answered last, and how many there were then. entries, faults:
    what was written at a step and could not be taken. clashes: steps that another page answered otherwise
    meanwhile. notice: to be told once. keeping: held while it is being kept for the kiosk.
    """

    release: Release
    run: FlowRun
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    shown: int = 0
    answered: dict[str, tuple[int, int]] = field(default_factory=dict)
    entries: dict[str, Entries] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)
    clashes: set[str] = field(default_factory=set)
    notice: Message | None = None
    keeping: asyncio.Lock = field(default_factory=asyncio.Lock)

    def taken(self, step_id: str, page: int) -> None:
        """A step was answered from this page."""
        self.answered[step_id] = (page, self.shown)
        self.entries.pop(step_id, None)
        self.faults.pop(step_id, None)
        self.clashes.discard(step_id)

    def answered_elsewhere(self, step_id: str, page: int) -> bool:
        """Whether another page answered it after this one was made, which therefore showed it otherwise.

        A page that is gone back to in the browser, and sent again, is itself.
        """
        by, then = self.answered.get(step_id, (page, 0))
        return by != page and page <= then


class NoRoom(Exception):
    """So much is held that nothing else can be; nothing is dropped for it."""


T = TypeVar("T")


class Held(Generic[T]):
    """By visitor, one each. What nobody touched for :data:`IDLE_MINUTES` is gone, whoever asks for it."""

    def __init__(self, clock: Clock, most: int) -> None:
        self._clock, self._most = clock, most
        self._all: dict[str, tuple[T, float]] = {}

    def __len__(self) -> int:
        return len(self._all)

    def put(self, visitor_id: str, thing: T) -> None:
        """In place of the visitor's other one. Raises :class:`NoRoom`."""
        if not self.has_room(visitor_id):
            raise NoRoom
        self._all[visitor_id] = (thing, self._clock.monotonic())

    def has_room(self, visitor_id: str) -> bool:
        """Whether something of this visitor can be held."""
        self.sweep()
        return visitor_id in self._all or len(self._all) < self._most

    def find(self, visitor_id: str) -> T | None:
        """The visitor's, which counts as touching it."""
        thing, at = self._all.get(visitor_id, (None, 0.0))
        if thing is None or self._old(at):
            self.drop(visitor_id)
            return None
        self._all[visitor_id] = (thing, self._clock.monotonic())
        return thing

    def drop(self, visitor_id: str) -> None:
        """Forget it."""
        self._all.pop(visitor_id, None)

    def sweep(self) -> None:
        """Forget those that were left alone."""
        for visitor_id in [each for each, (_, at) in self._all.items() if self._old(at)]:
            self.drop(visitor_id)

    def _old(self, at: float) -> bool:
        return self._clock.monotonic() - at >= IDLE_MINUTES * 60


Drafts = Held[Draft]
"""Forms that are being filled in."""
