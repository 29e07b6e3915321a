"""The field in which somebody signs with a finger."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

TENTHS_PER_INCH = 254
STEP = 4
"""Tenths of a millimetre; points nearer than this say nothing new."""
MOST_POINTS, MOST_STROKES = 400, 60
"""More than this is scribbled."""

Signature = tuple[tuple[tuple[int, int], ...], ...]


class SignaturePad(QLabel):
    """Draws at once what is signed. A QLabel, as its name is words to a screen reader.

    changed: a stroke has ended, or all are gone. Only a press inside begins a stroke.
    """

    changed = Signal()

    def __init__(self, name: str, ink: QColor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[list[tuple[int, int]]] = []
        self._ink, self._drawing = ink, False
        self.setAccessibleName(name)
        self.setMinimumSize(420, 150)

    @property
    def signature(self) -> Signature:
        """Its strokes, in tenths of a millimetre from the top left corner."""
        return tuple(tuple(stroke) for stroke in self._strokes)

    @property
    def signed(self) -> bool:
        """Whether there is more than dots."""
        return any(len(stroke) > 1 for stroke in self._strokes)

    def clear(self) -> None:
        """Take all of it away."""
        self._strokes, self._drawing = [], False
        self.update()
        self.changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A stroke begins."""
        event.accept()
        if event.button() is Qt.MouseButton.LeftButton and len(self._strokes) < MOST_STROKES:
            self._drawing = True
            self._strokes.append([self._tenths(event.position())])
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The stroke goes on."""
        event.accept()
        if not self._drawing:
            return
        stroke, point = self._strokes[-1], self._tenths(event.position())
        apart = abs(point[0] - stroke[-1][0]) + abs(point[1] - stroke[-1][1])
        if len(stroke) < MOST_POINTS and apart >= STEP:
            stroke.append(point)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The stroke has ended."""
        event.accept()
        if self._drawing and event.button() is Qt.MouseButton.LeftButton:
            self._drawing = False
            self.changed.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt calls the second of two quick strokes so."""
        self.mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line to sign on, and what was signed."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        base = self.height() * 0.78
        painter.setPen(QPen(self._ink, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(24, base), QPointF(self.width() - 24, base))
        pen = QPen(self._ink, 4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for stroke in self._strokes:
            points = [QPointF(x / self._scale(), y / self._scale()) for x, y in stroke]
            path = QPainterPath(points[0])
            for point in points[1:]:
                path.lineTo(point)
            if len(points) == 1:
                painter.drawPoint(points[0])
            painter.drawPath(path)

    def _scale(self) -> float:
        """Tenths of a millimetre in a pixel."""
        return TENTHS_PER_INCH / max(1, self.logicalDpiX())

    def _tenths(self, at: QPointF) -> tuple[int, int]:
        x = min(max(at.x(), 0.0), float(self.width()))
        y = min(max(at.y(), 0.0), float(self.height()))
        return round(x * self._scale()), round(y * self._scale())
