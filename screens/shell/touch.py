"""Every touch and key, seen first: somebody is there, the voice stops, four keys work everything."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from screens.widgets.key import Key

BACK_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Backtab)
NEXT_KEYS = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Tab)
REPEAT_KEYS = (Qt.Key.Key_R, Qt.Key.Key_F5)
MOST_KEYS = 500
CHOOSE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select, Qt.Key.Key_Space)


class TouchWatch(QObject):
    """An event filter for the window and all in it.

    touched: a press, True where it is on a key. repeat_wanted: the fourth of the four keys (EN 301 549,
    closed functionality: back, next, choose, repeat).
    """

    touched = Signal(bool)
    repeat_wanted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._last_press = -1

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look on; only the four keys are taken."""
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            # A press that a widget leaves alone goes on to its parents: it is still one press.
            if event.timestamp() != self._last_press:
                self._last_press = event.timestamp()
                self._keys_in_use(False)
                self.touched.emit(isinstance(watched, Key))
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.isAutoRepeat():
            return True
        if key in (*BACK_KEYS, *NEXT_KEYS):
            self._keys_in_use(True)
            self.touched.emit(True)
            self._step(forward=key in NEXT_KEYS)
            return True
        if key in REPEAT_KEYS:
            self.touched.emit(True)
            self.repeat_wanted.emit()
            return True
        if key in CHOOSE_KEYS:
            self._keys_in_use(True)
            self.touched.emit(True)
        return False

    def _step(self, *, forward: bool) -> None:
        """Focus the next key in reading order, round and round."""
        start = self._window.focusWidget()
        at: QWidget | None = start if start is not None else self._window
        for _ in range(MOST_KEYS):
            if at is None:
                return
            at = at.nextInFocusChain() if forward else at.previousInFocusChain()
            if isinstance(at, Key) and at.isVisible() and at.isEnabled():
                at.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _keys_in_use(self, used: bool) -> None:
        if bool(self._window.property("keys_in_use")) != used:
            self._window.setProperty("keys_in_use", used)
            focused = self._window.focusWidget()
            if focused is not None:
                focused.update()
