"""What is counted while the kiosk runs: visits, calls, errors. Numbers alone, of nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from kiosk.assist.call import Call, CallState, NewCall
from kiosk.assist.queue import KioskQueue
from kiosk.cases.visit_end import VisitEnd, VisitEnds

CLAIMED_WITHIN_S = (15, 30, 60, 120, 180, 300, 600)
"""The goal of a hall is 60 s in the middle and 180 s for 95 of 100."""
UNKNOWN = "unknown"


class Counts:
    """Since the kiosk was started.

    visits: by how they ended. calls: by how they ended, ``cancelled`` among them. claims_s: seconds from
    each call to its claim, as (how many within each limit, the sum, how many in all).
    """

    def __init__(self) -> None:
        self.visits: Counter[str] = Counter()
        self.calls_opened = 0
        self.calls: Counter[str] = Counter()
        self.errors = 0
        self.claimed = 0
        self.claimed_s = 0.0
        self.claimed_within: Counter[int] = Counter()

    def claim(self, seconds: float) -> None:
        """A call was claimed so long after it was made."""
        waited = max(0.0, seconds)
        self.claimed += 1
        self.claimed_s += waited
        for limit in CLAIMED_WITHIN_S:
            if waited <= limit:
                self.claimed_within[limit] += 1

    def error(self, on_error: Callable[[BaseException], None]) -> Callable[[BaseException], None]:
        """Whoever is told of errors, and each counted."""

        def told(error: BaseException) -> None:
            self.errors += 1
            on_error(error)

        return told


class CountedEnds:
    """A VisitEnds that counts what it is told."""

    def __init__(self, ends: VisitEnds, counts: Counts) -> None:
        self._ends, self._counts = ends, counts

    async def keep(self, end: VisitEnd) -> None:
        """As ever."""
        self._counts.visits[str(end.ending)] += 1
        await self._ends.keep(end)


class CountedQueue:
    """A KioskQueue that counts what becomes of the kiosk's calls, each once."""

    def __init__(self, queue: KioskQueue, counts: Counts) -> None:
        self._queue, self._counts = queue, counts
        self._known: dict[str, CallState] = {}
        self._timed: set[str] = set()

    async def open_call(self, new: NewCall) -> Call:
        """As ever; a call that is open already is no new one."""
        call = await self._queue.open_call(new)
        if call.id not in self._known:
            self._counts.calls_opened += 1
            self._known[call.id] = CallState.WAITING
        return self._seen(call)

    async def get(self, call_id: str) -> Call | None:
        """As ever."""
        call = await self._queue.get(call_id)
        return None if call is None else self._seen(call)

    async def cancel(self, call_id: str) -> Call:
        """As ever."""
        return self._seen(await self._queue.cancel(call_id))

    async def arrive(self, call_id: str, officer: str) -> Call:
        """As ever."""
        return self._seen(await self._queue.arrive(call_id, officer))

    async def present(self) -> tuple[str, ...]:
        """As ever."""
        return await self._queue.present()

    def _seen(self, call: Call) -> Call:
        before = self._known.get(call.id)
        if before is None or before is call.state:
            return call
        if call.claimed_at is not None and call.id not in self._timed:  # put back and claimed anew: once
            self._timed.add(call.id)
            self._counts.claim((call.claimed_at - call.created_at).total_seconds())
        if call.open:
            self._known[call.id] = call.state
        else:
            del self._known[call.id]
            self._timed.discard(call.id)
            ended = call.outcome or (call.state if call.state is CallState.CANCELLED else UNKNOWN)
            self._counts.calls[str(ended)] += 1
        return call
