"""The attract screen: it invites, and takes the choices that must come first."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from screens.layout.text import width_of
from screens.layout.zones import Zones
from screens.screen import Screen, Spoken
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.key import Key, Look
from screens.widgets.label import Label, Picture

APART_MM = 5
BESIDE = 2
"""So many languages stand side by side; of more, one key opens the list."""


class AttractScreen(Screen):
    """A touch anywhere starts; language and "I am sitting" are keys in the lower 60 %.

    acted: "start", "sitting", "language" with a locale, or "languages" where each has no key.
    """

    def __init__(
        self, ui: Ui, station: str, day: str, notice: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(ui, parent=parent)
        self._touched = False
        self._pictures = [
            Picture(ui, icon, 50, ui.theme.palette.go, self) for icon in ("welcome", "hand_touch")
        ]
        self._hello = Label(ui, ui.say("attract.hello"), Role.HERO, bold=True, centred=True, parent=self)
        self._touch = Label(ui, ui.say("attract.touch"), Role.TITLE, centred=True, parent=self)
        self._slowly = Label(ui, ui.say("attract.slowly"), Role.CHOICE, centred=True, parent=self)
        self._notice = Label(ui, notice, Role.BODY, centred=True, parent=self)
        self._notice.setVisible(bool(notice))
        self._station, self._day = station, day
        self._where = Label(ui, f"{station} {day}", Role.BODY, centred=True, parent=self)
        self._start = Key(ui, ui.say("attract.start"), look=Look.GO, role=Role.TITLE, parent=self)
        self._start.clicked.connect(lambda: self.acted.emit("start", ""))
        self._languages: list[Key] = []
        offered = ui.words.offered
        if len(offered) > BESIDE:
            key = Key(ui, " · ".join(each.name for each in offered), parent=self)
            key.clicked.connect(lambda: self.acted.emit("languages", ""))
            self._languages.append(key)
        else:
            for each in offered:
                key = Key(ui, each.name, parent=self)
                key.clicked.connect(lambda _c=False, code=each.locale: self.acted.emit("language", code))
                self._languages.append(key)
        self._sitting = Key(
            ui,
            ui.say("attract.stand" if ui.theme.sitting else "attract.sit"),
            parent=self,
        )
        self._sitting.clicked.connect(lambda: self.acted.emit("sitting", ""))

    @property
    def sitting_key(self) -> Key:
        """The key "I am sitting"."""
        return self._sitting

    def set_notice(self, words: str) -> None:
        """Tell what does not work at present, in one quiet line; "" for nothing. The keys stay where they are
        wherever there is room."""
        self._notice.set_text(words)
        self._notice.setVisible(bool(words))
        if self._zones is not None:
            self.place(self._zones)

    def _labels(self) -> tuple[Label, ...]:
        """The words of the greeting."""
        labels = (self._hello, self._touch, self._slowly)
        return (*labels, self._notice) if self._notice.text else labels

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The paper is touched."""
        self._touched = event.button() is Qt.MouseButton.LeftButton

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Touching the paper starts too; not lifting a finger that came down before this screen came."""
        if self._touched and event.button() is Qt.MouseButton.LeftButton:
            self._touched = False
            self.acted.emit("start", "")

    def spoken(self) -> tuple[Spoken, ...]:
        """The greeting, what can be chosen, and where one is."""
        greeting = [Spoken(w.text, w) for w in self._labels()]
        chosen = [Spoken(key.text(), key) for key in (self._start, *self._languages, self._sitting)]
        return (*greeting, *chosen, Spoken(self._where.text.replace(" ·", ""), self._where, fixed=False))

    def mark(self, widget: QWidget | None) -> None:
        """Mark the sentence, or the key, that is spoken of."""
        keys = (self._start, *self._languages, self._sitting)
        for label in (*self._labels(), self._where):
            label.set_speaking(label is widget)
        for key in keys:
            key.set_speaking(key is widget)

    def place(self, zones: Zones) -> None:
        """Words above, keys below; the keys stand from the bottom up."""
        self._zones = zones
        theme = self.ui.theme
        keys = zones.touch if zones.nav_in_column else zones.touch.united(zones.nav)
        font = theme.font(Role.BODY)
        one_line = width_of(f"{self._station} · {self._day}", font) <= keys.width()
        self._where.set_text(f"{self._station}{' · ' if one_line else chr(10)}{self._day}")
        words = QRect(zones.words)
        for comfort in (True, False):
            heights = self._heights(keys.width(), comfort=comfort)
            need = sum(heights) + theme.gap * (len(heights) - 1)
            if zones.shared:
                room = keys.bottom() + 1 - need - theme.gap - theme.margin
                words = QRect(keys.left(), theme.margin, keys.width(), room)
                fits = self._words_height(words.width()) <= room
            else:
                fits = need <= keys.height()
            if fits:
                break
        self._keys_from(keys, heights)
        self._words(words)
        if zones.nav_in_column:  # nothing else stands there on this screen
            high = self._notice.height_for(zones.nav.width())
            box = QRect(0, 0, zones.nav.width(), high)
            box.moveCenter(zones.nav.center())
            self._notice.setGeometry(box)

    def _heights(self, width: int, *, comfort: bool) -> tuple[int, int, int, int]:
        """The heights in pixels of start, languages, sitting and the last line."""
        theme = self.ui.theme
        each = self._language_width(width)
        start, other = (theme.px(46), theme.px(32)) if comfort else (theme.px(34), theme.target)
        return (
            max(start, self._start.height_for(width)),
            max(other, *(k.height_for(each) for k in self._languages)),
            max(other, self._sitting.height_for(width)),
            self._where.height_for(width),
        )

    def _language_width(self, width: int) -> int:
        n = len(self._languages)
        return (width - self.ui.theme.gap * (n - 1)) // n

    def _keys_from(self, box: QRect, heights: tuple[int, int, int, int]) -> None:
        """The keys from the bottom up."""
        gap, width = self.ui.theme.gap, box.width()
        each = self._language_width(width)
        y = box.bottom() + 1 - sum(heights) - gap * (len(heights) - 1)
        self._start.setGeometry(box.left(), y, width, heights[0])
        y += heights[0] + gap
        for k, key in enumerate(self._languages):
            key.setGeometry(box.left() + k * (each + gap), y, each, heights[1])
        y += heights[1] + gap
        self._sitting.setGeometry(box.left(), y, width, heights[2])
        y += heights[2] + gap
        self._where.setGeometry(box.left(), y, width, heights[3])

    def _words_height(self, width: int) -> int:
        """The height in pixels of picture and words."""
        labels = self._above()
        gap = self.ui.theme.px(6)
        words = sum(w.height_for(width) for w in labels) + self._apart()
        return words + self._pictures[0].height_for(0) + 2 * gap

    def _apart(self) -> int:
        """The room in pixels above the notice: it is not part of the greeting."""
        return self.ui.theme.px(APART_MM) if self._notice in self._above() else 0

    def _above(self) -> tuple[Label, ...]:
        """The words above the keys; on a landscape panel the notice has a column of its own."""
        beside = self._zones is not None and self._zones.nav_in_column
        return tuple(each for each in self._labels() if not beside or each is not self._notice)

    def _words(self, room: QRect) -> None:
        labels = self._above()
        heights = [w.height_for(room.width()) for w in labels]
        side = self._pictures[0].height_for(0)
        gap = self.ui.theme.px(6)
        with_picture = self._words_height(room.width()) <= room.height()
        for picture in self._pictures:
            picture.setVisible(with_picture)
        total = sum(heights) + self._apart() + (side + gap if with_picture else 0)
        y = room.top() + max(0, (room.height() - total) // 2)
        if with_picture:
            between = self.ui.theme.px(12)
            x = room.left() + (room.width() - 2 * side - between) // 2
            for picture in self._pictures:
                picture.setGeometry(x, y, side, side)
                x += side + between
            y += side + gap
        for label, height in zip(labels, heights, strict=True):
            if label is self._notice:
                y += self._apart()
            label.setGeometry(room.left(), y, room.width(), height)
            y += height
