"""A resident opens the form that was filled in at home: digits, who they are, and on in the service."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.cases.prepared import NotOpened, Opened, asks_proof
from kiosk.clock import HALL_ZONE
from kiosk.devices.appointment_slips import booking_code_in
from kiosk.devices.code_reader import CodeReaderFailed, secret_in
from kiosk.failure import StoreFailed, Trouble
from kiosk.message import Message
from kiosk.visit.prepared import NotOfferedHere, take_up
from screens.screen import Screen
from screens.shell.machine import Event, Machine, Mode
from screens.shell.parts import KioskParts
from screens.shell.prompts import AskWords, Prompts
from screens.shell.scenes import Scenes
from screens.shell.serving import Serving
from screens.shell.stage import Stage
from screens.ui import Ui
from screens.visit.home import AskScreen, WaitScreen
from screens.visit.prepared import CodeScreen, ProofScreen

NAME = "prepared"
"""Of the sheet over the home page."""
LOST = AskWords("prepared.lost_title", "prepared.lost_help", "guide.call", "prepared.here", keeps=True)
SHUT = AskWords("prepared.wait_title", "prepared.wait", "guide.call", "prepared.here")
AWAY = AskWords("prepared.away_title", "prepared.away_help", "guide.call", "prepared.here", keeps=True)
DAMAGED = AskWords("prepared.away_title", "prepared.damaged_help", "guide.call", "prepared.here", keeps=True)
"""It cannot be read: nobody may say that it is safe."""
NOT_HERE = AskWords("prepared.not_here_title", "prepared.not_here_help", "guide.call", "prepared.here")
OFFER_AFTER = 2
"""Codes that were not found, after which the guide is offered (ACCESSIBILITY.md, errors)."""


def open_again(now: datetime, wait_s: int) -> dict[str, str]:
    """The time in the hall from which on numbers are taken again, in whole minutes: hour and minute."""
    at = (now + timedelta(seconds=wait_s + 59)).astimezone(HALL_ZONE)
    return {"hour": str(at.hour), "minute": f"{at:%M}"}


def _form_in(text: str) -> str:
    """A form's secret; another slip's code is none."""
    return "" if booking_code_in(text) else secret_in(text)


class Preparing(QObject):
    """What is entered is kept here for as long as the sheet lies there, and in no draft.

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
        serving: Serving,
        prompts: Prompts,
        spawn: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts, self._machine, self._stage = parts, machine, stage
        self._scenes, self._serving, self._prompts, self._spawn = scenes, serving, prompts, spawn
        self._code = ""
        self._failures = 0
        self._looking: object | None = None
        self._found_out: Callable[[], None] | None = None
        """What to do with what was found while the kiosk asked whether anybody is there."""
        self._reading: asyncio.Task[None] | None = None
        self._found = False
        scenes.offers_prepared = parts.storage.prepared is not None
        scenes.prepared.connect(self.ask)

    def ask(self) -> None:
        """The six digits."""
        self._failures = 0
        self._ask(None)

    def entered(self, mode: str) -> None:
        """The machine has come to another mode, and what belongs to it shows."""
        if mode == Mode.SERVING and self._found:
            self._found = False
            if self._serving.kind == "checklist":
                self._machine.post(Event.AT_MATERIALS)
            self._prompts.prepared_found()
        if mode == Mode.HOME and self._found_out is not None:
            go_on, self._found_out = self._found_out, None
            go_on()
        elif mode not in (Mode.HOME, Mode.IDLE_PROMPT):
            self._code, self._found, self._looking, self._found_out = "", False, None, None
            self._stop_reading()

    # --- the sheet ----------------------------------------------------------------------------

    def _ask(self, told: Message | None) -> None:
        code = self._code
        self._show(lambda ui: CodeScreen(ui, given=code, told=told), self._code_acted)
        if self._reading is None:
            self._reading = self._spawn(self._read())

    async def _read(self) -> None:
        """The picture code opens it too, as long as the digits are asked for."""
        forms = self._parts.storage.prepared
        assert forms is not None
        try:
            secret = await self._parts.codes.read(_form_in)
        except CodeReaderFailed:
            return  # the digits stand beside it
        self._reading = None
        self.held.emit()
        self._look(forms.open_by_secret(secret, self._parts.hall.kiosk_no))

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

    def _code_acted(self, action: str, code: str) -> None:
        if action == "close":
            self._close()
        elif action == "given":
            self._code = code
            self._stop_reading()
            if asks_proof(code):
                self._show(ProofScreen, self._proof_acted)
            else:
                self._look_up("")

    def _proof_acted(self, action: str, proof: str) -> None:
        if action == "close":
            self._ask(None)
        elif action == "given":
            self._look_up(proof)

    def _tell(self, words: AskWords, **gaps: str) -> None:
        """What cannot be done, with a guide and the way without. gaps: of the title."""
        self._stop_reading()

        def build(ui: Ui) -> Screen:
            return AskScreen(
                ui, ui.say(words.title, **gaps), ui.say(words.help), *words.keys(ui), icon="info"
            )

        self._show(build, self._told)

    def _told(self, action: str, _argument: str) -> None:
        if action in ("yes", "no"):
            self._close()
        if action == "yes":
            self.call_guide.emit()

    def _close(self) -> None:
        self._code, self._looking = "", None
        self._stop_reading()
        self._stage.close(NAME)

    # --- looking ------------------------------------------------------------------------------

    def _look_up(self, proof: str) -> None:
        forms = self._parts.storage.prepared
        assert forms is not None
        self._look(forms.open(self._code, proof, self._parts.hall.kiosk_no))

    def _look(self, opening: Coroutine[Any, Any, Opened]) -> None:
        self._show(lambda ui: WaitScreen(ui, ui.say("prepared.looking")), lambda _action, _argument: None)
        self._looking = look = object()
        self._spawn(self._open(opening, look))

    async def _open(self, opening: Coroutine[Any, Any, Opened], look: object) -> None:
        try:
            opened = await opening
        except NotOpened as not_opened:
            refused = not_opened
            self._when_home(look, lambda: self._not_opened(refused))
        except StoreFailed as failed:
            words = DAMAGED if failed.trouble is Trouble.DAMAGED else AWAY
            self._when_home(look, lambda: self._tell(words))
        else:
            self._when_home(look, lambda: self._take_up(opened))

    def _when_home(self, look: object, go_on: Callable[[], None]) -> None:
        """Nothing covers the question whether anybody is there: what was found waits for a touch."""
        if look is not self._looking:
            return
        if self._machine.mode is Mode.HOME:
            go_on()
        else:
            self._found_out = go_on

    def _not_opened(self, refused: NotOpened) -> None:
        if refused.wait_s:
            self._tell(SHUT, **open_again(self._parts.clock.now(), refused.wait_s))
            return
        self._failures += 1
        self._ask(refused.message)
        if self._failures >= OFFER_AFTER:
            self._prompts.offer_guide()

    def _take_up(self, opened: Opened) -> None:
        visit = self._serving.visit
        try:
            take_up(visit, opened, self._scenes.releases or (), self._parts.clock.today)
        except NotOfferedHere:
            self._tell(NOT_HERE)
            return
        visit.began_at = visit.began_at or self._parts.clock.now()
        self._serving.take_up(visit)
        self._code, self._found = "", True
        self._machine.post(Event.SERVICE_CHOSEN)
