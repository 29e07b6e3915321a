"""Who is signed in on which telephone, and for how long: in this program's memory alone."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from kiosk.clock import Clock
from kiosk.message import Message

IDLE_MINUTES = 15
"""After so long without a touch whoever holds the telephone may be somebody else."""
LONGEST_HOURS = 10
"""After so long the PIN is asked for again, whatever was touched."""
HEARD_S = 90.0
"""A telephone that has asked for no page for so long is switched off or out of reach: it does not count as an
officer who is there."""
MOST_ENDED = 200
"""So many telephones are still told why they have to sign in again."""


@dataclass
class Session:
    """officer: their number. touched_at, heard_at: when they last touched something, and when the telephone
    last asked, by the monotonic clock. renews: whether the page renews itself. notice: to be told once."""

    officer: str
    began_at: float
    touched_at: float
    heard_at: float
    renews: bool = True
    notice: Message | None = None
    seen: set[str] = field(default_factory=set)


class Sessions:
    """By the number in a cookie; one for each officer, so that one who leaves leaves everywhere."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._all: dict[str, Session] = {}
        self._ended: OrderedDict[str, Message] = OrderedDict()

    def begin(self, visitor_id: str, officer: str) -> None:
        """They have just given their PIN. On another telephone of theirs they are signed in no longer."""
        for other in [id for id, each in self._all.items() if each.officer == officer]:
            self.end(other, Message("desk.phone_elsewhere"))
        now = self._clock.monotonic()
        self._all[visitor_id] = Session(officer, now, now, now)

    def find(self, visitor_id: str) -> Session | None:
        """Whoever is signed in there now."""
        session = self._all.get(visitor_id)
        return None if session is None or self._over(session) else session

    def touch(self, session: Session) -> None:
        """A key of the page was pressed."""
        session.touched_at = self._clock.monotonic()

    def heard(self, session: Session) -> None:
        """The telephone asked for a page."""
        session.heard_at = self._clock.monotonic()

    def minutes_left(self, session: Session) -> int:
        """Until they have to sign in again, unless they touch something; rounded up."""
        now = self._clock.monotonic()
        idle = session.touched_at + IDLE_MINUTES * 60 - now
        whole = session.began_at + LONGEST_HOURS * 3600 - now
        return max(1, -int(-min(idle, whole) // 60))

    def is_there(self, session: Session) -> bool:
        """Whether the telephone was heard of lately."""
        return self._clock.monotonic() - session.heard_at < HEARD_S

    def end(self, visitor_id: str, why: Message | None = None) -> None:
        """They are signed in no longer. why: told once on that telephone."""
        self._all.pop(visitor_id, None)
        if why is not None:
            self._ended[visitor_id] = why
            while len(self._ended) > MOST_ENDED:
                self._ended.popitem(last=False)

    def why_ended(self, visitor_id: str) -> Message | None:
        """Why this telephone has to sign in again, told once."""
        return self._ended.pop(visitor_id, None)

    def all(self) -> tuple[tuple[str, Session], ...]:
        """Everybody who is signed in."""
        return tuple((id, each) for id, each in self._all.items() if not self._over(each))

    def over(self) -> tuple[tuple[str, Session], ...]:
        """Those whose time is over; they are yet to be ended."""
        return tuple((id, each) for id, each in self._all.items() if self._over(each))

    def _over(self, session: Session) -> bool:
        now = self._clock.monotonic()
        return now - session.touched_at >= IDLE_MINUTES * 60 or now - session.began_at >= LONGEST_HOURS * 3600
