"""Forms that are being filled in: in this program's memory alone, each until it was left alone for a while."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

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

    id: random; every page of the form bears it. turn: grows with each answer; every page bears the one at
    which it was made. answered: by step, the turn at which it was answered last. entries, faults: what was
    written at a step and could not be taken. notice: to be told once. code: under which it was kept.
    """

    release: Release
    run: FlowRun
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    turn: int = 1
    answered: dict[str, int] = field(default_factory=dict)
    entries: dict[str, Entries] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)
    notice: Message | None = None

    def taken(self, step_id: str) -> None:
        """A step was answered."""
        self.turn += 1
        self.answered[step_id] = self.turn
        self.entries.pop(step_id, None)
        self.faults.pop(step_id, None)


class NoRoom(Exception):
    """So many forms are being filled in that no other can be begun; nothing of them is dropped for it."""


class Drafts:
    """By visitor, one each. What nobody touched for :data:`IDLE_MINUTES` is gone, whoever asks for it."""

    def __init__(self, clock: Clock, most: int) -> None:
        self._clock, self._most = clock, most
        self._all: dict[str, tuple[Draft, float]] = {}

    def __len__(self) -> int:
        return len(self._all)

    def begin(self, visitor_id: str, draft: Draft) -> None:
        """In place of the visitor's other one. Raises :class:`NoRoom`."""
        self.sweep()
        if visitor_id not in self._all and len(self._all) >= self._most:
            raise NoRoom
        self._all[visitor_id] = (draft, self._clock.monotonic())

    def find(self, visitor_id: str) -> Draft | None:
        """The visitor's, which counts as touching it."""
        draft, at = self._all.get(visitor_id, (None, 0.0))
        if draft is None or self._old(at):
            self.drop(visitor_id)
            return None
        self._all[visitor_id] = (draft, self._clock.monotonic())
        return draft

    def drop(self, visitor_id: str) -> None:
        """Forget it."""
        self._all.pop(visitor_id, None)

    def sweep(self) -> None:
        """Forget those that were left alone."""
        for visitor_id in [each for each, (_, at) in self._all.items() if self._old(at)]:
            self.drop(visitor_id)

    def _old(self, at: float) -> bool:
        return self._clock.monotonic() - at >= IDLE_MINUTES * 60
