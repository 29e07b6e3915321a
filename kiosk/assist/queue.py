"""The queue of calls, as kiosk and desk see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kiosk.assist.call import Call, NewCall, Outcome

PRESENT_S = 15.0
"""A guide counts as signed in while the desk was heard of within this many seconds."""

SILENT_S = 60.0
"""A desk says every few seconds who sits there; so long silent, it is off or broken, not slow."""


class DeskQueue(Protocol):
    """The calls as a desk works on them, those of this machine or of the whole hall.

    Each method returns only after its change is committed. All raise ``StoreFailed`` where it is not.
    """

    async def get(self, call_id: str) -> Call | None:
        """One call."""
        ...

    async def open_calls(self) -> tuple[Call, ...]:
        """All waiting and claimed calls: priority first, then the oldest first."""
        ...

    async def mark_seen(self, call_ids: Sequence[str]) -> None:
        """A desk shows these calls now; only the first time counts."""
        ...

    async def claim(self, call_id: str, officer: str) -> Call:
        """Take a waiting call; of two officers one wins, the other gets :class:`IllegalTransition`."""
        ...

    async def put_back(self, call_id: str, officer: str) -> Call:
        """Give a claimed call back. Raises :class:`IllegalTransition`."""
        ...

    async def hand_over(self, call_id: str, officer: str, to: str) -> Call:
        """Give a claimed call to another officer, who is at a desk. Raises :class:`IllegalTransition`."""
        ...

    async def stand_beside(self, call_id: str, officer: str) -> Call:
        """Whoever has the call is with the resident now, and says so away from the kiosk.

        Said twice, the first time counts. Raises :class:`IllegalTransition`.
        """
        ...

    async def close(self, call_id: str, officer: str, outcome: Outcome, note: str = "") -> Call:
        """End a claimed call. Raises :class:`IllegalTransition`."""
        ...

    async def sign_in(self, officer: str) -> None:
        """The officer stands at a desk; repeated every few seconds while that holds."""
        ...

    async def sign_out(self, officer: str) -> None:
        """The officer leaves the desk."""
        ...

    async def present(self) -> tuple[str, ...]:
        """The officers heard of within :data:`PRESENT_S`."""
        ...


class KioskQueue(Protocol):
    """The calls as a kiosk makes and follows its own. All raise ``StoreFailed``."""

    async def get(self, call_id: str) -> Call | None:
        """One call."""
        ...

    async def present(self) -> tuple[str, ...]:
        """The officers heard of within :data:`PRESENT_S`."""
        ...

    async def open_call(self, new: NewCall) -> Call:
        """Write the call down. One open call a kiosk: where there is one, it is returned instead.

        A visible call (``quiet`` false) turns an open quiet one into a visible one.
        """
        ...

    async def cancel(self, call_id: str) -> Call:
        """The resident needs nobody any more. Raises :class:`IllegalTransition`."""
        ...

    async def arrive(self, call_id: str, officer: str) -> Call:
        """This officer is beside the resident, and has the call now. Raises :class:`IllegalTransition`.

        Said twice by the same officer, the first time counts.
        """
        ...


class CallQueue(DeskQueue, KioskQueue, Protocol):
    """All that can be done with the calls of one machine."""

    async def all_calls(self) -> tuple[Call, ...]:
        """Every call, the oldest first."""
        ...
