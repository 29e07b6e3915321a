"""Cases at the window in the local store."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from kiosk.cases.difficult import Refused
from kiosk.cases.window_acts import Act
from kiosk.cases.window_desk import WindowCase
from kiosk.officers.officer import Officer
from kiosk.officers.roll import Refused as NoRight
from kiosk.store.line import Line

if TYPE_CHECKING:
    from kiosk.store._shelf import Shelf

T = TypeVar("T")


class LocalWindow:
    """The window's book in the local store; see WindowDesk."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def open_cases(self, by: Officer) -> tuple[WindowCase, ...]:
        """All that are not over, masked, in their order."""
        return await self._asked(lambda shelf: shelf.window.open_for(by.number))

    async def find(self, number: str, by: Officer) -> WindowCase | None:
        """By its registration number, over or not; masked."""
        return await self._asked(lambda shelf: shelf.window.find(number, by.number))

    async def read(self, case_id: str, by: Officer) -> WindowCase | None:
        """One with all its words; that they were read is on record."""
        return await self._asked(lambda shelf: shelf.window.read(case_id, by.number))

    async def act(self, case_id: str, act_id: str, act: Act, by: Officer) -> WindowCase:
        """Do one thing; the same again changes nothing."""
        return await self._asked(lambda shelf: shelf.window.act(case_id, act_id, act, by.number))

    async def _asked(self, work: Callable[[Shelf], T]) -> T:
        try:
            return await self._line.run(work)
        except NoRight as refused:
            raise Refused(refused.reason) from None
