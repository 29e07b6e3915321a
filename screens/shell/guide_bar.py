"""The guide bar along the bottom: it never moves, never hides, and promises only what is known."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from screens.layout.text import draw, lay
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.key import Key, Look


class GuideBar(Key):
    """One key as wide as the panel that calls a person; while a call is open, its state and "not needed".

    wanted: the resident taps for a guide. cancel_wanted: the resident taps "not needed".
    """

    wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(
            ui,
            ui.say("guide.call"),
            sub=ui.say("guide.call_sub"),
            role=Role.CHOICE,
            parent=parent,
        )
        self._calling = False
        self._cancel = Key(ui, ui.say("guide.cancel"), look=Look.GUIDE_SIDE, parent=self)
        self._cancel.clicked.connect(self.cancel_wanted)
        self._cancel.hide()
        self.clicked.connect(self._tapped)

    def _tapped(self) -> None:
        if not self._calling:
            self.wanted.emit()

    @property
    def cancel_key(self) -> Key:
        """The key "not needed"."""
        return self._cancel

    def show_state(self, text: str, sub: str, *, calling: bool, cancellable: bool) -> None:
        """Say how far the call has come."""
        self._calling = calling
        self._cancel.setVisible(cancellable)
        self.set_words(text, sub)
        self._place()

    def resizeEvent(self, _event: object) -> None:
        """The cancelling key keeps to the right, or to the bottom of a column."""
        self._place()

    def _place(self) -> None:
        theme = self._ui.theme
        m = theme.margin
        width = self._cancel.width_wanted()
        height = self._cancel.height_for(width)
        if theme.panel.landscape:
            width = self.width() - 2 * theme.gap
            self._cancel.setGeometry(theme.gap, self.height() - height - theme.gap, width, height)
        else:
            self._cancel.setGeometry(self.width() - m - width, (self.height() - height) // 2, width, height)
        self.update()

    def words_room(self) -> int:
        """The width in pixels left for the words."""
        theme = self._ui.theme
        column = theme.panel.landscape
        side = 0 if self._cancel.isHidden() or column else self._cancel.width_wanted() + theme.gap
        edge = theme.gap if column else theme.margin
        return self.width() - 2 * edge - side - self._icon_room()

    def _icon_room(self) -> int:
        theme = self._ui.theme
        if theme.panel.landscape or not self._wide_enough():
            return 0
        return theme.px(24) + theme.px(7)

    def _wide_enough(self) -> bool:
        """Whether the pictogram leaves the words their room; the words come first."""
        theme = self._ui.theme
        side = 0 if self._cancel.isHidden() else self._cancel.width_wanted() + theme.gap
        room = self.width() - 2 * theme.margin - side - theme.px(31)
        title = lay(self.text(), theme.font(Role.CHOICE, bold=True), room)
        sub = lay(self.sub, theme.font(Role.BODY), room)
        return title.height + sub.height <= self.height() - theme.px(6) and not title.cut and not sub.cut

    def cut(self) -> bool:
        """Whether the words do not fit."""
        title, sub, _ = self._lay(self.words_room())
        height = title.height + (sub.height if sub else 0)
        return title.cut or bool(sub and sub.cut) or height > self.height()

    def _lay(self, width: int):  # type: ignore[no-untyped-def]
        theme = self._ui.theme
        room = self.words_room() if width == self.width() else width
        sub = lay(self.sub, theme.font(Role.BODY), room) if self.sub else None
        return lay(self.text(), theme.font(Role.CHOICE, bold=True), room), sub, room

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Amber with an ink edge, the words beside the pictogram."""
        theme = self._ui.theme
        palette = theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = palette.guide.darker(112) if self.isDown() and not self._calling else palette.guide
        painter.fillRect(self.rect(), fill)
        painter.setPen(QPen(palette.guide_edge, theme.px(2)))
        painter.drawLine(0, 0, self.width(), 0)
        if theme.panel.landscape:
            painter.drawLine(0, 0, 0, self.height())
        title, sub, _room = self._lay(self.words_room())
        height = title.height + (sub.height if sub else 0)
        column = theme.panel.landscape
        icon = self._icon_room()
        words = max(title.width, sub.width if sub else 0)
        edge = theme.gap if column else theme.margin
        centred = self._cancel.isHidden() and not column
        x = (self.width() - icon - words) / 2 if centred else float(edge)
        y = float(theme.px(4)) if column else (self.height() - height) / 2 + theme.px(1)
        if icon:
            side = theme.px(24)
            self._ui.icons.draw(
                painter,
                "guide",
                QRectF(x, (self.height() - side) / 2, side, side),
                palette.on_guide,
            )
        draw(painter, title, QPointF(x + icon, y), palette.on_guide)
        if sub:
            draw(painter, sub, QPointF(x + icon, y + title.height), palette.on_guide)
        if self.hasFocus() and self.window().property("keys_in_use"):
            inset = theme.px(3)
            painter.setPen(QPen(palette.on_guide, max(5, theme.px(1.4))))
            painter.drawRect(self.rect().adjusted(inset, inset, -inset, -inset))
