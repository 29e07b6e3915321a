"""Whoever asked a question reads the answer at the kiosk, and takes it along on a slip."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from kiosk.cases.question_read import read
from kiosk.cases.question_told import AnswerTold
from kiosk.devices.answer_slips import answer_slip
from kiosk.devices.slip import Slip
from screens.screen import Screen
from screens.shell.parts import KioskParts
from screens.shell.prompts import Prompts
from screens.ui import Ui
from screens.visit.where import WhereScreen

Show = Callable[[Callable[[Ui], Screen], Callable[[str, str], None]], None]


class AnswerPage:
    """show: lays a page on the sheet, with what is done when it is touched. close: takes the sheet away.

    print_slip: whether it came out.
    """

    def __init__(
        self,
        parts: KioskParts,
        prompts: Prompts,
        spawn: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]],
        show: Show,
        close: Callable[[], None],
        print_slip: Callable[[Slip], Awaitable[bool]],
    ) -> None:
        self._parts, self._prompts, self._spawn = parts, prompts, spawn
        self._show, self._close, self._print_slip = show, close, print_slip
        self._shown: object | None = None
        self._printing = False

    def show(self, found: AnswerTold, number: str) -> None:
        """The answer, or by when there is one. What an officer wrote is said by earphones alone."""
        calendar, clock = self._parts.calendar, self._parts.clock
        slips: list[Slip] = []
        self._shown = object()

        def build(ui: Ui) -> Screen:
            told = read(found, ui.words, clock.today(), calendar)
            station = self._parts.hall.station.in_(ui.locale)
            slips[:] = [answer_slip(ui.words, station, clock.today(), number, told)]
            return WhereScreen(ui, told, number, can_withdraw=False, prints=bool(told.written))

        def acted(action: str, _argument: str) -> None:
            if action == "close":
                self._close()
            elif action == "print":
                self._spawn(self._print(slips[0]))

        self._show(build, acted)

    def forget(self) -> None:
        """Whoever read it has gone: nobody else is told of their slip."""
        self._shown = None

    async def _print(self, slip: Slip) -> None:
        shown = self._shown
        if self._printing or shown is None:
            return  # of two taps, one slip
        self._printing = True
        try:
            out = await self._print_slip(slip)
        finally:
            self._printing = False
        if shown is self._shown:
            self._prompts.printed("print.done" if out else "print.failed")
