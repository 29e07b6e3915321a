"""The whole roster of the week as a leader changes it: every line, what it leaves open, and what is amiss."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kiosk.duty.edit import Part, gaps
from kiosk.duty.roster import WEEK, Absence, Cover, Roster, Shift
from kiosk.message import Message
from kiosk.words import Words
from screens.desk.duty_fields import OfficerKeys
from screens.desk.duty_words import DutyWords
from screens.desk.look import button, label, scrolling

_SECTIONS: tuple[tuple[type[Part], str, str], ...] = (
    (Shift, "desk.duty_shifts", "desk.duty_add_shift"),
    (Cover, "desk.duty_covers", "desk.duty_add_cover"),
    (Absence, "desk.duty_absences", "desk.duty_add_absence"),
)


class PartRow(QFrame):
    """One line. unsaved: it is not in the roster yet."""

    change_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, words: Words, part: Part, text: str, *, unsaved: bool) -> None:
        super().__init__()
        say = words.say
        self.part = part
        self.setProperty("part", "row")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = label(text, "bold", wrap=True)
        self.unsaved = label(say("desk.duty_unsaved"), part="mark")
        change, remove = say("desk.duty_change"), say("desk.duty_remove")
        self.change = button(change, name=f"{change} {text}")
        self.remove = button(remove, name=f"{remove} {text}")
        self.change.clicked.connect(lambda: self.change_wanted.emit(part))
        self.remove.clicked.connect(lambda: self.remove_wanted.emit(part))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 12, 4)
        row.setSpacing(12)
        row.addWidget(self.text, 1)
        row.addWidget(self.unsaved)
        row.addWidget(self.change)
        row.addWidget(self.remove)
        self.unsaved.setVisible(unsaved)


class DutyEdit(QWidget):
    """add_wanted: a kind of line. change_wanted, remove_wanted: a line. leader_chosen: a number."""

    add_wanted = Signal(object)
    change_wanted = Signal(object)
    remove_wanted = Signal(object)
    leader_chosen = Signal(str)
    save_wanted = Signal()
    drop_wanted = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        say = self._say = words.say
        self._words, self._dutywords = words, DutyWords(words)
        self._sure = False
        self.rows: dict[Part, PartRow] = {}
        self.adds: dict[type[Part], QPushButton] = {}
        self.amiss = label("", "bold", wrap=True)
        self.gaps = label("", "detail", wrap=True)
        self.save = button(say("desk.duty_save"), "go")
        self.drop = button(say("desk.duty_drop"))
        self.save.clicked.connect(self.save_wanted)
        self.drop.clicked.connect(self._drop)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(label(say("desk.duty_edit"), "head"), 1)
        top.addWidget(self.drop)
        top.addWidget(self.save)
        top.setContentsMargins(24, 12, 24, 6)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(24, 6, 24, 16)
        column.setSpacing(10)
        self.area = scrolling(made)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)  # always in sight, however long the week is
        whole.addWidget(self.area, 1)
        for each in (self.amiss, self.gaps):
            column.addWidget(each)
            each.hide()
        self._lists: dict[type[Part], QVBoxLayout] = {}
        self._nothing: dict[type[Part], QWidget] = {}
        for kind, title, add in _SECTIONS:
            self._add_section(column, kind, title, add)
        self.leader = OfficerKeys()
        self.leader.pressed.connect(self.leader_chosen)
        column.addWidget(self.leader)
        column.addStretch(1)

    def _add_section(self, column: QVBoxLayout, kind: type[Part], title: str, add: str) -> None:
        key = button(self._say(add))
        key.clicked.connect(lambda: self.add_wanted.emit(kind))
        head = QHBoxLayout()
        head.addWidget(label(self._say(title), "head"), 1)
        head.addWidget(key)
        rows = QVBoxLayout()
        rows.setSpacing(6)
        nothing = label(self._say("desk.duty_part_none"), "detail")
        column.addLayout(head)
        column.addWidget(nothing)
        column.addLayout(rows)
        self.adds[kind], self._lists[kind], self._nothing[kind] = key, rows, nothing

    def show_draft(
        self, base: Roster, mine: Roster, officers: Sequence[str], amiss: Collection[Message]
    ) -> None:
        """``mine`` as it stands, beside ``base``, as it is kept. amiss: what keeps it from being saved."""
        for row in self.rows.values():
            row.hide()
            row.deleteLater()
        self.rows = {}
        kept: set[Part] = {*base.shifts, *base.lunch, *base.absences}
        self._show_rows(Shift, sorted(mine.shifts, key=_order), kept)
        self._show_rows(Cover, sorted(mine.lunch, key=_order), kept)
        self._show_rows(Absence, sorted(mine.absences, key=_order), kept)
        self.leader.ask(self._say("desk.duty_leader"), officers, mine.leader)
        self._say_lines(self.amiss, [self._say(each.id, **each.params) for each in amiss])
        open_ = [self._dutywords.gap(gap) for gap in gaps(mine)]
        self._say_lines(self.gaps, [self._say("desk.duty_gaps"), *open_] if open_ else [])
        self._sure = False
        self.drop.setText(self._say("desk.duty_drop"))

    def _show_rows(self, kind: type[Part], parts: Sequence[Part], kept: Collection[Part]) -> None:
        for part in parts:
            row = PartRow(self._words, part, self._dutywords.part(part), unsaved=part not in kept)
            row.change_wanted.connect(self.change_wanted)
            row.remove_wanted.connect(self.remove_wanted)
            self._lists[kind].addWidget(row)
            self.rows[part] = row
        self._nothing[kind].setVisible(not parts)

    def _say_lines(self, where: QLabel, lines: Sequence[str]) -> None:
        where.setText("\n".join(lines))
        where.setVisible(bool(lines))

    def _drop(self) -> None:
        """Asks twice: whatever was entered would be gone."""
        if self._sure:
            self.drop_wanted.emit()
            return
        self._sure = True
        self.drop.setText(self._say("desk.duty_drop_sure"))


def _order(part: Part) -> tuple[date, int, time, str]:
    """By the first day, then the time."""
    if isinstance(part, Absence):
        return part.first, 0, time(), part.officer
    days = [WEEK.index(day) for day in part.days] if isinstance(part, Shift) else []
    return date.min, min(days, default=0), part.begins, part.officer
