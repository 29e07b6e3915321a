"""The kiosk's heartbeat: it tells whoever looks after the kiosk that its window moves."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

LOOK_MS = 50
"""Until the first screen shows, it is looked for this often."""
BEAT_MS = 200
"""Also lets Python see signals while Qt waits."""


class Alive(Protocol):
    """Whoever starts the kiosk anew where it does not move."""

    def shown(self) -> None:
        """The first screen is painted."""
        ...

    def beat(self) -> bool:
        """The window moves. False: nobody looks any more."""
        ...

    def ends(self, code: int) -> None:
        """The kiosk ends on purpose, with this exit code; what is still to be done may take a moment."""
        ...


class Heart(QObject):
    """Beats on the window's own thread: a thread that hangs is silent.

    alone: nobody looks after the kiosk any more.
    """

    alone = Signal()

    def __init__(self, window: QWidget, alive: Alive | None) -> None:
        super().__init__(window)
        self._window, self._alive = window, alive
        self._shown = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(LOOK_MS)

    def _beat(self) -> None:
        handle = self._window.windowHandle()
        if not self._shown:
            if handle is None or not handle.isExposed():
                return
            self._shown = True
            self._timer.setInterval(BEAT_MS)
            if self._alive is not None:
                self._alive.shown()
        if self._alive is not None and not self._alive.beat():
            self._timer.stop()
            self.alone.emit()
