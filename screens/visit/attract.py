"""The attract screen: it invites, and takes the choices that must come first."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from screens.layout.zones import Zones
from screens.screen import Screen, Spoken
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.key import Key, Look
from screens.widgets.label import Label, Picture


class AttractScreen(Screen):
    """A touch anywhere starts; language and "I am sitting" are keys in the lower 60 %."""

    def __init__(self, ui: Ui, station: str, day: str, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent=parent)
        self._picture = Picture(ui, "hand_touch", 52, ui.theme.palette.go, self)
        self._hello = Label(ui, ui.say("attract.hello"), Role.HERO, bold=True, centred=True, parent=self)
        self._touch = Label(ui, ui.say("attract.touch"), Role.TITLE, centred=True, parent=self)
        self._slowly = Label(ui, ui.say("attract.slowly"), Role.CHOICE, centred=True, parent=self)
        self._where = Label(ui, f"{station} {day}", Role.BODY, centred=True, parent=self)
        self._start = Key(ui, ui.say("attract.start"), look=Look.GO, role=Role.TITLE, parent=self)
        self._start.clicked.connect(lambda: self.acted.emit("start", ""))
        self._languages: list[Key] = []
        for locale, name in (("zh_CN", "普通话"), ("en", "English")):
            key = Key(ui, name, parent=self)
            key.clicked.connect(lambda _c=False, code=locale: self.acted.emit("language", code))
            self._languages.append(key)
        self._sitting = Key(
            ui,
            ui.say("attract.stand" if ui.theme.sitting else "attract.sit"),
            parent=self,
        )
        self._sitting.clicked.connect(lambda: self.acted.emit("sitting", ""))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Touching the paper starts too."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.acted.emit("start", "")

    def spoken(self) -> tuple[Spoken, ...]:
        """The greeting."""
        return tuple(Spoken(w.text, w) for w in (self._hello, self._touch, self._slowly))

    def mark(self, widget: QWidget | None) -> None:
        """Mark the greeting's sentence."""
        for each in (self._hello, self._touch, self._slowly):
            each.set_speaking(each is widget)

    def place(self, zones: Zones) -> None:
        """Words above, keys below; the keys stand from the bottom up."""
        theme = self.ui.theme
        gap = theme.gap
        if zones.shared:
            box = zones.touch.united(zones.nav)
            self._keys_from(box.bottom() + 1, box.left(), box.width(), gap)
            self._words(
                QRect(
                    box.left(),
                    theme.margin,
                    box.width(),
                    self._start.y() - theme.margin - gap,
                )
            )
        else:
            touch = zones.touch if zones.nav_in_column else zones.touch.united(zones.nav)
            self._keys_from(touch.bottom() + 1, touch.left(), touch.width(), gap)
            self._words(zones.words)

    def _keys_from(self, bottom: int, x: int, width: int, gap: int) -> None:
        y = bottom
        h = self._where.height_for(width)
        y -= h
        self._where.setGeometry(x, y, width, h)
        y -= gap
        h = self._sitting.height_for(width)
        y -= h
        self._sitting.setGeometry(x, y, width, h)
        y -= gap
        each = (width - gap * (len(self._languages) - 1)) // len(self._languages)
        h = max(k.height_for(each) for k in self._languages)
        y -= h
        for k, key in enumerate(self._languages):
            key.setGeometry(x + k * (each + gap), y, each, h)
        y -= gap
        h = max(self.ui.theme.px(34), self._start.height_for(width))
        y -= h
        self._start.setGeometry(x, y, width, h)

    def _words(self, room: QRect) -> None:
        labels = (self._hello, self._touch, self._slowly)
        heights = [w.height_for(room.width()) for w in labels]
        side = self._picture.height_for(0)
        gap = self.ui.theme.px(6)
        with_picture = sum(heights) + side + 2 * gap <= room.height()
        self._picture.setVisible(with_picture)
        total = sum(heights) + (side + gap if with_picture else 0)
        y = room.top() + max(0, (room.height() - total) // 2)
        if with_picture:
            self._picture.setGeometry(room.left(), y, room.width(), side)
            y += side + gap
        for label, height in zip(labels, heights, strict=True):
            label.setGeometry(room.left(), y, room.width(), height)
            y += height
