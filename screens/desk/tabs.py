"""The keys between the desk's pages. The calls come first, and are seen from every page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton

from kiosk.words import Words
from screens.desk.look import button

CALLS = 0
"""The number of the calls' key; the pages follow."""


class Tabs(QFrame):
    """titles: ids of texts, of the pages beside the calls. chosen: the number of the key pressed."""

    chosen = Signal(int)

    def __init__(self, words: Words, titles: Sequence[str]) -> None:
        super().__init__()
        self._words = words
        self._titles = [words.say(title) for title in ("desk.calls", *titles)]
        self.setProperty("part", "tabs")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 24, 0)
        row.setSpacing(8)
        group = QButtonGroup(self)
        self.keys: list[QPushButton] = []
        for number, title in enumerate(self._titles):
            key = button(title, size="tab")
            key.setCheckable(True)
            group.addButton(key, number)
            row.addWidget(key)
            self.keys.append(key)
        self.keys[CALLS].setChecked(True)
        row.addStretch(1)
        group.idClicked.connect(self.chosen)

    def allow(self, allowed: Sequence[bool]) -> None:
        """Which pages this officer may see; with none the keys are not needed."""
        for key, shown in zip(self.keys[1:], allowed, strict=True):
            key.setVisible(shown)
        self.setVisible(any(allowed))

    def show_page(self, number: int) -> None:
        """This one is in front."""
        self.keys[number].setChecked(True)

    def show_waiting(self, number: int, count: int) -> None:
        """So many things wait there."""
        key, title = self.keys[number], self._titles[number]
        key.setText(self._words.say("desk.tab_waiting", title=title, count=count) if count else title)
        key.setAccessibleName(key.text())
        part = "alert" if number == CALLS and count else ""
        if key.property("part") != part:
            key.setProperty("part", part)
            key.style().unpolish(key)
            key.style().polish(key)
