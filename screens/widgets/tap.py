"""What a tap is: one finger, pressed and released inside, once."""

from __future__ import annotations

import time

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

SECOND_TAP_MS = 300
"""A second tap on the same spot within this time is the same tap (VVSG 7.2)."""
SPOT_MM = 10
"""A tap this near to the last one is on the same spot, whatever key stands there now."""
LAST_TAP = "last_tap"
"""The window's property with the last tap: seconds of the monotonic clock and the place on the screen."""


class TapButton(QAbstractButton):
    """A button that tells a tap from its bounce and from a held key. spot: the size of a spot in pixels."""

    def __init__(self, spot: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spot = spot

    def hitButton(self, pos: QPoint) -> bool:
        """Only inside."""
        return self.rect().contains(pos)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A bounce of the same tap is ignored, also where another screen stands there by now."""
        if self._bounce(event.globalPosition()):
            event.accept()
            return
        super().mousePressEvent(event)

    def _bounce(self, at: QPointF) -> bool:
        last = self.window().property(LAST_TAP)
        if not isinstance(last, tuple):
            return False
        when, x, y = last
        near = (at - QPointF(x, y)).manhattanLength() <= self._spot
        return near and (time.monotonic() - when) * 1000 < SECOND_TAP_MS

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tap ends inside."""
        if self.isDown() and self.rect().contains(event.position().toPoint()):
            at = event.globalPosition()
            self.window().setProperty(LAST_TAP, (time.monotonic(), at.x(), at.y()))
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt calls the second press so; here it is a press like any other, or a bounce."""
        self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return chooses too; a held key does not repeat."""
        if event.isAutoRepeat():
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select):
            self.click()
            return
        super().keyPressEvent(event)
