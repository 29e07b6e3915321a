"""Drawing notice sheets: a PDF of A4 pages in the kiosk's own fonts, for old eyes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import ceil

import segno
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPageSize, QPainter, QPdfWriter, QPen

from kiosk.sheet.contents import Line, NoticeSheet, Part
from kiosk.words import Words
from screens.layout.text import Laid, draw, lay
from screens.slip import paint_code
from screens.theme import families

DOTS_PER_MM = 40
"""Units of the drawing in a millimetre."""
PAGE_MM = (210.0, 297.0)
EDGE_MM = 18.0
POINT_MM = 25.4 / 72
TITLE, HEAD, FOOT = 1.6, 1.2, 0.8
"""Of the letters' size."""
MODULE_MM = 1.0
"""The white round the code is 4 of these at least (ISO/IEC 18004): a letter of 16 points is wider."""


@dataclass(frozen=True)
class _Row:
    """Text as laid out; lengths in units. above, below: the gaps round it. mark: before its first line."""

    laid: Laid
    above: int = 0
    indent: int = 0
    mark: str = ""
    rule: bool = False
    below: int = 0

    @property
    def height(self) -> int:
        return self.above + self.laid.height + self.below


_Group = tuple[_Row, ...]
"""Rows that stay together on a page."""


def _mm(mm: float) -> int:
    return ceil(mm * DOTS_PER_MM)


