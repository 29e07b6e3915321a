"""Staff at the kiosk itself: number and PIN behind the greeting, then how it does, and its end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from kiosk.failure import StoreFailed
from kiosk.health.state import Health
from kiosk.message import Message
from kiosk.officers.officer import Officer
from kiosk.officers.record import Deed
from kiosk.officers.roll import WRONG, Refused
from kiosk.officers.staff_door import StaffDoor
from screens.shell.corners import Corners
from screens.shell.health_watch import HealthWatch
from screens.shell.looks import Looks
from screens.shell.parts import KioskParts
from screens.shell.proving import NotTaken, Proving, Sheet
from screens.shell.stage import Stage
from screens.visit.staff import StaffScreen, StaffSureScreen

LEFT_ALONE_S = 30.0
"""Nobody touched it for so long: the greeting is back, and nobody is known any more."""
SHEET = Sheet("staff", LEFT_ALONE_S, plain=True)
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
        self._officer: Officer | None = None
        self._busy = False
        self._proving = Proving(SHEET, stage, parts.clock, spawn, self._prove, self)
        self._proving.left.connect(self._left)
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
            self._proving.ask()

    def touched(self) -> None:
        """Somebody is there."""
        self._proving.touched()

    def _left(self) -> None:
        """Back to residents; nobody is known any more."""
        self._officer = None

    async def _prove(self, number: str, pin: str) -> NotTaken | None:
        assert self._parts.staff is not None
        try:
            officer = await self._parts.staff.open(number, pin)
        except Refused as refused:
            # What is wrong may be the PIN, which is asked for again, and covered: never where numbers show.
            return NotTaken(refused.reason, anew=refused.reason.id != WRONG.id)
        except StoreFailed:
            return NotTaken(NOT_KNOWN, anew=True)
        if self._proving.lies:
            self._officer = officer
            self._page()
        return None

    # --- the page -----------------------------------------------------------------------------

    def _page(self) -> None:
        name, health, now = self._parts.hall.kiosk_name, self._health.last, self._parts.clock.now()
        self._proving.show(lambda ui: StaffScreen(ui, name, health, now), self._acted)

    def _looked(self, health: Health) -> None:
        """What stands there is how it does now; a finger on a key is left there while nothing changed."""
        screen = self._stage.screen
        if self._stage.top != SHEET.name or not isinstance(screen, StaffScreen) or screen.page:
            return
        if screen.health is None or screen.health.parts != health.parts:
            self._page()

    def _acted(self, action: str, _argument: str) -> None:
        if action == "close":
            self._proving.leave()
        elif action == "looked" and not self._busy:
            self._busy = True
            self._spawn(self._looked_at())
        elif action in DEEDS:
            self._proving.show(
                lambda ui: StaffSureScreen(ui, action), lambda said, _a: self._sure(action, said)
            )

    def _sure(self, what: str, said: str) -> None:
        if said != "yes":
            self._page()
        elif not self._busy:
            self._busy = True
            self._spawn(self._do(what))

    async def _do(self, what: str) -> None:
        deed, code = DEEDS[what]
        if await self._on_record(lambda door, number: door.note(number, deed)):
            self.leaving.emit(code)

    async def _looked_at(self) -> None:
        """How the database was put back, as far as it stood on the page."""
        health = self._health.last
        assert health is not None
        if await self._on_record(lambda door, number: door.looked_at(number, health.at)):
            self._health.look()

    async def _on_record(self, work: Callable[[StaffDoor, str], Awaitable[None]]) -> bool:
        """Whether it could be done. What cannot go on record is not, and who it is is asked anew."""
        try:
            if self._officer is None or self._parts.staff is None:
                return False
            await work(self._parts.staff, self._officer.number)
        except StoreFailed:
            if self._proving.lies:
                self._officer = None
                self._proving.ask(NOT_KNOWN)
            return False
        else:
            return True
        finally:
            self._busy = False
