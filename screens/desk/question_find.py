"""Answered questions that are like this one: found by words, shown with the words that made it, and used."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from kiosk.cases.question import LONGEST_SEARCH, Similar
from kiosk.words import Words
from screens.desk.look import button, label


def joined_up(words: Sequence[str]) -> list[str]:
    """Neighbouring characters as they stand in a sentence: 居住, 住证 is 居住证."""
    joined: list[str] = []
    for word in words:
        last = joined[-1] if joined else ""
        if len(word) == 2 and len(last) >= 2 and last[-1] == word[0] and not word.isascii():
            joined[-1] += word[1]
        else:
            joined.append(word)
    return joined


class FindPanel(QFrame):
    """wanted: look for these words. used: this answer is to stand in the officer's line, to be edited."""

    wanted = Signal(str)
    used = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        say = words.say
        self.words = QLineEdit()
        self.words.setMaxLength(LONGEST_SEARCH)
        self.words.setPlaceholderText(say("question.find_words"))
        self.words.setAccessibleName(say("question.find_words"))
        self.find_key = button(say("question.find"))
        self.find_key.clicked.connect(self._wanted)
        self.words.returnPressed.connect(self._wanted)
        self.told = label("", wrap=True)
        self.told.hide()
        self.keys: list[QPushButton] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        line = QHBoxLayout()
        line.addWidget(self.words, 1)
        line.addWidget(self.find_key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(line)
        column.addWidget(self.told)
        column.addLayout(self._rows)

    def _wanted(self) -> None:
        if self.words.text().strip():
            self.wanted.emit(self.words.text().strip())
        else:
            self.tell(self._words.say("question.find_short"))

    def tell(self, text: str) -> None:
        """In place of what was found."""
        self.clear_found()
        self.told.setText(text)
        self.told.show()

    def show_found(self, found: Sequence[Similar]) -> None:
        """The most alike first."""
        if not found:
            self.tell(self._words.say("question.find_none"))
            return
        self.clear_found()
        for each in found:
            told = self._words.say(
                "question.similar",
                question=each.question,
                answer=each.answer,
                words=", ".join(joined_up(each.words)),
            )
            self._rows.addWidget(label(told, wrap=True))
            key = button(self._words.say("question.use"))
            key.clicked.connect(lambda _c=False, text=each.answer: self.used.emit(text))
            self.keys.append(key)
            self._rows.addWidget(key)

    def clear_found(self) -> None:
        """Nothing of it stays."""
        self.told.hide()
        self.keys.clear()
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def begin(self, words: str) -> None:
        """For another question: its own words stand there to be looked for."""
        self.clear_found()
        self.words.setText(words[:LONGEST_SEARCH])
