"""A resident asks where their case is: number, whose it is, the answer, and withdrawing it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.cases.number import number_in, valid
from kiosk.cases.where_told import told
from kiosk.cases.whereabouts import Enquiry, NotTold, Place, Whereabouts, WhereaboutsBook
from kiosk.devices.code_reader import CodeReaderFailed
from kiosk.failure import StoreFailed
from kiosk.ids import new_id
from kiosk.message import Message
from screens.screen import Screen
from screens.shell.machine import Machine, Mode
from screens.shell.parts import KioskParts
from screens.shell.preparing import OFFER_AFTER, open_again
from screens.shell.prompts import AskWords, Prompts
from screens.shell.scenes import Scenes
from screens.shell.stage import Stage
from screens.ui import Ui
from screens.visit.home import AskScreen, WaitScreen
from screens.visit.where import LastFourScreen, NumberScreen, WhereScreen

NAME = "where"
"""Of the sheet over the home page."""
LOST = AskWords("where.lost_title", "where.lost_help", "guide.call", "where.home", keeps=True)
SHUT = AskWords("where.wait_title", "where.wait", "guide.call", "where.home")
AWAY = AskWords("where.away_title", "where.away_help", "guide.call", "where.home", keeps=True)
WITHDRAW = AskWords(
    "where.withdraw_title", "where.withdraw_help", "where.withdraw_yes", "where.withdraw_no", keeps=True
)
CHECK = Message("where.number_check")


class Enquiring(QObject):
    """What is entered and told is kept here for as long as the sheet lies there, and nowhere else.

    call_guide: somebody is wanted. held: a picture code was held before the reader: somebody is there.
    """

    call_guide = Signal()
    held = Signal()

    def __init__(
        self,
        parts: KioskParts,
        machine: Machine,
        stage: Stage,
        scenes: Scenes,
        prompts: Prompts,
        spawn: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts, self._machine, self._stage = parts, machine, stage
        self._prompts, self._spawn = prompts, spawn
        self._book: WhereaboutsBook | None = parts.storage.where
        self._number = self._last_four = self._act_id = ""
        self._failures = 0
        self._looking: object | None = None
        self._found_out: Callable[[], None] | None = None
        """What to show of what was found while the kiosk asked whether anybody is there."""
        self._reading: asyncio.Task[None] | None = None
        scenes.offers_where = self._book is not None
        scenes.where.connect(self.ask)

    def ask(self) -> None:
        """The number on the slip."""
        self._failures = 0
        self._ask(None)

    def entered(self, mode: str) -> None:
        """The machine has come to another mode, and what belongs to it shows."""
        if mode == Mode.HOME and self._found_out is not None:
            go_on, self._found_out = self._found_out, None
            go_on()
        elif mode not in (Mode.HOME, Mode.IDLE_PROMPT):
            self._wipe()

    def _wipe(self) -> None:
        self._number = self._last_four = self._act_id = ""
        self._looking = self._found_out = None
        self._stop_reading()

    # --- the sheet ----------------------------------------------------------------------------

    def _ask(self, told: Message | None) -> None:
        number = self._number
        self._show(lambda ui: NumberScreen(ui, given=number, told=told), self._number_acted)
        if self._reading is None:
            self._reading = self._spawn(self._read())

    async def _read(self) -> None:
        """The picture code of the slip says the number too, as long as it is asked for."""
        try:
            number = await self._parts.codes.read(number_in)
        except CodeReaderFailed:
            return  # the digits stand beside it
        self._reading = None
        self.held.emit()
        self._number_given(number)

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _show(self, build: Callable[[Ui], Screen], acted: Callable[[str, str], None]) -> None:
        def built(ui: Ui) -> Screen:
            screen = build(ui)
            screen.acted.connect(acted)
            screen.answered.connect(lambda _unknown: self._tell(LOST))
            return screen

        self._stage.turn_to(NAME, built)

    def _number_acted(self, action: str, number: str) -> None:
        if action == "close":
            self._close()
        elif action == "given":
            self._number_given(number)

    def _number_given(self, number: str) -> None:
        """A digit that cannot be so is told before anything is looked up."""
        self._number = number
        if not valid(number):
            self._again(CHECK)
            return
        self._stop_reading()
        self._show(LastFourScreen, self._proof_acted)

    def _again(self, why: Message) -> None:
        self._failures += 1
        self._ask(why)
        if self._failures >= OFFER_AFTER:
            self._prompts.offer_guide()

    def _proof_acted(self, action: str, last_four: str) -> None:
        if action == "close":
            self._ask(None)
        elif action == "given":
            self._last_four = last_four
            self._look("where.looking", lambda book, enquiry: book.ask(enquiry), self._answer)

    def _tell(self, words: AskWords, **gaps: str) -> None:
        """What cannot be done, with a guide and the way back. gaps: of the title."""
        self._stop_reading()
        self._ask_with(words, self._told, "info", **gaps)

    def _ask_with(self, words: AskWords, acted: Callable[[str, str], None], icon: str, **gaps: str) -> None:
        def build(ui: Ui) -> Screen:
            return AskScreen(ui, ui.say(words.title, **gaps), ui.say(words.help), *words.keys(ui), icon=icon)

        self._show(build, acted)

    def _told(self, action: str, _argument: str) -> None:
        if action in ("yes", "no"):
            self._close()
        if action == "yes":
            self.call_guide.emit()

    def _close(self) -> None:
        self._wipe()
        self._stage.close(NAME)

    # --- looking ------------------------------------------------------------------------------

    def _look(
        self,
        words: str,
        asking: Callable[[WhereaboutsBook, Enquiry], Coroutine[Any, Any, Whereabouts]],
        found: Callable[[Whereabouts], None],
    ) -> None:
        assert self._book is not None
        self._show(lambda ui: WaitScreen(ui, ui.say(words)), lambda _action, _argument: None)
        self._looking = look = object()
        enquiry = Enquiry(self._number, self._last_four, self._parts.hall.kiosk_no)
        self._spawn(self._open(asking(self._book, enquiry), found, look))

    async def _open(
        self,
        asking: Coroutine[Any, Any, Whereabouts],
        found: Callable[[Whereabouts], None],
        look: object,
    ) -> None:
        try:
            where = await asking
        except NotTold as not_told:
            refused = not_told
            self._when_home(look, lambda: self._not_told(refused))
        except StoreFailed:
            self._when_home(look, lambda: self._tell(AWAY))
        else:
            self._when_home(look, lambda: found(where))

    def _when_home(self, look: object, go_on: Callable[[], None]) -> None:
        """Nothing covers the question whether anybody is there: what was found waits for a touch."""
        if look is not self._looking:
            return
        if self._machine.mode is Mode.HOME:
            go_on()
        else:
            self._found_out = go_on

    def _not_told(self, refused: NotTold) -> None:
        if refused.wait_s:
            self._tell(SHUT, **open_again(self._parts.clock.now(), refused.wait_s))
        else:
            self._again(refused.message)

    # --- the answer ---------------------------------------------------------------------------

    def _answer(self, where: Whereabouts, notice: str = "") -> None:
        self._failures = 0
        hall = self._parts.hall

        def build(ui: Ui) -> Screen:
            return WhereScreen(
                ui,
                told(where, ui.words, hall.staffed_window.in_(ui.locale)),
                where.number,
                can_withdraw=where.can_withdraw,
                notice=ui.say(notice) if notice else "",
            )

        self._show(build, lambda action, _argument: self._answer_acted(action, where))

    def _answer_acted(self, action: str, where: Whereabouts) -> None:
        if action == "close":
            self._close()
        elif action == "withdraw":
            self._act_id = self._act_id or new_id()
            self._ask_with(WITHDRAW, lambda action, _argument: self._sure(action, where), "question")

    def _sure(self, action: str, where: Whereabouts) -> None:
        """Only a second tap, on a key of its own, withdraws it."""
        if action == "no":
            self._answer(where)
        elif action == "yes":
            act_id = self._act_id
            self._look(
                "where.withdrawing", lambda book, enquiry: book.withdraw(enquiry, act_id), self._withdrawn
            )

    def _withdrawn(self, where: Whereabouts) -> None:
        gone = where.place is Place.WITHDRAWN
        self._answer(where, "" if gone else "where.not_withdrawn")
