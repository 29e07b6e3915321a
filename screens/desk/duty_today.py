"""Today's duty: who is there from when to when, large enough to be read across a counter."""

from __future__ import annotations

from datetime import datetime, time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.clock import HALL_ZONE
from kiosk.duty.day import Duty, duties
from kiosk.duty.roster import Roster
from kiosk.words import Words
from screens.desk.days import written
from screens.desk.duty_words import DutyWords, span
from screens.desk.look import button, label


class DutyRow(QFrame):
    """One stretch of duty. yours: whether it is the officer's who looks."""

    def __init__(self, words: Words, duty: Duty, at: time, *, yours: bool) -> None:
        super().__init__()
        say, now = words.say, duty.now(at)
        eats = now and any(cover.begins <= at < cover.ends for cover in duty.lunch)
        self.setProperty("part", "mine" if now else "row")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.times = label(f"{duty.begins:%H:%M}–{duty.ends:%H:%M}", "front_bold")
        self.officer = label(duty.officer, "front_bold")
        self.now = label(say("desk.duty_eats" if eats else "desk.duty_now"), part="tag")
        self.you = label(say("desk.duty_you"), part="tag")
        more = [say("desk.duty_instead", officer=duty.instead_of)] if duty.instead_of else []
        more += [say("desk.duty_lunch", by=c.by, **span(c.begins, c.ends)) for c in duty.lunch]
        self.more = label("\n".join(more), wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 4, 16, 4)
        row.setSpacing(24)
        row.addWidget(self.times)
        row.addWidget(self.officer)
        row.addWidget(self.more, 1)
        for tag, shown in ((self.you, yours), (self.now, now)):
            row.addWidget(tag)
            tag.setVisible(shown)
        told = [self.times.text(), self.officer.text(), *more]
        told += [tag.text() for tag, shown in ((self.you, yours), (self.now, now)) if shown]
        self.setAccessibleName("; ".join(told))


class DutyToday(QWidget):
    """change: the key that leaders have."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._dutywords = DutyWords(words)
        self._shown: tuple[Roster, str, str] | None = None
        self.rows: tuple[DutyRow, ...] = ()
        self.day = label("", "head")
        self.change = button(words.say("desk.duty_edit"))
        self.there = label("", "front_bold", wrap=True)
        self.leader = label("", "bold", wrap=True)
        self.none = label(words.say("desk.duty_none"), wrap=True)
        top = QHBoxLayout()
        top.addWidget(self.day, 1)
        top.addWidget(self.change)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 16)
        column.setSpacing(10)
        column.addLayout(top)
        for each in (self.there, self.leader, self.none):
            column.addWidget(each)
        column.addLayout(self._list)
        column.addStretch(1)

    def show_roster(self, roster: Roster, officer: str, moment: datetime) -> None:
        """As it is then, for this officer; made anew only where something is different."""
        here = moment.astimezone(HALL_ZONE)
        wanted = roster, officer, f"{here:%Y-%m-%d %H:%M}"
        if wanted == self._shown:
            return
        self._shown = wanted
        say = self._words.say
        self.day.setText(
            say(
                "desk.duty_day",
                weekday=self._dutywords.weekday(here.date()),
                day=written(here.date(), self._words),
                time=f"{here:%H:%M}",
            )
        )
        there = roster.on_duty(moment)
        joined = say("desk.kiosk_and").join(there)
        self.there.setText(say("desk.duty_there", officers=joined) if there else say("desk.duty_nobody_now"))
        self.leader.setText(self._leads(roster, officer, moment))
        self._show_rows(roster, officer, here)

    def _leads(self, roster: Roster, officer: str, moment: datetime) -> str:
        say, leads = self._words.say, roster.leader_at(moment)
        if not leads:
            return say("desk.duty_no_leader")
        if leads == roster.leader:
            return say("desk.duty_leads_you" if leads == officer else "desk.duty_leads", leader=leads)
        day = moment.astimezone(HALL_ZONE).date()
        last = next(
            a.last for a in roster.absences if a.officer == roster.leader and a.first <= day <= a.last
        )
        return say("desk.duty_deputy", leader=roster.leader, deputy=leads, day=written(last, self._words))

    def _show_rows(self, roster: Roster, officer: str, here: datetime) -> None:
        for row in self.rows:
            row.hide()
            self._list.removeWidget(row)
            row.deleteLater()
        found = duties(roster, here.date())
        self.rows = tuple(
            DutyRow(self._words, duty, here.time(), yours=duty.officer == officer) for duty in found
        )
        for row in self.rows:
            self._list.addWidget(row)
        self.none.setVisible(not found)
