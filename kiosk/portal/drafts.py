"""Forms that are being filled in: in this program's memory alone, until nobody touches them any more."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Generic, TypeVar

from kiosk.clock import Clock
from kiosk.flow.load import Release
from kiosk.flow.run import FlowRun
from kiosk.ids import new_id
from kiosk.message import Message

IDLE_MINUTES = 30
GIVES_WAY_MINUTES = 3
"""Where there is no room, a form in which nothing was written is forgotten after so long without a touch."""
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
    visit: under which a question is handed in, however often that is tried.
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
    visit: str = field(default_factory=new_id)

    def taken(self, step_id: str, page: int) -> None:
        """A step was answered from this page."""
        self.answered[step_id] = (page, self.shown)
        self.entries.pop(step_id, None)
        self.faults.pop(step_id, None)
        self.clashes.discard(step_id)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written in it yet."""
        return not self.answered and not self.entries

    def answered_elsewhere(self, step_id: str, page: int) -> bool:
        """Whether another page answered it after this one was made, which therefore showed it otherwise.

        A page that is gone back to in the browser, and sent again, is itself.
        """
        by, then = self.answered.get(step_id, (page, 0))
        return by != page and page <= then


class NoRoom(Exception):
    """So much is held that nothing else can be; nothing that was written is dropped for it."""


T = TypeVar("T")


class Held(Generic[T]):
    """By visitor, one each. What nobody touched for :data:`IDLE_MINUTES` is gone, whoever asks for it.

    gives_way: whether it may go after :data:`GIVES_WAY_MINUTES`, where another needs its room.
    """

    def __init__(
        self, clock: Clock, most: int, gives_way: Callable[[T], bool] = lambda _thing: False
    ) -> None:
        self._clock, self._most, self._gives_way = clock, most, gives_way
        self._all: dict[str, tuple[T, float]] = {}
        self._promised: set[str] = set()

    def __len__(self) -> int:
        return len(self._all)

    def put(self, visitor_id: str, thing: T) -> None:
        """In place of the visitor's other one. Raises :class:`NoRoom`."""
        if not self.has_room(visitor_id):
            raise NoRoom
        self._all[visitor_id] = (thing, self._clock.monotonic())

    def instead(self, before: str, visitor_id: str, thing: T) -> T:
        """In place of what a number from before held. Raises :class:`NoRoom`; that one stays then."""
        old = self._all.pop(before, None)
        try:
            self.put(visitor_id, thing)
        except NoRoom:
            if old is not None:
                self._all[before] = old
            raise
        return thing

    @contextmanager
    def room(self, visitor_id: str) -> Iterator[None]:
        """As long as it lasts, :meth:`put` has room for this visitor. Raises :class:`NoRoom`."""
        if not self.has_room(visitor_id):
            raise NoRoom
        self._promised.add(visitor_id)
        try:
            yield
        finally:
            self._promised.discard(visitor_id)

    def has_room(self, visitor_id: str) -> bool:
        """Whether something of this visitor can be held."""
        self.sweep()
        if self._fits(visitor_id):
            return True
        for each in [id for id, (thing, at) in self._all.items() if self._yields(thing, at)]:
            self.drop(each)
        return self._fits(visitor_id)

    def _fits(self, visitor_id: str) -> bool:
        taken = self._all.keys() | self._promised
        return visitor_id in taken or len(taken) < self._most

    def _yields(self, thing: T, at: float) -> bool:
        return self._clock.monotonic() - at >= GIVES_WAY_MINUTES * 60 and self._gives_way(thing)

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

    def hand_on(self, visitor_id: str, to: str) -> None:
        """What a visitor has is another's from now on."""
        if visitor_id in self._all:
            self._all[to] = self._all.pop(visitor_id)

    def sweep(self) -> None:
        """Forget those that were left alone."""
        for visitor_id in [each for each, (_, at) in self._all.items() if self._old(at)]:
            self.drop(visitor_id)

    def _old(self, at: float) -> bool:
        return self._clock.monotonic() - at >= IDLE_MINUTES * 60


Drafts = Held[Draft]
"""Forms that are being filled in."""
