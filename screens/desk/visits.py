"""The unfinished visits that were brought to this window. They are in this program's memory alone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time

from PySide6.QtCore import QObject, Signal

from kiosk.assist.call import Call, CallState
from kiosk.clock import Clock
from kiosk.failure import StoreFailed
from kiosk.flow.load import Release
from kiosk.flow.model import Text
from kiosk.message import Message
from kiosk.visit.moving import Asked, Bound, DeskCarrier, NotMoving, NotOpened, Opener, Stage, next_closing
from kiosk.visit.travelling import CannotResume, Ended, Travelling
from screens.desk.session import DeskSession

LOOK_S = 1.0
"""How often it is looked whether a visit has come."""


@dataclass(frozen=True)
class WindowParts:
    """What a window needs. carrier: who brings visits. key: makes the key they are sealed to. window: as
    residents are told of it. closing: when all is wiped, by the hall's clock. releases: every one
    that is known here. show: goes on with a visit in a window of its own, given and handed
    back as text (``Travelling``, ``Ended``); raises OSError; cancelled, it closes that window.
    """

    carrier: DeskCarrier
    key: Callable[[], Opener]
    window: Text
    closing: time
    releases: Callable[[], Awaitable[Sequence[Release]]]
    show: Callable[[str], Awaitable[str]]


@dataclass
class Held:
    """A visit at this window. open: it is being gone on with."""

    call: Call
    travelling: Travelling
    until: datetime
    came_at: datetime
    open: bool = False
    showing: asyncio.Task[str] | None = None


@dataclass
class _Coming:
    """One that was asked for. opened: it is here, and only the carrier's word is missing."""

    call: Call
    asked: Asked
    opened: Travelling | None = None


