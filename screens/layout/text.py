"""Laying out text at the right line height, and drawing it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextLayout,
    QTextOption,
)

from screens.theme import LINE_HEIGHT


@dataclass(frozen=True)
class Laid:
    """Text laid out in lines. width and height in pixels; cut when a word was wider than the room."""

    layout: QTextLayout
    width: int
    height: int
    lines: int
    cut: bool


def lay(
    text: str,
    font: QFont,
    width: float,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> Laid:
    """Break ``text`` into lines of at most ``width`` pixels."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption(align)
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    step = font.pixelSize() * LINE_HEIGHT
    layout.beginLayout()
    y, widest, lines, cut = 0.0, 0.0, 0, False
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y + (step - line.height()) / 2))
        widest = max(widest, line.naturalTextWidth())
        cut = cut or line.naturalTextWidth() > width + 1
        y += step
        lines += 1
    layout.endLayout()
    return Laid(layout, ceil(widest), ceil(y), lines, cut)


def width_of(text: str, font: QFont) -> int:
    """The width of ``text`` on one line, in pixels."""
    return ceil(QFontMetricsF(font).horizontalAdvance(text))


def draw(
    painter: QPainter,
    laid: Laid,
    at: QPointF,
    colour: QColor,
    behind: QColor | None = None,
    pad: float = 0,
) -> None:
    """Draw laid-out text; ``behind`` marks it (the sentence being spoken)."""
    if behind is not None:
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(behind)
        for k in range(laid.layout.lineCount()):
            rect = laid.layout.lineAt(k).naturalTextRect().translated(at)
            painter.drawRoundedRect(QRectF(rect).adjusted(-pad, 0, pad, 0), pad, pad)
        painter.restore()
    painter.setPen(colour)
    laid.layout.draw(painter, at)
