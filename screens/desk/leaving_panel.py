"""The question before an officer leaves, above every page; and who covers whom at lunch."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout

from kiosk.assist.wording import Wording
from kiosk.clock import Clock
from kiosk.duty.day import covered
from kiosk.words import Words
from screens.desk.days import written
from screens.desk.duty_words import span
from screens.desk.leaving import Leaving, Why
from screens.desk.look import button, label
from screens.desk.roster_watch import RosterWatch
from screens.desk.session import DeskSession

MOST_LINES = 4
"""So many calls and so many cases are named; of the others, how many there are."""
MOST_KEYS = 3
"""So many colleagues have a key, in one row on the smallest desk; the others have one at each call itself."""


class LeavingPanel(QFrame):
    """Lists what is in hand. One key hands all calls to a colleague who is there, one puts them back."""

    def __init__(self, wording: Wording, leaving: Leaving, session: DeskSession, clock: Clock) -> None:
        super().__init__()
        self._wording, self._leaving, self._session, self._clock = wording, leaving, session, clock
        self._open = False
        say = wording.words.say
        self.setProperty("part", "message")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label("", "bold", wrap=True)
        self.list = label("", "detail", wrap=True)
        self.keys: dict[str, QPushButton] = {}
        self.put_back, self.stay, self.go = (
            button(say("desk.leave_put_back")),
            button(say("desk.leave_stay")),
            button(say("desk.leave_go"), "go"),
        )
        for key in (self.put_back, self.stay, self.go):
            key.setParent(self)
        do = session.do
        self.put_back.clicked.connect(lambda: leaving.ready and do(leaving.put_all_back()))
        self.stay.clicked.connect(leaving.stay)
        self.go.clicked.connect(lambda: do(leaving.go()))
        self._grid = QGridLayout()
        self._grid.setSpacing(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 8, 18, 10)
        column.setSpacing(6)
        for each in (self.title, self.list):
            column.addWidget(each)
        column.addLayout(self._grid)
        leaving.changed.connect(self._show)
        self.hide()

    def show_leaving(self, *, signed_in: bool) -> None:
        """As it stands; a locked desk shows nothing of it."""
        self._open = signed_in
        self._show()

    def _show(self) -> None:
        why = self._leaving.why
        self.setVisible(self._open and why is not None)
        if why is None:
            return
        say, calls = self._wording.words.say, self._session.mine
        self.title.setText(say(f"desk.leave_{why}", count=len(calls)) if calls else say("desk.leave_cases"))
        self.list.setText("\n".join(self._lines()))
        wanted = self._leaving.to[:MOST_KEYS] if calls else ()
        for key in (*self.keys.values(), self.put_back, self.go, self.stay):
            self._grid.removeWidget(key)
        if tuple(self.keys) != wanted:
            self._make_keys(wanted)
        for number, key in self.keys.items():
            id_ = "desk.leave_relief" if number in self._leaving.relief else "desk.leave_hand"
            key.setText(say(id_, officer=number))
            key.setAccessibleName(key.text())
        self.put_back.setVisible(bool(calls))
        self.go.setVisible(why is Why.SIGN_OUT and not calls)
        self.stay.setText(say("desk.leave_stay" if calls or why is Why.SIGN_OUT else "desk.leave_seen"))
        others = [self.put_back, self.stay] if calls else [self.stay, self.go]
        for place, key in enumerate(self.keys.values()):
            self._grid.addWidget(key, 0, place)
        for place, key in enumerate(others):
            self._grid.addWidget(key, 1, place)

    def _make_keys(self, numbers: tuple[str, ...]) -> None:
        for key in self.keys.values():
            key.hide()
            key.deleteLater()
        self.keys = {}
        for number in numbers:
            key = button("", "go" if number in self._leaving.relief[:1] else "")
            key.setParent(self)
            key.clicked.connect(lambda _c=False, n=number: self._hand(n))
            self.keys[number] = key

    def _hand(self, number: str) -> None:
        if self._leaving.ready:
            self._session.do(self._leaving.hand_all(number))

    def _lines(self) -> list[str]:
        """The calls by place and service; the cases by their day alone: what they are about is sealed."""
        words, calls, cases = self._wording.words, self._session.mine, self._leaving.cases
        say = words.say
        texts = [self._wording.text(call) for call in calls]
        lines = [f"{text.where}　{text.service}" for text in texts[:MOST_LINES]]
        if len(calls) > MOST_LINES:
            lines.append(say("desk.leave_more", count=len(calls) - MOST_LINES))
        if calls and not self._leaving.to:
            lines.append(say("desk.leave_nobody"))
        if cases is None:
            lines.append(say("desk.leave_cases_unread"))
        elif cases:
            days = say("desk.kiosk_and").join(written(c.due, words) for c in cases[:MOST_LINES])
            lines.append(say("desk.leave_cases_yours", count=len(cases), days=days))
        return lines


class CoverLine(QLabel):
    """Who covers whom at lunch now; hidden while nobody does."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._say = words.say
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", "bold")
        self.setWordWrap(True)
        self.hide()

    def show_roster(self, roster: RosterWatch | None, now: datetime, *, signed_in: bool) -> None:
        """As it is now."""
        covers = [] if roster is None else covered(roster.roster, now)
        told = [
            self._say("desk.duty_cover", officer=c.officer, by=c.by, **span(c.begins, c.ends)) for c in covers
        ]
        self.setText(self._say("desk.lunch_now", covers="　".join(told)))
        self.setVisible(signed_in and bool(told))
