"""Print docs/observation/sheet.LOCALE.html to sheet.LOCALE.pdf: A4, landscape, ready for the printer.

The guide for the observer, a page for each of twelve residents, and the page that sums them up:

    python tools/build_observation_sheet.py
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "observation"
LOCALES = ("zh_CN", "en")
RESIDENTS = 12
MARGIN_MM = 9
DOTS_PER_INCH = 300


class PageTooLong(Exception):
    """What should stand on one page needs more."""


def pages(source: str) -> list[str]:
    """The pages as HTML: the source is cut at its page marks, and the resident's page stands for each."""
    style, *parts = re.split(r"<!-- (page|resident) -->", source)
    found = []
    for kind, body in zip(parts[::2], parts[1::2], strict=True):
        numbers = range(1, RESIDENTS + 1) if kind == "resident" else (0,)
        found += [style + body.replace("{no}", str(no)) for no in numbers]
    return found


def build(source: Path, to: Path, family: str) -> int:
    """Write the PDF; returns the number of pages. Raises :class:`PageTooLong`."""
    writer = QPdfWriter(str(to))
    writer.setResolution(DOTS_PER_INCH)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    margin = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    writer.setPageMargins(margin, QPageLayout.Unit.Millimeter)
    writer.setTitle(source.stem)
    room = QSizeF(writer.width(), writer.height())
    all_pages = pages(source.read_text("utf-8"))
    painter = QPainter(writer)
    try:
        for place, html in enumerate(all_pages, 1):
            if place > 1:
                writer.newPage()
            document = QTextDocument()
            document.documentLayout().setPaintDevice(writer)
            document.setDefaultFont(QFont(family, 11))
            document.setDocumentMargin(0)
            document.setHtml(html)
            document.setTextWidth(room.width())
            if document.size().height() > room.height() or document.size().width() > room.width():
                raise PageTooLong(f"{source.name}: page {place} is {document.size()}, the room {room}")
            document.drawContents(painter)
    finally:
        painter.end()
    return len(all_pages)


def load_family() -> str:
    """The product's own font, both weights."""
    for weight in ("Regular", "Bold"):
        (file,) = (ROOT / "assets" / "fonts").glob(f"NotoSansSC-{weight}.*")
        id_ = QFontDatabase.addApplicationFont(str(file))
    return QFontDatabase.applicationFontFamilies(id_)[0]


def main() -> int:
    """Print both."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    family = load_family()
    for locale in LOCALES:
        to = FOLDER / f"sheet.{locale}.pdf"
        count = build(FOLDER / f"sheet.{locale}.html", to, family)
        print(f"{to.relative_to(ROOT)}: {count} pages")
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
