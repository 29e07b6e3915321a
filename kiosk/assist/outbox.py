"""What a kiosk has still to tell the hub, what the hub told it, and how far a call has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kiosk.assist.call import Call, CallState
from kiosk.assist.change import Change, HallCall
from kiosk.duty.kiosks import KioskReport


@dataclass(frozen=True)
class Mark:
    """How far kiosk and hub have heard of each other, by the kiosk's own book.

    journal: UUIDv7 of the journal in which this kiosk counts its changes; a new data folder begins a new one,
    and so does one that was put back to an older copy.
    made, delivered: the seq of the last change made, and of the last that the hub has acknowledged. told: the
    number of the last decision of the hub that was taken over.
    """

    journal: str
    made: int
    delivered: int
    told: int


class RefusalReason(StrEnum):
    """Why the hub will not have a kiosk's changes. All but GAP want somebody to look at it."""

    FORKED = "forked"
    """It keeps another change under a number: this data folder is an older copy of itself."""
    SET_BACK = "set_back"
    """It has changes that this data folder never made: as FORKED, found out earlier."""
    FOREIGN = "foreign"
    """A journal or a call of another kiosk."""
    MALFORMED = "malformed"
    """It cannot read them: most likely program and hub are of different ages."""
    TOO_SOON = "too_soon"
    """As FORKED, and it has let this kiosk begin a new journal only just now."""
    GAP = "gap"
    """Changes are missing before these, and it does not say which."""


@dataclass(frozen=True)
class HubRefusal:
    """The hub would not have what it was told. at: by the kiosk's clock. detail: quotes nothing of it."""

    reason: RefusalReason
    detail: str
    at: datetime


@dataclass(frozen=True)
class Backlog:
    """What the hub has still to hear. oldest: when the first of it was made; None where there is nothing.

    refusal: the last one, until the hub keeps a change again. begun: when the journal was begun in place of
    another one; None where it never was.
    """

    count: int
    oldest: datetime | None
    refusal: HubRefusal | None
    begun: datetime | None = None


class Outbox(Protocol):
    """The changes of one kiosk's calls, kept in the very transaction that made them.

    Each method returns only after its change is committed. All raise ``StoreFailed`` where it is not.
    """

    async def mark(self) -> Mark:
        """How far it has come."""
        ...

    async def after(self, seq: int, limit: int) -> tuple[Change, ...]:
        """At most ``limit`` changes after ``seq``, in order."""
        ...

    async def delivered(self, seq: int) -> None:
        """The hub has all up to ``seq``. Never goes back."""
        ...

    async def refused(self, reason: RefusalReason, detail: str) -> None:
        """The hub will not have what it is told; kept until it keeps a change again."""
        ...

    async def begin_journal(self, journal: str, instead_of: str) -> None:
        """Count all that is kept from 1 on in a new journal, none of it delivered; each keeps its id.

        What is kept are all changes of open calls, all that were not delivered, and the last ones before.
        Where the journal is not ``instead_of`` any more, nothing is done.
        """
        ...

    async def take_over(self, calls: Sequence[HallCall]) -> None:
        """Bring the calls here in line with the hub's, in the order of their numbers, by ``at_kiosk``."""
        ...

    async def at_hub(self, call_id: str) -> bool:
        """Whether the hub has acknowledged that this call was opened."""
        ...

    async def changed(self) -> None:
        """Wait until this process makes a change; at once where it made one since this was last awaited."""
        ...


class Stage(StrEnum):
    """How far a call has come."""

    SAVED = "saved"
    """On this kiosk's disk."""
    AT_HUB = "at_hub"
    """The hub has it; no desk has shown it yet."""
    AT_DESK = "at_desk"
    """A desk has shown it."""
    CLAIMED = "claimed"
    """An officer is coming."""
    OVER = "over"
    """Done or cancelled."""


@dataclass(frozen=True)
class Reach:
    """How far a call has come, and who is coming."""

    stage: Stage
    officer: str | None = None


def reach(call: Call, *, at_hub: bool) -> Reach:
    """How far ``call`` has come. at_hub: the hub has acknowledged that it was opened."""
    if not call.open:
        return Reach(Stage.OVER)
    if call.state is CallState.CLAIMED:
        return Reach(Stage.CLAIMED, call.officer)
    if call.seen_at is not None:
        return Reach(Stage.AT_DESK)
    return Reach(Stage.AT_HUB if at_hub else Stage.SAVED)


class Reaching(Protocol):
    """What is known at a kiosk of the hall beyond it."""

    @property
    def connected(self) -> bool:
        """Whether the hub is there."""
        ...

    async def reach(self, call: Call) -> Reach:
        """How far the call has come. Raises ``StoreFailed``."""
        ...

    async def present(self) -> tuple[str, ...]:
        """The officers at the desks of the hall, as far as is known; nobody while the hub is away."""
        ...


class Forwarding(Reaching, Protocol):
    """Carries changes to the hub and its decisions back, as a task beside the kiosk."""

    async def report(self, report: KioskReport) -> None:
        """Tell the hub how this kiosk does. Raises ``StoreFailed``."""
        ...

    async def run(self) -> None:
        """For ever: cancel it to end it."""
        ...
