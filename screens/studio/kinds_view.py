"""What a new step can ask: one key for each kind."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kiosk.words import Words
from screens.desk.look import button, label

KINDS = (
    "yes_no",
    "choice",
    "choices",
    "notice",
    "name",
    "identity_number",
    "phone",
    "date",
    "address",
    "number",
    "text",
    "card",
    "checklist",
    "fee",
    "consent",
    "own_wish",
    "review",
)


class KindsView(QWidget):
    """chosen: a kind. left: none."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        say = words.say
        self.keys: dict[str, QPushButton] = {}
        grid = QVBoxLayout()
        grid.setSpacing(4)
        for kind in KINDS:
            key = self.keys[kind] = button(say(f"studio.kind.{kind}"))
            key.clicked.connect(lambda _c=False, k=kind: self.chosen.emit(k))
            grid.addWidget(key)
            grid.addWidget(label(say(f"studio.kind_help.{kind}"), "detail", wrap=True))
            grid.addSpacing(8)
        back = button(say("studio.not_now"))
        back.clicked.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(say("studio.kind_head"), "head", wrap=True))
        column.addLayout(grid)
        column.addWidget(back)
        column.addStretch(1)
