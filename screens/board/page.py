"""The page of the board: large enough for eight metres, the same in both languages, and never a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.cases.waiting import Board, Called
from kiosk.words import Words
from screens.theme import MIDDLE_OF_EM, PAPER, families

SHOWN = 3
"""So many calls at most: each takes the height that can be read from eight metres."""

NEXT = 6

_FIGURES = 0.26
"""Of the page's height, the em of a number that is called: its digits are three quarters of it. On a
television of 43 inches that is 102 mm: 0.7 degrees at 8.3 m, which EN 301 549 5.1.4 asks of type."""
_NEXT_FIGURES = 0.13
_SAID, _WORDS, _SMALL = 0.1, 0.062, 0.04
_MARGIN = 0.025
_NEXT_FROM = 0.74
"""Of the page's width, where the numbers that are next begin."""


class BoardPage(QWidget):
    """words: of each language, the hall's own first. time: as it is told on the page."""

    def __init__(
        self, words: Sequence[Words], station: str, time: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words, self._station, self._time = tuple(words), station, time
        self._board: Board | None = None
        self._away = False
        self._tell()

    def show_board(self, board: Board) -> None:
        """The line stands so now."""
        self._board, self._away = board, False
        self._tell()

    def show_away(self) -> None:
        """Nobody knows how it stands: what was known is shown no longer."""
        self._board, self._away = None, True
        self._tell()

    @property
    def told(self) -> str:
        """What stands on the page, for who cannot see it."""
        if self._away:
            return self._both("board.away", " ")
        if self._board is None or not self._board.called:
            return self._both("board.nobody", " ")
        return " ".join(
            words.say("board.call", number=str(each.number), window=each.window)
            for each in self._board.called[:SHOWN]
            for words in self._words
        )

    def _tell(self) -> None:
        self.setAccessibleName(self.told)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw all of it."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(self.rect(), PAPER.paper)
        high, wide = float(self.height()), float(self.width())
        margin = high * _MARGIN
        foot = QRectF(margin, high * (1 - _SMALL * 1.6), wide - 2 * margin, high * _SMALL * 1.5)
        page = QRectF(margin, margin, wide - 2 * margin, foot.top() - 1.5 * margin)
        self._draw_foot(painter, foot)
        if self._away:
            self._draw_lines(painter, page, "board.away")
            return
        left = QRectF(page.left(), page.top(), wide * _NEXT_FROM - 1.5 * margin, page.height())
        right = QRectF(wide * _NEXT_FROM, page.top(), wide * (1 - _NEXT_FROM) - margin, page.height())
        self._draw_called(painter, left)
        self._draw_next(painter, right)

    def _draw_called(self, painter: QPainter, box: QRectF) -> None:
        head = QRectF(box.left(), box.top(), box.width(), self.height() * _WORDS * 1.35)
        rest = QRectF(box.left(), head.bottom(), box.width(), box.bottom() - head.bottom())
        called = () if self._board is None else self._board.called[:SHOWN]
        if not called:
            if self._board is not None:
                self._draw_lines(painter, box, "board.nobody")
            return
        self._write(painter, head, self._both("board.title", "  "), _WORDS, bold=True)
        for place, each in enumerate(called):
            row = QRectF(
                rest.left(), rest.top() + place * rest.height() / SHOWN, rest.width(), rest.height() / SHOWN
            )
            self._draw_call(painter, row.adjusted(0, self.height() * 0.008, 0, 0), each, latest=place == 0)

    def _draw_call(self, painter: QPainter, row: QRectF, called: Called, *, latest: bool) -> None:
        """The latest has a frame: colour alone tells nobody anything."""
        edge = self.height() * (0.009 if latest else 0.003)
        painter.setPen(QPen(PAPER.go if latest else PAPER.rule, edge))
        painter.setBrush(PAPER.chosen if latest else PAPER.card)
        corner = self.height() * 0.03
        painter.drawRoundedRect(row.adjusted(edge, edge, -edge, -edge), corner, corner)
        unit = row.width() / 100
        number = QRectF(row.left() + 2 * unit, row.top(), 39 * unit, row.height())
        arrow = QRectF(row.left() + 42 * unit, row.top(), 11 * unit, row.height())
        window = QRectF(row.left() + 54 * unit, row.top(), 24 * unit, row.height())
        word = QRectF(row.left() + 78 * unit, row.top(), 20 * unit, row.height())
        self._write(painter, number, str(called.number), _FIGURES, bold=True, align=_RIGHT)
        self._draw_arrow(painter, arrow)
        self._write(painter, window, str(called.window), _FIGURES, bold=True, colour=PAPER.go, align=_RIGHT)
        half = word.height() / 2
        above = QRectF(word.left() + unit, word.top(), word.width() - unit, half * 1.08)
        below = QRectF(above.left(), word.top() + half, above.width(), half * 0.8)
        first, *others = self._words
        self._write(painter, above, first.say("board.window"), _WORDS, bold=True, align=_LEFT_LOW)
        if others:
            self._write(painter, below, others[0].say("board.window"), _SMALL, align=_LEFT_HIGH)

    def _draw_arrow(self, painter: QPainter, box: QRectF) -> None:
        pen = QPen(PAPER.ink, self.height() * 0.014)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        middle, tip, size = box.center().y(), box.right() - box.width() * 0.12, box.width() * 0.26
        painter.drawLine(QPointF(box.left() + box.width() * 0.14, middle), QPointF(tip, middle))
        for way in (-1, 1):
            painter.drawLine(QPointF(tip, middle), QPointF(tip - size, middle + way * size))

    def _draw_next(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(PAPER.card)
        corner = self.height() * 0.03
        painter.drawRoundedRect(box, corner, corner)
        head = QRectF(box.left(), box.top(), box.width(), self.height() * _WORDS * 1.35)
        inset = box.width() * 0.08
        inner = head.adjusted(inset, 0, -inset, 0)
        self._write(painter, inner, self._both("board.next", "  "), _WORDS, bold=True, align=_MIDDLE)
        count = QRectF(
            box.left(), box.bottom() - self.height() * _SMALL * 3, box.width(), self.height() * _SMALL * 3
        )
        if self._board is None or not self._board.waiting:
            return
        waiting = [words.say("board.waiting", count=self._board.waiting) for words in self._words]
        each = count.height() / len(waiting)
        for place, text in enumerate(waiting):
            line = QRectF(count.left(), count.top() + place * each, count.width(), each)
            self._write(painter, line, text, _SMALL, align=_MIDDLE)
        rest = QRectF(box.left(), head.bottom(), box.width(), count.top() - head.bottom())
        for place, number in enumerate(self._board.next[:NEXT]):
            column, row = place % 2, place // 2
            cell = QRectF(
                rest.left() + column * rest.width() / 2,
                rest.top() + row * rest.height() / (NEXT // 2),
                rest.width() / 2,
                rest.height() / (NEXT // 2),
            )
            self._write(painter, cell, str(number), _NEXT_FIGURES, bold=True, align=_MIDDLE)

    def _draw_foot(self, painter: QPainter, box: QRectF) -> None:
        self._write(painter, box, self._station, _SMALL)
        self._write(painter, box, self._time(), _SMALL, align=_RIGHT)

    def _draw_lines(self, painter: QPainter, box: QRectF, id: str) -> None:
        """A sentence in each language, below each other, in the middle."""
        lines = [words.say(id) for words in self._words]
        each = self.height() * _SAID * 1.6
        top = box.center().y() - each * len(lines) / 2
        for place, text in enumerate(lines):
            line = QRectF(box.left(), top + place * each, box.width(), each)
            self._write(painter, line, text, _SAID, bold=not place, align=_MIDDLE)

    def _write(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        em: float,
        *,
        bold: bool = False,
        colour: QColor = PAPER.ink,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    ) -> None:
        """On one line; what would not fit is written smaller, and nothing is ever cut."""
        font = QFont(families())
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        font.setPixelSize(max(1, round(self.height() * em)))
        needed = QFontMetricsF(font).horizontalAdvance(text)
        if needed > box.width():
            font.setPixelSize(max(1, int(font.pixelSize() * box.width() / needed)))
        if align & Qt.AlignmentFlag.AlignVCenter:  # by the signs themselves, not by the room below the line
            metrics = QFontMetricsF(font)
            low = (metrics.ascent() - metrics.descent()) / 2 - font.pixelSize() * MIDDLE_OF_EM
            box = box.translated(0, -low)
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(box, align | Qt.TextFlag.TextDontClip | Qt.TextFlag.TextSingleLine, text)

    def _both(self, id: str, between: str) -> str:
        return between.join(words.say(id) for words in self._words)


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_LEFT_LOW = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
_LEFT_HIGH = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
