"""An officer says at the kiosk that they are there: from a touch of the bar to a call that knows it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject

from kiosk.failure import StoreFailed
from kiosk.message import Message
from kiosk.officers.roll import ArrivalRoll, Refused
from screens.screen import Screen
from screens.shell.calls import CallFollower, Phase
from screens.shell.stage import Stage
from screens.ui import Ui
from screens.visit.here import HereScreen

SHEET = "here"
MAY_BE_COMING = frozenset({Phase.COMING, Phase.HERE})
"""While nobody has said that they come, the bar leads nowhere: residents touch it too."""


class Arriving(QObject):
    """Asks for number and PIN; the visit below stays as it is."""

    def __init__(
        self,
        roll: ArrivalRoll,
        stage: Stage,
        calls: CallFollower,
        spawn: Callable[[Coroutine[Any, Any, None]], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._roll, self._stage, self._calls, self._spawn = roll, stage, calls, spawn
        self._number = ""
        self._busy = False

    def ask(self) -> None:
        """The bar was touched while somebody comes."""
        if self._calls.telling.phase in MAY_BE_COMING and not self._busy:
            self._show(None)

    def leave(self) -> None:
        """The sheet goes; nothing of what was given is kept."""
        self._number = ""
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
        number, self._number = self._number, ""
        try:
            officer = await self._roll.prove(number, pin)
            there = await self._calls.arrive(officer.number)
        except Refused as refused:
            self._told(refused.reason)
        except StoreFailed:
            self._told(Message("here.not_noted"))
        else:
            if there:
                self.leave()
            else:
                self._told(Message("here.no_call"))
        finally:
            self._busy = False

    def _told(self, why: Message) -> None:
        """Ask anew, where the sheet still lies there."""
        if self._stage.has(SHEET):
            self._show(why)
