"""A resident books, checks in, moves or cancels at the kiosk: over the home page, one page at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.cases.booking import Booking, Page
from kiosk.cases.hoarding import Spot
from kiosk.clock import HALL_ZONE
from kiosk.devices.appointment_slips import appointment_slip, booking_code_in, number_slip
from kiosk.devices.code_reader import CodeReaderFailed
from kiosk.devices.id_reader import ReaderFailed
from kiosk.devices.slip import Slip
from kiosk.flow.answer import CardLaid, IdentityNo, PhoneNo
from screens.screen import Screen
from screens.shell.machine import Machine, Mode
from screens.shell.parts import KioskParts
from screens.shell.prompts import Prompts
from screens.shell.scenes import Scenes
from screens.shell.stage import Stage
from screens.steps.card import CardScreen
from screens.ui import Ui
from screens.visit.booking_pages import Around, ahead_in, page_screen, when
from screens.visit.home import WaitScreen

NAME = "booking"
"""Of the sheet over the home page."""
TOLD = frozenset({Page.NO_ROOM, Page.AWAY, Page.TOLD})
OFFER_AFTER = 2
"""Proofs that were not found, after which the guide is offered (ACCESSIBILITY.md, errors)."""


class Appointing(QObject):
    """What is given is kept here for as long as the sheet lies there, and in no draft.

    call_guide: somebody is wanted. print_slip: whether it came out. held: a picture code was held before the
    reader: somebody is there.
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
        *,
        print_slip: Callable[[Slip], Awaitable[bool]],
    ) -> None:
        super().__init__(parent)
        self._print_slip = print_slip
        self._parts, self._machine, self._stage = parts, machine, stage
        self._scenes, self._prompts, self._spawn = scenes, prompts, spawn
        self._booking: Booking | None = None
        self._made = 0
        self._failures = 0
        self._slip = self._printing = False
        self._waits = False
        """What was found out shows once the question whether anybody is there is answered."""
        self._reading: asyncio.Task[None] | None = None
        self._ui: Ui | None = None
        scenes.offers_appointments = parts.storage.appointments is not None
        scenes.appointments.connect(self.open)

    @property
    def booking(self) -> Booking | None:
        """What is under way."""
        return self._booking

    def open(self) -> None:
        """From the first page."""
        number = self._parts.hall.kiosk_no
        self._booking = Booking(number, Spot(number), self._hall_day)
        self._booking.made = self._made
        self._failures = 0
        self._show()

    def entered(self, mode: str) -> None:
        """The machine has come to another mode; elsewhere than at home nothing of it stays."""
        if mode == Mode.HOME and self._waits:
            self._waits = False
            self._show()
        elif mode not in (Mode.HOME, Mode.IDLE_PROMPT):
            self._forget()
        if mode == Mode.ATTRACT:
            self._made = 0

    def _forget(self) -> None:
        self._booking, self._waits, self._slip = None, False, False
        self._stop_reading()

    def _hall_day(self) -> Any:
        return self._parts.clock.now().astimezone(HALL_ZONE).date()

    # --- showing ------------------------------------------------------------------------------

    def _show(self) -> None:
        booking = self._booking
        assert booking is not None
        page = booking.page
        around = Around(self._scenes.releases or (), self._parts.announced, self._slip)

        def build(ui: Ui) -> Screen:
            self._ui = ui
            self._stop_reading()
            screen = page_screen(booking, ui, around)
            screen.acted.connect(lambda action, argument: self._acted(page, action, argument))
            screen.answered.connect(self._answered)
            screen.back_wanted.connect(self._back)
            if isinstance(screen, CardScreen):
                self._read_card(screen)
                screen.put_aside.connect(lambda number: self._read_card(screen, number))
            elif page is Page.CODE:
                self._read_for(self._codes(), screen)
            return screen

        self._stage.turn_to(NAME, build)

    def _acted(self, page: Page, action: str, argument: str) -> None:
        booking = self._booking
        if booking is None or booking.page is not page:
            return  # a touch that came twice
        if action == "given":
            self._given(argument)
        elif action == "close":
            self._back()
        elif action == "print":
            self._spawn(self._print_again())
        elif action == "offer_guide":
            self._prompts.offer_guide()
        elif page is Page.AWAY and action == "home":
            self._close()
        elif page in TOLD and action in ("yes", "no"):
            if action == "yes":
                self.call_guide.emit()
            elif page is Page.AWAY:
                self._given("")
            else:
                self._back()

    def _answered(self, answer: object) -> None:
        match answer:
            case CardLaid(card=None):
                self._without_card()
            case CardLaid(card=card) if card is not None:
                self._given(card.identity_number)
            case IdentityNo(number=number) | PhoneNo(number=number):
                self._given(number)
            case _:  # it is not at hand
                assert self._booking is not None
                self._booking.lose()
                self._show()

    def _without_card(self) -> None:
        """Its number is written instead where it may be; else the other ways are shown."""
        booking = self._booking
        assert booking is not None
        booking.back()
        if booking.page is Page.WHO:
            booking.take("identity")
        self._show()

    def _back(self) -> None:
        booking = self._booking
        assert booking is not None
        if booking.done or booking.first or not booking.back():
            self._close()
        else:
            self._show()

    def _close(self) -> None:
        self._forget()
        self._stage.close(NAME)

    def _given(self, value: str) -> None:
        booking = self._booking
        assert booking is not None
        if booking.done:
            self._close()
            return
        booking.take(value)
        if booking.pending is None:
            self._show()
            return
        self._stop_reading()
        self._stage.turn_to(NAME, lambda ui: WaitScreen(ui, ui.say("booking.looking")))
        self._spawn(self._settle(booking))

    async def _settle(self, booking: Booking) -> None:
        book, ui = self._parts.storage.appointments, self._ui
        assert book is not None
        assert ui is not None
        await booking.settle(book, ui.locale)
        if booking is not self._booking:  # they have gone
            return
        self._made = booking.made
        if booking.page in (Page.DONE, Page.NUMBER):
            self._slip = await self._print_slip(self._slip_of(booking, ui))
            if booking is not self._booking:
                return
        self._failures += booking.told is not None and booking.page in (
            Page.PROVE,
            Page.CODE,
            Page.LAST_FOUR,
        )
        if self._machine.mode is not Mode.HOME:
            self._waits = True
            return
        self._show()
        if self._failures >= OFFER_AFTER:
            self._failures = 0
            self._prompts.offer_guide()

    # --- slips --------------------------------------------------------------------------------

    def _slip_of(self, booking: Booking, ui: Ui) -> Slip:
        hall, around = self._parts.hall, Around(self._scenes.releases or (), self._parts.announced)
        station = hall.station.in_(ui.locale)
        number, booked = booking.number, booking.booked
        if booking.page is Page.NUMBER:
            assert number is not None
            assert number.number is not None
            before = "" if booking.ahead is None else ahead_in(ui, booking.ahead)
            service = around.title(number.service, ui.locale)
            return number_slip(ui.words, station, service, self._hall_day(), number.number, before)
        assert booked is not None
        assert booked.appointment.half is not None
        service = around.title(booked.appointment.service, ui.locale)
        half, portal = booked.appointment.half, hall.page("appointments")
        return appointment_slip(ui.words, station, service, when(half, ui), booked.code, portal)

    async def _print_again(self) -> None:
        booking, ui = self._booking, self._ui
        if booking is None or not booking.done or ui is None or self._printing:
            return  # of two taps, one slip
        self._printing = True
        try:
            out = await self._print_slip(self._slip_of(booking, ui))
        finally:
            self._printing = False
        if booking is self._booking:  # else whoever wanted it has gone
            self._prompts.printed("print.done" if out else "print.failed")

    # --- card and picture code ----------------------------------------------------------------

    def _read_card(self, screen: CardScreen, but: str = "") -> None:
        self._stop_reading()
        self._read_for(self._card(screen, but), screen)

    def _read_for(self, reading: Coroutine[Any, Any, None], screen: Screen) -> None:
        self._reading = task = self._spawn(reading)
        screen.destroyed.connect(lambda: task.cancel())

    async def _card(self, screen: CardScreen, but: str) -> None:
        reader = self._parts.reader
        while True:
            try:
                card = await reader.read(but)
            except ReaderFailed as failed:
                screen.card_failed(failed.message)
                if failed.final:
                    return
                but = ""
                try:
                    await reader.lifted()
                except ReaderFailed as gone:
                    screen.card_failed(gone.message)
                    return
            else:
                screen.card_read(card)
                return

    async def _codes(self) -> None:
        """A slip's picture code gives the code."""
        while True:
            try:
                code = await self._parts.codes.read(booking_code_in)
            except CodeReaderFailed:
                return  # the digits stand beside it
            self.held.emit()
            if self._machine.mode is Mode.HOME:
                self._reading = None
                self._given(code)
                return

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
