"""Everything the desk's window is given; put together in one place, by the command."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kiosk.assist.escalation import Limits
from kiosk.assist.queue import DeskQueue
from kiosk.assist.seeing import DeskLine
from kiosk.assist.wording import Titles as Titles
from kiosk.cases.difficult import DifficultDesk
from kiosk.clock import Clock
from kiosk.duty.kiosks import KioskBoard
from kiosk.duty.roster import RosterBook
from kiosk.officers.roll import DeskRoll
from kiosk.practice.hall import PracticeHall
from kiosk.words import Words
from screens.desk.pages import MakePage
from screens.desk.visits import WindowParts


class Chime(Protocol):
    """A sound that says: somebody calls."""

    def available(self) -> bool:
        """Whether anything would be heard."""
        ...

    def ring(self, *, loud: bool = False) -> None:
        """Ring once; never raises and never waits. Without a sound device nothing happens."""
        ...


@dataclass(frozen=True)
class DeskParts:
    """The parts of one desk.

    words: of the officer's language. lock_after_s: seconds without a touch after which the PIN is asked for
    again. limits: how long a call may wait until it is rung for again, and until the leader must see to it.
    practice: what makes residents up, on a queue of its own; without a roll. start: brings the store
    up, raises ``StoreFailed`` and may be tried again; close: after the window is gone. wait: until the queue
    is looked at again, at most so many seconds. pages: makes those beside the calls, in the order of their
    keys. seeing: by which kiosks' screens are seen; None where there is no hub. at_window: how
    visits come here; None in a practice. board: how the
    kiosks do; None where nobody tells. roster: who is on duty when; None where
    that is not known. difficult: whose difficult cases are open; None where they are not kept.
    fonts, icons: folders.
    """

    words: Words
    queue: DeskQueue
    roll: DeskRoll | None
    clock: Clock
    titles: Titles
    chime: Chime
    fonts: Path
    icons: Path
    start: Callable[[], Awaitable[None]]
    close: Callable[[], Awaitable[None]]
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    lock_after_s: float = 300.0
    practice: PracticeHall | None = None
    limits: Limits = field(default_factory=Limits)
    pages: Sequence[MakePage] = ()
    seeing: DeskLine | None = None
    at_window: WindowParts | None = None
    board: KioskBoard | None = None
    roster: RosterBook | None = None
    difficult: DifficultDesk | None = None
