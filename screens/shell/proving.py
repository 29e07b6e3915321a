"""Whoever works here proves at the kiosk who they are: number, then PIN, on one sheet over what shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.clock import Clock
from kiosk.message import Message
from screens.screen import Screen
from screens.shell.idle import IdleWatch
from screens.shell.stage import Stage
from screens.ui import Ui
from screens.visit.here import HereScreen


@dataclass(frozen=True)
class Sheet:
    """name: of the prompt. left_alone_s: nobody touched it for so many seconds, and it goes. plain: without
    the settings keys."""

    name: str
    left_alone_s: float
    plain: bool = False


@dataclass(frozen=True)
class NotTaken:
    """told: why. anew: the number is asked for again too, and not the PIN alone."""

    told: Message
    anew: bool = False


class Proving(QObject):
    """left: the sheet is gone; nothing of what was given is kept.

    prove: given number and PIN; None where they were taken, and then it is for whoever asked to go on.
    """

    left = Signal()

    def __init__(
        self,
        sheet: Sheet,
        stage: Stage,
        clock: Clock,
        spawn: Callable[[Coroutine[Any, Any, None]], object],
        prove: Callable[[str, str], Awaitable[NotTaken | None]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._sheet, self._stage, self._spawn, self._prove = sheet, stage, spawn, prove
        self._number = ""
        self._busy = False
        self._alone = IdleWatch(clock, sheet.left_alone_s, 0.0, self)
        self._alone.over.connect(self.leave)

    @property
    def lies(self) -> bool:
        """Whether the sheet lies there."""
        return self._stage.has(self._sheet.name)

    @property
    def busy(self) -> bool:
        """Whether what was given is being looked at."""
        return self._busy

    def ask(self, told: Message | None = None) -> None:
        """Who is it? From the number on. told: why it is asked again."""
        if not self._busy:
            self._number = ""
            self._alone.start()
            self._ask(told)

    def show(self, build: Callable[[Ui], Screen], acted: Callable[[str, str], None]) -> None:
        """Show something else on the sheet; it is left alone after the same time."""

        def built(ui: Ui) -> Screen:
            screen = build(ui)
            screen.acted.connect(acted)
            return screen

        self._stage.prompt(self._sheet.name, built, plain=self._sheet.plain)

    def touched(self) -> None:
        """Somebody is there."""
        self._alone.touch()

    def leave(self) -> None:
        """The sheet goes, and nobody is known any more."""
        self._number = ""
        self._alone.stop()
        self._stage.close(self._sheet.name)
        self.left.emit()

    def _ask(self, told: Message | None) -> None:
        pin = bool(self._number)
        self.show(lambda ui: HereScreen(ui, pin=pin, told=told), self._acted)

    def _acted(self, action: str, digits: str) -> None:
        if self._busy:
            return
        if action == "close":
            self.leave()
        elif action == "given" and not self._number:
            self._number = digits
            self._ask(None)
        elif action == "given":
            self._busy = True
            self._spawn(self._look(self._number, digits))

    async def _look(self, number: str, pin: str) -> None:
        try:
            not_taken = await self._prove(number, pin)
        finally:
            self._busy = False
        if not_taken is not None and self.lies:
            if not_taken.anew:
                self._number = ""
            self._ask(not_taken.told)
