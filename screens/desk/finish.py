"""How a call ended: one of three outcomes, and a line for the colleagues where there is something to say."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from kiosk.assist.call import LONGEST_NOTE, Call, Outcome
from kiosk.assist.wording import Wording
from screens.desk.look import button, label
from screens.desk.take_along import TakeAlong


class FinishPanel(QFrame):
    """finished: the call's id, its :class:`Outcome`, the note. left: back without one.

    None of the outcomes is chosen beforehand. Keys 1 to 3 choose, Return writes down, Escape goes back.
    """

    finished = Signal(str, object, str)
    left = Signal()

    def __init__(self, wording: Wording, take_along: TakeAlong | None = None) -> None:
        super().__init__()
        self._wording = wording
        self.take_along = take_along
        self.call: Call | None = None
        say = wording.words.say
        self.setProperty("part", "mine")
        self.title = label("", "bold", wrap=True)
        self.outcomes: dict[Outcome, QPushButton] = {}
        self._group = QButtonGroup(self)
        choices = QHBoxLayout()
        choices.setSpacing(14)
        for number, outcome in enumerate(Outcome, 1):
            words = say(f"desk.outcome.{outcome}")
            made = button(f"{number}  {words}", size="tall", name=words)
            made.setCheckable(True)
            self.outcomes[outcome] = made
            self._group.addButton(made)
            choices.addWidget(made, 1)
        self.note = QLineEdit()
        self.note.setMaxLength(LONGEST_NOTE)
        self.note.setPlaceholderText(say("desk.note"))
        self.note.setAccessibleName(say("desk.note"))
        self.back = button(say("desk.back"))
        self.write = button(say("desk.write"), "go")
        self.back.clicked.connect(self.left)
        self.write.clicked.connect(self.write_down)
        self._group.buttonClicked.connect(lambda _button: self.write.setEnabled(True))
        last = QHBoxLayout()
        last.setSpacing(14)
        last.addWidget(self.note, 1)
        last.addWidget(self.back)
        last.addWidget(self.write)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 20, 10)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addLayout(choices)
        if take_along is not None:
            column.addWidget(take_along)
        column.addLayout(last)
        column.addStretch(1)

    def begin(self, call: Call) -> None:
        """Ask about this call."""
        self.call = call
        self.title.setText(self._wording.words.say("desk.ended", where=self._wording.text(call).where))
        self._group.setExclusive(False)
        for made in self.outcomes.values():
            made.setChecked(False)
        self._group.setExclusive(True)
        self.write.setEnabled(False)
        self.note.clear()
        if self.take_along is not None:
            self.take_along.show_call(call)
        self.setFocus()

    def write_down(self) -> None:
        """Say how it ended, once an outcome is chosen."""
        if self.call is None:
            return
        for outcome, made in self.outcomes.items():
            if made.isChecked():
                self.finished.emit(self.call.id, outcome, self.note.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2, 3, Return, Escape; digits in the note are the note's."""
        if event.isAutoRepeat():
            return
        chosen = dict(zip((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3), self.outcomes.values(), strict=True))
        if (made := chosen.get(Qt.Key(event.key()))) is not None:
            made.click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.write_down()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
