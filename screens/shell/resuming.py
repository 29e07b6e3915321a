"""A visit that goes on at a window: it begins at its question, and the window closes when it is over.

No guide can be called: an officer sits beside the resident. Nobody is asked to rate with the officer there.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kiosk.visit.travelling import CannotResume, Ended
from screens.shell.comfort import Comfort
from screens.shell.machine import Event, Machine, Mode
from screens.shell.parts import KioskParts, Resumed
from screens.shell.scenes import Scenes
from screens.shell.serving import Serving


class Resuming(QObject):
    """over: it has ended, and was told. stands: how the visit stands now; asked before it is wiped."""

    over = Signal()

    def __init__(
        self,
        resumed: Resumed,
        parts: KioskParts,
        machine: Machine,
        serving: Serving,
        stands: Callable[[], Ended],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._resumed, self._parts = resumed, parts
        self._machine, self._serving, self._stands = machine, serving, stands
        self._told = False

    def begin(self, scenes: Scenes) -> Comfort | None:
        """Take the visit up; what it looks like. None where it cannot go on here: then it is over."""
        travelling = self._resumed.travelling
        try:
            visit = travelling.resume(scenes.releases or (), self._parts.clock.today)
            comfort = Comfort.of(travelling.locale, travelling.look)
            self._parts.words[comfort.locale]
        except (CannotResume, ValueError, KeyError):
            self._tell(Ended(how="left"))
            return None
        self._serving.take_up(visit)
        self._machine.post(Event.START)
        return comfort

    def entered(self, mode: Mode, before: Mode | None) -> bool:
        """Whether that was all there is to do: a mode that means something else here."""
        if mode is Mode.HOME and before is Mode.ATTRACT:
            self._machine.post(Event.SERVICE_CHOSEN)
            return True
        if mode is Mode.SERVING and before is Mode.HOME and self._serving.kind == "checklist":
            self._machine.post(Event.AT_MATERIALS)
        ends = mode in (Mode.HOME, Mode.RATING, Mode.OUT_OF_SERVICE)
        if ends or (mode is Mode.ATTRACT and before is not None):
            self.end()
            return True
        return False

    def end(self) -> None:
        """It is over, one way or another."""
        self._tell(self._stands())

    def _tell(self, ended: Ended) -> None:
        if not self._told:
            self._told = True
            self._resumed.ended(ended)
            self.over.emit()
