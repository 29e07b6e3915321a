"""Pictograms, drawn from SVG in any colour and size."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtSvg import QSvgRenderer


class Icons:
    """The pictograms of a folder; each is read once for each colour."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._renderers: dict[tuple[str, str], QSvgRenderer] = {}

    def has(self, name: str) -> bool:
        """Whether there is such a pictogram."""
        return (self._folder / f"{name}.svg").is_file()

    def draw(self, painter: QPainter, name: str, box: QRectF, colour: QColor) -> None:
        """Draw a pictogram into ``box``. An unknown name draws nothing: a word always stands beside it."""
        key = (name, colour.name())
        renderer = self._renderers.get(key)
        if renderer is None:
            path = self._folder / f"{name}.svg"
            if not path.is_file():
                return
            source = path.read_bytes().replace(b"currentColor", colour.name().encode())
            renderer = self._renderers[key] = QSvgRenderer(QByteArray(source))
        renderer.render(painter, box)
