"""Who may sit at the desk: number and PIN, the first set-up, and locking while nobody sits there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from enum import StrEnum
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from kiosk.clock import Clock
from kiosk.failure import StoreFailed
from kiosk.message import Message
from kiosk.officers.officer import AT_THE_DESK, Officer, pin_problem
from kiosk.officers.roll import DeskRoll, Refused


class Sitting(Protocol):
    """The place that is entered. officer: the number of who sits there, "" nobody."""

    officer: str

    async def sign_in(self, officer: str) -> None:
        """They sit there now, where that can be written down."""
        ...

    async def sign_out(self, *, leaving: bool = False) -> None:
        """They leave, where they may."""
        ...

    def do(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run something from a click."""
        ...


class Ask(StrEnum):
    """What is asked for."""

    NUMBER = "number"
    PIN = "pin"
    NEW_PIN = "new_pin"
    """Nobody is on the roll: the first officer of this desk chooses a PIN."""
    AGAIN = "again"


class Entrance(QObject):
    """Asks one thing after the other; whoever proves who they are stands at the desk in the session.

    roll: ``None`` in a practice, where a number is taken at its word and nothing locks. locked: the officer
    of the session is still on duty, calls still ring, but nothing can be done until their PIN was given
    again. changed: something else is asked or told. report: given an error that was not foreseen.
    """

    changed = Signal()

    def __init__(
        self,
        roll: DeskRoll | None,
        session: Sitting,
        clock: Clock,
        lock_after_s: float,
        report: Callable[[BaseException], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._roll, self._session, self._clock, self._report = roll, session, clock, report
        self._lock_after_s = lock_after_s
        self._touched_at = clock.monotonic()
        self._chosen = ""
        self.ask = Ask.NUMBER
        self.number = ""
        self.officer: Officer | None = None
        """Who is signed in, with their roles; a locked desk is still theirs."""
        self.told: Message | None = None
        self.busy = False
        self.locked = False
        self.asked = 0
        """How many times something was asked: with each, what was typed before is gone."""

    @property
    def open(self) -> bool:
        """Whether an officer is signed in and the desk is not locked."""
        return bool(self._session.officer) and not self.locked

    @property
    def last(self) -> bool:
        """Whether the answer to this opens the desk."""
        return self._roll is None or self.ask in (Ask.PIN, Ask.AGAIN)

    async def give(self, text: str) -> None:
        """The answer to what was asked."""
        if self.busy:
            return
        self.busy, self.told = True, None
        self.changed.emit()
        try:
            await self._take(text)
        except Refused as refused:
            self.told = refused.reason
        except StoreFailed:
            self.told = Message("desk.not_written")
        except Exception as error:
            # Whoever stands at the desk is told too, and may try again.
            self.told = Message("desk.not_written")
            self._report(error)
        finally:
            self.busy = False
            self._ask_now()

    async def _take(self, text: str) -> None:
        if self._roll is None:
            await self._enter(Officer(text, "", AT_THE_DESK))
            return
        match self.ask:
            case Ask.NUMBER:
                self.number = text
                self.ask = Ask.PIN if await self._roll.anybody() else Ask.NEW_PIN
            case Ask.PIN:
                await self._enter(await self._roll.sign_in(self.number, text))
            case Ask.NEW_PIN:
                self.told = pin_problem(text, self.number)
                if self.told is None:
                    self.ask, self._chosen = Ask.AGAIN, text
            case Ask.AGAIN:
                same, self._chosen = text == self._chosen, ""
                self.ask = Ask.NEW_PIN
                if not same:
                    self.told = Message("desk.pins_differ")
                    return
                await self._enter(await self._roll.begin(self.number, text))

    async def _enter(self, officer: Officer) -> None:
        if not self.locked:
            await self._session.sign_in(officer.number)
        if self._session.officer != officer.number:
            # The queue could not write down that somebody is here; the PIN is right, and may be given again.
            self.ask = Ask.NUMBER if self._roll is None else Ask.PIN
            self.told = Message("desk.not_written")
            return
        self.locked = False
        self.officer = officer
        self.ask, self.number = Ask.NUMBER, ""
        self.touch()

    def back(self) -> None:
        """Another number. At a locked desk its officer is signed out; calls in hand stay theirs."""
        if self.busy:
            return
        self.ask, self.number, self._chosen, self.told = Ask.NUMBER, "", "", None
        if self.locked:
            self.locked = False
            self._session.do(self.leave(closing=True))
        self._ask_now()

    async def leave(self, *, closing: bool = False) -> None:
        """Sign out; see DeskSession. What cannot be put on record now is not worth keeping somebody here."""
        officer = self._session.officer
        await self._session.sign_out(leaving=closing)
        if officer and not self._session.officer:
            self.officer = None
        if officer and not self._session.officer and self._roll is not None:
            try:
                await asyncio.shield(self._roll.signed_out(officer))
            except StoreFailed:
                self.told = Message("desk.not_written")
        self.changed.emit()

    def touch(self) -> None:
        """Somebody did something at the desk just now."""
        self._touched_at = self._clock.monotonic()

    def look(self) -> None:
        """Lock the desk where nobody did anything for long."""
        if self.open and self._clock.monotonic() - self._touched_at >= self._lock_after_s:
            self.lock()

    def lock(self) -> None:
        """Ask for the PIN again before anything else can be done."""
        if self.open and self._roll is not None:
            self.locked = True
            self._roll.lock(self._session.officer)
            self.ask, self.number, self.told = Ask.PIN, self._session.officer, None
            self._ask_now()

    def _ask_now(self) -> None:
        self.asked += 1
        self.changed.emit()
