"""Signing in on a telephone, staying there, leaving: roll, PIN, lock-out and record are those of a desk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from kiosk.assist.call import CallState
from kiosk.clock import Clock
from kiosk.failure import StoreFailed, Trouble
from kiosk.message import Message
from kiosk.officers.officer import PIN_LENGTHS, is_number
from kiosk.officers.roll import WRONG, Refused
from kiosk.portal.duty.parts import DutyParts
from kiosk.portal.duty.sessions import Session, Sessions
from kiosk.portal.limits import Allowance, Limit, Pace

BEAT_S = 5.0
"""How often it is said who is there: well within ``PRESENT_S``."""
TRIES, TRIES_OF_ALL = Limit(1 / 20, 10), Limit(1.0, 30)
"""How often an address may try to sign in, and all together: each try takes the machine a while."""
ADDRESSES = 2000


class SlowDown(Exception):
    """So many tries came that this one is not looked at."""


class Entering:
    """Keeps who is signed in. report: told of what goes wrong unforeseen."""

    def __init__(self, parts: DutyParts, clock: Clock, report: Callable[[BaseException], None]) -> None:
        self._parts, self._report = parts, report
        self.sessions = Sessions(clock)
        self._each, self._all = Allowance(TRIES, clock, ADDRESSES), Allowance(TRIES_OF_ALL, clock)
        self._trouble = ""

    async def sign_in(self, visitor_id: str, number: str, pin: str, address: str) -> None:
        """Raises :class:`Refused`, :class:`SlowDown` and ``StoreFailed``; a PIN is kept nowhere."""
        if self._each.take(address) is Pace.NOT_NOW or self._all.take() is Pace.NOT_NOW:
            raise SlowDown
        if not is_number(number) or not (pin.isascii() and pin.isdigit() and len(pin) in PIN_LENGTHS):
            raise Refused(WRONG)  # can be nobody's: not worth a hash, and nothing for the record
        officer = await self._parts.roll.sign_in(number, pin)
        if not officer.answers_calls:
            await self._parts.roll.signed_out(number)
            raise Refused(Message("desk.no_role"))
        await self._parts.queue.sign_in(number)
        self.sessions.begin(visitor_id, number)

    async def still(self, visitor_id: str) -> Session | None:
        """Who is signed in there, by the roll of this very moment. Raises ``StoreFailed``."""
        session = self.sessions.find(visitor_id)
        if session is None:
            return None
        self.sessions.heard(session)
        return session if await self._is_here(visitor_id, session) else None

    async def _is_here(self, visitor_id: str, session: Session) -> bool:
        """Say that they are there. False where whoever keeps the calls does not have them any more."""
        try:
            await self._parts.queue.sign_in(session.officer)
        except StoreFailed as failed:
            if failed.trouble is not Trouble.UNKNOWN:
                raise
            await self._left(visitor_id, session, Message("desk.phone_not_known"))
            return False
        return True

    async def sign_out(self, visitor_id: str, session: Session) -> bool:
        """Leave; False where they still have calls in hand, which is told. Raises ``StoreFailed``."""
        calls = await self._parts.queue.open_calls()
        mine = [c for c in calls if c.state is CallState.CLAIMED and c.officer == session.officer]
        if mine:
            session.notice = Message("desk.still_yours", {"count": len(mine)})
            return False
        await self._left(visitor_id, session, None)
        return True

    async def _left(self, visitor_id: str, session: Session, why: Message | None) -> None:
        self.sessions.end(visitor_id, why)
        try:
            await self._parts.queue.sign_out(session.officer)
        finally:
            await self._parts.roll.signed_out(session.officer)

    async def keep_up(self) -> None:
        """Say every few seconds who is there, and end what is over; for good."""
        while True:
            await asyncio.sleep(BEAT_S)
            await self.look()

    async def look(self) -> None:
        """Once."""
        try:
            for id, session in self.sessions.over():
                await self._left(id, session, Message("desk.phone_left"))
            for id, session in self.sessions.all():
                if self.sessions.is_there(session):
                    await self._is_here(id, session)
        except StoreFailed as failed:
            if failed.trouble != self._trouble:  # every five seconds would drown every other report
                self._trouble = failed.trouble
                self._report(failed)
            return
        self._trouble = ""

    async def close(self) -> None:
        """The program ends: nobody is signed in any more."""
        for id, session in (*self.sessions.all(), *self.sessions.over()):
            try:
                await self._left(id, session, None)
            except StoreFailed as failed:
                self._report(failed)
