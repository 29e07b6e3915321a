"""What a tap is: one finger, pressed and released where it began, once; or held there, if so wished."""

from __future__ import annotations

from PySide6.QtCore import QAbstractAnimation, QPoint, QPointF, QVariantAnimation
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from screens.widgets.press import LAST_TAP, Press, Tap, is_bounce

HOLD_MS = "hold_ms"
"""The window's property with how long a key must be held, in ms; 0 or none: a tap is enough."""


class TapButton(QAbstractButton):
    """A button that tells a tap from its bounce, from a trembling finger and from a held key.

    spot, wander: see :mod:`screens.widgets.press`, in pixels.
    """

    def __init__(self, spot: int, wander: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spot, self._wander = spot, wander
        self._press: Press | None = None
        self._hold: QVariantAnimation | None = None

    def hitButton(self, pos: QPoint) -> bool:
        """A press begins inside; after that the key is meant until the finger goes too far."""
        return self.rect().contains(pos) if self._press is None else not self._press.over

    # --- the finger ---------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A bounce of the same tap is ignored, also where another screen stands there by now."""
        if is_bounce(self.window(), event):
            event.accept()
            return
        self._press = None
        super().mousePressEvent(event)
        if self.isDown() and event.button() is Qt.MouseButton.LeftButton:
            self._press = Press(event.position(), self._wander, event.timestamp())
            if ms := self._hold_ms():
                self._fill(ms)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A finger that goes too far has changed its mind."""
        if self._press is not None and not self._stays(event.position()):
            self._empty()
        super().mouseMoveEvent(event)

    def _stays(self, at: QPointF) -> bool:
        inside = self.rect().contains(at.toPoint())
        return self._press is not None and self._press.stays(at, inside=inside)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tap ends on the key where it began."""
        press = self._press
        if press is not None and event.button() is Qt.MouseButton.LeftButton:
            meant = self._stays(event.position())
            if meant and event.timestamp() - press.since < self._hold_ms():
                press.over, meant = True, False  # lifted too early
            if meant:
                at = event.globalPosition()
                down = at - event.position() + press.began
                self.window().setProperty(LAST_TAP, Tap(event.timestamp(), down, at, self._spot))
            self._empty()
        super().mouseReleaseEvent(event)
        event.accept()  # what lies behind the key hears nothing of it, whether it was a tap or not
        self._press = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt calls the second press so; here it is a press like any other, or a bounce."""
        self.mousePressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """A key that goes away under the finger is let go, also one whose ring still runs back."""
        if self._press is not None:
            self._press.over = True
            self.setDown(False)
        self._stop()
        super().hideEvent(event)

    # --- holding ------------------------------------------------------------------------------

    def _hold_ms(self) -> int:
        ms = self.window().property(HOLD_MS)
        return ms if isinstance(ms, int) else 0

    @property
    def hold(self) -> QVariantAnimation | None:
        """The filling ring's time, while the key is held or empties; its clock can be set by hand."""
        return self._hold

    def hold_shown(self, progress: float | None) -> None:
        """Show how much of the time the key has been held, 0 to 1; None when it is no longer held."""

    def _fill(self, ms: int) -> None:
        self._stop()
        self.hold_shown(0.0)
        self._hold = hold = QVariantAnimation(self)
        hold.setStartValue(0.0)
        hold.setEndValue(1.0)
        hold.setDuration(ms)
        hold.valueChanged.connect(self.hold_shown)
        hold.finished.connect(self._filled)
        hold.start()

    def _filled(self) -> None:
        """The ring is full, or empty again."""
        hold, press = self._hold, self._press
        if hold is None:
            return
        self._stop()
        if hold.direction() is QAbstractAnimation.Direction.Backward:
            return
        if press is not None and not press.over:
            press.over = True  # the finger may stay or lift now: the key has worked
            centre = QPointF(self.mapToGlobal(press.began.toPoint()))
            when = press.since + hold.duration()
            self.window().setProperty(LAST_TAP, Tap(when, centre, centre, self._spot))
            self.click()

    def _empty(self) -> None:
        """Lifted too early: the ring runs back, and nothing has happened."""
        hold = self._hold
        if hold is not None and hold.direction() is QAbstractAnimation.Direction.Forward:
            hold.setDirection(QAbstractAnimation.Direction.Backward)

    def _stop(self) -> None:
        hold, self._hold = self._hold, None  # first: one that stops at its end says that it is finished
        if hold is not None:
            hold.stop()
            hold.deleteLater()
            self.hold_shown(None)

    # --- keys ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return chooses too, at once; a held key does not repeat."""
        if event.isAutoRepeat():
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select):
            self.click()
            return
        super().keyPressEvent(event)
