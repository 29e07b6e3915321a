"""A list of lines, each with a key that is ticked or not."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton

from kiosk.words import Words
from screens.desk.look import button, label

TICK_PX = 64


class Ticks(QGridLayout):
    """pressed: a key, by its line's id. Which are ticked is for whoever shows it to say.

    described: what a screen reader says of a key, its text's id without ``.seen`` or ``.not_seen``.
    """

    pressed = Signal(str)

    def __init__(self, words: Words, described: str) -> None:
        super().__init__()
        self._words, self._described = words, described
        self._lines: tuple[tuple[str, str], ...] = ()
        self.setVerticalSpacing(6)
        self.setHorizontalSpacing(12)
        self.setColumnStretch(1, 1)
        self.keys: dict[str, QPushButton] = {}

    def show_lines(self, lines: Sequence[tuple[str, str]], ticked: Collection[str], *, enabled: bool) -> None:
        """lines: id and words of each. ticked: the ids of those that are."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self._build()
        for id_, key in self.keys.items():
            key.setText("✓" if id_ in ticked else "")
            said = "seen" if id_ in ticked else "not_seen"
            key.setAccessibleDescription(self._words.say(f"{self._described}.{said}"))
            key.setEnabled(enabled)

    def _build(self) -> None:
        while (item := self.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()  # at once: it is deleted only later
                widget.deleteLater()
        self.keys = {}
        for place, (id_, name) in enumerate(self._lines):
            key = button("", name=name)
            key.setFixedWidth(TICK_PX)
            key.clicked.connect(lambda _c=False, i=id_: self.pressed.emit(i))
            self.keys[id_] = key
            self.addWidget(key, place, 0)
            self.addWidget(label(name, wrap=True), place, 1)
