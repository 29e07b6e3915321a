"""Words that stand on the page."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from screens.layout.text import Laid, draw, lay, widest_word, width_of
from screens.theme import Role
from screens.ui import Ui

UNHEARD = "qt_rubberband"
"""Qt leaves a widget of this object name out of the accessibility tree: ornaments, and parts whose whole
has their words."""

LONGEST_EM = 33
"""A line is no longer, however wide the panel: the next one is found again (WCAG 1.4.8)."""
LEFT = Qt.AlignmentFlag.AlignLeft


class Label(QLabel):
    """Text in one of the roles, broken into lines; marked while it is being spoken.

    balanced: its lines are about equally long. names: it is a list of names, none of which is broken.
    one_line: it must not be broken (a number). Where a word, or such a line, is wider than the room, it takes
    the next smaller role, never below the body's size.
    A QLabel, because that is a static text to a screen reader; it draws itself.
    """

    only_words = True

    def __init__(
        self,
        ui: Ui,
        text: str,
        role: Role = Role.BODY,
        *,
        bold: bool = False,
        centred: bool = False,
        balanced: bool = False,
        one_line: bool = False,
        names: bool = False,
        colour: QColor | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ui, self._text, self._role, self._bold = ui, text, role, bold
        self._balanced, self._one_line = balanced or centred, one_line
        self._names, self._colour = names, colour
        self._speaking = False
        self._heights: dict[int, int] = {}
        self.set_centred(centred)
        self.setAccessibleName(text)

    @property
    def text(self) -> str:  # type: ignore[override]
        """The words."""
        return self._text

    def set_text(self, text: str) -> None:
        """Change the words."""
        self._text = text
        self._heights.clear()
        self.setAccessibleName(text)
        self.update()

    def set_centred(self, centred: bool) -> None:
        """Stand in the middle, or on the left."""
        self._align = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
        self.update()

    def set_speaking(self, speaking: bool) -> None:
        """Mark the words as being spoken."""
        if self._speaking != speaking:
            self._speaking = speaking
            self.update()

    def _font(self, width: int) -> QFont:
        theme = self._ui.theme
        font = theme.font(self._role, bold=self._bold)
        if self._one_line or self._role is not Role.BODY:
            measure = width_of if self._one_line else widest_word
            for role in (self._role, Role.TITLE, Role.CHOICE, Role.BODY):
                font = theme.font(role, bold=self._bold)
                if measure(self._text, font) <= width:
                    break
        return font

    def _lay(self, width: int) -> Laid:
        font = self._font(width)
        room = min(width, LONGEST_EM * font.pixelSize())
        return lay(self._text, font, room, self._align, balanced=self._balanced, names=self._names)

    def _indent(self, width: int) -> float:
        """Where the words begin: those that stand in the middle leave as much room on both sides."""
        room = LONGEST_EM * self._font(width).pixelSize()
        return 0.0 if self._align == LEFT else max(0.0, (width - room) / 2)

    def height_for(self, width: int) -> int:
        """The height in pixels at this width."""
        if width not in self._heights:
            self._heights[width] = self._lay(width).height if self._text else 0
        return self._heights[width]

    def cut(self) -> bool:
        """Whether the words do not fit the label as it stands."""
        laid = self._lay(self.width())
        return laid.cut or laid.height > self.height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words."""
        palette = self._ui.theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = palette.on_spoken if self._speaking else self._colour or palette.ink
        behind = palette.spoken if self._speaking else None
        at = QPointF(self._indent(self.width()), 0)
        draw(painter, self._lay(self.width()), at, colour, behind, self._ui.theme.px(1))


class Progress(QLabel):
    """ "Step 2 of 6", in words and as a row of bars."""

    def __init__(self, ui: Ui, step: int, of: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui, self._step, self._of = ui, step, of
        self._text = ui.say("shell.progress", step=step, of=of)
        self.setAccessibleName(self._text)

    @property
    def text(self) -> str:  # type: ignore[override]
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
    """A pictogram on the page; it is left out where the words need its room."""

    only_words = True
    ornament = True

    def __init__(
        self,
        ui: Ui,
        icon: str,
        mm: float,
        colour: QColor,
        parent: QWidget | None = None,
        *,
        left: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(UNHEARD)
        self._ui, self._icon, self._colour = ui, icon, colour
        self._side, self._left = ui.theme.px(mm), left

    def height_for(self, _width: int) -> int:
        """Its side in pixels."""
        return self._side

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the middle, or on the left."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = 0.0 if self._left else (self.width() - self._side) / 2
        box = QRectF(x, 0, self._side, self._side)
        self._ui.icons.draw(painter, self._icon, box, self._colour)


class Card(QLabel):
    """A few lines under a heading, held together by an edge. names: as a Label has it."""

    only_words = True

    def __init__(
        self,
        ui: Ui,
        heading: str,
        lines: tuple[str, ...],
        parent: QWidget | None = None,
        *,
        names: bool = False,
    ) -> None:
        super().__init__(parent)
        self._ui = ui
        self._labels = [Label(ui, heading, Role.BODY, bold=True, parent=self)] if heading else []
        self._labels += [
            Label(ui, line, Role.BODY, balanced=True, names=names, parent=self) for line in lines
        ]
        for label in self._labels:
            label.setObjectName(UNHEARD)
        self.setAccessibleName(self.text)

    @property
    def text(self) -> str:  # type: ignore[override]
        """All its words."""
        return " ".join(label.text for label in self._labels)

    def _pads(self) -> tuple[int, int]:
        return self._ui.theme.px(8), self._ui.theme.px(6)

    def height_for(self, width: int) -> int:
        """The height in pixels at this width."""
        across, along = self._pads()
        return sum(label.height_for(width - 2 * across) for label in self._labels) + 2 * along

    def cut(self) -> bool:
        """Whether the words do not fit the card as it stands."""
        return self.height_for(self.width()) > self.height() or any(label.cut() for label in self._labels)

    def set_speaking(self, speaking: bool) -> None:
        """Mark its words as being spoken."""
        for label in self._labels:
            label.set_speaking(speaking)

    def resizeEvent(self, _event: object) -> None:
        """One line below the other."""
        across, y = self._pads()
        for label in self._labels:
            height = label.height_for(self.width() - 2 * across)
            label.setGeometry(across, y, self.width() - 2 * across, height)
            y += height

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The edge."""
        theme = self._ui.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.palette.ink, theme.line))
        painter.setBrush(theme.palette.card)
        half = theme.line / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), theme.radius, theme.radius
        )
