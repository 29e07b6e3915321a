"""Python's cyclic garbage is collected in the GUI thread alone.

The collector runs in whichever thread happens to allocate; were that the store's, it would destroy widgets
and timers of the GUI thread from there, which Qt answers with a crash.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 500


class GuiGarbage(QObject):
    """Takes the collector over for as long as it lives; make it in the GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the generations that are full, by the collector's own thresholds."""
        for generation, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)):
            if count <= limit:
                return
            gc.collect(generation)

    def stop(self) -> None:
        """Give the collector back as it was found."""
        self._timer.stop()
        if self._was_on:
            gc.enable()
