"""Serving one resident: a service from its first question to its receipt, with card, slips and rating."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.cases.number import grouped
from kiosk.dates import written_out
from kiosk.devices.id_reader import ReaderFailed
from kiosk.devices.slip import PrintFailed, Slip
from kiosk.devices.slips import materials_slip, receipt_slip
from kiosk.field.card_address import split
from kiosk.flow.glossary import used
from kiosk.flow.load import Release
from kiosk.flow.run import FlowRun
from kiosk.message import Message
from kiosk.visit.visit import Visit
from screens.screen import Screen
from screens.shell.answering import answered_when
from screens.shell.host import FlowHost
from screens.shell.parts import KioskParts
from screens.steps.card import CardScreen
from screens.ui import Ui
from screens.visit.glossary import SEPARATOR
from screens.visit.home import ReceiptScreen, ReceiptView

PRINT_WAIT_S = 3.0
"""A printer that takes longer is spoken of as not having printed."""


class Serving(QObject):
    """Holds the visit. Nothing of it outlives :meth:`wipe`.

    step_changed: another step's screen is to be shown, with its kind. saving: handing in has begun.
    handed_in, hand_in_failed: how that ended. printed: a slip came out or did not, as a sentence's id.
    explain: the meaning of these terms is wanted.
    """

    step_changed = Signal(str)
    guide_wanted = Signal(bool)
    left = Signal()
    told = Signal()
    saving = Signal()
    handed_in = Signal()
    receipt_done = Signal()
    hand_in_failed = Signal()
    printed = Signal(str)
    offer_guide = Signal()
    explain = Signal(object)

    def __init__(
        self,
        parts: KioskParts,
        spawn: Callable[[Coroutine[Any, Any, Any]], asyncio.Task[Any]],
        parent: QObject | None = None,
        *,
        report: Callable[[BaseException], None] = lambda _error: None,
    ) -> None:
        super().__init__(parent)
        self._parts, self._spawn, self._unforeseen = parts, spawn, report
        self.visit = Visit()
        self.host: FlowHost | None = None
        # Always the same thread: Qt keeps fonts for each thread that ever drew, some 5 MB.
        self._drawing = ThreadPoolExecutor(1, "slips")
        self.handing_in = False
        """Whether the resident has handed in: also when it is not known yet how that ended."""
        self.slip_out: bool | None = None
        self._printing = False
        """Whether the receipt's slip came out; None as long as that is not known."""
        self._reading: asyncio.Task[Any] | None = None
        self.officer_here: Callable[[], bool] = lambda: False
        """Whether an officer is at a desk now."""

    # --- a service ----------------------------------------------------------------------------

    def begin(self, release: Release) -> None:
        """Begin a service at its first question."""
        self._end_host()
        run = FlowRun(release.flow, self._parts.clock.today, self.visit.known)
        self.visit.begin(release, run)
        self.visit.began_at = self.visit.began_at or self._parts.clock.now()
        self._walk(run)

    def take_up(self, visit: Visit) -> None:
        """Go on with a visit that was begun elsewhere."""
        assert visit.run is not None
        self._end_host()
        self.visit = visit
        self._walk(visit.run)

    @property
    def kind(self) -> str:
        """The kind of the present step."""
        return self.host.kind if self.host is not None else ""

    def _walk(self, run: FlowRun) -> None:
        self.host = host = FlowHost(run, self, earlier=self.visit.places)
        host.step_changed.connect(self.step_changed)
        host.guide_wanted.connect(self.guide_wanted)
        host.left.connect(self.left)
        host.told.connect(self.told)
        host.hand_in_wanted.connect(self.hand_in)
        host.acted.connect(self._acted)

    def leave(self) -> None:
        """Back at home: the service's answers are dropped."""
        self._end_host()
        self.handing_in, self.slip_out = False, None
        self.visit.leave_service()

    def wipe(self) -> None:
        """The visit is over: nothing of it stays."""
        self._end_host()
        self.handing_in, self.slip_out = False, None
        self.visit = Visit()

    def _end_host(self) -> None:
        self._stop_reading()
        if self.host is not None:
            self.host.deleteLater()
            self.host = None

    def build(self, ui: Ui) -> Screen:
        """The screen of the present step."""
        assert self.host is not None
        self._ui = ui
        screen = self.host.build(ui)
        self._stop_reading()
        if isinstance(screen, CardScreen):
            self._read_for(screen)
            screen.put_aside.connect(lambda number: self._read_another(screen, number))
        return screen

    def _acted(self, action: str, argument: str) -> None:
        if action == "print_materials":
            self._spawn(self._print_materials())
        elif action == "call_guide":
            self.guide_wanted.emit(False)
        elif action == "offer_guide":
            self.offer_guide.emit()
        elif action == "explain":
            self._explain(argument)

    def _explain(self, ids: str) -> None:
        release = self.visit.release
        if release is not None:
            wanted = ids.split(SEPARATOR)
            self.explain.emit(tuple(t for t in release.flow.glossary if t.id in wanted))

    # --- the identity card --------------------------------------------------------------------

    async def _read_card(self, screen: CardScreen, but: str = "") -> None:
        """but: the number of a card that lies there and counts only once it was lifted."""
        reader = self._parts.reader
        while True:
            try:
                card = await reader.read(but)
            except ReaderFailed as failed:
                screen.card_failed(failed.message)
                if failed.final:
                    return
                but = ""
                if not await self._lifted(screen):
                    return
                continue
            if self.visit.run is not None and card.identity_number in self.visit.run.laid_before():
                screen.card_failed(Message("device.reader.same"))
                but = card.identity_number
                continue
            divisions, detail = split(card.address, screen.ui.aids.divisions)
            screen.card_read(card.model_copy(update={"divisions": divisions, "detail": detail}))
            return

    async def _lifted(self, screen: CardScreen) -> bool:
        """Wait until a card that could not be read is lifted. False: the reader is out of use."""
        try:
            await self._parts.reader.lifted()
        except ReaderFailed as failed:
            screen.card_failed(failed.message)
            return False
        return True

    def _read_another(self, screen: CardScreen, number: str) -> None:
        self._stop_reading()
        self._read_for(screen, number)

    def _read_for(self, screen: CardScreen, but: str = "") -> None:
        self._reading = reading = self._spawn(self._read_card(screen, but))
        # A prompt over it takes its place; once that is gone, another one is built and asks again.
        screen.destroyed.connect(lambda: reading.cancel())

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    # --- handing in ---------------------------------------------------------------------------

    def hand_in(self) -> None:
        """Hand in what the review shows; tried again, the same visit gives the same receipt."""
        self._spawn(self._hand_in(self.visit))

    async def _hand_in(self, visit: Visit) -> None:
        filing = visit.filing(self._parts.hall.kiosk_no, self._ui.locale)
        self.handing_in = True
        self.saving.emit()
        try:
            receipt = await self._parts.storage.cases.hand_in(filing)
        except Exception:
            if visit is self.visit:
                self.handing_in = False
                self.hand_in_failed.emit()
            raise
        if visit is not self.visit:
            return
        visit.receipt = receipt
        out = self.slip_out
        try:
            if out is None:
                out = await self.print_slip(self._receipt_slip())
        finally:  # whatever the printer does, it is handed in
            if visit is self.visit:
                self.slip_out = bool(out)
                self.handed_in.emit()

    def receipt_screen(self, ui: Ui) -> ReceiptScreen:
        """The receipt."""
        self._ui = ui
        run, receipt = self.visit.run, self.visit.receipt
        assert run is not None
        assert receipt is not None
        release = self.visit.release
        assert release is not None
        lines = tuple(x.text.in_(ui.locale) for x in run.next_steps())
        view = ReceiptView(
            grouped(receipt.number),
            lines,
            bool(self.slip_out),
            service=release.flow.title.in_(ui.locale),
            day=written_out(ui.today(), ui.locale),
            window=self._window(),
            terms=used(lines, release.flow.glossary, ui.locale),
            asked=release.flow.is_consultation,
            until=self._until(ui, run),
        )
        screen = ReceiptScreen(ui, view)
        screen.acted.connect(self._receipt_acted)
        return screen

    def _receipt_acted(self, action: str, argument: str) -> None:
        if action == "print_receipt":
            self._spawn(self._print_again())
        elif action == "receipt_done":
            self.receipt_done.emit()
        elif action == "explain":
            self._explain(argument)

    def rate(self, level: int) -> None:
        """Keep the rating; 0 is none."""
        if level > 0:
            helpers = self.visit.helpers.officers
            self._spawn(self._parts.storage.cases.rate(self.visit.id, level, helpers))

    # --- slips --------------------------------------------------------------------------------

    async def _print_again(self) -> None:
        if self._printing:
            return  # of two taps, one slip
        self._printing = True
        try:
            out = await self.print_slip(self._receipt_slip())
        finally:
            self._printing = False
        self.printed.emit("print.done" if out else "print.failed")

    async def _print_materials(self) -> None:
        run, release = self.visit.run, self.visit.release
        if run is None or release is None:
            return
        ui, locale = self._ui, self._ui.locale
        slip = materials_slip(
            ui.words,
            self._station(),
            release.flow.title.in_(locale),
            ui.today(),
            _to_bring(run, locale),
            window=self._window(),
            portal=self._parts.hall.on_portal(release.flow),
        )
        out = await self.print_slip(slip)
        self.printed.emit("print.done" if out else "print.failed_list")

    def _receipt_slip(self) -> Slip:
        run, release, receipt = self.visit.run, self.visit.release, self.visit.receipt
        assert run is not None
        assert release is not None
        assert receipt is not None
        ui, locale = self._ui, self._ui.locale
        return receipt_slip(
            ui.words,
            self._station(),
            release.flow.title.in_(locale),
            release.flow.id,
            ui.today(),
            receipt.number,
            [*(x.text.in_(locale) for x in run.next_steps()), *filter(None, (self._until(ui, run),))],
            _to_bring(run, locale),
            window=self._window(),
            asked=release.flow.is_consultation,
            portal=self._parts.hall.page("answer" if release.flow.is_consultation else "where"),
        )

    def _until(self, ui: Ui, run: FlowRun) -> str:
        return answered_when(ui, run, ui.today(), self._parts.calendar, officer=self.officer_here())

    def _station(self) -> str:
        return self._parts.hall.station.in_(self._ui.locale)

    def _window(self) -> str:
        return self._parts.hall.staffed_window.in_(self._ui.locale)

    async def print_slip(self, slip: Slip) -> bool:
        """Draw and print; whether it came out. Of two slips, one after the other is drawn."""
        try:
            pdf = await asyncio.get_running_loop().run_in_executor(self._drawing, self._parts.slips.pdf, slip)
            await asyncio.wait_for(self._parts.printer.print(slip.kind, pdf), PRINT_WAIT_S)
        except (PrintFailed, TimeoutError):
            return False
        except Exception as error:  # what is handed in is handed in: the resident goes on without a slip
            self._unforeseen(error)
            return False
        return True


def _to_bring(run: FlowRun, locale: str) -> list[tuple[str, str]]:
    return [(m.text.in_(locale), m.note.in_(locale) if m.note else "") for m in run.materials()]
