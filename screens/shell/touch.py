"""Every touch and key, seen first: somebody is there, the voice stops, four keys work everything."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from screens.widgets.key import Key

BACK_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Backtab, Qt.Key.Key_4, Qt.Key.Key_8)
NEXT_KEYS = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_6, Qt.Key.Key_2)
CHOOSE_KEYS = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Select,
    Qt.Key.Key_Space,
    Qt.Key.Key_5,
    Qt.Key.Key_Clear,
)
REPEAT_KEYS = (Qt.Key.Key_R, Qt.Key.Key_F5, Qt.Key.Key_0, Qt.Key.Key_Insert, Qt.Key.Key_Plus)
"""What a plain USB keypad or a keyboard sends for the four keys.

A numeric keypad: 4 back, 6 next, 5 or Enter choose, 0 or + repeat, with and without its number lock (without
it sends arrows, Clear and Insert); 8 and 2 do what 4 and 6 do. A keyboard: arrows or Tab, Return, R. Nothing
is ever written by such a keyboard, so that no other use of a digit is lost.
"""
OF_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
"""With one of these a key is meant for a desktop; here it is nobody's."""
BOUNCE_MS = 300
"""Choose pressed again within this time is the same press (VVSG 7.2, as for taps)."""


class TouchWatch(QObject):
    """An event filter for the window and all in it.

    touched: a press, True where it is on a key. moved: one further, True, or one back. chosen: the one that
    has the focus. repeat_wanted: the fourth of the four keys (EN 301 549, closed functionality: back, next,
    choose, repeat). keys_used: the four keys are in use now, or a finger.
    """

    touched = Signal(bool)
    moved = Signal(bool)
    chosen = Signal()
    repeat_wanted = Signal()
    keys_used = Signal(bool)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._last_press = -1
        self._last_choice = -BOUNCE_MS

    @property
    def keys_in_use(self) -> bool:
        """Whether the last thing touched was one of the four keys."""
        return bool(self._window.property("keys_in_use"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look on; only the four keys are taken, and what is meant for a desktop."""
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            # A press that a widget leaves alone goes on to its parents: it is still one press.
            if event.timestamp() != self._last_press:
                self._last_press = event.timestamp()
                self.use_keys(False)
                self.touched.emit(isinstance(watched, Key))
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.isAutoRepeat() or event.modifiers() & OF_COMMANDS:
            return True
        if key in (*BACK_KEYS, *NEXT_KEYS):
            self._pressed()
            self.moved.emit(key in NEXT_KEYS)
        elif key in REPEAT_KEYS:
            self._pressed()
            self.repeat_wanted.emit()
        elif key in CHOOSE_KEYS:
            if not self._bounce(event.timestamp()):
                self._pressed()
                self.chosen.emit()
        else:
            return False
        return True

    def _pressed(self) -> None:
        self.use_keys(True)
        self.touched.emit(True)

    def _bounce(self, when: int) -> bool:
        """Whether this press of choose came too soon after the last one. ``when``: ms; 0, it is not known."""
        soon = 0 < when < self._last_choice + BOUNCE_MS
        if not soon:
            self._last_choice = when
        return soon

    def use_keys(self, used: bool) -> None:
        """The four keys lead from now on, or a finger."""
        if self.keys_in_use != used:
            self._window.setProperty("keys_in_use", used)
            focused = self._window.focusWidget()
            if focused is not None:
                focused.update()
            self.keys_used.emit(used)
