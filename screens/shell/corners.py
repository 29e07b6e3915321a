"""The way to the staff page: both upper corners of the greeting, one after the other, each held.

Nothing marks it. Whoever only taps there starts a visit, as everywhere on the greeting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QTouchEvent, QWindow
from PySide6.QtWidgets import QWidget

from kiosk.clock import Clock
from screens.theme import Panel
from screens.widgets.tap import TapButton

CORNER_MM = 30
HOLD_S = 2.5
"""Nobody taps so slowly."""
LONGEST_S = 8.0
"""A thing that leans on the glass lies there for longer."""
BETWEEN_S = 4.0
"""From the one corner to the other."""


class Corner(Enum):
    """Where, at the upper edge: nothing that can be touched lies there on the greeting."""

    LEFT = auto()
    RIGHT = auto()


@dataclass(frozen=True)
class _Held:
    """A corner, and a moment: since when it is touched, or when it was let go."""

    corner: Corner
    at_s: float


class Corners(QObject):
    """An event filter, asked before all others, for the resident's window.

    watching: whether the greeting shows. found: both corners were held. tapped: a touch there was but a tap;
    it is taken here, so that no visit begins under the hand that holds.
    """

    found = Signal()
    tapped = Signal()

    def __init__(
        self, window: QWidget, clock: Clock, panel: Callable[[], Panel], watching: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._window, self._clock, self._panel, self._watching = window, clock, panel, watching
        self._down: _Held | None = None
        self._first: _Held | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What begins in a corner is taken until it is lifted, or leaves it."""
        if isinstance(event, QTouchEvent) and isinstance(watched, QWindow):
            return watched == self._window.windowHandle() and self._touch(event)
        if isinstance(event, QMouseEvent) and isinstance(watched, QWidget):
            return watched.window() is self._window and self._mouse(event)
        return False

    def _touch(self, event: QTouchEvent) -> bool:
        points = event.points()
        match event.type():
            case QEvent.Type.TouchBegin if len(points) == 1:
                return self._begins(points[0].scenePosition(), event)
            case QEvent.Type.TouchUpdate if self._down is not None:
                if len(points) > 1 or self._corner(points[0].scenePosition()) is not self._down.corner:
                    self._down = self._first = None  # a hand, or a finger on its way: somebody else's
                    return False
            case QEvent.Type.TouchEnd if self._down is not None:
                self._lifted(self._down)
            case QEvent.Type.TouchCancel if self._down is not None:
                self._down = self._first = None
            case _:
                return False
        event.accept()
        return True

    def _mouse(self, event: QMouseEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonDblClick:
                if event.button() is not Qt.MouseButton.LeftButton:
                    return False
                at = self._window.mapFromGlobal(event.globalPosition())
                return self._begins(QPointF(at), event)
            case QEvent.Type.MouseButtonRelease if self._down is not None:
                self._lifted(self._down)
                event.accept()
                return True
            case _:
                return False

    def _begins(self, at: QPointF, event: QEvent) -> bool:
        corner = self._corner(at) if self._watching() else None
        if corner is None:
            self._down = self._first = None
            return False
        self._down = _Held(corner, self._clock.monotonic())
        event.accept()
        return True

    def _corner(self, at: QPointF) -> Corner | None:
        side = CORNER_MM / self._panel().mm_per_px
        if not 0 <= at.y() < side or self._on_key(at):
            return None
        if 0 <= at.x() < side:
            return Corner.LEFT
        return Corner.RIGHT if self._window.width() - side <= at.x() < self._window.width() else None

    def _on_key(self, at: QPointF) -> bool:
        widget = self._window.childAt(at.toPoint())
        while widget is not None and not isinstance(widget, TapButton):
            widget = widget.parentWidget()
        return widget is not None

    def _lifted(self, down: _Held) -> None:
        now, first = self._clock.monotonic(), self._first
        self._down = self._first = None
        if now - down.at_s < HOLD_S:
            self.tapped.emit()
        elif now - down.at_s > LONGEST_S:
            return
        elif first is not None and first.corner is not down.corner and down.at_s - first.at_s <= BETWEEN_S:
            self.found.emit()
        else:
            self._first = _Held(down.corner, now)
