"""Difficult cases at the desk: whose they are, what was done, and what is missing until one may be closed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kiosk.cases.difficult import (
    DifficultCase,
    DifficultDesk,
    NewDifficult,
    NewStep,
    Refused,
    StepKind,
    Way,
)
from kiosk.failure import StoreFailed
from kiosk.ids import new_id
from kiosk.message import Message
from kiosk.officers.officer import Officer, Role
from kiosk.officers.roll import Refused as NotOnRoll
from screens.desk.difficult_words import DifficultWords
from screens.desk.look import button, label
from screens.desk.pages import Desk, DeskPage
from screens.desk.parts import Titles
from screens.desk.rows import Rows

LONGEST = 200
"""Signs of a line that is written here."""
ACTIONS = {
    "note": StepKind.NOTE,
    "attempt": StepKind.ATTEMPT_TO_REACH,
    "ask_back": StepKind.ASKED_BACK,
    "confirmed": StepKind.RESIDENT_CONFIRMED,
}
OFFICERS_A_ROW = 4
LOOK_S = 60.0
"""So often the open cases are looked at while the page is not in front."""


class DifficultPage(DeskPage):
    """An officer sees their own open cases, a leader all of them.

    officers: who may be given one.
    """

    title = "difficult.title"

    def __init__(
        self,
        desk: Desk,
        book: DifficultDesk,
        titles: Titles,
        officers: Callable[[], Awaitable[Sequence[Officer]]],
    ) -> None:
        super().__init__()
        self._desk, self._book, self._officers = desk, book, officers
        self._words = DifficultWords(desk.words, titles)
        self.cases: tuple[DifficultCase, ...] = ()
        self.case: DifficultCase | None = None
        self._colleagues: tuple[str, ...] = ()
        self._new_id = ""
        self._looked_at = desk.clock.monotonic() - LOOK_S
        self._looking: asyncio.Task[None] | None = None
        say = desk.words.say
        self.new = button(say("difficult.new"))
        self.new.clicked.connect(self._begin_new)
        self.told = label("", "bold", wrap=True)
        self.told.hide()
        self._list = Rows()
        self._list.wanted.connect(lambda id_: desk.session.do(self.open(id_)))
        self.nothing = label(say("difficult.none"), wrap=True)
        left = QVBoxLayout()
        left.addWidget(self.new)
        left.addWidget(self.nothing)
        left.addLayout(self._list)
        left.addStretch(1)
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(24, 12, 24, 16)
        row.setSpacing(18)
        row.addLayout(left, 2)
        row.addWidget(self._detail(), 3)
        area = QScrollArea()
        area.setWidget(made)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _detail(self) -> QWidget:
        say = self._desk.words.say
        self.detail = QFrame()
        self.detail.setProperty("part", "row")
        self.head = label("", "head", wrap=True)
        self.facts = label("", "detail", wrap=True)
        self.history = label("", wrap=True)
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST)
        self.line.setPlaceholderText(say("difficult.line"))
        self.line.setAccessibleName(say("difficult.line"))
        self.ways: dict[Way, QPushButton] = {}
        self._group = QButtonGroup(self)
        ways = QGridLayout()
        for place, way in enumerate(Way):
            key = button(say(f"difficult.way.{way}"))
            key.setCheckable(True)
            self._group.addButton(key)
            self.ways[way] = key
            ways.addWidget(key, place // 2, place % 2)
        self.does: dict[str, QPushButton] = {}
        keys = QGridLayout()
        for place, (name, kind) in enumerate(ACTIONS.items()):
            key = button(say(f"difficult.do.{name}"))
            key.clicked.connect(lambda _c=False, k=kind: self._step(k))
            self.does[name] = key
            keys.addWidget(key, place // 2, place % 2)
        self.assign_to = label(say("difficult.assign"), "bold")
        self._people = QGridLayout()
        self.people: dict[str, QPushButton] = {}
        self.close_case = button(say("difficult.close"), "go")
        self.close_case.clicked.connect(self._close)
        column = QVBoxLayout(self.detail)
        column.setContentsMargins(18, 12, 18, 14)
        column.setSpacing(10)
        self.how = label(say("difficult.how"), "bold")
        for each in (self.told, self.head, self.facts, self.history, self.line, self.how):
            column.addWidget(each)
        for grid in (ways, keys):
            grid.setSpacing(10)
            column.addLayout(grid)
        column.addWidget(self.assign_to)
        column.addLayout(self._people)
        column.addWidget(self.close_case)
        column.addStretch(1)
        self.detail.hide()
        return self.detail

    # --- what is so -----------------------------------------------------------------------------

    @property
    def _officer(self) -> Officer | None:
        return self._desk.entrance.officer

    @property
    def _leads(self) -> bool:
        return self._officer is not None and Role.LEADER in self._officer.roles

    @property
    def waiting(self) -> int:
        """The overdue ones."""
        today = self._desk.clock.today()
        return sum(case.overdue(today) for case in self.cases)

    def come(self) -> None:
        """Read anew; what is half written stays."""
        self._looked_at = self._desk.clock.monotonic()
        self._desk.session.do(self.read())

    def tick(self, now: datetime) -> None:
        """The number on the key is right without the page being opened, also as a day begins."""
        looking = self._looking is not None and not self._looking.done()
        if not looking and self._desk.clock.monotonic() - self._looked_at >= LOOK_S:
            self._looked_at = self._desk.clock.monotonic()
            self._looking = self._desk.session.do(self._look())

    async def _look(self) -> None:
        officer = self._officer
        if officer is None:
            return
        try:
            found = await self._book.concerning(officer)
        except (StoreFailed, Refused):  # the session says so; what was read last still holds
            return
        if self._officer == officer:
            self.cases = found
            self._show_list()
            self.waiting_changed.emit()

    def forget(self) -> None:
        """Nothing of it is the next one's."""
        self._looked_at = self._desk.clock.monotonic() - LOOK_S
        self.cases, self.case, self._new_id = (), None, ""
        self.line.clear()
        self.detail.hide()
        self._show_list()

    async def read(self) -> None:
        """The open cases that this officer may see."""
        officer = self._officer
        if officer is None:
            return
        try:
            found = await self._book.concerning(officer)
            people = await self._officers()
        except (StoreFailed, Refused, NotOnRoll):
            self._tell(Message("desk.not_read"))
            return
        self._colleagues = tuple(each.number for each in people if each.answers_calls)
        if self._officer != officer:
            return
        self.cases = found
        if self.case is not None and self.case.id not in {case.id for case in self.cases}:
            self._show_case(None)
        self._show_list()
        self.waiting_changed.emit()

    # --- showing --------------------------------------------------------------------------------

    def _show_list(self) -> None:
        self.new.setVisible(self._leads)
        self.nothing.setVisible(not self.cases)
        today = self._desk.clock.today()
        lines = [(case.id, self._words.line(case, today)) for case in self.cases]
        self._list.show_rows(lines, None if self.case is None else self.case.id)

    @property
    def rows(self) -> dict[str, QPushButton]:
        """The key of each case, by its id."""
        return self._list.keys

    async def open(self, case_id: str) -> None:
        """Show one case with its words; that they were read is on record."""
        officer = self._officer
        if officer is None:
            return
        try:
            case = await self._book.read(case_id, officer)
        except Refused as refused:
            self._tell(refused.message)
            return
        except StoreFailed:
            self._tell(Message("desk.not_read"))
            return
        if self._officer != officer:
            return
        self._show_case(case)
        self._show_list()

    def _show_case(self, case: DifficultCase | None) -> None:
        if case is None or self.case is None or case.id != self.case.id:
            self.line.clear()
            self._no_way()
        self.case, self._new_id = case, ""
        self.told.hide()
        self.detail.setVisible(case is not None)
        if case is None:
            return
        self.head.setText(self._words.head(case))
        self.facts.setText(self._words.facts(case, self._desk.clock.today()))
        self.history.setText("\n".join(self._words.step(step) for step in case.steps))
        self.history.setVisible(bool(case.steps))
        self._show_keys(new=False)

    def _show_keys(self, *, new: bool) -> None:
        """Of a new case only its line is asked for, and a key to open it."""
        for widget in (self.how, *self.ways.values(), *self.does.values()):
            widget.setVisible(not new)
        for key in self.people.values():
            self._people.removeWidget(key)
            key.deleteLater()
        self.people = {}
        shown = self._colleagues if self._leads else ()
        for place, number in enumerate(shown):
            key = button(number)
            key.clicked.connect(lambda _c=False, n=number: self._give(n))
            self._people.addWidget(key, place // OFFICERS_A_ROW, place % OFFICERS_A_ROW)
            self.people[number] = key
        self.assign_to.setVisible(bool(shown))
        self.close_case.setVisible(not new)

    def _tell(self, message: Message) -> None:
        self.told.setText(self._desk.words.say(message.id, **message.params))
        self.told.show()
        self.detail.show()

    def _no_way(self) -> None:
        self._group.setExclusive(False)
        for key in self.ways.values():
            key.setChecked(False)
        self._group.setExclusive(True)

    # --- doing ----------------------------------------------------------------------------------

    def _begin_new(self) -> None:
        """From a conversation, without a call; whoever is to see to it is chosen with its line."""
        self._show_case(None)
        self._new_id = new_id()
        self.head.setText(self._desk.words.say("difficult.new_head"))
        for words in (self.facts, self.history):
            words.setText("")
        self._show_keys(new=True)
        self.detail.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self, number: str) -> None:
        if self._new_id:
            officer = self._officer
            if officer is not None:
                new = NewDifficult(self._new_id, officer.number, self.line.text().strip(), owner=number)
                self._do(lambda: self._book.open(new))
        else:
            self._step(StepKind.ASSIGNED, owner=number)

    def _step(self, kind: StepKind, owner: str | None = None) -> None:
        case, officer = self.case, self._officer
        if case is None or officer is None:
            return
        towards = kind in (StepKind.ASKED_BACK, StepKind.ATTEMPT_TO_REACH, StepKind.RESIDENT_CONFIRMED)
        way = next((way for way, key in self.ways.items() if key.isChecked()), None) if towards else None
        step = NewStep(new_id(), officer.number, kind, way, self.line.text().strip(), owner)
        self._do(lambda: self._book.record(case.id, step))

    def _close(self) -> None:
        case, officer = self.case, self._officer
        if case is not None and officer is not None:
            self._do(lambda: self._book.close(case.id, officer.number))

    def _do(self, work: Callable[[], Awaitable[DifficultCase]]) -> None:
        self._desk.session.do(self._done(work))

    async def _done(self, work: Callable[[], Awaitable[DifficultCase]]) -> None:
        """What is refused, or not written, leaves everything as it was entered."""
        try:
            case = await work()
        except Refused as refused:
            self._tell(refused.message)
            return
        except StoreFailed:
            self._tell(Message("desk.not_written"))
            return
        self.line.clear()
        self._no_way()
        if case.open:
            await self.open(case.id)
        else:
            self._show_case(None)
        await self.read()
