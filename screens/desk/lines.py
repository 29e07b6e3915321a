"""A few lines of large type, one below the other, broken where they must be and never cut."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from screens.layout.text import Laid, draw, lay
from screens.theme import families


@dataclass(frozen=True)
class Line:
    """One line's words; size: of its type, in pixels."""

    text: str
    size: int
    bold: bool = False


class Lines(QWidget):
    """The lines stand in the middle of the height they get."""

    def __init__(self, ink: QColor) -> None:
        super().__init__()
        self._ink = ink
        self._lines: tuple[Line, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is shown, line by line."""
        return tuple(line.text for line in self._lines)

    @property
    def largest(self) -> int:
        """The largest type shown, in pixels."""
        return max((line.size for line in self._lines), default=0)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Show these; empty ones take no room."""
        self._lines = tuple(line for line in lines if line.text)
        self.setAccessibleName("\n".join(self.texts))
        self.update()

    @staticmethod
    def _lay(lines: tuple[Line, ...], width: int) -> list[Laid]:
        laid = []
        for line in lines:
            if not line.text:
                continue
            font = QFont(families())
            font.setPixelSize(line.size)
            font.setWeight(QFont.Weight.Bold if line.bold else QFont.Weight.Normal)
            laid.append(lay(line.text, font, width))
        return laid

    def height_for(self, lines: tuple[Line, ...], width: int) -> int:
        """The height in pixels that these lines would need at this width."""
        return sum(laid.height for laid in self._lay(lines, width))

    def cut(self) -> bool:
        """Whether something does not fit."""
        laid = self._lay(self._lines, self.width())
        return any(x.cut for x in laid) or sum(x.height for x in laid) > self.height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        laid = self._lay(self._lines, self.width())
        y = (self.height() - sum(x.height for x in laid)) / 2
        for line in laid:
            draw(painter, line, QPointF(0, y), self._ink)
            y += line.height
