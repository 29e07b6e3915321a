"""Staff at the kiosk itself: number and PIN behind the greeting, then how it does, and its end."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from kiosk.failure import StoreFailed
from kiosk.health.state import Health
from kiosk.message import Message
from kiosk.officers.officer import Officer
from kiosk.officers.record import Deed
from kiosk.officers.roll import Refused
from screens.screen import Screen
from screens.shell.corners import Corners
from screens.shell.health_watch import HealthWatch
from screens.shell.idle import IdleWatch
from screens.shell.looks import Looks
from screens.shell.parts import KioskParts
from screens.shell.stage import Stage
from screens.ui import Ui
from screens.visit.here import HereScreen
from screens.visit.staff import StaffScreen, StaffSureScreen

SHEET = "staff"
LEFT_ALONE_S = 30.0
"""Nobody touched it for so long: the greeting is back, and nobody is known any more."""
ENDED, RESTARTED = 0, 75
"""Exit codes: whoever keeps the kiosk alive ends with it at the first, and starts it anew at any other."""
DEEDS = {"end": (Deed.KIOSK_ENDED, ENDED), "restart": (Deed.KIOSK_RESTARTED, RESTARTED)}
NOT_KNOWN = Message("staff.not_known")


class StaffAccess(QObject):
    """leaving: the program is to end with this exit code; it is on record who wanted it.

    tapped: what was taken for the way in was a resident's tap.
    """

    leaving = Signal(int)
    tapped = Signal()

    def __init__(
        self,
        parts: KioskParts,
        window: QWidget,
        stage: Stage,
        looks: Looks,
        health: HealthWatch,
        spawn: Callable[[Coroutine[Any, Any, None]], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts, self._stage, self._health, self._spawn = parts, stage, health, spawn
        self._number = ""
        self._officer: Officer | None = None
        self._busy = False
        self._alone = IdleWatch(parts.clock, LEFT_ALONE_S, 0.0, self)
        self._alone.over.connect(self.leave)
        self.corners = Corners(window, parts.clock, lambda: looks.panel, self._watching)
        # Queued: what they lead to takes away the very widgets that were touched.
        self.corners.found.connect(self.ask, Qt.ConnectionType.QueuedConnection)
        self.corners.tapped.connect(self.tapped, Qt.ConnectionType.QueuedConnection)
        health.looked.connect(self._looked)

    def _watching(self) -> bool:
        """On the greeting alone, and where nothing else can be done."""
        return self._parts.staff is not None and self._stage.top in ("attract", "broken")

    def ask(self) -> None:
        """Both corners were held: who is it?"""
        if self._watching() and not self._busy:
            self._alone.start()
            self._ask(None)

    def touched(self) -> None:
        """Somebody is there."""
        self._alone.touch()

    def leave(self) -> None:
        """Back to residents; nobody is known any more."""
        self._number, self._officer = "", None
        self._alone.stop()
        self._stage.close(SHEET)

    # --- number and PIN -----------------------------------------------------------------------

    def _ask(self, told: Message | None) -> None:
        pin = bool(self._number)
        self._show(lambda ui: HereScreen(ui, pin=pin, told=told), self._given)

    def _given(self, action: str, digits: str) -> None:
        if self._busy:
            return
        if action == "close":
            self.leave()
        elif action == "given" and not self._number:
            self._number = digits
            self._ask(None)
        elif action == "given":
            self._busy = True
            self._spawn(self._open(digits))

    async def _open(self, pin: str) -> None:
        assert self._parts.staff is not None
        try:
            officer = await self._parts.staff.open(self._number, pin)
        except Refused as refused:
            self._number = ""
            self._told(refused.reason)
        except StoreFailed:
            self._number = ""
            self._told(NOT_KNOWN)
        else:
            if self._stage.has(SHEET):
                self._officer = officer
                self._page()
        finally:
            self._busy = False

    def _told(self, why: Message) -> None:
        if self._stage.has(SHEET):
            self._ask(why)

    # --- the page -----------------------------------------------------------------------------

    def _page(self) -> None:
        name, health, now = self._parts.hall.kiosk_name, self._health.last, self._parts.clock.now()
        self._show(lambda ui: StaffScreen(ui, name, health, now), self._acted)

    def _looked(self, health: Health) -> None:
        """What stands there is how it does now; a finger on a key is left there while nothing changed."""
        screen = self._stage.screen
        if self._stage.top != SHEET or not isinstance(screen, StaffScreen) or screen.page:
            return
        if screen.health is None or screen.health.parts != health.parts:
            self._page()

    def _acted(self, action: str, _argument: str) -> None:
        if action == "close":
            self.leave()
        elif action in DEEDS:
            self._show(lambda ui: StaffSureScreen(ui, action), lambda said, _a: self._sure(action, said))

    def _sure(self, what: str, said: str) -> None:
        if said != "yes":
            self._page()
        elif not self._busy:
            self._busy = True
            self._spawn(self._do(what))

    async def _do(self, what: str) -> None:
        deed, code = DEEDS[what]
        try:
            if self._officer is not None and self._parts.staff is not None:
                await self._parts.staff.note(self._officer.number, deed)
                self.leaving.emit(code)
        except StoreFailed:  # what cannot go on record is not done
            self._number = ""
            self._told(NOT_KNOWN)
        finally:
            self._busy = False

    def _show(self, build: Callable[[Ui], Screen], acted: Callable[[str, str], None]) -> None:
        def built(ui: Ui) -> Screen:
            screen = build(ui)
            screen.acted.connect(acted)
            return screen

        self._stage.prompt(SHEET, built, plain=True)
