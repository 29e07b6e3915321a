"""The dark screen: nothing can be read over a shoulder, the four keys and the voice go on below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFocusFrame, QWidget


class Curtain(QFocusFrame):
    """A black cover over all of the window. touched: a finger; it is for who drew it to lift it.

    It takes every touch, so that none hits an unseen key, and no key: those go to what lies below. A focus
    frame, because those do not appear in the accessibility tree: to a screen reader nothing has changed.
    """

    touched = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=False)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        window.installEventFilter(self)
        self.hide()

    def draw_over(self, drawn: bool) -> None:
        """Cover the window, or show it."""
        if drawn:
            self.setGeometry(self._window.rect())
            self.raise_()
        self.setVisible(drawn)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over all of the window, whatever its size and whatever comes into it."""
        if watched is self._window and not self.isHidden():
            if event.type() is QEvent.Type.Resize:
                self.setGeometry(self._window.rect())
            elif event.type() is QEvent.Type.ChildPolished:
                self.raise_()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Taken; it works when the finger is lifted, as on a key."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A finger on the dark glass."""
        event.accept()
        self.touched.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Black."""
        QPainter(self).fillRect(self.rect(), Qt.GlobalColor.black)
