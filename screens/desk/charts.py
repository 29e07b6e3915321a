"""The charts of the leader's page: bars by hour, and a service as a path on which residents call and give up.

Every number stands beside its bar in words: nothing is told by length or colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from screens.desk.look import DETAIL
from screens.theme import Palette, families

LINE_PX, PASSED_PX = 40, 28
"""The height of one step of a path, and of one at which nobody called or gave up."""


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
    """A service from its first step to its last: how often residents called, and gave up, at each.

    Calls are a full bar, give-ups a hatched one below it, each with its word and its number. calls, given_up:
    those words.
    """

    def __init__(self, palette: Palette, calls: str, given_up: str) -> None:
        super().__init__()
        self._palette, self._words = palette, (calls, given_up)
        self._steps: tuple[tuple[str, int, int], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[tuple[str, int, int]]) -> None:
        """steps: their names, the calls and the give-ups at each."""
        self._steps = tuple(steps)
        told = [
            (name, ", ".join(self._told((calls, given_up))))
            for name, calls, given_up in self._steps
            if calls or given_up
        ]
        self.setAccessibleName("; ".join(f"{name}: {words}" for name, words in told))
        self.setFixedHeight(sum(high for _, high in self._places()) or LINE_PX)
        self.update()

    def _places(self) -> list[tuple[int, int]]:
        """Of each step where it begins, and its height."""
        high = [LINE_PX if calls or given_up else PASSED_PX for _, calls, given_up in self._steps]
        return list(zip(accumulate(high, initial=0), high, strict=False))

    def _told(self, counts: Sequence[int]) -> list[str]:
        return [f"{word} {count}" for word, count in zip(self._words, counts, strict=True) if count]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A line with a dot for each step; where residents called or gave up, the bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        worst = [
            max((calls for _, calls, _ in self._steps), default=0),
            max((given_up for _, _, given_up in self._steps), default=0),
        ]
        x, names = 14.0, self.width() * 0.42
        places = self._places()
        if len(places) > 1:
            painter.setPen(QPen(self._palette.rule, 4))
            first, last = (top + high / 2 for top, high in (places[0], places[-1]))
            painter.drawLine(QPointF(x, first), QPointF(x, last))
        for (name, calls, given_up), (top, line) in zip(self._steps, places, strict=True):
            counts, middle = (calls, given_up), top + line / 2
            stuck = any(count and count == most for count, most in zip(counts, worst, strict=True))
            painter.setPen(QPen(self._palette.ink, 2))
            painter.setBrush(self._palette.guide if stuck else self._palette.card)
            painter.drawEllipse(QPointF(x, middle), 9, 9)
            painter.setFont(_font(bold=stuck))
            metrics = QFontMetricsF(painter.font())
            room = names - 40
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(36, top, room, line), int(Qt.AlignmentFlag.AlignVCenter), shown)
            bars = [kind for kind, count in enumerate(counts) if count]
            high = LINE_PX / 2
            for row, kind in enumerate(bars):
                bar_top = middle - high * len(bars) / 2 + high * row
                self._draw_bar(
                    painter, QRectF(names, bar_top, self.width() - names, high), kind, counts, worst
                )

    def _draw_bar(
        self, painter: QPainter, room: QRectF, kind: int, counts: Sequence[int], worst: Sequence[int]
    ) -> None:
        """In the upper left of ``room``; all bars of a path are of one scale."""
        told = f"{self._words[kind]} {counts[kind]}"
        painter.setFont(_font(bold=counts[kind] == worst[kind]))
        words = QFontMetricsF(painter.font()).horizontalAdvance(told) + 20
        wide = (room.width() - words) * counts[kind] / max(worst)
        bar = QRectF(room.left(), room.top() + 3, max(6.0, wide), room.height() - 6)
        painter.setBrush(self._palette.go if kind == 0 else self._palette.card)
        painter.drawRect(bar)
        if kind == 1:
            painter.setBrush(QBrush(self._palette.ink, Qt.BrushStyle.BDiagPattern))
            painter.drawRect(bar)
        box = QRectF(bar.right() + 10, room.top(), words, room.height())
        # Of two bars, the letters of one may reach below its half of the line.
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextDontClip), told)
