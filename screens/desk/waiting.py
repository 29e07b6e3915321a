"""The hall's line at the desk: call the next, and give numbers to those who come."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kiosk.cases.appointment import Appointment, Arrival
from kiosk.cases.difficult import Refused
from kiosk.cases.proof import CODE_DIGITS, LAST, Proof
from kiosk.cases.waiting import Line, WaitingDesk
from kiosk.duty.written import read_time
from kiosk.failure import StoreFailed
from kiosk.ids import new_id
from kiosk.message import Message
from kiosk.officers.officer import Officer
from screens.desk.look import button, frame, label, scrolling
from screens.desk.pages import Desk, DeskPage
from screens.desk.parts import Titles
from screens.desk.waiting_words import WaitingWords

LOOK_S = 2.0
"""So often the line is looked at while somebody is signed in."""
WINDOWS_A_ROW, SERVICES_A_ROW = 6, 2

K = TypeVar("K", int, str)
Act = Callable[[str, Officer], Awaitable[Appointment]]


class WaitingPage(DeskPage):
    """services: the ids of those that numbers are given for."""

    title = "waiting.title"

    def __init__(
        self, desk: Desk, book: WaitingDesk, titles: Titles, services: Callable[[], Sequence[str]]
    ) -> None:
        super().__init__()
        self._desk, self._book, self._services = desk, book, services
        self._words = WaitingWords(desk.words, titles)
        self.line = Line()
        self.window_no: int | None = None
        self._unwritten: Arrival | None = None
        self._looked_at = desk.clock.monotonic() - LOOK_S
        self._looking: asyncio.Task[None] | None = None
        self._doing: asyncio.Task[None] | None = None
        self._unread = False
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, parts in (
            (left, (self._told(), self._calling())),
            (right, (self._arriving(), self._list())),
        ):
            column.setSpacing(12)
            for part in parts:
                column.addWidget(part)
            column.addStretch(1)
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(24, 12, 24, 16)
        row.setSpacing(18)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(made))
        self._show()

    # --- what it is made of ---------------------------------------------------------------------

    def _told(self) -> QWidget:
        self.told = label("", "bold", wrap=True)
        self.told.hide()
        return self.told

    def _calling(self) -> QWidget:
        say = self._desk.words.say
        box = frame("row")
        column = QVBoxLayout(box)
        column.setContentsMargins(18, 12, 18, 14)
        column.setSpacing(10)
        column.addWidget(label(say("waiting.at"), "bold"))
        self._window_keys = QGridLayout()
        self._window_keys.setSpacing(10)
        self.windows: dict[int, QPushButton] = {}
        column.addLayout(self._window_keys)
        self.now = label("", "head", wrap=True)
        column.addWidget(self.now)
        self.next = button(say("waiting.next"), "go", "head")
        self.next.clicked.connect(self._call_next)
        column.addWidget(self.next)
        self.acts: dict[str, QPushButton] = {}
        keys = QHBoxLayout()
        keys.setSpacing(10)
        acts: tuple[tuple[str, Act], ...] = (
            ("served", self._book.served),
            ("again", self._book.call_again),
            ("absent", self._book.passed_over),
        )
        for name, act in acts:
            key = button(say(f"waiting.{name}"), size="tall")
            key.clicked.connect(lambda _c=False, a=act: self._act_on_called(a))
            self.acts[name] = key
            keys.addWidget(key)
        column.addLayout(keys)
        self.over = label(say("waiting.over"), "bold")
        column.addWidget(self.over)
        self._over_keys = QGridLayout()
        self.backs: dict[str, QPushButton] = {}
        column.addLayout(self._over_keys)
        return box

    def _list(self) -> QWidget:
        box = frame("row")
        column = QVBoxLayout(box)
        column.setContentsMargins(18, 12, 18, 14)
        self.count = label("", "bold")
        self.rows = label("", wrap=True)
        column.addWidget(self.count)
        column.addWidget(self.rows)
        return box

    def _arriving(self) -> QWidget:
        say = self._desk.words.say
        box = frame("row")
        column = QVBoxLayout(box)
        column.setContentsMargins(18, 12, 18, 14)
        column.setSpacing(10)
        column.addWidget(label(say("waiting.give"), "bold", wrap=True))
        self.elderly = button(say("waiting.sixty"), size="tall")
        self.elderly.setCheckable(True)
        column.addWidget(self.elderly)
        self._service_keys = QGridLayout()
        self._service_keys.setSpacing(10)
        self.services: dict[str, QPushButton] = {}
        column.addLayout(self._service_keys)
        column.addWidget(label(say("waiting.check_in_how"), "bold", wrap=True))
        self.last_four, self.code = QLineEdit(), QLineEdit()
        for field, words, longest in (
            (self.last_four, say("waiting.last_four"), LAST),
            (self.code, say("waiting.code_or_time"), CODE_DIGITS),
        ):
            field.setMaxLength(longest)
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
            column.addWidget(field)
        self.check_in = button(say("waiting.check_in"), size="tall")
        self.check_in.clicked.connect(lambda: self._do(self._checked_in))
        self.code.returnPressed.connect(self.check_in.click)
        column.addWidget(self.check_in)
        return box

    # --- what is so -----------------------------------------------------------------------------

    @property
    def called(self) -> Appointment | None:
        """Who is called to this window; else to one that the plan has no more, which stands at every desk."""
        return self._own or next((e for e in self.line.called if e.window not in self.line.windows), None)

    @property
    def _own(self) -> Appointment | None:
        return next((each for each in self.line.called if each.window == self.window_no), None)

    @property
    def waiting(self) -> int:
        """How many are in the line."""
        return len(self.line.waiting)

    def come(self) -> None:
        """Read anew; what is half written stays."""
        self._look()

    def tick(self, now: datetime) -> None:
        """The line moves while other windows call."""
        if self._desk.clock.monotonic() - self._looked_at >= LOOK_S:
            self._look()

    def forget(self) -> None:
        """Nothing of it is the next one's."""
        self._looked_at = self._desk.clock.monotonic() - LOOK_S
        self.line, self.window_no = Line(), None
        self._unwritten = None
        self.last_four.clear()
        self.code.clear()
        self.elderly.setChecked(False)
        self.told.hide()
        self._show()

    def _look(self) -> None:
        if self._looking is None or self._looking.done():
            self._looked_at = self._desk.clock.monotonic()
            self._looking = self._desk.session.do(self.read())

    async def read(self) -> None:
        """The line as it stands."""
        officer = self._desk.entrance.officer
        if officer is None:
            return
        try:
            found = await self._book.waiting(officer)
        except (StoreFailed, Refused):
            self._unread = True
            self._tell(Message("desk.not_read"))
            return
        if self._desk.entrance.officer != officer:
            return
        if self._unread:
            self._unread = False
            self.told.hide()
        self.line = found
        self._show()
        self.waiting_changed.emit()

    # --- showing --------------------------------------------------------------------------------

    def _show(self) -> None:
        say, now = self._desk.words.say, self._desk.clock.now()
        numbers = self.line.windows
        if self.window_no not in numbers:
            self.window_no = numbers[0] if len(numbers) == 1 else None
        if tuple(self.windows) != numbers:
            _fill(self._window_keys, self.windows, [(n, str(n)) for n in numbers], WINDOWS_A_ROW)
            for number, key in self.windows.items():
                key.setCheckable(True)
                key.clicked.connect(lambda _c=False, n=number: self._sit_at(n))
        for number, key in self.windows.items():
            key.setChecked(number == self.window_no)
        services = tuple(self._services())
        if tuple(self.services) != services:
            named = [(each, self._words.service(each)) for each in services]
            _fill(self._service_keys, self.services, named, SERVICES_A_ROW)
            for service, key in self.services.items():
                key.clicked.connect(lambda _c=False, s=service: self._do(lambda by: self._give(s, by)))
        called = self.called
        if called is None:
            self.now.setText(say("waiting.none_called"))
        elif called is self._own:
            self.now.setText(self._words.called(called))
        else:
            self.now.setText(self._words.called_elsewhere(called))
        self.next.setEnabled(self.window_no is not None and self._own is None)
        for key in self.acts.values():
            key.setEnabled(called is not None)
        self.count.setText(say("waiting.count", count=len(self.line.waiting)))
        self.rows.setText("\n".join(self._words.row(each, now) for each in self.line.waiting))
        over = [(each.id, say("waiting.back", number=each.number or 0)) for each in self.line.passed_over]
        if list(self.backs) != [id_ for id_, _ in over]:
            _fill(self._over_keys, self.backs, over, 1)
            for id_, key in self.backs.items():
                key.clicked.connect(lambda _c=False, i=id_: self._do(lambda by: self._back(i, by)))
        self.over.setVisible(bool(over))

    def _tell(self, message: Message) -> None:
        self.told.setText(self._desk.words.say(message.id, **message.params))
        self.told.show()

    # --- doing ----------------------------------------------------------------------------------

    def _sit_at(self, number: int) -> None:
        """The officer sits at this window from now on."""
        self.window_no = number
        self._show()

    def _call_next(self) -> None:
        number = self.window_no
        if number is not None:
            self._do(lambda by: self._called_next(number, by))

    def _act_on_called(self, act: Act) -> None:
        called = self.called
        if called is not None:
            self._do(lambda by: self._changed(act, called.id, by))

    def _do(self, work: Callable[[Officer], Awaitable[Message | None]]) -> None:
        """One thing at a time: a second press of a key does nothing."""
        if self._doing is None or self._doing.done():
            self._doing = self._desk.session.do(self._done(work))

    async def _done(self, work: Callable[[Officer], Awaitable[Message | None]]) -> None:
        """What is refused, or not written, leaves everything as it was entered."""
        officer = self._desk.entrance.officer
        if officer is None:
            return
        try:
            told = await work(officer)
        except Refused as refused:
            told = refused.message
        except StoreFailed:
            self._tell(Message("desk.not_written"))
            return
        self.told.hide()
        await self.read()
        if told is not None:
            self._tell(told)

    async def _called_next(self, number: int, by: Officer) -> Message | None:
        called = await self._book.call_next(number, by)
        return Message("waiting.nobody") if called is None else None

    async def _changed(self, act: Act, appointment_id: str, by: Officer) -> None:
        await act(appointment_id, by)

    async def _back(self, appointment_id: str, by: Officer) -> None:
        await self._book.back_in_line(appointment_id, by)

    async def _give(self, service: str, by: Officer) -> Message:
        # What may have been written all the same has its number again by the very next press alone.
        wanted = Arrival(new_id(), service, self.elderly.isChecked(), self._desk.words.locale)
        if self._unwritten is not None and replace(wanted, id=self._unwritten.id) == self._unwritten:
            wanted = self._unwritten
        self._unwritten = wanted
        given = await self._book.take_number(wanted, by)
        self._unwritten = None
        self.elderly.setChecked(False)
        return Message("waiting.given", {"number": given.number or 0})

    async def _checked_in(self, by: Officer) -> Message:
        code, last_four = self.code.text().strip(), self.last_four.text().strip().upper()
        begins = read_time(code) if len(code) < CODE_DIGITS else None
        proof = Proof("", code="" if begins is not None else code, last_four=last_four, begins=begins)
        if not (proof.by_code or proof.by_time):
            return Message("waiting.check_in_how")
        here = await self._book.check_in(proof, by)
        self.last_four.clear()
        self.code.clear()
        return Message("waiting.given", {"number": here.number or 0})


def _fill(grid: QGridLayout, keys: dict[K, QPushButton], named: Sequence[tuple[K, str]], a_row: int) -> None:
    """Keys with these words in place of those before."""
    for key in keys.values():
        grid.removeWidget(key)
        key.hide()  # at once: it is deleted only later
        key.deleteLater()
    keys.clear()
    for place, (id_, words) in enumerate(named):
        keys[id_] = key = button(words)
        grid.addWidget(key, place // a_row, place % a_row)
