"""The guide bar along the bottom: it never moves, never hides, and promises only what is known."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from screens.layout.text import Laid, draw, lay
from screens.layout.zones import column_width
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.key import Key, Look

IDLE = (("call", "call_sub"), ("call", "call_sub_nobody"), ("done", "done_sub"), ("failed", "failed_sub"))
OPEN = (
    ("saving", "saving_sub"),
    ("calling", "calling_sub"),
    ("at_desk", "at_desk_sub"),
    ("coming", "coming_sub"),
    ("here", "here_sub"),
    ("seen", "seen_sub"),
    ("late", "late_sub"),
    ("nobody", "nobody_sub"),
    ("unsent", "unsent_sub"),
)
"""The sentences of the bar, without and with the key that takes the call back: its height fits them all."""
SAMPLES = {
    "zh_CN": {"officer": "欧阳建国", "window": "12 号窗口"},
    "en": {"officer": "欧阳建国", "window": "the staff desk"},
    "ja": {"officer": "012345", "window": "12番窓口"},
    "ko": {"officer": "012345", "window": "12번 창구"},
    "ru": {"officer": "012345", "window": "окно помощи"},
}
"""As long as a name and a window are at the most, as a rule; what is longer drops the line below it."""


class GuideBar(Key):
    """One key as wide as the panel that calls a person; while a call is open, its state and "not needed".

    wanted: the resident taps for a guide. cancel_wanted: the resident taps "not needed". unseen_wanted: the
    resident, whose screen is seen, taps "stop". here_wanted: the words are touched while a call is open,
    as an officer does who is there.
    """

    wanted = Signal()
    cancel_wanted = Signal()
    unseen_wanted = Signal()
    here_wanted = Signal()

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
        self._cancel.reserve((ui.say("guide.cancel"), ui.say("guide.unseen")))
        self._cancel.clicked.connect(self._side_tapped)
        self._seen = False
        self._cancel.hide()
        self.clicked.connect(self._tapped)

    def _tapped(self) -> None:
        (self.here_wanted if self._calling else self.wanted).emit()

    def _side_tapped(self) -> None:
        (self.unseen_wanted if self._seen else self.cancel_wanted).emit()

    def show_seen(self, seen: bool) -> None:
        """While the screen is seen, the key beside the words ends that."""
        if seen != self._seen:
            self._seen = seen
            self._cancel.set_words(self._ui.say("guide.unseen" if seen else "guide.cancel"))
            self._place()

    @property
    def cancel_key(self) -> Key:
        """The key "not needed", or "stop"."""
        return self._cancel

    def show_state(self, text: str, sub: str, *, calling: bool, cancellable: bool) -> None:
        """Say how far the call has come."""
        self._calling = calling
        self.words_fixed = not calling  # an officer may be named in them
        self._cancel.setVisible(cancellable)
        self.set_words(text, sub)
        self._place()

    # --- room -----------------------------------------------------------------------------

    def height_wanted(self) -> int:
        """The height in pixels at which each of the sentences fits: the bar never changes its height."""
        theme = self._ui.theme
        room = column_width(theme) if theme.panel.landscape else theme.panel.width
        column = theme.panel.landscape
        cancel = self._cancel.height_for(room - 2 * theme.gap) + theme.gap
        sample = SAMPLES.get(self._ui.locale, SAMPLES["en"])
        highest = 0
        for states, cancellable in ((IDLE, False), (OPEN, True)):
            for title, sub in states:
                said = [self._ui.say(f"guide.{id_}", **sample) for id_ in (title, sub)]
                laid = self._lines(said[0], said[1], self._words_width(room, cancellable))
                words = sum(x.height for x in laid if x)
                highest = max(highest, words + (cancel if column and cancellable else 0))
        return highest + (2 * theme.gap if column else theme.px(12))

    def resizeEvent(self, _event: object) -> None:
        """The cancelling key keeps to the right, or to the bottom of a column."""
        self._place()

    def _place(self) -> None:
        theme = self._ui.theme
        width = self._cancel.width_wanted()
        height = max(self._cancel.height_for(width), min(theme.px(26), self.height() - 2 * theme.gap))
        if theme.panel.landscape:
            width = self.width() - 2 * theme.gap
            height = self._cancel.height_for(width)
            self._cancel.setGeometry(theme.gap, self.height() - height - theme.gap, width, height)
        else:
            x = self.width() - theme.margin - width
            self._cancel.setGeometry(x, (self.height() - height) // 2, width, height)
        self.update()

    def _words_width(self, width: int, cancellable: bool) -> int:
        theme = self._ui.theme
        if theme.panel.landscape:
            return width - 2 * theme.gap
        side = self._cancel.width_wanted() + theme.gap if cancellable else 0
        return width - 2 * theme.margin - side

    def _lines(self, title: str, sub: str, room: int) -> tuple[Laid, Laid | None]:
        theme = self._ui.theme
        return (
            lay(title, theme.font(Role.CHOICE, bold=True), room, balanced=True),
            lay(sub, theme.font(Role.BODY), room, balanced=True) if sub else None,
        )

    def _icon_side(self) -> int:
        return self._ui.theme.px(24)

    def _laid(self) -> tuple[Laid, Laid | None, int]:
        """Title, the line below it, and the pictogram's room: none where the words need it."""
        theme = self._ui.theme
        room = self._words_width(self.width(), not self._cancel.isHidden())
        if theme.panel.landscape:
            title, sub = self._lines(self.text(), self.sub, room)
            return title, self._if_room(title, sub), 0
        icon = self._icon_side() + theme.px(7)
        title, sub = self._lines(self.text(), self.sub, room - icon)
        if title.lines == 1 and (sub is None or sub.lines == 1) and not title.cut:
            return title, sub, icon
        plain_title, plain_sub = self._lines(self.text(), self.sub, room)
        fewer = plain_title.lines < title.lines or (sub and plain_sub and plain_sub.lines < sub.lines)
        if fewer or title.cut or title.height + (sub.height if sub else 0) > self._free():
            return plain_title, self._if_room(plain_title, plain_sub), 0
        return title, sub, icon

    def _free(self) -> int:
        """The height in pixels for the words."""
        theme = self._ui.theme
        if not theme.panel.landscape:
            return self.height() - theme.px(6)
        cancel = 0 if self._cancel.isHidden() else self._cancel.height() + theme.gap
        return self.height() - 2 * theme.gap - cancel

    def _if_room(self, title: Laid, sub: Laid | None) -> Laid | None:
        """A title longer than foreseen (a long name) costs the line below it; never a cut word."""
        return sub if sub is not None and title.height + sub.height <= self._free() else None

    def cut(self) -> bool:
        """Whether the words do not fit."""
        title, sub, _ = self._laid()
        height = title.height + (sub.height if sub else 0)
        return title.cut or bool(sub and sub.cut) or height > self._free() or (bool(self.sub) and sub is None)

    # --- drawing --------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Amber with an ink edge, the words beside the pictogram."""
        theme = self._ui.theme
        palette = theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = palette.guide.darker(112) if self._pressed and not self._calling else palette.guide
        painter.fillRect(self.rect(), fill)
        edge = theme.px(2)
        painter.fillRect(0, 0, self.width(), edge, palette.guide_edge)
        if theme.panel.landscape:
            painter.fillRect(0, 0, edge, self.height(), palette.guide_edge)
            self._paint_column(painter)
        else:
            self._paint_row(painter)
        if self._ringed:
            inset = theme.px(3)
            painter.setPen(QPen(palette.on_guide, max(6, theme.px(2))))
            painter.drawRect(self.rect().adjusted(inset, inset, -inset, -inset))

    def _paint_row(self, painter: QPainter) -> None:
        theme = self._ui.theme
        title, sub, icon = self._laid()
        words = max(title.width, sub.width if sub else 0)
        centred = self._cancel.isHidden()
        x = (self.width() - icon - words) / 2 if centred else float(theme.margin)
        height = title.height + (sub.height if sub else 0)
        y = (self.height() - height) / 2 + theme.px(1)
        if icon:
            side = self._icon_side()
            box = QRectF(x, (self.height() - side) / 2, side, side)
            self._ui.icons.draw(painter, "guide", box, theme.palette.on_guide)
        self._paint_lines(painter, title, sub, QPointF(x + icon, y))

    def _paint_column(self, painter: QPainter) -> None:
        theme = self._ui.theme
        title, sub, _ = self._laid()
        height = title.height + (sub.height if sub else 0)
        free, side = self._free(), self._icon_side()
        with_icon = height + side + theme.px(3) <= free
        y = theme.gap + max(0.0, (free - height - (side + theme.px(3) if with_icon else 0)) / 2)
        if with_icon:
            box = QRectF(theme.gap, y, side, side)
            self._ui.icons.draw(painter, "guide", box, theme.palette.on_guide)
            y += side + theme.px(3)
        self._paint_lines(painter, title, sub, QPointF(theme.gap, y))

    def _paint_lines(self, painter: QPainter, title: Laid, sub: Laid | None, at: QPointF) -> None:
        colour = self._ui.theme.palette.on_guide
        draw(painter, title, at, colour)
        if sub is not None:
            draw(painter, sub, QPointF(at.x(), at.y() + title.height), colour)
