"""To whom a call is handed over: the officers who are at a desk now, one key each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout

from kiosk.assist.call import Call
from kiosk.assist.wording import Wording
from screens.desk.look import button, label

COLUMNS = 4


class HandOverPanel(QFrame):
    """handed: the call's id and the officer's number. left: back without.

    Keys 1 to 9 choose, Escape goes back.
    """

    handed = Signal(str, str)
    left = Signal()

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self.call: Call | None = None
        self.keys: dict[str, QPushButton] = {}
        self.setProperty("part", "mine")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = label("", "bold", wrap=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(14)
        self.back = button(wording.words.say("desk.back"))
        self.back.clicked.connect(self.left)
        last = QHBoxLayout()
        last.addStretch(1)
        last.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 20, 10)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addLayout(self._grid)
        column.addLayout(last)
        column.addStretch(1)

    def begin(self, call: Call, others: Sequence[str]) -> None:
        """Ask about this call. others: the numbers of those who are there."""
        self.call = call
        say, where = self._wording.words.say, self._wording.text(call).where
        self.title.setText(say("desk.hand_over_to" if others else "desk.nobody_else", where=where))
        for key in self.keys.values():
            self._grid.removeWidget(key)
            key.deleteLater()
        self.keys = {}
        for place, number in enumerate(others):
            key = button(f"{place + 1}  {number}" if place < 9 else number, size="tall", name=number)
            key.clicked.connect(lambda _c=False, n=number: self.handed.emit(call.id, n))
            self._grid.addWidget(key, place // COLUMNS, place % COLUMNS)
            self.keys[number] = key
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 9, Escape."""
        keys = list(self.keys.values())
        number = event.key() - Qt.Key.Key_1
        if event.isAutoRepeat():
            return
        if 0 <= number < min(9, len(keys)):
            keys[number].click()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
