"""Taking an unfinished visit along to this window, beside how its call ended."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.assist.call import Call
from kiosk.words import Words
from screens.desk.look import button, label
from screens.desk.session import DeskSession
from screens.desk.visits import Visits


class TakeAlong(QWidget):
    """One key, and how it goes. Hidden where the call has no visit to take along."""

    def __init__(self, words: Words, visits: Visits, session: DeskSession) -> None:
        super().__init__()
        self._words, self._visits, self._session = words, visits, session
        self._call: Call | None = None
        self.key = button(words.say("desk.visit_take"))
        self.told = label("", "detail", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self.key)
        row.addWidget(self.told, 1)
        self.key.clicked.connect(self._take)
        visits.changed.connect(self._show)
        self.hide()

    def show_call(self, call: Call) -> None:
        """For this call."""
        self._call = call
        self._show()

    def _show(self) -> None:
        call = self._call
        if call is None:
            return
        may, told = self._visits.may_ask(call), self._visits.told(call.id)
        self.key.setEnabled(may)
        self.told.setText(self._words.say("desk.visit_take_help" if told is None else told.id))
        self.setVisible(may or told is not None)

    def _take(self) -> None:
        if self._call is not None:
            self._session.do(self._visits.ask(self._call))
