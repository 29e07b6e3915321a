"""The ring round what a guide points at: it pulses slowly, and takes no touch."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QRect, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFocusFrame, QWidget

from screens.theme import Theme
from screens.widgets.ring import REDUCED_MOTION

AWAY_MM, LEAST_MM, MOST_MM, EDGE_MM = 1.5, 3.0, 5.5, 0.7
"""How far outside the key's edge it runs, its width between two pulses and at their height, its dark edge."""
PULSE_MS = 1200
"""Less than one pulse a second: well below what WCAG 2.3.1 allows."""


class PointRing(QFocusFrame):
    """Lies over the window. A focus frame, because those are no part of the accessibility tree."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._theme: Theme | None = None
        self._swell = 0.0
        self._pulse = QVariantAnimation(self)
        self._pulse.setDuration(PULSE_MS)
        self._pulse.setLoopCount(-1)
        self._pulse.setStartValue(0.0)
        self._pulse.setKeyValueAt(0.5, 1.0)
        self._pulse.setEndValue(0.0)
        self._pulse.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._pulse.valueChanged.connect(self._swelled)
        self.hide()

    def show_round(self, around: QRect, theme: Theme) -> None:
        """Show it round this part of the window."""
        self._theme = theme
        out = theme.px(AWAY_MM + MOST_MM + EDGE_MM)
        # Along the edge of the panel there is no room outside: there it runs inside the key.
        self.setGeometry(around.adjusted(-out, -out, out, out).intersected(self._window.rect()))
        self.raise_()
        self.show()
        if self._window.property(REDUCED_MOTION):
            self._swelled(0.5)
        else:
            self._pulse.start()

    def leave(self) -> None:
        """Take it away."""
        self._pulse.stop()
        self.hide()

    def _swelled(self, swell: float) -> None:
        self._swell = swell
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A band in the guide's colour between two dark lines: it stands out on paper and on keys."""
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = theme.px(LEAST_MM + self._swell * (MOST_MM - LEAST_MM))
        edge = theme.px(EDGE_MM)
        half = theme.px(MOST_MM) / 2 + edge
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        radius = theme.radius + half
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, thick in ((theme.palette.ink, width + 2 * edge), (theme.palette.guide, width)):
            painter.setPen(QPen(colour, thick))
            painter.drawRoundedRect(box, radius, radius)
