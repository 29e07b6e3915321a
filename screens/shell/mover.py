"""Bringing an unfinished visit to a window: the resident is asked; it stays here until the desk has it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.assist.call import Call
from kiosk.clock import Clock
from kiosk.failure import StoreFailed
from kiosk.visit.moving import Asked, KioskCarrier, Moving, NotMoving, Sealer, Stage
from screens.shell.prompts import Prompts

LOOK_MS = 500
ANSWER_S = 60.0
"""Whoever says nothing for so long has said no."""
SETTLE_S = 1.0
"""Whoever answers sooner meant the key that stood there before: the question is asked again."""
GIVEN_S = 20.0
"""A desk that has not taken it by then does not get it; the resident goes on here."""


@dataclass(frozen=True)
class MovingParts:
    """carrier: who brings it to a desk. seal: so that nobody else can read it."""

    carrier: KioskCarrier
    seal: Sealer


class _Is(Enum):
    NOWHERE = auto()
    ASKED = auto()
    GIVEN = auto()


class Mover(QObject):
    """moved: it is at the window now (a Text), and nothing of it is needed here any more.

    claimed: the resident's call that an officer goes to, if any. packed: the visit as it would travel now;
    None where nothing is unfinished, or the moment is wrong.
    """

    moved = Signal(object)

    def __init__(
        self,
        parts: MovingParts,
        claimed: Callable[[], Call | None],
        packed: Callable[[], str | None],
        prompts: Prompts,
        clock: Clock,
        spawn: Callable[[Coroutine[Any, Any, None]], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._carrier, self._seal = parts.carrier, parts.seal
        self._claimed, self._packed = claimed, packed
        self._prompts, self._clock, self._spawn = prompts, clock, spawn
        self._is = _Is.NOWHERE
        self._asked: Asked | None = None
        self._given = ""
        self._shown = False
        self._until = self._put_at = 0.0
        self._owed: str | None = None
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Look from now on whether a desk asks."""
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _tick(self) -> None:
        if not self._busy:
            self._busy = True
            self._spawn(self._look())

    async def _look(self) -> None:
        try:
            match self._is:
                case _Is.NOWHERE:
                    await self._see_whether_asked()
                case _Is.ASKED:
                    await self._see_whether_still()
                case _Is.GIVEN:
                    await self._see_where()
        except StoreFailed:
            return  # the next look tells; that a store or hub is away is told by those who keep it up
        finally:
            self._busy = False

    # --- asking the resident --------------------------------------------------------------------

    async def _see_whether_asked(self) -> None:
        if self._owed is not None:
            await self._refuse(self._owed)
        call = self._claimed()
        if call is None or self._packed() is None:
            return
        asked = self._asked_now(await self._carrier.stands(call.id))
        if asked is None or self._packed() is None or not self._has_call(asked):
            return
        self._asked, self._is = asked, _Is.ASKED
        self._put_at = self._clock.monotonic()
        self._until = self._put_at + ANSWER_S
        self._prompts.move(asked.window, self._answered)

    async def _see_whether_still(self) -> None:
        asked = self._asked
        assert asked is not None
        call_id = asked.bound.call
        late = self._clock.monotonic() >= self._until
        if late or not self._has_call(asked) or self._packed() is None:
            self._prompts.move_over()
            self._is, self._owed = _Is.NOWHERE, call_id
            return
        now = self._asked_now(await self._carrier.stands(call_id))
        if self._is is not _Is.ASKED:  # answered meanwhile
            return
        self._asked = now or asked
        if now is None:
            self._prompts.move_over()
            self._is = _Is.NOWHERE

    def _has_call(self, asked: Asked) -> bool:
        """Whether the officer who asked still has the call; a colleague who took it over asks anew."""
        call = self._claimed()
        return call is not None and (call.id, call.officer) == (asked.bound.call, asked.officer)

    def _asked_now(self, moving: Moving | None) -> Asked | None:
        if moving is None or moving.stage is not Stage.ASKED or moving.asked.bound.until <= self._clock.now():
            return None
        return moving.asked

    def _answered(self, yes: bool) -> None:
        if self._is is not _Is.ASKED or self._asked is None:
            return
        if self._clock.monotonic() - self._put_at < SETTLE_S:
            self._prompts.move(self._asked.window, self._answered)
            return
        packed = self._packed() if yes else None
        if packed is None:
            self._is, self._owed = _Is.NOWHERE, self._asked.bound.call
            return
        self._is, self._given, self._shown = _Is.GIVEN, packed, True
        self._until = self._clock.monotonic() + GIVEN_S
        self._prompts.moving()
        self._spawn(self._give(self._asked, packed))

    async def _refuse(self, call_id: str) -> None:
        with suppress(NotMoving):  # a desk has it from a visit that is over here
            await self._carrier.refuse(call_id)
        self._owed = None

    # --- on its way -------------------------------------------------------------------------------

    async def _give(self, asked: Asked, packed: str) -> None:
        try:
            sealed = await asyncio.to_thread(self._seal, packed, asked.public, asked.bound)
            await self._carrier.give(asked.bound.call, sealed)
        except (NotMoving, ValueError):
            self._stays(asked.bound.call)
        except StoreFailed:
            return  # nobody knows whether it lies there; the next looks find out

    async def _see_where(self) -> None:
        asked = self._asked
        assert asked is not None
        call_id = asked.bound.call
        late = self._clock.monotonic() >= self._until
        try:
            moving = await self._carrier.stands(call_id)
            if moving is not None and moving.stage is Stage.RECEIVED:
                self._arrived(asked)
            elif late or moving is None or moving.stage is Stage.REFUSED:
                await self._take_back(asked)
        except StoreFailed:
            if late and self._shown:
                self._shown = False
                self._prompts.not_moved()
            raise

    async def _take_back(self, asked: Asked) -> None:
        try:
            await self._carrier.refuse(asked.bound.call)
        except NotMoving:
            self._arrived(asked)
        else:
            self._stays(None)

    def _arrived(self, asked: Asked) -> None:
        """The desk has it. Where the resident went on here meanwhile, what they have here is the newer."""
        self._close()
        same = self._packed() == self._given
        self._end()
        if same:
            self.moved.emit(asked.window)

    def _stays(self, owed: str | None) -> None:
        if self._is is not _Is.GIVEN:
            return
        shown = self._shown
        self._end()
        self._owed = owed
        if shown:
            self._prompts.not_moved()

    def _close(self) -> None:
        if self._shown:
            self._shown = False
            self._prompts.move_over()

    def _end(self) -> None:
        self._close()
        self._is, self._given = _Is.NOWHERE, ""
