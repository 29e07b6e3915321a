"""A key with one character or a short word on it, as keypads and candidates have them."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from screens.layout.text import width_of
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.key import PadKey


def _ink(text: str, font: QFont) -> tuple[float, float]:
    """Top and height in pixels of what is drawn, top from the baseline.

    Signs of one kind stand at the same height on all keys: Hanzi by the face of 国, capitals and digits
    by H, Latin words by H with room for what hangs below the line.
    """
    plain = text.isascii()
    like = "Hp" if plain and text != text.upper() else "H" if plain else "国"
    box = QFontMetricsF(font).tightBoundingRect(like)
    return box.top(), box.height()


class GlyphKey(PadKey):
    """One line in the middle of the key. Its height follows the characters, not the line height of text.

    Checked, it has a thick edge, and a tick in its corner.
    """

    def __init__(
        self,
        ui: Ui,
        text: str,
        *,
        role: Role = Role.CHOICE,
        name: str = "",
        ticked: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """name: the accessible name where the sign on the key is not one. ticked: checked, it has a tick."""
        self._name, self._ticked = name, ticked
        self._sizes: dict[str, tuple[int, int]] = {}
        super().__init__(ui, text, role=role, parent=parent)
        self.set_words(text)

    def set_words(self, text: str, sub: str = "") -> None:
        """Change the sign; the accessible name stays where it was given."""
        super().set_words(text, sub)
        if self._name:
            self.setAccessibleName(self._name)

    def _font(self) -> QFont:
        return self._ui.theme.font(self._role, bold=True)

    def height_for(self, _width: int) -> int:
        """The least height in pixels: the characters, half a millimetre round them and the outline."""
        return self._size(self.text())[1]

    def width_wanted(self) -> int:
        """The width in pixels that the characters need, 15 mm at the least."""
        return self.width_with(self.text())

    def width_with(self, text: str) -> int:
        """The same with other characters on the key."""
        return self._size(text)[0]

    def _size(self, text: str) -> tuple[int, int]:
        # A pad asks each of its keys many times while it looks how they stand best.
        if text not in self._sizes:
            theme, font = self._ui.theme, self._font()
            edge = 2 * (theme.line + theme.px(0.5))
            own = ceil(QFontMetricsF(font).tightBoundingRect(text).height()) + 2 * theme.line
            high = max(theme.key, round(_ink(text, font)[1]) + edge, own)
            self._sizes[text] = max(theme.key, width_of(text, font) + edge), high
        return self._sizes[text]

    def cut(self) -> bool:
        """Whether the characters do not fit."""
        room = self.width() - 2 * self._ui.theme.line
        return width_of(self.text(), self._font()) > room or self.height_for(self.width()) > self.height()

    def _paint_words(self, painter: QPainter, ink: QColor) -> None:
        font = self._font()
        top, height = _ink(self.text(), font)
        own, line = QFontMetricsF(font).tightBoundingRect(self.text()), self._ui.theme.line
        y = (self.height() - height) / 2 - top
        # What hangs below the others (Q) or stands above them (Ü) stays off the edge.
        y = max(line - own.top(), min(y, self.height() - line - own.bottom()))
        painter.setFont(font)
        painter.setPen(ink)
        x = (self.width() - width_of(self.text(), font)) / 2
        painter.drawText(QPointF(x, y), self.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The key, and its tick."""
        super().paintEvent(event)
        if self._chosen and self._ticked:
            theme = self._ui.theme
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.palette.go, theme.px(1.2)))
            side, edge = theme.px(4.5), theme.px(5)
            x, y = self.width() - edge - side, edge
            points = [(0.0, 0.5), (0.35, 0.9), (1.0, 0.1)]
            painter.drawPolyline([QPointF(x + a * side, y + b * side) for a, b in points])
