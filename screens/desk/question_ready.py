"""Ready answers that fit an open question: proposed beside it, and used as they are or changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from kiosk.cases.asked import chosen_ids
from kiosk.cases.question import Question, Reply
from kiosk.cases.ready import Ready, as_read, in_theirs, proposed
from kiosk.flow.model import Flow
from kiosk.locales import language_name
from kiosk.words import Words
from screens.desk.look import button, label


class ReadyPanel(QFrame):
    """used: this answer is to stand in the officer's line, to be edited. Hidden as long as none fits.

    A ready answer that goes out as it is goes out in the resident's language; ``theirs`` says so.
    """

    used = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._asked = ""
        self._question: Question | None = None
        self._flows: tuple[Flow, ...] = ()
        self.proposed: tuple[Ready, ...] = ()
        self.keys: list[QPushButton] = []
        self.theirs = label("", "detail", wrap=True)
        self.theirs.hide()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label(words.say("question.ready"), "bold", wrap=True))
        column.addLayout(self._rows)
        self.hide()

    def begin(self, asked: str) -> None:
        """For another question, or none: nothing is proposed yet. asked: its resident's own words."""
        self._asked, self._question = asked, None
        self._show(())

    def propose(self, question: Question, flows: Sequence[Flow]) -> None:
        """The most alike first. flows: the services that are served now."""
        self._question, self._flows = question, tuple(flows)
        about = chosen_ids(question.answers)
        self._show(proposed(self._asked, about, question.locale, self._flows))

    def kept(self, text: str) -> str:
        """What is kept of what stands in the line."""
        if self._question is None:
            return text
        return in_theirs(text, self.proposed, self._words.locale, self._question.locale)

    def read(self, reply: Reply) -> Reply:
        """A reply as this officer reads it."""
        return replace(reply, text=as_read(reply.text, self._flows, self._words.locale))

    def tell(self, text: str) -> None:
        """In which language the resident reads what stands in the line, where it is not the officer's."""
        if self._question is not None:
            language = language_name(self._question.locale, self._words.locale)
            self.theirs.setText(self._words.say("question.in_theirs", language=language))
        self.theirs.setVisible(self.kept(text) != text)

    def _show(self, found: Sequence[Ready]) -> None:
        self.proposed = tuple(found)
        self.keys.clear()
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        say, locale = self._words.say, self._words.locale
        for each in self.proposed:
            asked, answer = each.question.in_(locale), each.answer.in_(locale)
            self._rows.addWidget(label(say("question.ready_one", question=asked, answer=answer), wrap=True))
            key = button(say("question.use"), name=say("question.use_this", question=asked))
            key.clicked.connect(lambda _c=False, text=answer: self.used.emit(text))
            self.keys.append(key)
            self._rows.addWidget(key)
        self.setVisible(bool(self.proposed))
        self.theirs.hide()
