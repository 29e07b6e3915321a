"""An officer sees a kiosk's screen, with the resident's consent: the rules, and who tells whom.

Nothing that anybody entered is part of a picture, and no message presses a key: an officer points and says.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kiosk.message import Message

ANSWER_WITHIN_S = 30.0
"""A resident who does not answer within this time has not agreed."""
LONGEST_S = 600.0
"""After this long it ends by itself; the officer may ask again."""
STILL_THERE_S = 5.0
"""While it goes on, a picture comes at least this often, changed or not."""
LOST_AFTER_S = 60.0
"""Where neither an answer nor a picture came for so long, the hub takes it for over."""


class NotSeen(Exception):
    """It is not done. reason: what to tell whoever asked."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.id)
        self.reason = reason


class Stage(StrEnum):
    """How far it has come."""

    ASKED = "asked"
    SEEN = "seen"


class How(StrEnum):
    """How it ended."""

    DECLINED = "declined"
    UNANSWERED = "unanswered"
    RESIDENT = "resident"
    OFFICER = "officer"
    CALL = "call"
    """The call is over, put back or handed to another officer."""
    VISIT = "visit"
    TIME = "time"
    LOST = "lost"
    """The connection to one of them broke."""


class Sentence(StrEnum):
    """What an officer can have said at the kiosk; the words are the product's, in the resident's language."""

    PRESS_BLUE = "press_blue"
    PRESS_RING = "press_ring"
    CHOOSE_ONE = "choose_one"
    GO_BACK = "go_back"
    MORE_BELOW = "more_below"
    TAKE_TIME = "take_time"
    WELL_DONE = "well_done"
    COMING = "coming"


@dataclass(frozen=True)
class Seeing:
    """One going on. call: which call it belongs to. since: by a monotonic clock, in seconds."""

    id: str
    call: str
    officer: str
    stage: Stage
    since: float


def may_begin(now: Seeing | None, claimed_by: str, officer: str) -> bool:
    """Whether a resident may be asked: only whoever comes to them asks, and one at a time."""
    return now is None and bool(officer) and claimed_by == officer


def over_by_itself(now: Seeing, claimed_by: str, time: float) -> How | None:
    """Why it is over, if it is. claimed_by: who comes to the resident now, "" for nobody."""
    if claimed_by != now.officer:
        return How.CALL
    passed = time - now.since
    if now.stage is Stage.ASKED:
        return How.UNANSWERED if passed >= ANSWER_WITHIN_S else None
    return How.TIME if passed >= LONGEST_S else None


@dataclass(frozen=True)
class Picture:
    """A screen as it may leave the kiosk. no: counted by the kiosk. private: nothing of it may be shown.

    width, height: pixels of the window. png: the picture, smaller, in the same proportions.
    """

    no: int
    width: int
    height: int
    png: bytes
    private: bool = False


@dataclass(frozen=True)
class Point:
    """Where an officer points: from 0 to 1 across and down the picture ``no``."""

    no: int
    x: float
    y: float


class AtKiosk(Protocol):
    """Hears what an officer wants. Each is called in the kiosk's own loop."""

    def wanted(self, seeing: str, call: str, officer: str) -> None:
        """The resident is to be asked."""
        ...

    def pointed(self, seeing: str, point: Point) -> None:
        """The officer points."""
        ...

    def spoken(self, seeing: str, sentence: Sentence) -> None:
        """The officer has something said."""
        ...

    def stopped(self, seeing: str) -> None:
        """The officer, or the hub, has ended it."""
        ...

    def lost(self) -> None:
        """The connection broke."""
        ...


class KioskLine(Protocol):
    """What a kiosk tells the desk. Raises :class:`NotSeen`, and ``StoreFailed`` where there is no line."""

    async def answer(self, seeing: str, *, yes: bool) -> None:
        """The resident agreed or not."""
        ...

    async def show(self, seeing: str, picture: Picture) -> None:
        """The screen now."""
        ...

    async def end(self, seeing: str, how: How) -> None:
        """It is over."""
        ...


class AtDesk(Protocol):
    """Hears what comes from the kiosk. Each is called in the desk's own loop."""

    def answered(self, seeing: str, *, yes: bool) -> None:
        """The resident agreed or not."""
        ...

    def shown(self, seeing: str, picture: Picture) -> None:
        """The kiosk's screen now."""
        ...

    def ended(self, seeing: str, how: How) -> None:
        """It is over."""
        ...

    def lost(self) -> None:
        """The connection broke."""
        ...


class DeskLine(Protocol):
    """What a desk asks of a kiosk. Raises :class:`NotSeen`, and ``StoreFailed`` where there is no line."""

    def listen(self, desk: AtDesk) -> None:
        """Who is told of what comes; once."""
        ...

    async def ask(self, call: str, officer: str) -> str:
        """Have the resident asked. Returns the id of the seeing."""
        ...

    async def point(self, seeing: str, point: Point) -> None:
        """Point there."""
        ...

    async def say(self, seeing: str, sentence: Sentence) -> None:
        """Have it said."""
        ...

    async def stop(self, seeing: str) -> None:
        """End it."""
        ...


class SeeingPort:
    """Joins the kiosk's window, which is there first, with the hub's line, which is made later."""

    def __init__(self) -> None:
        self.line: KioskLine | None = None
        self.kiosk: AtKiosk | None = None
