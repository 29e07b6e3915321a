"""The leader's page as a PDF of one A4 sheet, to hang up or to send on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF, QPoint
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter, QRegion
from PySide6.QtWidgets import QWidget

MARGIN_MM = 12.0
HEAD_PX = 60
"""The room of the heading, in pixels of the page on the screen."""


def write_pdf(page: QWidget, heading: str, path: Path) -> None:
    """Draw ``page`` as it stands, whole, under a heading. Raises OSError where the file takes nothing."""
    with path.open("wb"):  # Qt tells nobody why a file cannot be written
        pass
    writer = QPdfWriter(str(path))
    writer.setTitle(heading)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(*[MARGIN_MM] * 4), QPageLayout.Unit.Millimeter)
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError(None, "the PDF cannot be begun")
    scale = min(writer.width() / page.width(), writer.height() / (page.height() + HEAD_PX))
    painter.scale(scale, scale)
    font = page.font()
    font.setPixelSize(HEAD_PX // 2)
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(QPoint(0, HEAD_PX // 2), heading)
    page.render(painter, QPoint(0, HEAD_PX), QRegion(), QWidget.RenderFlag.DrawChildren)
    if not painter.end():
        raise OSError(None, "the PDF cannot be ended")
