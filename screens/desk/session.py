"""One desk's view of the queue: who is signed in, which calls are open, and what just happened."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.assist.call import Call, CallState, IllegalTransition, Outcome
from kiosk.assist.escalation import Limits
from kiosk.assist.queue import DeskQueue
from kiosk.clock import Clock
from kiosk.failure import StoreFailed, Trouble
from kiosk.message import Message
from screens.desk.rising import Rising

POLL_S = 0.25
HEARTBEAT_S = 5.0
"""Well within ``PRESENT_S``: one beat may be lost."""
NOTICE_S = 12.0
"""A notice stays this long, or until the next one."""


class DeskSession(QObject):
    """Talks to the queue, one thing after the other; never raises for a queue that fails, but says so.

    changed: something to show is different now. called: somebody calls who did not before; its argument:
    whether to ring. A quiet call never rings: heard in the hall just after a private answer, the bell would
    give the answer away. unanswered: nobody goes to a call; ring again, loudly.
    """

    changed = Signal()
    called = Signal(bool)
    unanswered = Signal()

    def __init__(
        self,
        queue: DeskQueue,
        clock: Clock,
        report: Callable[[BaseException], None],
        parent: QObject | None = None,
        *,
        limits: Limits | None = None,
    ) -> None:
        super().__init__(parent)
        self._queue, self._clock, self._report = queue, clock, report
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._beat_at = 0.0
        self._notice_at = 0.0
        self._known: frozenset[tuple[str, bool]] = frozenset()
        self._seen: set[str] = set()
        self._let_go: set[str] = set()
        self._rising = Rising(limits or Limits())
        self.officer = ""
        self.calls: tuple[Call, ...] = ()
        self.for_leader: tuple[Call, ...] = ()
        """Calls that have waited so long that the leader must see to them."""
        self.trouble = False
        self.notice: Message | None = None

    # --- what is so ---------------------------------------------------------------------------

    @property
    def waiting(self) -> tuple[Call, ...]:
        """Nobody goes yet; in the queue's order: priority first, then the oldest first."""
        return tuple(c for c in self.calls if c.state is CallState.WAITING)

    @property
    def mine(self) -> tuple[Call, ...]:
        """Claimed by the officer who is signed in."""
        return tuple(c for c in self.calls if c.state is CallState.CLAIMED and c.officer == self.officer)

    @property
    def others(self) -> tuple[Call, ...]:
        """Claimed by somebody else."""
        return tuple(c for c in self.calls if c.state is CallState.CLAIMED and c.officer != self.officer)

    # --- watching -----------------------------------------------------------------------------

    def do(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run one of the methods below from a click; an error that is no trouble of the queue is reported."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._report(error)

    async def watch(self, wait: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Look at the queue four times a second, for good. Whatever fails, it goes on looking."""
        while True:
            try:
                await self.look()
            except Exception as error:
                self._tell_trouble(True)
                self._report(error)
            await wait(POLL_S)

    def not_up(self) -> None:
        """The store behind the queue has not come up yet."""
        self._tell_trouble(True)

    async def look(self) -> None:
        """Look once: say that the officer is here, read the open calls, mark them as seen."""
        async with self._turn:
            await self._look()

    async def _look(self) -> None:
        if self.notice is not None and self._clock.monotonic() - self._notice_at >= NOTICE_S:
            self.notice = None
            self.changed.emit()
        try:
            calls = await self._queue.open_calls()
            gone = {c.id for c in self.mine} - {c.id for c in calls} - self._let_go
            self._show(calls)
            self._rise()
            for call_id in gone:
                await self._tell_gone(call_id)
            if self.officer:
                await self._mark_seen()
                await self._beat()
        except StoreFailed as failed:
            self._fail(failed)
            return
        self._tell_trouble(False)

    def _show(self, calls: tuple[Call, ...]) -> None:
        waiting = frozenset((c.id, c.quiet) for c in calls if c.state is CallState.WAITING)
        new = {key for key in waiting - self._known if key[0] not in self._let_go}
        self._known = waiting
        self._let_go &= {c.id for c in calls if c.state is CallState.CLAIMED}
        handed = self._handed(calls)
        if calls != self.calls:
            self.calls = calls
            self.changed.emit()
        if new:
            self.called.emit(any(not quiet for _, quiet in new))
        for call, by in handed:
            self._tell(Message("desk.handed_to_you", {**_where(call), "officer": by}))
            self.called.emit(not call.quiet)

    def _handed(self, calls: tuple[Call, ...]) -> list[tuple[Call, str]]:
        """Calls that somebody else had a moment ago, and that are this officer's now; with who had them."""
        before = {c.id: c.officer or "" for c in self.calls if c.state is CallState.CLAIMED}
        mine = [c for c in calls if c.state is CallState.CLAIMED and c.officer == self.officer]
        return [(c, before[c.id]) for c in mine if before.get(c.id, self.officer) != self.officer]

    def _rise(self) -> None:
        alarm = self._rising.look(self.calls, self._clock.now())
        if alarm.leader != self.for_leader:
            self.for_leader = alarm.leader
            self.changed.emit()
        if alarm.ring:
            self.unanswered.emit()

    async def _beat(self) -> None:
        """Say that the officer is here; last of all, as a hub that has much to do answers late."""
        if self._clock.monotonic() - self._beat_at < HEARTBEAT_S:
            return
        try:
            await self._queue.sign_in(self.officer)
        except StoreFailed as failed:
            if failed.trouble is not Trouble.BUSY:
                raise
        self._beat_at = self._clock.monotonic()

    async def _mark_seen(self) -> None:
        unseen = [c.id for c in self.calls if c.seen_at is None and c.id not in self._seen]
        if unseen:
            await self._queue.mark_seen(unseen)
            self._seen.update(unseen)
        self._seen &= {c.id for c in self.calls}

    async def _tell_gone(self, call_id: str) -> None:
        call = await self._queue.get(call_id)
        if call is not None and call.state is CallState.CANCELLED:
            self._tell(Message("desk.cancelled", _where(call)))

    # --- what an officer does -----------------------------------------------------------------

    async def sign_in(self, officer: str) -> None:
        """Stand at the desk under this number, which was proved before."""
        async with self._turn:
            if await self._tried(self._queue.sign_in(officer)):
                self.officer = officer
                self._beat_at = self._clock.monotonic()
                self._tell(None)
                self.changed.emit()
                await self._look()

    async def sign_out(self, *, leaving: bool = False) -> None:
        """Leave the desk; refused while the officer has calls in hand, unless the desk itself is closed.

        Where the queue cannot be written, the officer is taken for gone after ``PRESENT_S`` anyway.
        """
        async with self._turn:
            if not self.officer:
                return
            if self.mine and not leaving:
                self._tell(Message("desk.still_yours", {"count": len(self.mine)}))
                return
            officer, self.officer = self.officer, ""
            self._tell(None)
            self.changed.emit()
            await self._tried(self._queue.sign_out(officer))

    async def claim(self, call_id: str) -> None:
        """Go to a waiting call; where somebody else was quicker, say who."""
        async with self._turn:
            if not self.officer:
                return
            self._tell(None)
            try:
                await self._tried(self._queue.claim(call_id, self.officer))
            except IllegalTransition:
                await self._tried(self._tell_lost(call_id))
            await self._look()

    async def colleagues(self) -> tuple[str, ...] | None:
        """The others who are at a desk now; None where that cannot be read."""
        try:
            present = await self._queue.present()
        except StoreFailed as failed:
            if failed.trouble is not Trouble.BUSY:
                self._fail(failed)
            self._tell(Message("desk.not_written"))
            return None
        return tuple(number for number in present if number != self.officer)

    async def hand_over(self, call_id: str, to: str) -> None:
        """Let this officer go in one's place."""
        async with self._turn:
            self._let_go.add(call_id)
            self._tell(None)
            try:
                written = await self._tried(self._queue.hand_over(call_id, self.officer, to))
            except IllegalTransition:
                written = False
                call = await self._got(call_id)
                if call is not None and call.officer == self.officer:
                    self._tell(Message("desk.not_there", {"officer": to}))
                elif call is not None:
                    self._tell(Message("desk.over", _where(call)))
            if written:
                self._tell(Message("desk.handed_over", {"officer": to}))
            else:
                self._let_go.discard(call_id)
            await self._look()

    async def put_back(self, call_id: str) -> None:
        """Let another officer go."""
        async with self._turn:
            self._let_go.add(call_id)
            self._tell(None)
            await self._end(call_id, self._queue.put_back(call_id, self.officer))

    async def close(self, call_id: str, outcome: Outcome, note: str) -> bool:
        """Say how it ended; whether that was written down."""
        async with self._turn:
            self._let_go.add(call_id)
            self._tell(None)
            return await self._end(call_id, self._queue.close(call_id, self.officer, outcome, note))

    async def _end(self, call_id: str, work: Coroutine[Any, Any, Any]) -> bool:
        try:
            written = await self._tried(work)
        except IllegalTransition:
            # The resident took the call back meanwhile, or it was ended at another desk.
            written = True
            call = await self._got(call_id)
            if call is not None:
                self._tell(Message("desk.over", _where(call)))
        if not written:
            self._let_go.discard(call_id)
        await self._look()
        return written

    async def _tell_lost(self, call_id: str) -> None:
        call = await self._queue.get(call_id)
        if call is None or (call.state is CallState.CLAIMED and call.officer == self.officer):
            return
        if call.officer is not None and call.state is CallState.CLAIMED:
            self._tell(Message("desk.lost", {**_where(call), "officer": call.officer}))
        else:
            self._tell(Message("desk.over", _where(call)))

    async def _got(self, call_id: str) -> Call | None:
        try:
            return await self._queue.get(call_id)
        except StoreFailed:
            return None

    async def _tried(self, work: Coroutine[Any, Any, Any]) -> bool:
        try:
            await work
        except StoreFailed as failed:
            if failed.trouble is Trouble.BUSY:  # the calls stand as they are told
                self._tell(Message("desk.busy"))
                return False
            self._fail(failed)
            self._tell(Message("desk.not_written"))
            return False
        return True

    def tell(self, notice: Message) -> None:
        """Something else at the desk has this to say."""
        self._tell(notice)

    # --- saying so ----------------------------------------------------------------------------

    def _tell(self, notice: Message | None) -> None:
        self._notice_at = self._clock.monotonic()
        if notice != self.notice:
            self.notice = notice
            self.changed.emit()

    def _fail(self, failed: StoreFailed) -> None:
        if not self.trouble:  # four times a second would drown every other report
            self._report(failed)
        self._tell_trouble(True)

    def _tell_trouble(self, trouble: bool) -> None:
        if trouble != self.trouble:
            self.trouble = trouble
            self.changed.emit()


def _where(call: Call) -> dict[str, str | int]:
    return {"place": call.place, "kiosk": call.kiosk_name}
