"""One line of the duty roster: a shift, a lunch cover, or days away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.duty.edit import Part
from kiosk.duty.roster import WEEK, Absence, Cover, Shift
from kiosk.words import Words
from screens.desk.duty_fields import DayKeys, OfficerKeys, date_field, time_field
from screens.desk.look import button, label

DAY, LUNCH = (time(8, 30), time(17, 0)), (time(12, 0), time(13, 0))
"""What stands there at first."""
_TITLES: dict[type[Part], str] = {
    Shift: "desk.duty_shifts",
    Cover: "desk.duty_covers",
    Absence: "desk.duty_absences",
}
_WHO: dict[type[Part], str] = {
    Shift: "desk.duty_who",
    Cover: "desk.duty_who_eats",
    Absence: "desk.duty_who_away",
}


class PartForm(QWidget):
    """given: the line before (None: one more) and the new one. left: back without.

    Return gives, Escape leaves. What is amiss is told, and everything entered stays.
    """

    given = Signal(object, object)
    left = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        say = self._say = words.say
        self._kind: type[Part] = Shift
        self._old: Part | None = None
        self.title = label("", "head")
        self.told = label("", "bold", wrap=True)
        self.who, self.by, self.days = OfficerKeys(), OfficerKeys(), DayKeys(words)
        self.begins, self.ends = time_field(words, "desk.duty_begins"), time_field(words, "desk.duty_ends")
        self.first, self.last = date_field(words, "desk.duty_first"), date_field(words, "desk.duty_last")
        self.take = button(say("desk.duty_take"), "go")
        self.take.clicked.connect(self._take)
        self.back = button(say("desk.back"))
        self.back.clicked.connect(self.left)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.title, 1)
        top.addWidget(self.back)
        top.addWidget(self.take)
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for row, parts in (
            (upper, (self.who, self.by, self.days)),
            (lower, (self.begins, self.ends, self.first, self.last)),
        ):
            row.setSpacing(28)
            for each in parts:
                row.addWidget(each, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 16)
        column.setSpacing(16)
        column.addLayout(top)
        column.addWidget(self.told)
        column.addLayout(upper)
        column.addLayout(lower)
        column.addStretch(1)

    def begin(self, kind: type[Part], old: Part | None, officers: Sequence[str], today: date) -> None:
        """Ask for a line of this kind; old: the one that it takes the place of."""
        self._kind, self._old = kind, old
        self.title.setText(self._say(_TITLES[kind]))
        self.told.hide()
        self.who.ask(self._say(_WHO[kind]), officers, "" if old is None else old.officer)
        by = old.by if isinstance(old, Cover) else old.deputy if isinstance(old, Absence) else ""
        self.by.ask(self._say("desk.duty_by" if kind is Cover else "desk.duty_stands_in"), officers, by)
        self.days.choose(old.days if isinstance(old, Shift) else WEEK[:5])
        begins, ends = (
            (old.begins, old.ends) if isinstance(old, (Shift, Cover)) else DAY if kind is Shift else LUNCH
        )
        self.begins.show_value(begins)
        self.ends.show_value(ends)
        first, last = (old.first, old.last) if isinstance(old, Absence) else (today, today)
        self.first.show_value(first)
        self.last.show_value(last)
        self.by.setVisible(kind is not Shift)
        self.days.setVisible(kind is Shift)
        for field in (self.begins, self.ends):
            field.setVisible(kind is not Absence)
        for each in (self.first, self.last):
            each.setVisible(kind is Absence)

    def _take(self) -> None:
        amiss = self._amiss()
        self.told.setVisible(bool(amiss))
        if amiss:
            self.told.setText(self._say(amiss))
            return
        self.given.emit(self._old, self._part())

    def _amiss(self) -> str:
        """The id of what to do first; "" nothing."""
        if not self.who.chosen or (self._kind is not Shift and not self.by.chosen):
            return "desk.duty_choose_officer"
        if self._kind is Shift and not self.days.chosen:
            return "desk.duty_choose_days"
        if self._kind is Absence:
            first, last = self.first.value, self.last.value
            if first is None or last is None:
                return "desk.duty_no_date"
            return "desk.duty_backwards_days" if last < first else ""
        begins, ends = self.begins.value, self.ends.value
        if begins is None or ends is None:
            return "desk.duty_no_time"
        return "desk.duty_backwards" if ends <= begins else ""

    def _part(self) -> Part:
        who, by = self.who.chosen, self.by.chosen
        if self._kind is Absence:
            first, last = self.first.value, self.last.value
            assert first is not None
            assert last is not None
            return Absence(officer=who, deputy=by, first=first, last=last)
        begins, ends = self.begins.value, self.ends.value
        assert begins is not None
        assert ends is not None
        if self._kind is Cover:
            return Cover(officer=who, by=by, begins=begins, ends=ends)
        return Shift(officer=who, days=self.days.chosen, begins=begins, ends=ends)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return, Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._take()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
