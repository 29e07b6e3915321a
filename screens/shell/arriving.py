"""An officer says at the kiosk that they are there: from a touch of the bar to a call that knows it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject

from kiosk.clock import Clock
from kiosk.failure import StoreFailed
from kiosk.message import Message
from kiosk.officers.roll import ArrivalRoll, Refused
from screens.screen import Screen
from screens.shell.calls import CallFollower, Phase
from screens.shell.idle import IdleWatch
from screens.shell.stage import Stage
from screens.ui import Ui
from screens.visit.here import HereScreen

SHEET = "here"
LEFT_ALONE_S = 60.0
"""Nobody touched it for so long: whoever asked for it is gone, and the resident gets their own page back."""
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
        self._roll, self._stage, self._calls, self._spawn = roll, stage, calls, spawn
        self._number = ""
        self._call: str | None = None
        self._busy = False
        self._alone = IdleWatch(clock, LEFT_ALONE_S, 0.0, self)
        self._alone.over.connect(self.leave)

    def ask(self) -> None:
        """The bar was touched while somebody comes."""
        if self._calls.telling.phase in MAY_BE_COMING and not self._busy:
            claimed = self._calls.claimed
            self._call = None if claimed is None else claimed.id
            self._alone.start()
            self._show(None)

    def touched(self) -> None:
        """Somebody is there."""
        self._alone.touch()

    def leave(self) -> None:
        """The sheet goes; nothing of what was given is kept."""
        self._number = ""
        self._alone.stop()
        self._stage.close(SHEET)

    def _show(self, told: Message | None) -> None:
        pin = bool(self._number)

        def build(ui: Ui) -> Screen:
            screen = HereScreen(ui, pin=pin, told=told)
            screen.acted.connect(self._acted)
            return screen

        self._stage.prompt(SHEET, build)

    def _acted(self, action: str, digits: str) -> None:
        if self._busy:
            return
        if action == "close":
            self.leave()
        elif action == "given" and not self._number:
            self._number = digits
            self._show(None)
        elif action == "given":
            self._busy = True
            self._spawn(self._prove(digits))

    async def _prove(self, pin: str) -> None:
        call = self._call
        try:
            officer = await self._roll.prove(self._number, pin)
            there = await self._calls.arrive(call, officer.number)
        except Refused as refused:
            self._told(refused.reason)
        except StoreFailed:
            self._told(Message("here.not_noted"))
        else:
            if there:
                self.leave()
            else:
                self._number = ""
                self._told(Message("here.no_call"))
        finally:
            self._busy = False

    def _told(self, why: Message) -> None:
        """Ask anew, where the sheet still lies there: for the PIN again, or from the number on."""
        if self._stage.has(SHEET):
            self._show(why)
