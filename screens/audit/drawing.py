"""What a widget really draws: a paint engine that writes down texts and shapes instead of painting them.

Asked of the drawing, not of the widget's own book-keeping, a measure cannot be fooled by a widget that
believes that its words fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainterPath,
    QPen,
    QRegion,
    QTextItem,
    QTransform,
)
from PySide6.QtWidgets import QWidget

Dirty = QPaintEngine.DirtyFlag
Metric = QPaintDevice.PaintDeviceMetric
ONE = 1.0
SCALE_OF_65536 = 65536


@dataclass(frozen=True)
class Text:
    """Words on one line. ink: what they cover, in pixels of the panel; px: the em; base: the base line."""

    words: str
    font: QFont
    px: int
    ink: QRectF
    base: float


@dataclass(frozen=True)
class Shape:
    """Anything else. box: in pixels of the panel; pen: the outline's width in pixels, 0 for none."""

    box: QRectF
    pen: float


@dataclass(frozen=True)
class Drawn:
    """What a widget draws itself, without its children."""

    texts: tuple[Text, ...]
    shapes: tuple[Shape, ...]

    def moved(self, by: QPoint) -> Drawn:
        """The same, drawn elsewhere."""
        if by.isNull():
            return self
        x, y = by.x(), by.y()
        return Drawn(
            tuple(Text(t.words, t.font, t.px, t.ink.translated(x, y), t.base + y) for t in self.texts),
            tuple(Shape(shape.box.translated(x, y), shape.pen) for shape in self.shapes),
        )


class Inks:
    """The ink of texts relative to their base line; asked of Qt once for each text and font."""

    def __init__(self) -> None:
        self._boxes: dict[tuple[str, int, int], QRectF] = {}

    def box(self, words: str, font: QFont) -> QRectF:
        """In pixels, from the point where the text begins on its base line."""
        key = (words, font.pixelSize(), int(font.weight()))
        box = self._boxes.get(key)
        if box is None:
            box = self._boxes[key] = QFontMetricsF(font).tightBoundingRect(words)
        return box


class _Engine(QPaintEngine):
    def __init__(self, inks: Inks) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self._inks = inks
        self._transform = QTransform()
        self._pen = QPen()
        self.texts: list[Text] = []
        self.shapes: list[Shape] = []

    def begin(self, _device: QPaintDevice) -> bool:
        """Always ready."""
        return True

    def end(self) -> bool:
        """Nothing to finish."""
        return True

    def type(self) -> QPaintEngine.Type:
        """One of our own."""
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:
        """Follow the pen and where things are drawn."""
        if state.state() & Dirty.DirtyTransform:
            self._transform = state.transform()
        if state.state() & Dirty.DirtyPen:
            self._pen = QPen(state.pen())

    def drawTextItem(self, at: Any, item: QTextItem) -> None:
        """A line of words."""
        words = item.text()
        if not words.strip():
            return
        font = QFont(item.font())
        point = self._transform.map(QPointF(at))
        scale = self._transform.m22() or ONE
        box = self._inks.box(words, font)
        ink = QRectF(box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale)
        px = round(font.pixelSize() * scale)
        self.texts.append(Text(words, font, px, ink.translated(point), point.y()))

    def _note(self, box: QRectF) -> None:
        pen = 0.0 if self._pen.style().value == 0 else self._pen.widthF() * (self._transform.m11() or ONE)
        self.shapes.append(Shape(self._transform.mapRect(box), pen))

    def drawPath(self, path: QPainterPath) -> None:
        """A path."""
        self._note(path.boundingRect())

    def drawRects(self, *rects: Any) -> None:
        """Rectangles, as Qt gives them."""
        for each in rects[0] if isinstance(rects[0], list) else rects[:1]:
            self._note(QRectF(each))

    def drawEllipse(self, box: Any) -> None:
        """An ellipse."""
        self._note(QRectF(box))

    def _around(self, points: list[Any]) -> None:
        xs, ys = [p.x() for p in points], [p.y() for p in points]
        self._note(QRectF(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))

    def drawPolygon(self, points: Any, *_mode: Any) -> None:
        """A polygon or a polyline."""
        self._around(list(points) if isinstance(points, (list, tuple)) else [points])

    def drawLines(self, lines: Any, *_count: Any) -> None:
        """Lines."""
        for line in lines if isinstance(lines, (list, tuple)) else [lines]:
            self._around([line.p1(), line.p2()])

    def drawPoints(self, points: Any, *_count: Any) -> None:
        """Points."""
        self._around(list(points) if isinstance(points, (list, tuple)) else [points])

    def drawPixmap(self, box: Any, *_rest: Any) -> None:
        """A picture made of pixels."""
        self._note(QRectF(box))

    def drawImage(self, box: Any, *_rest: Any) -> None:
        """A picture made of pixels."""
        self._note(QRectF(box))


class Recorder(QPaintDevice):
    """A panel that takes notes."""

    def __init__(self, width: int, height: int, inks: Inks) -> None:
        super().__init__()
        self._engine = _Engine(inks)
        self._metrics = {
            Metric.PdmWidth: width,
            Metric.PdmHeight: height,
            Metric.PdmWidthMM: width,
            Metric.PdmHeightMM: height,
            Metric.PdmDepth: 32,
            Metric.PdmNumColors: 1 << 24,
            Metric.PdmDpiX: 96,
            Metric.PdmDpiY: 96,
            Metric.PdmPhysicalDpiX: 96,
            Metric.PdmPhysicalDpiY: 96,
            Metric.PdmDevicePixelRatio: 1,
            Metric.PdmDevicePixelRatioScaled: SCALE_OF_65536,
        }

    def paintEngine(self) -> QPaintEngine:
        """The one that writes down."""
        return self._engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        """A plain panel of 96 dots an inch: fonts are in pixels, so that it does not matter."""
        return self._metrics.get(metric, 0)

    def drawn(self, widget: QWidget, at: QPoint) -> Drawn:
        """What ``widget`` draws; its upper left corner is ``at`` on the panel."""
        self._engine.texts, self._engine.shapes = [], []
        widget.render(self, at, QRegion(), QWidget.RenderFlag(0))
        return Drawn(tuple(self._engine.texts), tuple(self._engine.shapes))


def whole(box: QRectF) -> QRect:
    """The pixels that a rectangle touches."""
    return box.toAlignedRect()
