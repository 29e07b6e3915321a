"""An officer says at the kiosk that they are there: from a touch of the bar to a call that knows it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject

from kiosk.clock import Clock
from kiosk.failure import StoreFailed
from kiosk.message import Message
from kiosk.officers.roll import ArrivalRoll, Refused
from screens.shell.calls import CallFollower, Phase
from screens.shell.proving import NotTaken, Proving, Sheet
from screens.shell.stage import Stage

LEFT_ALONE_S = 60.0
"""Nobody touched it for so long: whoever asked for it is gone, and the resident gets their own page back."""
SHEET = Sheet("here", LEFT_ALONE_S)
MAY_BE_COMING = frozenset({Phase.COMING, Phase.HERE})
"""While nobody has said that they come, the bar leads nowhere: residents touch it too."""


class Arriving(QObject):
    """Asks for number and PIN; the visit below stays as it is."""

    def __init__(
        self,
        roll: ArrivalRoll,
        stage: Stage,
        calls: CallFollower,
        clock: Clock,
        spawn: Callable[[Coroutine[Any, Any, None]], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._roll, self._calls = roll, calls
        self._call: str | None = None
        self._proving = Proving(SHEET, stage, clock, spawn, self._prove, self)

    def ask(self) -> None:
        """The bar was touched while somebody comes."""
        if self._calls.telling.phase in MAY_BE_COMING and not self._proving.busy:
            claimed = self._calls.claimed
            self._call = None if claimed is None else claimed.id
            self._proving.ask()

    def touched(self) -> None:
        """Somebody is there."""
        self._proving.touched()

    def leave(self) -> None:
        """The sheet goes; nothing of what was given is kept."""
        self._proving.leave()

    async def _prove(self, number: str, pin: str) -> NotTaken | None:
        call = self._call
        try:
            officer = await self._roll.prove(number, pin)
            there = await self._calls.arrive(call, officer.number)
        except Refused as refused:
            return NotTaken(refused.reason)
        except StoreFailed:
            return NotTaken(Message("here.not_noted"))
        if not there:
            return NotTaken(Message("here.no_call"), anew=True)
        self._proving.leave()
        return None
