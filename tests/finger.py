"""A finger with a clock of its own: events are sent with the times that a panel would give them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

TAP_MS = 60
"""How long a finger is down."""

PRESS, MOVE, RELEASE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonRelease,
)


class Finger:
    """Touches widgets. now: milliseconds; it goes on by itself while the finger is down, and no further."""

    def __init__(self) -> None:
        self.now = 1_000

    def wait(self, ms: int) -> None:
        """Let time go by."""
        self.now += ms

    def press(self, widget: QWidget, at: QPoint | QPointF | None = None, *, double: bool = False) -> None:
        """Come down on a widget, in its middle unless told where. double: as Qt calls a second press."""
        self._send(QEvent.Type.MouseButtonDblClick if double else PRESS, widget, at)

    def move(self, widget: QWidget, at: QPoint | QPointF) -> None:
        """Wander, still seen by the widget where the finger came down."""
        self._send(MOVE, widget, at)

    def release(self, widget: QWidget, at: QPoint | QPointF | None = None) -> None:
        """Lift."""
        self._send(RELEASE, widget, at)

    def tap(self, widget: QWidget, at: QPoint | QPointF | None = None) -> None:
        """Press and release on the spot."""
        self.press(widget, at)
        self.wait(TAP_MS)
        self.release(widget, at)

    def _send(self, kind: QEvent.Type, widget: QWidget, at: QPoint | QPointF | None) -> None:
        spot = QPointF(widget.rect().center() if at is None else at)
        button = Qt.MouseButton.NoButton if kind is MOVE else Qt.MouseButton.LeftButton
        buttons = Qt.MouseButton.NoButton if kind is RELEASE else Qt.MouseButton.LeftButton
        on_screen = QPointF(widget.mapToGlobal(spot))
        event = QMouseEvent(kind, spot, on_screen, button, buttons, Qt.KeyboardModifier.NoModifier)
        event.setTimestamp(self.now)
        QApplication.sendEvent(widget, event)
