"""Laying out text at the right line height, and drawing it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from math import ceil
from typing import Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from screens.theme import LINE_HEIGHT, MIDDLE_OF_EM

AMOUNT = re.compile(r"(?<=[\u4e00-\u9fff]) (\d+) (?=[\u4e00-\u9fff])")
"""A number amid Hanzi stays with its measure word."""
HANGUL = re.compile(r"[\uac00-\ud7a3]")
KANA = re.compile(r"[ぁ-ゟァ-ヺ]")
BETWEEN_WORDS = re.compile(r"(?<=\s)")
"""Where Korean is broken."""
BOUND = r"(?<!^[こそあど]の) (?<![^ぁ-ゟ][こそあど]の) (?<![受取書付引申][けりきし])"
"""この and どの stay with their noun, and the verb that follows another with it (受け取る)."""
BETWEEN_PHRASES = re.compile(
    rf"""
    (?<=[\s・]) | (?<=[、。，：？！]) (?=[^\s、。，：？！」』）])
    # Hiragana ends a word, another sign begins one; but short nouns that mean nothing alone (係の者, 見た日)
    # stay with what is before them.
    | (?<=[ぁ-ゟ]) (?<![おご]) {BOUND} (?![者方所日主](?![一-鿿])) (?=[ァ-ヺ一-鿿0-9A-Za-z「『（])
    | (?<=[ぁ-ゟ]) {BOUND} (?=[おご][一-鿿])
    | (?<=[おご]) (?=[ァ-ヺ0-9A-Za-z「『（])
    # After a particle, where it can be no ending: を, and those after a noun (but no です, には or でも).
    | (?<=を) (?=[ぁ-ゟ])
    | (?<=[ァ-ヿ一-鿿][はの]) (?=[ぁ-ゟ])
    | (?<=[ァ-ヿ一-鿿][にで]) (?=[ぁ-ゟ]) (?![すしはもあ])
    """,
    re.VERBOSE,
)
"""Where Japanese is broken: between phrases (bunsetsu), as its readers expect in large type."""
BETWEEN_NAMES = re.compile(r"(?<=、)|(?<=, )")
"""Where a list of names is broken."""
SENTENCE = re.compile(r"(?<=[。？！])|(?<=[.?!] )")
CLAUSE = re.compile(r"(?<=[，。；：？！])|(?<=[,.;:?!] )")
PIECE = re.compile(r"(?<=[，、。：；])|\s")
WORD = re.compile(r"[^\s\u3000-\u9fff\uff00-\uffef]+|[\u3000-\u9fff\uff00-\uffef]")


@dataclass(frozen=True)
class Laid:
    """Text laid out in lines.

    width and height in pixels; indent is where the lines begin; cut when a word was wider than the room.
    """

    layout: QTextLayout
    width: int
    height: int
    lines: int
    cut: bool
    indent: int = 0


P = ParamSpec("P")
R = TypeVar("R")
_known: dict[tuple[object, ...], object] | None = None


@contextmanager
def known_once() -> Iterator[None]:
    """As long as this lasts, the same text is laid out and measured once in the same size, weight and room.

    For laying out the same texts on very many screens in fonts of the same families. Never on a kiosk: what
    residents write would be kept as well.
    """
    global _known
    before, _known = _known, {}
    try:
        yield
    finally:
        _known = before


def _once(
    function: Callable[Concatenate[str, QFont, P], R],
) -> Callable[Concatenate[str, QFont, P], R]:
    @wraps(function)
    def known(text: str, font: QFont, /, *args: P.args, **more: P.kwargs) -> R:
        if _known is None:
            return function(text, font, *args, **more)
        key = (function, text, font.pixelSize(), font.bold(), args, tuple(more.items()))
        if key not in _known:
            _known[key] = function(text, font, *args, **more)
        return _known[key]  # type: ignore[return-value]

    return known


@_once
def lay(
    text: str,
    font: QFont,
    width: float,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    *,
    balanced: bool = False,
    names: bool = False,
) -> Laid:
    """Break ``text`` into lines of at most ``width`` pixels.

    names: it is a list of names, and is broken between two of them.

    balanced: broken after commas and full stops where that costs no line, else into lines of about the
    same length, so that no single character stands alone on the last one.
    """
    text = AMOUNT.sub("\u00a0\\1\u00a0", text)
    if names:
        return _lay(_broken(text, BETWEEN_NAMES, font, width), font, width, align)
    laid = _lay(text, font, width, align)
    if not balanced or laid.lines < 2 or laid.cut:
        return laid
    for ends in (SENTENCE, CLAUSE):
        by_sense = _by_sense(text, ends, font, width)
        if by_sense is not None and by_sense.count("\n") + 1 <= laid.lines:
            return _lay(by_sense, font, width, align)
    low, high = max(width / laid.lines, _least(text, font, width)), width
    while high - low > 4:
        middle = (low + high) / 2
        attempt = _lay(text, font, middle, align)
        if attempt.cut or attempt.lines > laid.lines:
            low = middle
        else:
            high = middle
    even = _lay(text, font, high, align)
    indent = round((width - high) / 2) if align is Qt.AlignmentFlag.AlignHCenter else 0
    return Laid(even.layout, even.width, even.height, even.lines, even.cut, indent)


def to_middle(font: QFont, ascent: float) -> float:
    """How far below a line's top Qt's line must begin for Hanzi to stand in its middle.

    Centred by Qt's own height they would stand too low, and the tails of g and y would reach out.
    """
    return font.pixelSize() * (LINE_HEIGHT / 2 + MIDDLE_OF_EM) - ascent


def _by_sense(text: str, ends: re.Pattern[str], font: QFont, width: float) -> str | None:
    """The text broken after its sentences or clauses alone; None where one is wider than the room."""
    lines: list[str] = []
    for part in (p for p in ends.split(text) if p.strip()):
        if width_of(part, font) > width:
            return None
        if lines and width_of(lines[-1] + part, font) <= width:
            lines[-1] += part
        else:
            lines.append(part)
    return "\n".join(line.strip() for line in lines)


def _between(text: str) -> re.Pattern[str] | None:
    """Where the text may be broken; None where Qt knows it."""
    return BETWEEN_PHRASES if KANA.search(text) else BETWEEN_WORDS if HANGUL.search(text) else None


def _least(text: str, font: QFont, width: float) -> float:
    """The width in pixels below which a phrase or word is torn; 0 where one is at this width already."""
    between = _between(text)
    parts = between.split(text) if between is not None else []
    least = max((width_of(part.rstrip(), font) for part in parts), default=0)
    return least if least <= width else 0


def _in_phrases(text: str, font: QFont, width: float) -> str:
    """Japanese and Korean broken between phrases or words; as it is where one is wider than the room.

    Qt breaks both after any character (UAX 14), which tears words apart in large type.
    """
    between = _between(text)
    return text if between is None else _broken(text, between, font, width)


def _broken(text: str, between: re.Pattern[str], font: QFont, width: float) -> str:
    """The text in lines, broken there alone; as it is where a part is wider than the room."""
    if width_of(text, font) <= width:
        return text
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.append("")
        for part in between.split(paragraph):
            if lines[-1] and width_of((lines[-1] + part).rstrip(), font) > width:
                lines.append("")
            lines[-1] += part
    lines = [line.rstrip() for line in lines]
    return text if any(width_of(line, font) > width for line in lines) else "\n".join(lines)


def _lay(text: str, font: QFont, width: float, align: Qt.AlignmentFlag) -> Laid:
    text = _in_phrases(text, font, width)
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption(align)
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    step = font.pixelSize() * LINE_HEIGHT
    metrics = QFontMetricsF(font)
    layout.beginLayout()
    y, widest, lines, cut = 0.0, 0.0, 0, False
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        # A letter that reaches out to the left, such as j, is not cut there.
        first = text[line.textStart() : line.textStart() + 1]
        out = -metrics.leftBearing(first) if first.isascii() and first.isalpha() else 0.0
        line.setPosition(QPointF(max(0.0, out), y + to_middle(font, line.ascent())))
        widest = max(widest, line.naturalTextWidth())
        cut = cut or line.naturalTextWidth() > width + 1
        y += step
        lines += 1
    layout.endLayout()
    return Laid(layout, ceil(widest), ceil(y), lines, cut)


@_once
def width_of(text: str, font: QFont) -> int:
    """The width of ``text`` on one line, in pixels."""
    return ceil(QFontMetricsF(font).horizontalAdvance(text))


@_once
def widest_piece(text: str, font: QFont) -> int:
    """The width in pixels of the longest part that reads badly when broken: between spaces and commas."""
    return max((width_of(p, font) for p in PIECE.split(text) if p), default=0)


@_once
def widest_word(text: str, font: QFont) -> int:
    """The width in pixels of the longest part that cannot be broken: a Latin word or one Hanzi."""
    return max((width_of(p, font) for p in WORD.findall(text)), default=0)


def draw(
    painter: QPainter,
    laid: Laid,
    at: QPointF,
    colour: QColor,
    behind: QColor | None = None,
    pad: float = 0,
) -> None:
    """Draw laid-out text; ``behind`` marks it (the sentence being spoken)."""
    at = QPointF(at.x() + laid.indent, at.y())
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
