"""Leading a real kiosk to a step of a service, by events of the kiosk's own machine."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QSize, Qt, Signal

from kiosk.flow.load import Release
from kiosk.flow.run import FlowRun
from kiosk.visit.visit import Visit
from screens.shell.kiosk import Kiosk
from screens.shell.machine import Event, Mode
from screens.theme import Panel


def fitted(panel: Panel, room: QSize) -> Panel:
    """The panel, or one of its shape and its millimetres with fewer pixels where there is no room for all.

    A panel with fewer pixels is laid out by the very rules of the real one, since all sizes are physical; a
    picture of the real one made smaller would blur its letters, and no touch would fall where it seems to.
    """
    size = QSize(panel.width, panel.height)
    if size.width() <= room.width() and size.height() <= room.height():
        return panel
    size.scale(room, Qt.AspectRatioMode.KeepAspectRatio)
    return Panel(size.width(), size.height(), panel.diagonal_inch)


class Preview(QObject):
    """One service in a kiosk of its own.

    standing: for each step that residents can reach, a run that stands there. stands: the step that shows
    now, by its id; ``""`` outside the service.
    """

    stands = Signal(str)

    def __init__(self, kiosk: Kiosk, release: Release, standing: Mapping[str, FlowRun]) -> None:
        super().__init__(kiosk)
        self._kiosk, self._release, self.standing = kiosk, release, standing
        self._step, self._opened = "", False
        kiosk.opened.connect(self._open)
        kiosk.machine.mode_entered.connect(self._entered)
        kiosk.serving.step_changed.connect(lambda _kind: self._tell())

    def begin(self) -> None:
        """From the home page, on which there is this service alone."""
        self._lead("")

    def go(self, step: str) -> None:
        """Straight to a step that residents can reach, with example answers before it."""
        assert step in self.standing, "nobody gets there"
        self._lead(step)

    def _lead(self, step: str) -> None:
        self._step = step
        if not self._opened:
            return  # the last wish counts, once the kiosk can fulfil it
        self._kiosk.machine.post(Event.RESTART)  # from wherever it is; in attract it changes nothing
        self._kiosk.machine.post(Event.START)

    def _open(self) -> None:
        self._opened = True
        self._lead(self._step)

    def _entered(self, name: str) -> None:
        mode, serving = Mode(name), self._kiosk.serving
        if mode is Mode.HOME and self._step:
            visit = Visit()
            visit.begin(self._release, self.standing[self._step].fork())
            self._step = ""
            serving.take_up(visit)
            self._kiosk.machine.post(Event.SERVICE_CHOSEN)
            if serving.kind == "checklist":
                self._kiosk.machine.post(Event.AT_MATERIALS)
        self._tell()

    def _tell(self) -> None:
        run = self._kiosk.serving.visit.run
        self.stands.emit(run.step.id if run is not None and run.step is not None else "")
