"""What a preview has in place of a store: nothing outlives the window, and nobody is called."""

from __future__ import annotations

from collections.abc import Collection

from kiosk.assist.call import Call, NewCall
from kiosk.cases.case import Case, Filing, Receipt
from kiosk.cases.number import registration_number
from kiosk.cases.visit_end import VisitEnd
from kiosk.failure import StoreFailed, Trouble
from screens.shell.parts import Storage

SOMEBODY = "preview"
"""As if a guide were signed in: the guide's bar then looks as it does in a hall at work."""


class NoCalls:
    """A queue in which there is never a call."""

    async def present(self) -> tuple[str, ...]:
        """Somebody, so that the bar shows what it usually does."""
        return (SOMEBODY,)

    async def get(self, _call_id: str) -> Call | None:
        """None is there."""
        return None

    async def open_call(self, _new: NewCall) -> Call:
        """Raises ``StoreFailed``: nobody is called from a preview."""
        raise StoreFailed(Trouble.AWAY)

    async def cancel(self, _call_id: str) -> Call:
        """Raises ``StoreFailed``: there is none."""
        raise StoreFailed(Trouble.AWAY)

    async def arrive(self, _call_id: str, _officer: str) -> Call:
        """Raises ``StoreFailed``: there is none."""
        raise StoreFailed(Trouble.AWAY)


class NoCases:
    """Takes what is handed in and keeps none of it; every receipt bears the same example number."""

    async def hand_in(self, filing: Filing) -> Receipt:
        """A receipt, so that its screen can be seen."""
        return Receipt(filing.visit_id, registration_number(filing.kiosk, 1))

    async def rate(self, visit_id: str, level: int, helpers: Collection[str] = ()) -> None:
        """Forgotten."""

    async def cases(self, *, reveal: bool = False) -> tuple[Case, ...]:
        """None."""
        return ()


class NoEnds:
    """Ends of visits, forgotten."""

    async def keep(self, end: VisitEnd) -> None:
        """Forgotten."""


async def _nothing() -> None:
    pass


def nothing_kept() -> Storage:
    """A store in which nothing is kept."""
    return Storage(NoCalls(), NoCases(), NoEnds(), _nothing, _nothing, _nothing)
