"""A question that comes by telephone: written down while the caller speaks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from kiosk.cases.question_note import NewNote
from kiosk.ids import new_id
from kiosk.words import Words
from screens.desk.look import button, label
from screens.desk.writing_line import WritingLine

MOST_FIELD = 60
"""Characters of a name or a telephone number that are taken."""


class NotePanel(QFrame):
    """wanted: keep it. What is written stays until it is kept, or the officer leaves."""

    wanted = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setProperty("part", "row")
        self._id = new_id()
        say = words.say
        self._locale = words.locale
        self.question = WritingLine(say("question.note_question"))
        self.name, self.phone = QLineEdit(), QLineEdit()
        for field, told in (
            (self.name, say("question.note_name")),
            (self.phone, say("question.note_phone")),
        ):
            field.setMaxLength(MOST_FIELD)
            field.setPlaceholderText(told)
            field.setAccessibleName(told)
        self.elderly = button(say("question.note_elderly"))
        self.elderly.setCheckable(True)
        self.answer = WritingLine(say("question.note_answer"))
        self.keep = button(say("question.note_keep"), part="go")
        self.keep.clicked.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 18, 14)
        column.setSpacing(10)
        column.addWidget(label(say("question.note_new"), "bold", wrap=True))
        column.addWidget(self.question)
        who = QHBoxLayout()
        who.setSpacing(10)
        for widget in (self.name, self.phone):
            who.addWidget(widget, 1)
        who.addWidget(self.elderly)
        column.addLayout(who)
        column.addWidget(self.answer)
        column.addWidget(self.keep)

    def note(self, by: str) -> NewNote:
        """What stands there. Until it is kept it has the same id, however often it is tried."""
        return NewNote(
            id=self._id,
            by=by,
            question=self.question.text(),
            name=self.name.text(),
            phone=self.phone.text(),
            elderly=self.elderly.isChecked(),
            answer=self.answer.text(),
            locale=self._locale,
        )

    def clear(self) -> None:
        """Ready for the next one."""
        self._id = new_id()
        for field in (self.question, self.name, self.phone, self.answer):
            field.clear()
        self.elderly.setChecked(False)
