"""What was entered so far, in large type with a caret."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QLineEdit, QWidget

from screens.layout.text import draw, lay, to_middle
from screens.theme import LINE_HEIGHT, Role
from screens.ui import Ui

COVER = "*"
"""Narrower than a digit, so that what is covered never needs more room."""
BETWEEN = "\u2002"
"""Between groups of digits: half an em, and a line may end there."""

CHIP_GAP = "\u2009"
"""Between the parts of a character that is looked for."""


def _units(text: str) -> int:
    """The length of ``text`` as Qt counts."""
    return len(text.encode("utf-16-le")) // 2


class Field(QLineEdit):
    """Shows a value; it cannot be touched.

    A QLineEdit, because that is a text that a screen reader can read, and a masked one when it is covered.
    It draws itself, and nothing is written in it but by the keys below.

    groups: lengths of the groups in which digits stand (an identity number 6-4-4-4); the last one goes on.
    lines: how many lines are kept free, so that nothing moves while one writes. Where a value has more,
    the end is shown, where the caret is. sample: text whose width is to fit the lines.
    """

    def __init__(
        self,
        ui: Ui,
        label: str,
        *,
        role: Role = Role.TITLE,
        groups: Sequence[int] = (),
        sample: str = "",
        lines: int = 1,
        unit: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ui, self._label, self._role = ui, label, role
        self._groups, self._sample, self._least_lines, self._unit = tuple(groups), sample, lines, unit
        self._value = self._pending = self._before = ""
        self._chips = False
        self._covered = False
        self.setReadOnly(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        # Nor does a menu copy what was entered, and nothing is dropped or composed here.
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAcceptDrops(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self._name()

    @property
    def value(self) -> str:
        """What was entered."""
        return self._value

    @property
    def covered(self) -> bool:
        """Whether it is hidden from those who stand beside."""
        return self._covered

    def show_value(self, value: str, pending: str = "", *, chips: bool = False) -> None:
        """Show ``value``, and after it what is not yet settled, underlined.

        chips: it is parts of a character that is looked for, each underlined for itself.
        """
        self._value, self._pending, self._chips = value, pending, chips
        self._name()
        self.update()

    def set_before(self, words: str) -> None:
        """Words on a line of their own before the value (the divisions of an address)."""
        self._before = words
        self._name()
        self.update()

    def cover(self, covered: bool) -> None:
        """Hide or show the value."""
        self._covered = covered
        self._name()
        self.update()

    def _name(self) -> None:
        self.setAccessibleName(f"{self._label} {'' if self._covered else self._before}".strip())
        self.setEchoMode(QLineEdit.EchoMode.Password if self._covered else QLineEdit.EchoMode.Normal)
        self.setText(f"{self._value}{self._pending}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No keyboard does anything here, nor copies what was entered."""
        event.ignore()

    @property
    def label(self) -> str:
        """What is asked for."""
        return self._label

    # --- layout ---------------------------------------------------------------------------

    def _pad(self) -> int:
        return self._ui.theme.px(5)

    def _lines(self, width: int) -> int:
        if not self._sample:
            return self._least_lines
        return max(self._least_lines, self._lay(self.grouped(self._sample), width).lineCount())

    def height_for(self, width: int) -> int:
        """The height in pixels at this width, the same for every value."""
        line = self._ui.theme.em(self._role) * LINE_HEIGHT
        return round(self._lines(width) * line) + self._before_height(width) + 2 * self._ui.theme.px(2)

    def _before_height(self, width: int) -> int:
        if not self._before:
            return 0
        return lay(self._before, self._ui.theme.font(Role.BODY), width - 2 * self._pad()).height

    def grouped(self, text: str) -> str:
        """``text`` in its groups, parted by spaces."""
        parts, at = [], 0
        for length in self._groups:
            parts.append(text[at : at + length])
            at += length
        parts.append(text[at:])
        return BETWEEN.join(part for part in parts if part)

    def shown(self) -> tuple[str, str]:
        """The value and the pending letters as they stand on the screen."""
        value, pending = self._value, self._pending
        if self._chips:
            pending = CHIP_GAP + CHIP_GAP.join(pending)
        if self._covered:
            value, pending = COVER * len(value), COVER * len(pending)
        return self.grouped(value), pending

    def _lay(self, text: str, width: int, pending: int = 0) -> QTextLayout:
        theme = self._ui.theme
        layout = QTextLayout(text, theme.font(self._role))
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        if pending:
            layout.setFormats(self._marks(text[: len(text) - pending], text[len(text) - pending :]))
        step = theme.em(self._role) * LINE_HEIGHT
        # Room for the caret after the last character of a full line.
        room = width - 2 * self._pad() - theme.px(1.5)
        layout.beginLayout()
        y = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            line.setPosition(QPointF(0, y + to_middle(theme.font(self._role), line.ascent())))
            y += step
        layout.endLayout()
        return layout

    def _marks(self, value: str, pending: str) -> list[QTextLayout.FormatRange]:
        """How what is not yet settled looks; Qt counts rare characters twice."""
        palette = self._ui.theme.palette
        at, marks = _units(value), []
        for piece in [*pending] if self._chips else [pending]:
            look = QTextCharFormat()
            look.setForeground(palette.go)
            look.setFontUnderline(piece != CHIP_GAP)
            mark = QTextLayout.FormatRange()
            mark.start, mark.length, mark.format = at, _units(piece), look
            marks.append(mark)
            at += mark.length
        return marks

    def _fitted(self) -> QTextLayout:
        """The value laid out in the lines there are; its end where it has more."""
        value, pending = self.shown()
        most = self._lines(self.width())
        text = value + pending
        layout = self._lay(text, self.width(), len(pending))
        while layout.lineCount() > most and len(text) > len(pending) + 2:
            text = "…" + text[2:]
            layout = self._lay(text, self.width(), len(pending))
        return layout

    # --- drawing --------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card with the value and the caret."""
        theme = self._ui.theme
        palette = theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.line
        painter.setPen(QPen(palette.go, edge))
        painter.setBrush(palette.card)
        box = QRectF(self.rect()).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
        painter.drawRoundedRect(box, theme.radius, theme.radius)
        x, y = float(self._pad()), float(theme.px(2))
        if self._before:
            before = lay(self._before, theme.font(Role.BODY), self.width() - 2 * self._pad())
            hidden = lay(COVER * 6, theme.font(Role.BODY), self.width())
            draw(painter, hidden if self._covered else before, QPointF(x, y), palette.ink)
            y += before.height
        layout = self._fitted()
        painter.setPen(palette.ink)
        layout.draw(painter, QPointF(x, y))
        self._paint_caret(painter, layout, QPointF(x, y))

    def _paint_caret(self, painter: QPainter, layout: QTextLayout, at: QPointF) -> None:
        theme = self._ui.theme
        step = theme.em(self._role) * LINE_HEIGHT
        last = max(0, layout.lineCount() - 1)
        end = layout.lineAt(last).naturalTextWidth() if layout.lineCount() else 0.0
        left, top = at.x() + end + theme.px(0.7), at.y() + last * step
        painter.fillRect(QRectF(left, top + step * 0.1, theme.px(0.9), step * 0.8), theme.palette.go)
        if self._unit:
            unit = lay(self._unit, theme.font(Role.BODY), self.width())
            painter.setPen(theme.palette.ink)
            draw(
                painter,
                unit,
                QPointF(self.width() - self._pad() - unit.width, (self.height() - unit.height) / 2),
                theme.palette.ink,
            )
