"""The page of the visits that were brought to this window: going on with them, and wiping them."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kiosk.assist.wording import Wording
from kiosk.clock import HALL_ZONE
from screens.desk.look import button, label
from screens.desk.pages import Desk, DeskPage
from screens.desk.parts import Titles
from screens.desk.visits import Held, Visits


class VisitRow(QFrame):
    """One visit. open_wanted, wipe_wanted: its call's id. What wipes asks twice."""

    open_wanted = Signal(str)
    wipe_wanted = Signal(str)

    def __init__(self, wording: Wording, held: Held) -> None:
        super().__init__()
        self._words, self.held = wording.words, held
        say, text = self._words.say, wording.text(held.call)
        self.setProperty("part", "mine" if held.open else "row")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.what = label(text.service, "bold", wrap=True)
        self.where = label(say("desk.visit_from", where=text.where), "detail", wrap=True)
        times = say("desk.visit_times", came=_clock(held.came_at), until=_clock(held.until))
        self.times = label(times, "detail", wrap=True)
        self.wipe = button(say("desk.visit_wipe"), name=f"{say('desk.visit_wipe')} {text.service}")
        opening = say("desk.visit_is_open" if held.open else "desk.visit_open")
        self.open = button(opening, "go", name=f"{opening} {text.service}")
        self.open.setEnabled(not held.open)
        self._sure = False
        self.wipe.clicked.connect(self._wipe)
        self.open.clicked.connect(lambda: self.open_wanted.emit(held.call.id))
        words = QVBoxLayout()
        words.setSpacing(0)
        for line in (self.what, self.where, self.times):
            words.addWidget(line)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 16, 8)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.wipe)
        row.addWidget(self.open)

    def _wipe(self) -> None:
        if self._sure:
            self.wipe_wanted.emit(self.held.call.id)
            return
        self._sure = True
        self.wipe.setText(self._words.say("desk.visit_wipe_sure"))


class VisitsPage(DeskPage):
    """Visits wait here until somebody goes on with them, or the hall closes."""

    title = "desk.visits"

    def __init__(self, visits: Visits, titles: Titles, desk: Desk) -> None:
        super().__init__()
        self._visits, self._desk = visits, desk
        self._wording = Wording(desk.words, titles)
        self._shown: tuple[tuple[str, bool], ...] = ()
        self.rows: tuple[VisitRow, ...] = ()
        say = desk.words.say
        self.notice = label("", "bold", wrap=True)
        self.nothing = label(say("desk.visits_none"), "head", wrap=True)
        self.how = label(say("desk.visits_how"), "detail", wrap=True)
        self._column = QVBoxLayout()
        self._column.setSpacing(10)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._column)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 16, 24, 16)
        page.setSpacing(12)
        for each in (self.notice, self.nothing, self.how):
            page.addWidget(each)
        page.addWidget(area, 1)
        visits.changed.connect(self._show)
        self._show()

    @property
    def waiting(self) -> int:
        """How many are here and not being gone on with."""
        return sum(not held.open for held in self._visits.held)

    def _show(self) -> None:
        notice = self._visits.notice
        self.notice.setText("" if notice is None else self._desk.words.say(notice.id))
        self.notice.setVisible(notice is not None)
        held = self._visits.held
        self.nothing.setVisible(not held)
        wanted = tuple((each.call.id, each.open) for each in held)
        if wanted != self._shown:
            self._shown = wanted
            self._build(held)
            self.waiting_changed.emit()

    def _build(self, held: tuple[Held, ...]) -> None:
        for row in self.rows:
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        self.rows = tuple(VisitRow(self._wording, each) for each in held)
        do = self._desk.session.do
        for place, row in enumerate(self.rows):
            row.open_wanted.connect(lambda call_id: do(self._visits.open(call_id)))
            row.wipe_wanted.connect(lambda call_id: do(self._visits.wipe(call_id)))
            self._column.insertWidget(place, row)


def _clock(moment: datetime) -> str:
    return moment.astimezone(HALL_ZONE).strftime("%H:%M")