class Visits(QObject):
    """Asks for visits, holds them, goes on with them, and wipes them. changed: something is different now."""

    changed = Signal()

    def __init__(
        self, parts: WindowParts, session: DeskSession, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._parts, self._session, self._clock = parts, session, clock
        self._key: Opener | None = None
        self._coming: dict[str, _Coming] = {}
        self._held: dict[str, Held] = {}
        self._told: dict[str, Message] = {}
        self._unwritten: list[tuple[str, str | None]] = []
        self._looked_at = clock.monotonic()
        self._busy = False
        self.notice: Message | None = None
        """What to say about the visits that are here."""

    @property
    def held(self) -> tuple[Held, ...]:
        """Those at this window, the first that came first."""
        return tuple(self._held.values())

    def may_ask(self, call: Call) -> bool:
        """Whether the visit of this call can be asked for: it is one's own, made aloud, within a service."""
        mine = call.state is CallState.CLAIMED and call.officer == self._session.officer
        away = call.id not in self._coming and call.id not in self._held
        return mine and away and call.service is not None and not call.quiet

    def told(self, call_id: str) -> Message | None:
        """How it goes with the visit of this call."""
        return self._told.get(call_id)

    # --- how it comes ---------------------------------------------------------------------------

    async def ask(self, call: Call) -> None:
        """Have the resident asked whether their visit may come along."""
        officer = self._session.officer
        if not officer or not self.may_ask(call):
            return
        if self._key is None:
            self._key = await asyncio.to_thread(self._parts.key)
        until = next_closing(self._clock.now(), self._parts.closing)
        bound = Bound(self._parts.carrier.desk, call.id, until)
        asked = Asked(bound, officer, self._parts.window, self._key.public)
        try:
            await self._parts.carrier.ask(asked)
        except NotMoving:
            self._tell(call.id, "desk.visit_not_now")
        except StoreFailed:
            self._tell(call.id, "desk.not_written")
        else:
            self._coming[call.id] = _Coming(call, asked)
            self._tell(call.id, "desk.visit_asked")

    def tick(self) -> None:
        """Whatever somebody shows or locks at the desk, visits come, and are wiped at their time."""
        if self._busy or self._clock.monotonic() - self._looked_at < LOOK_S:
            return
        self._looked_at = self._clock.monotonic()
        if self._coming or self._held or self._unwritten:
            self._busy = True
            self._session.do(self._look())

    async def _look(self) -> None:
        try:
            now = self._clock.now()
            for held in self.held:
                if held.until <= now:
                    await self._wipe(held, None)
            for call_id, coming in list(self._coming.items()):
                with suppress(StoreFailed):  # the session tells of it; the next look goes on
                    await self._see(call_id, coming)
            await self._write_wiped()
        finally:
            self._busy = False

    async def _see(self, call_id: str, coming: _Coming) -> None:
        moving = await self._parts.carrier.stands(call_id)
        stage = None if moving is None else moving.stage
        if stage is Stage.SEALED and coming.opened is None and moving is not None:
            coming.opened = await self._opened(coming, moving.sealed)
            if coming.opened is None:
                return
        if coming.opened is not None and stage in (Stage.SEALED, Stage.RECEIVED):
            with suppress(NotMoving):
                await self._parts.carrier.received(call_id, coming.asked.officer)
                self._take(coming, coming.opened)
                return
            stage = Stage.REFUSED
        if stage is not Stage.ASKED:
            del self._coming[call_id]
            self._tell(call_id, "desk.visit_refused")

    async def _opened(self, coming: _Coming, sealed: str) -> Travelling | None:
        """What was sealed; where it cannot be gone on with here, it stays at the kiosk."""
        assert self._key is not None
        call_id = coming.asked.bound.call
        try:
            travelling = Travelling.read(self._key.open(sealed, coming.asked.bound))
            travelling.release_of(await self._parts.releases())
        except NotOpened:
            self._tell(call_id, "desk.visit_damaged")
        except CannotResume as refused:
            self._tell(call_id, refused.reason.id)
        else:
            return travelling
        del self._coming[call_id]
        return None

    def _take(self, coming: _Coming, travelling: Travelling) -> None:
        bound = coming.asked.bound
        del self._coming[bound.call]
        self._held[bound.call] = Held(coming.call, travelling, bound.until, self._clock.now())
        self._tell(bound.call, "desk.visit_here")

    # --- going on with it -----------------------------------------------------------------------

    async def open(self, call_id: str) -> None:
        """Go on with it, in a window of its own, until that is closed."""
        held, officer = self._held.get(call_id), self._session.officer
        if held is None or held.open or not officer:
            return
        held.open = True
        self._say(None)
        try:
            await self._parts.carrier.opened(call_id, officer)
        except (StoreFailed, NotMoving):
            held.open = False
            self._say("desk.not_written")
            return
        if call_id not in self._held:  # wiped just now
            return
        held.showing = asyncio.ensure_future(self._shown(held))
        try:
            said = await held.showing
        except asyncio.CancelledError:
            if call_id in self._held:  # it was not wiped: the desk itself ends
                raise
            return
        except OSError:
            said = ""
        finally:
            held.open, held.showing = False, None
        await self._closed(held, Ended.read(said), officer)

    async def _shown(self, held: Held) -> str:
        return await self._parts.show(held.travelling.text())

    async def _closed(self, held: Held, ended: Ended | None, officer: str) -> None:
        if ended is None:
            self._say("desk.visit_broke")
        elif ended.how == "left":
            if ended.visit is not None:
                held.travelling = ended.visit
            self._say("desk.visit_left")
        else:
            await self._wipe(held, officer)
            self._say("desk.visit_filed" if ended.how == "filed" else "desk.visit_read")

    # --- wiping ---------------------------------------------------------------------------------

    async def wipe(self, call_id: str) -> None:
        """The resident needs it no more."""
        held = self._held.get(call_id)
        if held is not None and self._session.officer:
            await self._wipe(held, self._session.officer)

    async def _wipe(self, held: Held, officer: str | None) -> None:
        call_id = held.call.id
        self._held.pop(call_id, None)
        self._told.pop(call_id, None)
        self._unwritten.append((call_id, officer))
        if held.showing is not None:
            held.showing.cancel()
            await asyncio.wait([held.showing])
        self._say("desk.visits_wiped" if officer is None else None)
        await self._write_wiped()

    async def _write_wiped(self) -> None:
        """Put on record what was wiped; while that cannot be written it is tried again."""
        while self._unwritten:
            call_id, officer = self._unwritten[0]
            try:
                await self._parts.carrier.wiped(call_id, officer)
            except StoreFailed:
                return
            except NotMoving:
                if officer is not None:  # who has signed out since
                    self._unwritten[0] = (call_id, None)
                    continue
            if self._unwritten:
                self._unwritten.pop(0)

    async def close(self) -> None:
        """The desk ends: nothing stays."""
        self._coming.clear()
        for held in self.held:
            await self._wipe(held, None)

    # --- saying so ------------------------------------------------------------------------------

    def _tell(self, call_id: str, id_: str) -> None:
        self._told[call_id] = Message(id_)
        self.changed.emit()

    def _say(self, id_: str | None) -> None:
        self.notice = None if id_ is None else Message(id_)
        self.changed.emit()
