"""Duty ends, lunch begins, or somebody signs out: what is in hand, and who takes it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from kiosk.cases.difficult import DifficultCase, DifficultDesk
from kiosk.clock import Clock
from kiosk.duty.relief import Standing, relief, standing
from kiosk.failure import StoreFailed
from kiosk.officers.officer import Officer
from kiosk.officers.roll import Refused
from screens.desk.entrance import Entrance
from screens.desk.roster_watch import RosterWatch
from screens.desk.session import DeskSession

LOOK_S = 5.0
"""While it is asked, who is at a desk is looked at this often."""
UNREADY_S = 1.0
"""What comes up by itself takes no press for so long: the finger was meant for something else."""


class Why(StrEnum):
    """What the question came from."""

    SHIFT = "shift"
    LUNCH = "lunch"
    SIGN_OUT = "sign_out"


class Leaving(QObject):
    """Asks, and does what is answered. Nothing is let go by itself.

    why: None while nothing is asked. to: who is at a desk and could take the calls, those of the roster
    first. cases: the officer's open difficult cases, which stay theirs; None where they cannot be read.
    """

    changed = Signal()

    def __init__(
        self,
        session: DeskSession,
        entrance: Entrance,
        clock: Clock,
        roster: RosterWatch | None,
        difficult: DifficultDesk | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._entrance, self._clock = session, entrance, clock
        self._roster, self._difficult = roster, difficult
        self._before: tuple[str, Standing] | None = None
        self._looking: asyncio.Task[None] | None = None
        self._looked_at = self._asked_at = clock.monotonic()
        self._doing = False
        self.why: Why | None = None
        self.to: tuple[str, ...] = ()
        self.relief: tuple[str, ...] = ()
        self.cases: tuple[DifficultCase, ...] | None = ()
        session.changed.connect(self._session_changed)

    # --- when it is asked -----------------------------------------------------------------------

    def tick(self, now: datetime) -> None:
        """See whether duty ended or lunch began; meanwhile look who is there."""
        officer = self._session.officer
        if not officer:
            return
        if self._roster is not None and self._roster.known:
            stands = officer, standing(self._roster.roster, now, officer)
            before, self._before = self._before, stands
            if before is not None and before != stands and before[0] == officer:
                self._turned(stands[1])
        looking = self._looking is not None and not self._looking.done()
        if self.why is not None and not looking and self._clock.monotonic() - self._looked_at >= LOOK_S:
            self._looking = self._session.do(self._look())

    def _turned(self, after: Standing) -> None:
        if after is Standing.OFF:
            self._session.do(self._ask(Why.SHIFT))
        elif after is Standing.LUNCH:
            self._session.do(self._ask(Why.LUNCH))
        elif self.why is not Why.SIGN_OUT:
            self.stay()  # lunch is over, or the next shift has begun

    async def sign_out(self) -> None:
        """Leave the desk, where nothing is in hand; else ask first."""
        if self._doing:
            return
        await self._ask(Why.SIGN_OUT)
        if self.why is None:
            await self._entrance.leave()

    async def _ask(self, why: Why) -> None:
        if self.why is Why.SIGN_OUT and why is not Why.SIGN_OUT:
            return
        officer = self._entrance.officer
        if officer is None:
            return
        cases = () if why is Why.LUNCH else await self._own_cases(officer)
        if self._session.officer != officer.number or (not self._session.mine and cases == ()):
            return
        self.why, self.cases = why, cases
        self._asked_at = self._clock.monotonic()
        await self._look()

    async def _own_cases(self, officer: Officer) -> tuple[DifficultCase, ...] | None:
        if self._difficult is None:
            return ()
        try:
            found = await self._difficult.concerning(officer)
        except (StoreFailed, Refused):
            return None
        return tuple(case for case in found if case.owner == officer.number)

    async def _look(self) -> None:
        """Who could take the calls now."""
        self._looked_at = self._clock.monotonic()
        there = await self._session.colleagues() if self._session.mine else ()
        if there is not None:
            now, officer = self._clock.now(), self._session.officer
            wanted = () if self._roster is None else relief(self._roster.roster, now, officer)
            self.relief = tuple(number for number in wanted if number in there)
            self.to = (*self.relief, *(number for number in there if number not in self.relief))
        self.changed.emit()

    def _session_changed(self) -> None:
        """Calls may have ended, or the officer is gone; with nothing left there is nothing to ask."""
        if self.why is None or self._doing:
            return
        if not self._session.officer or not (self._session.mine or self.cases != ()):
            self.stay()
        else:
            self.changed.emit()

    # --- what is answered -----------------------------------------------------------------------

    @property
    def ready(self) -> bool:
        """Whether it was there for long enough to be meant."""
        return self.why is Why.SIGN_OUT or self._clock.monotonic() - self._asked_at >= UNREADY_S

    def stay(self) -> None:
        """Go on as before; everything stays in hand."""
        if self.why is not None:
            self.why = None
            self.changed.emit()

    async def hand_all(self, to: str) -> None:
        """Give all calls in hand to this officer."""
        await self._let_go(lambda call_id: self._session.hand_over(call_id, to))

    async def put_all_back(self) -> None:
        """Let others go to all calls in hand."""
        await self._let_go(self._session.put_back)

    async def go(self) -> None:
        """Sign out; with calls in hand nobody can."""
        why, self.why = self.why, None
        await self._entrance.leave()
        if self._session.officer:
            self.why = why
        self.changed.emit()

    async def _let_go(self, one: Callable[[str], Awaitable[None]]) -> None:
        if self._doing:
            return
        self._doing = True
        try:
            for call in self._session.mine:
                await one(call.id)
                if call.id in {each.id for each in self._session.mine}:
                    break  # the session has said why
        finally:
            self._doing = False
        if self._session.mine:
            await self._look()
        elif self.why is Why.SIGN_OUT:
            await self.go()
        else:
            self.stay()
