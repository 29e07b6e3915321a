"""What a new step can ask: one key for each kind."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

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
COLUMNS = 2


class KindsView(QWidget):
    """chosen: a kind. left: none."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        say = words.say
        self.keys: dict[str, QPushButton] = {}
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, kind in enumerate(KINDS):
            key = self.keys[kind] = button(say(f"studio.kind.{kind}"), size="tall")
            key.setToolTip(say(f"studio.kind_help.{kind}"))
            key.clicked.connect(lambda _c=False, k=kind: self.chosen.emit(k))
            grid.addWidget(key, place // COLUMNS, place % COLUMNS)
        back = button(say("studio.not_now"))
        back.clicked.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(12)
        column.addWidget(label(say("studio.kind_head"), "head", wrap=True))
        column.addLayout(grid)
        column.addWidget(back)
        column.addStretch(1)
