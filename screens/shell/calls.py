"""Following a resident's call: what the guide bar says, and never more than is known."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.assist.call import Call, CallState, IllegalTransition, NewCall
from kiosk.assist.outbox import Reaching, Stage
from kiosk.assist.queue import KioskQueue
from kiosk.clock import Clock
from kiosk.failure import StoreFailed
from screens.shell.machine import Event

FOLLOW_MS = 200
"""An open call is looked at this often, so that a claim shows within half a second."""
PRESENCE_TICKS = 10
"""Whether a guide is signed in is looked at every so many ticks."""
DONE_SHOWN_S = 8.0
FAILED_SHOWN_S = 20.0


class Phase(StrEnum):
    """What the guide bar tells."""

    NONE = "none"
    SAVING = "saving"
    CALLING = "calling"
    AT_DESK = "at_desk"
    COMING = "coming"
    HERE = "here"
    """Whoever came is beside the resident."""
    SEEN = "seen"
    """Whoever comes sees the screen, as the resident has allowed."""
    NOBODY = "nobody"
    UNSENT = "unsent"
    """Written down here; the hall's hub has not got it and is away."""
    LATE = "late"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Telling:
    """What is known: the phase, who comes, and whether a guide is signed in at all.

    sentence: the id of what whoever sees the screen has just had said.
    """

    phase: Phase = Phase.NONE
    officer: str = ""
    guide_present: bool = False
    sentence: str = ""

    @property
    def open(self) -> bool:
        """Whether a visible call is open or being written down."""
        return self.phase not in (Phase.NONE, Phase.DONE, Phase.FAILED)

    @property
    def cancellable(self) -> bool:
        """Whether the resident can take it back."""
        return self.open and self.phase is not Phase.SAVING


