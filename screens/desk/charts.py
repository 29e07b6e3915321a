"""The charts of the leader's page: bars by hour, and a service as a path on which residents stop and call.

Every number stands beside its bar in words: nothing is told by length or colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from screens.desk.look import DETAIL
from screens.theme import Palette, families

LINE_PX = 40
"""The height of one step of a path."""


def _font(*, bold: bool = False) -> QFont:
    font = QFont(list(families()))
    font.setPixelSize(DETAIL)
    font.setBold(bold)
    return font


class HourBars(QWidget):
    """How many calls in each hour of the day, from the first that had any to the last."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._by_hour: tuple[int, ...] = ()
        self.setMinimumHeight(170)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_hours(self, by_hour: Sequence[int], described: str) -> None:
        """by_hour: 24 numbers. described: the same in words, for who cannot see it."""
        self._by_hour = tuple(by_hour)
        self.setAccessibleName(described)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bars with their numbers above and their hours below."""
        busy = [hour for hour, calls in enumerate(self._by_hour) if calls]
        if not busy:
            return
        hours = range(min(busy[0], 8), max(busy[-1], 17) + 1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(_font(bold=True))
        high = QFontMetricsF(painter.font()).height()
        each = self.width() / len(hours)
        most = max(self._by_hour)
        room = self.height() - 2 * high - 4
        for place, hour in enumerate(hours):
            calls = self._by_hour[hour]
            height = room * calls / most
            bar = QRectF(place * each + each * 0.15, high + room - height, each * 0.7, height)
            painter.fillRect(bar, self._palette.go)
            painter.setPen(self._palette.ink)
            cell = QRectF(place * each, bar.top() - high, each, high)
            if calls:
                painter.drawText(cell, int(Qt.AlignmentFlag.AlignCenter), str(calls))
            cell.moveTop(high + room + 4)
            painter.drawText(cell, int(Qt.AlignmentFlag.AlignCenter), str(hour))
        painter.setPen(QPen(self._palette.ink, 2))
        painter.drawLine(QPointF(0, high + room + 1), QPointF(self.width(), high + room + 1))


class StepPath(QWidget):
    """A service from its first step to its last, with how often residents called at each."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._steps: tuple[tuple[str, int], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[tuple[str, int]], described: str) -> None:
        """steps: their names, and the calls at each. described: the same in words."""
        self._steps = tuple(steps)
        self.setAccessibleName(described)
        self.setFixedHeight(LINE_PX * max(1, len(self._steps)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A line with a dot for each step; where residents called, a bar and the number."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((calls for _, calls in self._steps), default=0)
        x, names = 14.0, self.width() * 0.42
        if len(self._steps) > 1:
            painter.setPen(QPen(self._palette.rule, 4))
            painter.drawLine(QPointF(x, LINE_PX / 2), QPointF(x, LINE_PX * (len(self._steps) - 0.5)))
        for place, (name, calls) in enumerate(self._steps):
            middle = LINE_PX * (place + 0.5)
            stuck = bool(most) and calls == most
            painter.setPen(QPen(self._palette.ink, 2))
            painter.setBrush(self._palette.guide if stuck else self._palette.card)
            painter.drawEllipse(QPointF(x, middle), 9, 9)
            painter.setFont(_font(bold=stuck))
            metrics = QFontMetricsF(painter.font())
            room = names - 40
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
            box = QRectF(36, middle - LINE_PX / 2, room, LINE_PX)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), shown)
            if calls:
                wide = (self.width() - names - 70) * calls / most
                bar = QRectF(names, middle - 10, max(6.0, wide), 20)
                painter.setBrush(self._palette.guide if stuck else self._palette.go)
                painter.drawRect(bar)
                box = QRectF(bar.right() + 10, middle - LINE_PX / 2, 60, LINE_PX)
                painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), str(calls))
