"""Words that stand on the page."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from screens.layout.text import draw, lay
from screens.theme import Role
from screens.ui import Ui


class Label(QWidget):
    """Text in one of the roles, broken into lines; marked while it is being spoken."""

    def __init__(
        self,
        ui: Ui,
        text: str,
        role: Role = Role.BODY,
        *,
        bold: bool = False,
        centred: bool = False,
        colour: QColor | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ui, self._text, self._role, self._bold = ui, text, role, bold
        self._align = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
        self._colour = colour
        self._speaking = False
        self.setAccessibleName(text)

    @property
    def text(self) -> str:
        """The words."""
        return self._text

    def set_text(self, text: str) -> None:
        """Change the words."""
        self._text = text
        self.setAccessibleName(text)
        self.update()

    def set_speaking(self, speaking: bool) -> None:
        """Mark the words as being spoken."""
        if self._speaking != speaking:
            self._speaking = speaking
            self.update()

    def height_for(self, width: int) -> int:
        """The height in pixels at this width."""
        if not self._text:
            return 0
        return lay(self._text, self._ui.theme.font(self._role, bold=self._bold), width).height

    def cut(self) -> bool:
        """Whether the words do not fit the label as it stands."""
        laid = lay(self._text, self._ui.theme.font(self._role, bold=self._bold), self.width())
        return laid.cut or laid.height > self.height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words."""
        palette = self._ui.theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        laid = lay(
            self._text,
            self._ui.theme.font(self._role, bold=self._bold),
            self.width(),
            self._align,
        )
        colour = palette.on_spoken if self._speaking else self._colour or palette.ink
        behind = palette.spoken if self._speaking else None
        draw(painter, laid, QPointF(0, 0), colour, behind, self._ui.theme.px(1))


class Progress(QWidget):
    """ "Step 2 of 6", in words and as a row of bars."""

    def __init__(self, ui: Ui, step: int, of: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui, self._step, self._of = ui, step, of
        self._text = ui.say("shell.progress", step=step, of=of)
        self.setAccessibleName(self._text)

    @property
    def text(self) -> str:
        """The progress in words."""
        return self._text

    def height_for(self, width: int) -> int:
        """One line."""
        return lay(self._text, self._ui.theme.font(Role.BODY), width).height

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words, and the bars where they have room."""
        theme = self._ui.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        laid = lay(self._text, theme.font(Role.BODY), self.width())
        draw(painter, laid, QPointF(0, 0), theme.palette.ink)
        x, gap, height = laid.width + theme.px(6), theme.px(2), theme.px(5)
        each = (self.width() - x - gap * (self._of - 1)) / self._of
        if each < theme.px(2.5):
            return
        painter.setPen(QPen(theme.palette.go, theme.px(0.8)))
        for k in range(self._of):
            painter.setBrush(theme.palette.go if k < self._step else theme.palette.card)
            box = QRectF(x + k * (each + gap), (self.height() - height) / 2, each, height).adjusted(
                2, 2, -2, -2
            )
            painter.drawRoundedRect(box, height / 2, height / 2)


class Picture(QWidget):
    """A pictogram on the page."""

    def __init__(
        self,
        ui: Ui,
        icon: str,
        mm: float,
        colour: QColor,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ui, self._icon, self._side, self._colour = (
            ui,
            icon,
            ui.theme.px(mm),
            colour,
        )

    def height_for(self, _width: int) -> int:
        """Its side in pixels."""
        return self._side

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the middle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF((self.width() - self._side) / 2, 0, self._side, self._side)
        self._ui.icons.draw(painter, self._icon, box, self._colour)
