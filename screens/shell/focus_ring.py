"""The ring round words that have the focus. Keys draw their own, inside their edge."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFocusFrame, QWidget

from screens.shell.reading_order import rect_in
from screens.theme import Theme

AWAY_MM, WIDTH_MM, LEAST_PX = 1.2, 2.0, 6
"""How far beside the words, how wide, and how wide at the least (a visible focus is 4 px or more).

Above and below it runs in the space between the lines, so that it crosses neither these words nor the next.
"""


class FocusRing(QFocusFrame):
    """Takes no touch, and is no part of the accessibility tree."""

    def __init__(self, frame: QWidget, theme: Theme) -> None:
        super().__init__(frame)
        self._frame, self._theme = frame, theme
        self.hide()

    def show_round(self, widget: QWidget) -> None:
        """Show round ``widget``, within the frame."""
        out = self._theme.px(AWAY_MM) + self._width()
        half = self._width() // 2
        around = rect_in(self._frame, widget).adjusted(-out, -half, out, half)
        self.setGeometry(around.intersected(self._frame.rect()))
        self.raise_()
        self.show()
        self.update()

    def _width(self) -> int:
        return max(LEAST_PX, self._theme.px(WIDTH_MM))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A thick line in the colour of ink."""
        width = self._width()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.palette.ink, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = width / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, self._theme.radius, self._theme.radius)
