"""Pictures of the audit: failures with their places marked, and the gallery."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from screens.audit.measure import Measure
from screens.audit.page import Page
from screens.theme import Panel, Size
from screens.tour.pictures import Looks
from screens.tour.png import write_png

MOST_MARKED = 150
"""Marked pictures that one process writes; the table lists every failure."""
RED = QColor("#D00000")
SHOWN = (
    Looks("zh_CN", Size.CARING),
    Looks("en", Size.CARING),
    Looks("zh_CN", Size.LARGEST),
    Looks("en", Size.LARGEST, sitting=True),
    Looks("zh_CN", Size.CARING, high_contrast=True),
    Looks("zh_CN", Size.CARING, panel=Panel(1920, 1080, 21.5)),
    Looks("en", Size.LARGEST, panel=Panel(1920, 1080, 21.5)),
    Looks("zh_CN", Size.STANDARD),
)
"""The looks of the gallery."""


class Album:
    """Writes pictures into ``out``; without one it writes none."""

    def __init__(self, out: Path | None) -> None:
        self._out = out
        self._marked = 0

    def mark(self, page: Page, failed: Sequence[Measure], shot: str, looks: Looks, at: int) -> str:
        """The page with what failed marked in red. Returns the file's name, "" where none is written."""
        if self._out is None or not failed or self._marked >= MOST_MARKED:
            return ""
        self._marked += 1
        image = page.image.copy()
        painter = QPainter(image)
        painter.setPen(QPen(RED, 5))
        font = painter.font()
        font.setPixelSize(26)
        painter.setFont(font)
        for measure in failed:
            for box in measure.boxes:
                painter.drawRect(QRect(*box).adjusted(-3, -3, 3, 3))
            if measure.boxes:
                x, y = measure.boxes[0][:2]
                words = f"{measure.check} {measure.value:g} / {measure.floor:g}"
                painter.fillRect(x, max(0, y - 34), len(words) * 16, 32, Qt.GlobalColor.white)
                painter.drawText(x + 4, max(24, y - 9), words)
        painter.end()
        return self._write(image, f"failed-{shot}-{looks.name}-{at + 1}.png")

    def keep(self, page: Page, shot: str, looks: Looks, at: int) -> list[str]:
        """A picture for the gallery, where this look belongs to it."""
        if self._out is None or looks not in SHOWN:
            return []
        return [self._write(page.image, f"{shot}-{at + 1}-{looks.name}.png")]

    def _write(self, image: QImage, name: str) -> str:
        assert self._out is not None
        width, height = image.width() // 2, image.height() // 2
        how = Qt.TransformationMode.SmoothTransformation
        write_png(image.scaled(width, height, Qt.AspectRatioMode.IgnoreAspectRatio, how), self._out / name)
        return name
