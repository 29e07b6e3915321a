"""A list of which one is open beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from screens.desk.look import button


class Rows(QVBoxLayout):
    """wanted: one is to be opened, its id."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setSpacing(8)
        self.keys: dict[str, QPushButton] = {}

    def show_rows(
        self,
        lines: Iterable[tuple[str, str]],
        opened: str | None,
        parts: Mapping[str, str] | None = None,
    ) -> None:
        """lines: id and words of each, in their order. parts: the look of those that stand out, by id."""
        for key in self.keys.values():
            self.removeWidget(key)
            key.hide()  # at once: it is deleted only later
            key.deleteLater()
        self.keys = {}
        for id_, words in lines:
            key = button(words, (parts or {}).get(id_, ""))
            key.setStyleSheet("text-align: left;")
            key.setCheckable(True)
            key.setChecked(id_ == opened)
            key.clicked.connect(lambda _on=False, i=id_: self.wanted.emit(i))
            self.addWidget(key)
            self.keys[id_] = key
