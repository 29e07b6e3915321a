"""All other open calls, one row each: the officer's own first, then who waits, then where others go."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kiosk.assist.call import Call, CallState
from kiosk.assist.wording import Wording
from screens.desk.look import button, label


class CallRow(QFrame):
    """One call. The signals: what its buttons ask for (its id)."""

    claim_wanted = Signal(str)
    see_wanted = Signal(str)
    hand_over_wanted = Signal(str)
    put_back_wanted = Signal(str)
    done_wanted = Signal(str)

    def __init__(self, wording: Wording, call: Call, *, mine: bool, can_see: bool, say_there: bool) -> None:
        super().__init__()
        self._can_see = can_see
        self._wording, self.call, self.mine = wording, call, mine
        self.setProperty("part", "mine" if mine else "row")
        text = wording.text(call)
        self.since = label("", "bold")
        self.since.setMinimumWidth(190)
        self.where = label(text.where, "bold", wrap=True)
        self.what = label(text.details, "detail", wrap=True)
        # After a quiet call the kiosk shows no bar that could be touched; its own hint stands here.
        asked = mine and say_there and call.arrived_at is None
        hint = text.hint or (wording.words.say("desk.say_there") if asked else "")
        self.hint = label(hint, "detail", wrap=True)
        self.hint.setVisible(bool(hint))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.where)
        words.addWidget(self.what)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.since)
        row.addLayout(words, 1)
        # One's own call has so many keys that beside its words they would not fit a small monitor.
        keys = QHBoxLayout() if mine else row
        if mine:
            keys.setSpacing(12)
            keys.addWidget(self.hint, 1)
            if not hint:
                keys.addStretch(1)
        self._add_buttons(keys, text.where)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 16, 8)
        column.setSpacing(4)
        column.addLayout(row)
        if mine:
            column.addLayout(keys)
        else:
            column.addWidget(self.hint)

    def _add_buttons(self, row: QHBoxLayout, where: str) -> None:
        say = self._wording.words.say
        self.buttons = []
        if self.call.state is CallState.WAITING:
            wanted = [("desk.claim", "", self.claim_wanted)]
        elif self.mine:
            wanted = [
                ("desk.hand_over", "", self.hand_over_wanted),
                ("desk.put_back", "", self.put_back_wanted),
                ("desk.done", "go", self.done_wanted),
            ]
            # Nobody is asked anything at the kiosk of a quiet call: it shows no sign of it.
            if self._can_see and not self.call.quiet:
                wanted.insert(0, ("desk.see", "", self.see_wanted))
        else:
            wanted = []
            row.addWidget(label(say("desk.theirs", officer=self.call.officer or ""), "bold"))
        for id_, part, signal in wanted:
            made = button(say(id_), part, name=f"{say(id_)} {where}")
            made.clicked.connect(lambda _c=False, s=signal: s.emit(self.call.id))
            row.addWidget(made)
            self.buttons.append(made)

    def tick(self, now: datetime) -> None:
        """The time runs."""
        waiting = self.call.state is CallState.WAITING
        if waiting:
            self.since.setText(self._wording.waited(self.call, now))
        elif self.call.arrived_at is not None:
            self.since.setText(self._wording.words.say("desk.there"))
        else:
            self.since.setText(self._wording.gone_for(self.call, now))


class CallList(QWidget):
    """The signals: an officer's wish for a call (its id).

    can_see: whether the screens of the kiosks can be seen from here. say_there: whether an officer is asked
    to say at the kiosk that they are there.
    """

    claim_wanted = Signal(str)
    see_wanted = Signal(str)
    hand_over_wanted = Signal(str)
    put_back_wanted = Signal(str)
    done_wanted = Signal(str)

    def __init__(self, wording: Wording, *, can_see: bool, say_there: bool) -> None:
        super().__init__()
        self._wording, self._can_see, self._say_there = wording, can_see, say_there
        self.rows: tuple[CallRow, ...] = ()
        self._shown: tuple[tuple[Call, bool], ...] = ()
        self._column = QVBoxLayout()
        self._column.setSpacing(10)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._column)
        inside.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.title: QLabel = label(wording.words.say("desk.others"), "bold")
        self.title.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(area, 1)

    def show_calls(
        self, mine: tuple[Call, ...], waiting: tuple[Call, ...], others: tuple[Call, ...], now: datetime
    ) -> None:
        """Show these calls; rows are made anew only where something changed."""
        calls = (*((c, True) for c in mine), *((c, False) for c in (*waiting, *others)))
        # That a call was seen changes no row: a button keeps its focus.
        wanted = tuple((replace(call, seen_at=None), own) for call, own in calls)
        if wanted != self._shown:
            self._shown = wanted
            self._build()
        self.tick(now)

    def _build(self) -> None:
        kept = {(row.call, row.mine): row for row in self.rows}
        rows = []
        for key in self._shown:
            row = kept.pop(key, None) or self._row(*key)
            rows.append(row)
        for row in kept.values():
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        for place, row in enumerate(rows):
            self._column.insertWidget(place, row)
        self.rows = tuple(rows)
        self.title.setVisible(bool(rows))

    def _row(self, call: Call, mine: bool) -> CallRow:
        row = CallRow(self._wording, call, mine=mine, can_see=self._can_see, say_there=self._say_there)
        row.see_wanted.connect(self.see_wanted)
        row.claim_wanted.connect(self.claim_wanted)
        row.hand_over_wanted.connect(self.hand_over_wanted)
        row.put_back_wanted.connect(self.put_back_wanted)
        row.done_wanted.connect(self.done_wanted)
        return row

    def tick(self, now: datetime) -> None:
        """The times run."""
        for row in self.rows:
            row.tick(now)

    def row(self, call_id: str) -> CallRow | None:
        """The row of a call."""
        return next((row for row in self.rows if row.call.id == call_id), None)
