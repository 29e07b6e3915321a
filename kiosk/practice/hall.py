"""The practice as it runs: residents call in the queue, give up, or tell what is wrong to who comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.assist.call import Call, CallState, IllegalTransition, NewCall
from kiosk.assist.queue import CallQueue
from kiosk.clock import Clock
from kiosk.ids import new_id
from kiosk.practice.plan import RIGHT, Resident, Trouble
from kiosk.practice.score import Score, Visit, score


@dataclass
class _Guest:
    resident: Resident
    call_id: str = field(default_factory=new_id)
    called_at: float | None = None
    call: Call | None = None
    left: bool = False

    @property
    def claimed_s(self) -> float | None:
        """Seconds from the call to the claim that stands."""
        call = self.call
        if call is None or call.claimed_at is None:
            return None
        return (call.claimed_at - call.created_at).total_seconds()

    @property
    def closed_s(self) -> float | None:
        """Seconds from the call to its end."""
        call = self.call
        if call is None or call.closed_at is None:
            return None
        return (call.closed_at - call.created_at).total_seconds()


class PracticeHall:
    """Works on a queue of its own, never on a station's. The same officers claim and close as ever."""

    def __init__(self, queue: CallQueue, clock: Clock, residents: Sequence[Resident]) -> None:
        self._queue, self._clock = queue, clock
        self._guests = [_Guest(resident) for resident in residents]
        self._began: float | None = None

    @property
    def came(self) -> int:
        """How many have called so far."""
        return sum(guest.called_at is not None for guest in self._guests)

    @property
    def expected(self) -> int:
        """How many will have called in the end."""
        return len(self._guests)

    @property
    def over(self) -> bool:
        """Whether everybody called, and each call is done or given up."""
        return all(guest.left or _ended(guest.call) for guest in self._guests)

    async def step(self) -> None:
        """Let happen what is due now. Raises ``StoreFailed``; what is due then happens at the next step."""
        now = self._clock.monotonic()
        if self._began is None:
            self._began = now
        for guest in self._guests:
            if guest.called_at is None:
                if now - self._began >= guest.resident.at_s:
                    guest.call = await self._queue.open_call(_new(guest))
                    guest.called_at = now
            elif not guest.left and not _ended(guest.call):
                await self._look_after(guest, now - guest.called_at)

    async def _look_after(self, guest: _Guest, waited_s: float) -> None:
        guest.call = await self._queue.get(guest.call_id)
        waiting = guest.call is not None and guest.call.state is CallState.WAITING
        if waiting and waited_s >= guest.resident.patience_s:
            try:
                guest.call = await self._queue.cancel(guest.call_id)
            except IllegalTransition:
                return  # somebody claimed it just now
            guest.left = True

    def arrives_in_s(self, call_id: str) -> float | None:
        """How many seconds the officer still walks; 0: is there. ``None``: nobody is on the way."""
        guest = self._guest(call_id)
        if guest is None or guest.claimed_s is None or guest.called_at is None:
            return None
        gone = self._clock.monotonic() - guest.called_at - guest.claimed_s
        return max(0.0, guest.resident.place.walk_s - gone)

    def said(self, call_id: str) -> Trouble | None:
        """What is wrong, as the resident tells it once the officer is there."""
        guest = self._guest(call_id)
        if guest is None or self.arrives_in_s(call_id) != 0:
            return None
        return guest.resident.trouble

    def score(self) -> Score:
        """How it went so far."""
        return score([_visit(guest) for guest in self._guests if guest.called_at is not None])

    def _guest(self, call_id: str) -> _Guest | None:
        return next((guest for guest in self._guests if guest.call_id == call_id), None)


def _ended(call: Call | None) -> bool:
    return call is not None and not call.open


def _new(guest: _Guest) -> NewCall:
    resident = guest.resident
    return NewCall(
        id=guest.call_id,
        kiosk=resident.place.kiosk,
        kiosk_name=resident.place.name,
        place=resident.place.where,
        service=resident.service,
        step=resident.step,
        locale=resident.locale,
        priority=resident.priority,
    )


def _visit(guest: _Guest) -> Visit:
    return Visit(
        claimed_s=None if guest.left else guest.claimed_s,
        walk_s=guest.resident.place.walk_s,
        outcome=None if guest.call is None else guest.call.outcome,
        right=RIGHT[guest.resident.trouble],
        closed_s=guest.closed_s,
        left=guest.left,
    )
