"""The box in which one character is written, with a finger or a pen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.writing.aids import Ink
from screens.ui import Ui

STROKE_MM = 4.0
"""How thick the strokes are drawn."""
LEAST_MM = 70
"""A smaller box is no box for a whole character of an unsteady hand."""
STEP_MM = 0.4
"""Points nearer than this say nothing new."""
MOST_POINTS, MOST_STROKES = 2000, 64
"""The most complicated characters in use have about sixty strokes; more than this is scribbled."""
JOIN_MS, JOIN_MM = 60, 4.0
"""A finger that left the glass for so short a time, and came down where it left, has only bounced: a
trembling hand breaks its strokes so."""
REST_MM = 3.0
"""What was led off the pad before it got this far was no stroke: a palm, or a hand laid on the glass."""
FAR = 10_000
"""Pixels; where a contact is led that no longer counts (:mod:`screens.shell.steady`)."""

Raw = list[tuple[float, float]]


class WritingPad(QLabel):
    """Draws what is written at once, whatever else is going on.

    began, lifted: a stroke begins, and has ended, with the event's time in ms; after ``lifted`` :attr:`ink`
    holds it. Only a press inside begins a stroke; one that leaves the box goes along its edge. A QLabel,
    because that is words to a screen reader: its name says what is done here.
    """

    began = Signal(int)
    lifted = Signal(int)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._strokes: list[Raw] = []
        self._drawing = self._lost = False
        self._lifted_at = -JOIN_MS
        self._layer = QPixmap()
        self.setAccessibleName(ui.say("pad.box"))

    # --- what was written ---------------------------------------------------------------------

    @property
    def ink(self) -> Ink:
        """The strokes so far, in pixels of the box."""
        return tuple(tuple(stroke) for stroke in self._strokes)

    @property
    def drawing(self) -> bool:
        """Whether the finger is down."""
        return self._drawing

    def set_ink(self, ink: Ink) -> None:
        """Show these strokes, in pixels of the box."""
        self._strokes = [list(stroke) for stroke in ink]
        self._drawing = False
        self._redraw()

    def undo(self) -> None:
        """Take the last stroke away."""
        self.set_ink(self.ink[:-1])

    def clear(self) -> None:
        """Empty the box."""
        self.set_ink(())

    def relative(self) -> Ink:
        """The strokes in parts of the box's shorter side, from its middle: fit for a box of another size."""
        side, middle = self._frame()
        return tuple(
            tuple(((x - middle.x()) / side, (y - middle.y()) / side) for x, y in s) for s in self._strokes
        )

    def set_relative(self, ink: Ink) -> None:
        """Show what :meth:`relative` gave, maybe of another box."""
        side, middle = self._frame()
        self.set_ink(
            tuple(tuple((x * side + middle.x(), y * side + middle.y()) for x, y in stroke) for stroke in ink)
        )

    def _frame(self) -> tuple[float, QPointF]:
        return float(max(1, min(self.width(), self.height()))), QPointF(self.width() / 2, self.height() / 2)

    # --- the finger ---------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A stroke begins, or the last one goes on where the finger has only bounced."""
        event.accept()
        if event.button() is not Qt.MouseButton.LeftButton or self._drawing:
            return
        if len(self._strokes) >= MOST_STROKES:
            return
        self._drawing, self._lost = True, False
        point = self._inside(event.position())
        if not self._goes_on(point, event.timestamp()):
            self._strokes.append([])
        self._add(point)
        self.began.emit(event.timestamp())

    def _goes_on(self, point: QPointF, now: int) -> bool:
        if not self._strokes or not 0 <= now - self._lifted_at < JOIN_MS:
            return False
        return _apart(self._strokes[-1][-1], point) <= self._ui.theme.px(JOIN_MM)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The stroke goes on."""
        event.accept()
        at = event.position()
        if not self._drawing or self._lost:
            return
        if max(abs(at.x()), abs(at.y())) > FAR:
            self._lost = True
            return
        point, stroke = self._inside(at), self._strokes[-1]
        if len(stroke) < MOST_POINTS and _apart(stroke[-1], point) >= self._ui.theme.px(STEP_MM):
            self._add(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The stroke has ended. A dot is a stroke; what a palm left is none."""
        event.accept()
        if event.button() is not Qt.MouseButton.LeftButton or not self._drawing:
            return
        self._drawing = False
        self._lifted_at = event.timestamp()
        if self._lost and self._reach() < self._ui.theme.px(REST_MM):
            self.undo()
        self.lifted.emit(event.timestamp())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt calls the second of two quick strokes so."""
        self.mousePressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """The box goes away under the finger: the stroke ends where it is."""
        self._drawing = False
        super().hideEvent(event)

    def _inside(self, at: QPointF) -> QPointF:
        edge = self._ui.theme.line
        return QPointF(
            min(max(at.x(), edge), max(edge, self.width() - edge)),
            min(max(at.y(), edge), max(edge, self.height() - edge)),
        )

    def _reach(self) -> float:
        """How far the last stroke got from where it began."""
        stroke = self._strokes[-1]
        return max(_apart(stroke[0], QPointF(*point)) for point in stroke)

    # --- size ---------------------------------------------------------------------------------

    def least_side(self) -> int:
        """In pixels."""
        return self._ui.theme.px(LEAST_MM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was written keeps its shape."""
        old = event.oldSize()
        if self._strokes and old.width() > 0 and old.height() > 0:
            scale = min(self.width(), self.height()) / min(old.width(), old.height())
            self._strokes = [
                [
                    (
                        (x - old.width() / 2) * scale + self.width() / 2,
                        (y - old.height() / 2) * scale + self.height() / 2,
                    )
                    for x, y in stroke
                ]
                for stroke in self._strokes
            ]
        self._redraw()

    # --- drawing ------------------------------------------------------------------------------

    def _add(self, point: QPointF) -> None:
        """The stroke's next point, drawn now: only what is new is painted, however much was written."""
        stroke = self._strokes[-1]
        before = QPointF(*stroke[-1]) if stroke else point
        stroke.append((point.x(), point.y()))
        painter = self._brush()
        _draw(painter, before, point)
        painter.end()
        wide = self._ui.theme.px(STROKE_MM) + 2
        self.update(QRectF(before, point).normalized().adjusted(-wide, -wide, wide, wide).toAlignedRect())

    def _brush(self) -> QPainter:
        if self._layer.isNull():
            self._layer = self._blank()
        painter = QPainter(self._layer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(
            QPen(
                self._ui.theme.palette.ink,
                self._ui.theme.px(STROKE_MM),
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
                Qt.PenJoinStyle.RoundJoin,
            )
        )
        return painter

    def _blank(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        layer = QPixmap(max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio)))
        layer.setDevicePixelRatio(ratio)
        layer.fill(Qt.GlobalColor.transparent)
        return layer

    def _redraw(self) -> None:
        self._layer = self._blank()
        painter = self._brush()
        for stroke in self._strokes:
            _draw(painter, *(QPointF(x, y) for x, y in stroke))
        painter.end()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A box as in a copybook, and the strokes."""
        theme = self._ui.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.line
        box = QRectF(self.rect()).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
        painter.setPen(QPen(theme.palette.ink, edge))
        painter.setBrush(theme.palette.card)
        painter.drawRoundedRect(box, theme.radius, theme.radius)
        cross = QPainterPath(QPointF(box.center().x(), box.top()))
        cross.lineTo(box.center().x(), box.bottom())
        cross.moveTo(box.left(), box.center().y())
        cross.lineTo(box.right(), box.center().y())
        faint = QColor(theme.palette.rule)
        faint.setAlphaF(0.4)
        pen = QPen(faint, max(1, theme.px(0.5)))
        pen.setDashPattern([8, 8])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(cross)
        if self._strokes:
            painter.drawPixmap(self.rect(), self._layer)


def _apart(one: tuple[float, float], two: QPointF) -> float:
    return float(((one[0] - two.x()) ** 2 + (one[1] - two.y()) ** 2) ** 0.5)


def _draw(painter: QPainter, *points: QPointF) -> None:
    """A line through the points; one point alone is a dot."""
    path = QPainterPath(points[0])
    if len({(p.x(), p.y()) for p in points}) == 1:
        path.lineTo(points[0] + QPointF(0.1, 0))
    for point in points[1:]:
        path.lineTo(point)
    painter.drawPath(path)
