"""A panel, or a keyboard, that goes mad: what comes faster than anybody touches is dropped unseen."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QEventPoint, QKeyEvent, QMouseEvent, QTouchEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.clock import Clock

MOST_A_SECOND = 20
"""The quickest fingers type about ten keys a second, and a tremor shakes twelve times."""
QUIET_S = 0.3
"""So long nothing may come before touches count again."""
BUTTONS = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseMove,
)
PRESSES = BUTTONS[:2]
KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


class Rate:
    """How fast something comes. now: seconds that never go back."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._last: deque[float] = deque(maxlen=MOST_A_SECOND)
        self._until = 0.0

    def too_fast(self, *, begins: bool) -> bool:
        """Whether what comes now is to be dropped. begins: it is one more, and not the rest of one before."""
        now = self._now()
        if begins:
            if 0.0 < self._until <= now:  # it was quiet: what came before is over
                self._last.clear()
                self._until = 0.0
            full = len(self._last) == MOST_A_SECOND and now - self._last[0] < 1.0
            self._last.append(now)
            if full or now < self._until:
                self._until = now + QUIET_S
        return now < self._until


class Calm(QObject):
    """An event filter, asked before all others, for the resident's window: without it, a thousand touches a
    second would be worked off for minutes after the last of them.

    Only what the window system sends is looked at; what the filters after this one make of it passes.
    """

    def __init__(self, window: QWidget, clock: Clock) -> None:
        super().__init__(window)
        self._window = window
        self._touches, self._presses, self._keys = (Rate(clock.monotonic) for _ in range(3))
        self._dropping = False
        """Whether the touch under way is none: all of it is dropped."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Drop it, or let it pass."""
        if not isinstance(watched, QWindow) or not event.spontaneous():
            return False
        if watched != self._window.windowHandle():
            return False
        if isinstance(event, QTouchEvent):
            return self._touch(event)
        kind = event.type()
        if kind in BUTTONS and isinstance(event, QMouseEvent):
            drop = self._presses.too_fast(begins=kind in PRESSES)
        elif kind in KEYS and isinstance(event, QKeyEvent):
            drop = self._keys.too_fast(begins=kind is QEvent.Type.KeyPress)
        else:
            return False
        if drop:
            event.accept()
        return drop

    def _touch(self, event: QTouchEvent) -> bool:
        pressed = any(each.state() is QEventPoint.State.Pressed for each in event.points())
        fast = self._touches.too_fast(begins=pressed)
        if event.type() is QEvent.Type.TouchBegin:
            self._dropping = fast
        elif fast and not self._dropping:
            self._dropping = True
            # What was under way has ended for whoever saw it begin.
            QApplication.sendEvent(
                self._window.windowHandle(),
                QTouchEvent(QEvent.Type.TouchCancel, event.pointingDevice()),
            )
        if self._dropping:
            event.accept()
        return self._dropping
