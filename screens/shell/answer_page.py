"""Whoever asked a question reads the answer at the kiosk, and takes it along on a slip."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from kiosk.cases.question_read import read
from kiosk.cases.question_told import AnswerTold
from kiosk.devices.answer_slips import answer_slip
from kiosk.devices.slip import PrintFailed, Slip
from screens.screen import Screen
from screens.shell.parts import KioskParts
from screens.shell.prompts import Prompts
from screens.shell.serving import PRINT_WAIT_S
from screens.ui import Ui
from screens.visit.where import WhereScreen

Show = Callable[[Callable[[Ui], Screen], Callable[[str, str], None]], None]


class AnswerPage:
    """show: lays a page on the sheet, with what is done when it is touched. close: takes the sheet away.

    lies: whether the sheet is still there: nobody else is told of a slip.
    """

    def __init__(
        self,
        parts: KioskParts,
        prompts: Prompts,
        spawn: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]],
        show: Show,
        close: Callable[[], None],
        lies: Callable[[], bool],
    ) -> None:
        self._parts, self._prompts, self._spawn = parts, prompts, spawn
        self._show, self._close, self._lies = show, close, lies

    def show(self, found: AnswerTold, number: str) -> None:
        """The answer, or by when there is one. What an officer wrote is said by earphones alone."""
        calendar, clock = self._parts.calendar, self._parts.clock
        slips: list[Slip] = []

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

    async def _print(self, slip: Slip) -> None:
        try:
            pdf = await asyncio.to_thread(self._parts.slips.pdf, slip)
            await asyncio.wait_for(self._parts.printer.print(slip.kind, pdf), PRINT_WAIT_S)
            told = "print.done"
        except (PrintFailed, TimeoutError):
            told = "print.failed"
        if self._lies():
            self._prompts.printed(told)
