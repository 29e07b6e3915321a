"""What a monkey does to the panel: touches, strokes, keys, and time that passes unseen."""

from __future__ import annotations

from random import Random

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from screens.widgets.key import Key

KEYS = (
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Backtab),
    *(Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_R, Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_F4),
    *(Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Menu, Qt.Key.Key_Super_L, Qt.Key.Key_Q),
    *(Qt.Key.Key_0, Qt.Key.Key_5, Qt.Key.Key_9, Qt.Key.Key_A, Qt.Key.Key_Home, Qt.Key.Key_Print),
)
"""The four keys of a keypad, and what somebody with a keyboard would try."""
HELD = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.MetaModifier,
)
MOST_POINTS = 12
SLOWEST_MS = 1500
"""Between two touches: some are bounces of the one before, most are not."""


class MonkeyHand:
    """Touches the window as the window system would, at random."""

    def __init__(self, window: QWidget, random: Random) -> None:
        self._window, self._random = window, random
        self._moment = 1

    def keys(self) -> list[Key]:
        """What can be touched now."""
        return [key for key in self._window.findChildren(Key) if key.isVisible() and key.isEnabled()]

    def anywhere(self) -> QPointF:
        """A place on the panel."""
        return QPointF(
            self._random.uniform(0, self._window.width() - 1),
            self._random.uniform(0, self._window.height() - 1),
        )

    def on(self, widget: QWidget) -> QPointF:
        """A place on a widget."""
        inside = QPointF(
            self._random.uniform(1, max(1, widget.width() - 2)),
            self._random.uniform(1, max(1, widget.height() - 2)),
        )
        return QPointF(widget.mapTo(self._window, inside.toPoint()))

    def tap(self, at: QPointF, *, later_ms: int | None = None, held_ms: int | None = None) -> None:
        """One touch. later_ms: after the one before; held_ms: so long. As it happens where they are None."""
        self._moment += self._random.randrange(SLOWEST_MS) if later_ms is None else later_ms
        self._mouse(QEvent.Type.MouseButtonPress, at)
        self._moment += self._random.randrange(5, 900) if held_ms is None else held_ms
        self._mouse(QEvent.Type.MouseButtonRelease, at)

    def drag(self) -> None:
        """A stroke from anywhere to anywhere."""
        self._moment += self._random.randrange(SLOWEST_MS)
        at = self.anywhere()
        self._mouse(QEvent.Type.MouseButtonPress, at)
        for _ in range(self._random.randrange(1, MOST_POINTS)):
            self._moment += 10
            at = at + QPointF(self._random.gauss(0, 60), self._random.gauss(0, 60))
            self._mouse(QEvent.Type.MouseMove, at)
        self._mouse(QEvent.Type.MouseButtonRelease, at)

    def key(self) -> None:
        """A key of a keyboard that somebody plugged in."""
        code, held = self._random.choice(KEYS), self._random.choice(HELD)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(self._window.windowHandle(), QKeyEvent(kind, code, held))

    def _mouse(self, kind: QEvent.Type, at: QPointF) -> None:
        handle = self._window.windowHandle()
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        button = none if kind is QEvent.Type.MouseMove else left
        buttons = none if kind is QEvent.Type.MouseButtonRelease else left
        event = QMouseEvent(
            kind, at, at, QPointF(handle.mapToGlobal(at)), button, buttons, Qt.KeyboardModifier.NoModifier
        )
        event.setTimestamp(self._moment)
        QApplication.sendEvent(handle, event)
