"""The ring that fills round a key while it is held."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from screens.theme import Theme

AWAY_MM, FILL_MM, HALO_MM = 1.5, 3.0, 5.0
"""How far outside the key's edge the ring runs, its width, and that of the paper behind it."""
STEPS = 4
"""With reduced motion the ring fills in so many steps."""
REDUCED_MOTION = "reduced_motion"
"""The window's property that asks for no movement."""


class HoldRing(QWidget):
    """Lies over the window round ``key`` and takes no touch. It shows round the finger, not under it."""

    def __init__(self, key: QWidget, theme: Theme) -> None:
        super().__init__(key.window())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._window, self._key, self.theme = key.window(), key, theme
        self._progress = 0.0
        key.destroyed.connect(self.deleteLater)  # a key may go without being hidden before
        self._place()
        self.raise_()
        self.show()

    @property
    def around(self) -> QWidget:
        """The key that it runs round."""
        return self._key

    @property
    def progress(self) -> float:
        """How much of the ring is full, 0 to 1."""
        return self._progress

    def show_progress(self, progress: float) -> None:
        """Fill so much of the ring."""
        if self._window.property(REDUCED_MOTION):
            progress = int(progress * STEPS) / STEPS
        self._progress = progress
        self.update()

    def _place(self) -> None:
        window = self._window
        beyond = self.theme.px(AWAY_MM + HALO_MM / 2)
        key = QRect(self._key.mapTo(window, QPoint(0, 0)), self._key.size())
        # Along the edge of the panel there is no room outside: there the ring runs inside the key.
        self.setGeometry(key.adjusted(-beyond, -beyond, beyond, beyond).intersected(window.rect()))

    def path(self) -> QPainterPath:
        """The ring's way, from the middle of its upper edge and with the clock."""
        half = self.theme.px(HALO_MM) / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        turn = min(2.0 * self.theme.radius + 2 * self.theme.px(AWAY_MM), box.width(), box.height())
        path = QPainterPath(QPointF(box.center().x(), box.top()))
        right, bottom = box.right() - turn, box.bottom() - turn
        path.arcTo(QRectF(right, box.top(), turn, turn), 90, -90)
        path.arcTo(QRectF(right, bottom, turn, turn), 0, -90)
        path.arcTo(QRectF(box.left(), bottom, turn, turn), 270, -90)
        path.arcTo(QRectF(box.left(), box.top(), turn, turn), 180, -90)
        path.closeSubpath()
        return path

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paper, a hairline that shows the whole way, and what is full of it."""
        palette, theme = self.theme.palette, self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = self.path()
        for colour, width in ((palette.paper, theme.px(HALO_MM)), (palette.ink, theme.px(0.6))):
            painter.setPen(QPen(colour, width))
            painter.drawPath(path)
        width = theme.px(FILL_MM)
        pen = QPen(palette.go, width, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
        way = path.length() / width
        pen.setDashPattern([max(way * self._progress, 0.01), way + 1])
        painter.setPen(pen)
        painter.drawPath(path)