class CallFollower(QObject):
    """Opens, follows and takes back the kiosk's one call.

    changed: the guide bar's words must change. moved: an event for the machine's assist region. followed: how
    a call stands now.
    """

    changed = Signal(object)
    moved = Signal(str)
    followed = Signal(object)

    def __init__(
        self,
        queue: KioskQueue,
        clock: Clock,
        late_after_s: float,
        spawn: Callable[[Coroutine[Any, Any, None]], object],
        parent: QObject | None = None,
        *,
        reaching: Reaching | None = None,
    ) -> None:
        super().__init__(parent)
        self._reaching = reaching
        self._unsent = False
        self._queue, self._clock, self._late_after, self._spawn = queue, clock, late_after_s, spawn
        self.telling = Telling()
        self._call: Call | None = None
        self._until: float | None = None
        self._busy = False
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(FOLLOW_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def claimed(self) -> Call | None:
        """The visible call that an officer goes to, if any."""
        call = self._call
        return call if call is not None and call.state is CallState.CLAIMED else None

    def start(self) -> None:
        """Follow from now on."""
        self._timer.start()

    def stop(self) -> None:
        """Follow no more."""
        self._timer.stop()

    async def open(self, new: NewCall) -> None:
        """Write a call down, and only then say so. A quiet one changes nothing that is seen or heard."""
        if not new.quiet:
            if self.telling.open:
                return
            self._tell(Phase.SAVING)
        try:
            call = await self._queue.open_call(new)
        except StoreFailed:
            if not new.quiet:
                self._tell_for(Phase.FAILED, FAILED_SHOWN_S)
            raise
        if new.quiet and not self.telling.open:
            return
        self._call = call
        self.moved.emit(Event.CALL_SAVED)
        self._show(call)

    async def take_up(self, call_id: str) -> None:
        """Follow a call that was made before the kiosk had to start anew; one that is over changes nothing.

        A quiet one is followed by nobody: it has no sign.
        """
        call = await self._queue.get(call_id)
        if call is None or not call.open or call.quiet or self._call is not None:
            return
        self._call = call
        self.moved.emit(Event.CALL_SAVED)
        if call.seen_at is not None:
            self.moved.emit(Event.DESK_SAW)
        if call.arrived_at is not None:
            self.moved.emit(Event.ARRIVED)
        elif call.state is CallState.CLAIMED:
            self.moved.emit(Event.CLAIMED)
        self.followed.emit(call)
        self._show(call)

    async def arrive(self, call_id: str | None, officer: str) -> bool:
        """This officer is beside the resident who made this call; False: it is over, or another one's now."""
        if call_id is None or self._call is None or self._call.id != call_id:
            return False
        try:
            self._follow(await self._queue.arrive(call_id, officer))
        except IllegalTransition:
            await self._look()
            return False
        return True

    async def cancel(self) -> None:
        """The resident needs nobody any more."""
        if self._call is None:
            return
        try:
            self._follow(await self._queue.cancel(self._call.id))
        except IllegalTransition:
            await self._look()

    def _tick(self) -> None:
        if self._until is not None and self._clock.monotonic() >= self._until:
            self._until = None
            self._tell(Phase.NONE)
        self._ticks += 1
        if self._busy or (self._call is None and self._ticks % PRESENCE_TICKS != 1):
            return
        self._busy = True
        self._spawn(self._look())

    async def _look(self) -> None:
        """Read how the call stands. A store that cannot be read changes nothing on the bar."""
        try:
            if self._call is not None:
                call = await self._queue.get(self._call.id)
                self._unsent = call is not None and await self._is_unsent(call)
                if self._call is not None and call is not None and call.id == self._call.id:
                    self._follow(call)
            if self._ticks % PRESENCE_TICKS in (0, 1):
                present = await self._anybody_there()
                if present != self.telling.guide_present:
                    self.telling = Telling(self.telling.phase, self.telling.officer, present)
                    if self._call is not None:
                        self._show(self._call)
                    self.changed.emit(self.telling)
        finally:
            self._busy = False

    async def _is_unsent(self, call: Call) -> bool:
        if self._reaching is None or self._reaching.connected:
            return False
        return (await self._reaching.reach(call)).stage is Stage.SAVED

    async def _anybody_there(self) -> bool:
        """Whether a guide is signed in, at a desk of this machine or any of the hall."""
        if await self._queue.present():
            return True
        return self._reaching is not None and bool(await self._reaching.present())

    def _follow(self, call: Call) -> None:
        before, self._call = self._call, call
        self.followed.emit(call)
        if not call.open:
            self._call = None
            self.moved.emit(Event.CALL_OVER)
            if call.state is CallState.DONE:
                self._tell_for(Phase.DONE, DONE_SHOWN_S)
            else:
                self._tell(Phase.NONE)
            return
        if before is not None and before.seen_at is None and call.seen_at is not None:
            self.moved.emit(Event.DESK_SAW)
        there, was_there = call.arrived_at is not None, before is not None and before.arrived_at is not None
        if there and not was_there:
            self.moved.emit(Event.ARRIVED)
        elif call.state is CallState.CLAIMED and (
            was_there or before is None or before.state is not CallState.CLAIMED
        ):
            if not there:
                self.moved.emit(Event.CLAIMED)
        elif before is not None and before.state is CallState.CLAIMED and call.state is CallState.WAITING:
            self.moved.emit(Event.PUT_BACK)
        self._show(call)

    def _show(self, call: Call) -> None:
        waited = (self._clock.now() - call.created_at).total_seconds()
        if call.state is CallState.CLAIMED:
            self._tell(Phase.COMING if call.arrived_at is None else Phase.HERE, call.officer or "")
        elif waited >= self._late_after:
            self._tell(Phase.LATE)
        elif call.seen_at is not None:
            self._tell(Phase.AT_DESK)
        elif self._unsent:
            self._tell(Phase.UNSENT)
        elif not self.telling.guide_present:
            self._tell(Phase.NOBODY)
        else:
            self._tell(Phase.CALLING)

    def _tell_for(self, phase: Phase, seconds: float) -> None:
        self._tell(phase)
        self._until = self._clock.monotonic() + seconds

    def _tell(self, phase: Phase, officer: str = "") -> None:
        self._until = None
        telling = Telling(phase, officer, self.telling.guide_present)
        if telling != self.telling:
            self.telling = telling
            self.changed.emit(telling)
