"""A bare window with a keypad, a wide key and a place beside them, that counts what is chosen."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from kiosk.outfit import load_words
from kiosk.paths import Paths
from kiosk.writing.aids import NO_AIDS
from screens.icons import Icons
from screens.theme import Panel, Theme
from screens.ui import Ui
from screens.widgets.key import Key, PadKey
from screens.widgets.press import LAST_TAP

PANEL = Panel()
PX = 1 / PANEL.mm_per_px
"""Pixels a millimetre."""
SIDE, PITCH = 61, 82


def plain_ui(**looks: bool) -> Ui:
    """Caring mode in Chinese."""
    paths = Paths.here()
    words, icons = load_words(paths.locales)["zh_CN"], Icons(paths.icons)
    return Ui(Theme(PANEL).with_(**looks), words, "zh_CN", icons, lambda: date(2026, 11, 24), NO_AIDS)


class Panelled:
    """Keys "1" to "9", "wide" below them, and "over", hidden, above all.

    The nine are of 15 mm and 5 mm apart, the least that there are.
    """

    def __init__(self, ui: Ui) -> None:
        self.window = QWidget()
        self.window.resize(600, 700)
        self.chosen: list[str] = []
        self.keys = {str(k): self._key(PadKey(ui, str(k)), str(k)) for k in range(1, 10)}
        for k, key in enumerate(self.keys.values()):
            key.setGeometry(30 + PITCH * (k % 3), 30 + PITCH * (k // 3), SIDE, SIDE)
        self.wide = self._key(Key(ui, "wide"), "wide")
        self.wide.setGeometry(30, 400, 320, SIDE)
        self.over = self._key(Key(ui, "over"), "over")
        self.over.setGeometry(self.window.rect())
        self.over.hide()

    def _key(self, key: Key, name: str) -> Key:
        key.setParent(self.window)
        key.clicked.connect(lambda: self.chosen.append(name))
        return key

    def fresh(self) -> None:
        """As if nobody had touched it yet."""
        self.chosen.clear()
        self.window.setProperty(LAST_TAP, None)

    def cover(self) -> None:
        """Another screen stands there now."""
        for key in (*self.keys.values(), self.wide):
            key.hide()
        self.over.show()

    def corner(self, name: str) -> QPoint:
        """The upper left corner of a key on the window."""
        return self.keys[name].pos()

    def middle(self, name: str) -> QPoint:
        """The middle of a key on the window."""
        return self.keys[name].geometry().center()

    beside = QPoint(500, 600)
    """A place where there is no key."""
