"""Drawing slips: a PDF 80 mm wide and as long as it needs to be, for old eyes and worn print heads."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import segno
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPageSize, QPainter, QPdfWriter, QPen

from kiosk.devices.slip import Slip, SlipLine
from screens.layout.text import Laid, draw, lay
from screens.theme import FACE_OF_EM, families

DOTS_PER_MM = 40
"""Units of the drawing in a millimetre; a slip printer's own dot (203 dpi) is five of them."""
PRINTER_DOT = 5
WIDTH_MM = 80
EDGE_MM = 4
"""The paper is 80 mm wide, of which such printers reach 72."""

FACES_MM = {"body": 4.8, "title": 5.8, "number": 12.0, "note": 4.4}
"""Faces of a Hanzi; nothing on a slip is smaller than 4 mm."""
LEAST_NUMBER_MM = 7.0
QR_MM = 25
QR_LEAST_DOTS = 4
"""A module of at least 25 / 50 mm: four dots survive a worn head and an old telephone's camera."""
QUIET_MODULES = 4
"""White round the code (ISO/IEC 18004)."""


@dataclass(frozen=True)
class _Block:
    """A line of the slip as laid out; lengths in units. above: the gap before it; rule: a stroke in it."""

    laid: Laid
    indent: int
    above: int
    rule: bool
    box: int = 0
    centred: bool = False


def _mm(mm: float) -> int:
    return ceil(mm * DOTS_PER_MM)


class PdfSlipDrawer:
    """Draws slips in the kiosk's fonts. Made before there is a QGuiApplication; drawing needs one."""

    def pdf(self, slip: Slip) -> bytes:
        """The slip as the bytes of a PDF file of one page."""
        room = _mm(WIDTH_MM - 2 * EDGE_MM)
        blocks = self._blocks(slip.lines, room, slip.locale)
        code = segno.make(slip.qr, mode="byte", encoding="utf-8", error="m", micro=False)
        modules = [bytes(row) for row in code.matrix]
        module = PRINTER_DOT * max(QR_LEAST_DOTS, ceil(_mm(QR_MM) / PRINTER_DOT / len(modules)))
        text = sum(block.above + block.laid.height for block in blocks)
        height = _mm(EDGE_MM) + text + (len(modules) + 2 * QUIET_MODULES) * module + _mm(EDGE_MM)

        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setResolution(round(25.4 * DOTS_PER_MM))
        writer.setTitle(slip.kind)
        size = QSizeF(WIDTH_MM, max(WIDTH_MM + 1, height / DOTS_PER_MM))
        writer.setPageSize(
            QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
        )
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        painter = QPainter(writer)
        try:
            y = self._paint_lines(painter, blocks, _mm(EDGE_MM), room)
            x = (_mm(WIDTH_MM) - len(modules) * module) // 2
            paint_code(painter, modules, module, x, y + QUIET_MODULES * module)
        finally:
            painter.end()
        return bytes(buffer.data().data())

    def _font(self, face_mm: float, locale: str, *, bold: bool) -> QFont:
        font = QFont(families(locale))
        font.setPixelSize(_mm(face_mm / FACE_OF_EM))
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        # Beside Latin letters, "locl" takes digits that have no character of their own: they would print
        # rightly, and be lost to whoever searches or copies the slip's text.
        font.setFeature(QFont.Tag("locl"), 0)
        return font

    def _blocks(self, lines: tuple[SlipLine, ...], room: int, locale: str) -> list[_Block]:
        blocks: list[_Block] = []
        under_box = False
        titles = 0
        for line in lines:
            face = FACES_MM[line.style]
            title = line.style == "title"
            titles += title
            indented = line.box or (under_box and line.style == "note")
            indent = _mm(FACES_MM["body"] + 2.5) if indented else 0
            blocks.append(
                _Block(
                    self._lay(line, face, room - indent, locale),
                    indent,
                    above=_mm(5.0 if title and titles > 1 else 0.0 if under_box and indented else 1.0),
                    rule=title and titles > 1,
                    box=_mm(FACES_MM["body"]) if line.box else 0,
                    centred=line.style == "number",
                )
            )
            under_box = line.box
        return blocks

    def _lay(self, line: SlipLine, face: float, room: int, locale: str) -> Laid:
        bold = line.style in ("title", "number")
        laid = lay(line.text, self._font(face, locale, bold=bold), room)
        while line.style == "number" and laid.lines > 1 and face > LEAST_NUMBER_MM:
            face -= 0.5
            laid = lay(line.text, self._font(face, locale, bold=bold), room)
        return laid

    @staticmethod
    def _paint_lines(painter: QPainter, blocks: list[_Block], y: int, room: int) -> int:
        """Draw the lines from ``y`` down; returns where they end."""
        ink = QColor(Qt.GlobalColor.black)
        left = _mm(EDGE_MM)
        for block in blocks:
            if block.rule:
                painter.setPen(QPen(ink, _mm(0.25)))
                middle = y + block.above // 2
                painter.drawLine(left, middle, left + room, middle)
            y += block.above
            if block.box:
                pen = QPen(ink, _mm(0.4))
                pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                line = block.laid.height / block.laid.lines
                painter.drawRect(QRectF(left + _mm(0.2), y + (line - block.box) / 2, block.box, block.box))
            x = left + block.indent + ((room - block.laid.width) // 2 if block.centred else 0)
            draw(painter, block.laid, QPointF(x, y), ink)
            y += block.laid.height
        return y


def paint_code(painter: QPainter, modules: list[bytes], module: int, left: int, top: int) -> None:
    """Dark modules as whole rectangles along each row: no seams, no smoothed edges."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    black = QColor(Qt.GlobalColor.black)
    for row, line in enumerate(modules):
        start = 0
        while (start := line.find(1, start)) >= 0:
            end = line.find(0, start)
            end = len(line) if end < 0 else end
            painter.fillRect(left + start * module, top + row * module, (end - start) * module, module, black)
            start = end