class PdfSheetDrawer:
    """Draws sheets. points: of the letters. Drawing needs a QGuiApplication with the kiosk's fonts."""

    def __init__(self, points: float) -> None:
        self._em = points * POINT_MM

    def pdf(self, sheet: NoticeSheet, words: Words) -> bytes:
        """The sheet as the bytes of a PDF file; an item is never torn apart between two pages."""
        code = (
            [bytes(row) for row in segno.make(sheet.link, error="m", micro=False).matrix]
            if sheet.link
            else []
        )
        foot = self._lay("0", FOOT, sheet.locale).height
        room = _mm(PAGE_MM[1] - 2 * EDGE_MM) - 2 * foot
        pages = _pages(list(self._groups(sheet, len(code) * _mm(MODULE_MM))), room)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setResolution(round(25.4 * DOTS_PER_MM))
        writer.setTitle(f"{sheet.title} · {sheet.station}")
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        painter = QPainter(writer)
        try:
            for number, page in enumerate(pages, 1):
                if number > 1:
                    writer.newPage()
                elif code:
                    self._paint_code(painter, code)
                self._paint(painter, page)
                self._paint_foot(
                    painter,
                    f"{sheet.release}　{words.say('sheet.page', number=number, count=len(pages))}",
                    sheet.locale,
                )
        finally:
            painter.end()
        return bytes(buffer.data().data())

    # --- laying out ---------------------------------------------------------------------------------

    def _groups(self, sheet: NoticeSheet, code: int) -> Iterator[_Group]:
        """code: the side of the code beside the head of the sheet, 0 where there is none."""
        locale, taken = sheet.locale, code + self._gap(1) if code else 0
        head = [
            _Row(self._lay(sheet.station, 1, locale, taken)),
            _Row(self._lay(sheet.title, TITLE, locale, taken, bold=True)),
            _Row(self._lay(sheet.summary, 1, locale, taken)),
        ]
        if code:
            head.append(_Row(self._lay(sheet.link_said, 1, locale, taken, bold=True), self._gap(0.4)))
        missing = code - sum(row.height for row in head)
        yield (*head[:-1], replace(head[-1], below=max(0, missing)))
        for part in sheet.parts:
            yield from self._part(part, locale)
        never, *more = sheet.warning
        yield (
            self._head(never, locale),
            *(_Row(self._lay(text, 1, locale), self._gap(0.2)) for text in more),
        )

    def _part(self, part: Part, locale: str) -> Iterator[_Group]:
        """The heading stays with the first of what it heads; what is brought in one case stays together."""
        head: _Group = (self._head(part.title, locale),)
        for case, lines in part.cases():
            rows = [tuple(self._line(line, locale, bold=part.id == "words")) for line in lines]
            if case:
                told = _Row(self._lay(case, 1, locale, bold=True), self._gap(0.7))
                yield (*head, told, *chain(*rows))
            else:
                yield (*head, *rows[0])
                yield from rows[1:]
            head = ()

    def _head(self, text: str, locale: str) -> _Row:
        return _Row(self._lay(text, HEAD, locale, bold=True), self._gap(1.1), rule=True)

    def _line(self, line: Line, locale: str, *, bold: bool) -> Iterator[_Row]:
        indent = self._gap(1.7)
        mark = "box" if line.box else "dot"
        yield _Row(self._lay(line.text, 1, locale, indent, bold=bold), self._gap(0.45), indent, mark)
        if line.more:
            yield _Row(self._lay(line.more, 1, locale, indent), 0, indent)

    def _lay(self, text: str, size: float, locale: str, indent: int = 0, *, bold: bool = False) -> Laid:
        font = QFont(families(locale))
        font.setPixelSize(_mm(self._em * size))
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        # As on slips: digits that "locl" takes would be lost to whoever searches or copies the text.
        font.setFeature(QFont.Tag("locl"), 0)
        return lay(text, font, _mm(PAGE_MM[0] - 2 * EDGE_MM) - indent)

    def _gap(self, ems: float) -> int:
        return _mm(self._em * ems)

    # --- painting -----------------------------------------------------------------------------------

    def _paint(self, painter: QPainter, rows: Sequence[_Row]) -> None:
        """The rows of a page from its top."""
        ink, left, y = QColor(Qt.GlobalColor.black), _mm(EDGE_MM), _mm(EDGE_MM)
        for number, row in enumerate(rows):
            above = row.above if number else 0
            if row.rule and number:
                painter.setPen(QPen(ink, _mm(0.5)))
                middle = y + above // 2
                painter.drawLine(left, middle, _mm(PAGE_MM[0] - EDGE_MM), middle)
            y += above
            if row.mark:
                self._paint_mark(painter, row, left, y, ink)
            draw(painter, row.laid, QPointF(left + row.indent, y), ink)
            y += row.laid.height + row.below

    def _paint_mark(self, painter: QPainter, row: _Row, left: int, y: int, ink: QColor) -> None:
        """A box to tick, or a dot, in the middle of the first line."""
        middle = y + row.laid.height / row.laid.lines / 2
        if row.mark == "box":
            side = self._gap(1)
            pen = QPen(ink, _mm(0.4))
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(left + _mm(0.2), middle - side / 2, side, side))
            return
        radius = self._gap(0.18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(left + self._gap(0.6), middle), radius, radius)

    @staticmethod
    def _paint_code(painter: QPainter, code: list[bytes]) -> None:
        """In the corner, with the page's edges and the gap before it as the white round it."""
        module = _mm(MODULE_MM)
        paint_code(painter, code, module, _mm(PAGE_MM[0] - EDGE_MM) - len(code) * module, _mm(EDGE_MM))

    def _paint_foot(self, painter: QPainter, text: str, locale: str) -> None:
        laid = self._lay(text, FOOT, locale)
        y = _mm(PAGE_MM[1] - EDGE_MM) - laid.height
        draw(painter, laid, QPointF(_mm(EDGE_MM), y), QColor(Qt.GlobalColor.black))


def _pages(groups: Sequence[_Group], room: int) -> list[list[_Row]]:
    """Which rows stand on which page. room: the height of one, in units."""
    pages: list[list[_Row]] = [[]]
    used = 0
    for group in groups:
        if pages[-1] and used + sum(row.height for row in group) > room:
            pages.append([])
            used = 0
        for row in group:
            if pages[-1] and used + row.height > room:  # longer than a page: it cannot stay together
                pages.append([])
                used = 0
            pages[-1].append(row)
            used += row.height
    return pages
