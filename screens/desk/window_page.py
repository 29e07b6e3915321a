"""The window at the desk: which cases wait, whose they are, and what is done with the one that is open."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.window_acts import Act, Decide, Issue, act_json
from kiosk.cases.window_desk import MOST_LISTED, WindowCase, WindowDesk
from kiosk.cases.window_rising import risen
from kiosk.failure import StoreFailed
from kiosk.ids import new_id
from kiosk.message import Message
from kiosk.officers.officer import AT_THE_WINDOW, MAY_REVIEW, Officer
from kiosk.working_days import WorkingDays
from screens.desk.look import button, label, scrolling
from screens.desk.pages import Desk, DeskPage
from screens.desk.parts import Titles
from screens.desk.rows import Rows
from screens.desk.window_case import CasePanel
from screens.desk.window_slip import WindowSlips
from screens.desk.window_words import PARTS, WindowWords, digits_of

LOOK_S = 30.0
"""So often the cases are looked at while somebody is signed in."""
WORDED = (d.Returned, d.Declined, d.Reviewed, d.Withdrawn, Decide)
"""What took the line along."""


class WindowPage(DeskPage):
    """For whoever handles cases, and for reviewers. Opening one is on record.

    slips: prints what is missing; None where this desk has no printer.
    """

    title = "window.title"
    roles = AT_THE_WINDOW | MAY_REVIEW

    def __init__(
        self,
        desk: Desk,
        book: WindowDesk,
        titles: Titles,
        calendar: WorkingDays,
        slips: WindowSlips | None = None,
    ) -> None:
        super().__init__()
        self._desk, self._book, self._slips = desk, book, slips
        self._telling = WindowWords(desk.words, titles, calendar, desk.clock.today)
        self.cases: tuple[WindowCase, ...] = ()
        self._act_ids: dict[str, str] = {}
        self._looked_at = desk.clock.monotonic() - LOOK_S
        self._looking: asyncio.Task[None] | None = None
        self._doing: asyncio.Task[None] | None = None
        self._unread = False
        say = desk.words.say
        self.late = self.above = label("", "bold", wrap=True)
        self.late.hide()
        self.number = QLineEdit()
        self.number.setPlaceholderText(say("window.find_number"))
        self.number.setAccessibleName(say("window.find_number"))
        self.number.returnPressed.connect(self._find)
        self.find_key = button(say("window.find"))
        self.find_key.clicked.connect(self._find)
        self._list = Rows()
        self._list.wanted.connect(lambda id_: desk.session.do(self.open(id_)))
        self.nothing = label(say("window.none"), wrap=True)
        self.more = label(say("window.more_cases", count=MOST_LISTED), wrap=True)
        finding = QHBoxLayout()
        finding.addWidget(self.number, 1)
        finding.addWidget(self.find_key)
        left = QVBoxLayout()
        left.addLayout(finding)
        left.addWidget(self.nothing)
        left.addLayout(self._list)
        left.addWidget(self.more)
        left.addStretch(1)
        self.told = label("", "bold", wrap=True)
        self.told.hide()
        self.select = label(say("window.select"), wrap=True)
        self.panel = CasePanel(desk.words, self._telling, desk.palette)
        self.panel.wanted.connect(self._act)
        right = QVBoxLayout()
        right.setSpacing(10)
        for each in (self.told, self.select, self.panel):
            right.addWidget(each)
        right.addStretch(1)
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(24, 12, 24, 16)
        row.setSpacing(18)
        row.addLayout(left, 2)
        row.addLayout(right, 3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(made))
        self._show_list()

    # --- what is so -----------------------------------------------------------------------------

    @property
    def _officer(self) -> Officer | None:
        return self._desk.entrance.officer

    @property
    def case(self) -> WindowCase | None:
        """The one that is open."""
        return self.panel.case

    @property
    def waiting(self) -> int:
        """Those that nobody has."""
        return sum(case.standing.handler is None for case in self.cases)

    @property
    def rows(self) -> dict[str, QPushButton]:
        """The key of each case, by its id."""
        return self._list.keys

    def come(self) -> None:
        """Read anew; what is half written stays."""
        self._look()

    def tick(self, now: datetime) -> None:
        """What is late is told without the page being opened."""
        officer = self._officer
        if officer is None or officer.roles.isdisjoint(self.roles):
            return
        if self._desk.clock.monotonic() - self._looked_at >= LOOK_S:
            self._look()

    def forget(self) -> None:
        """Nothing of it is the next one's."""
        self._looked_at = self._desk.clock.monotonic() - LOOK_S
        self.cases, self._act_ids = (), {}
        self.number.clear()
        self.told.hide()
        self.late.hide()
        self.panel.show_case(None, None)
        self._show_list()

    # --- looking --------------------------------------------------------------------------------

    def _look(self) -> None:
        if self._looking is None or self._looking.done():
            self._looked_at = self._desk.clock.monotonic()
            self._looking = self._desk.session.do(self.read())

    async def read(self) -> None:
        """Look at the cases. What is open here is shown as it stands now; what is entered stays."""
        officer = self._officer
        if officer is None:
            return
        try:
            found = await self._book.open_cases(officer)
        except (StoreFailed, Refused):  # the session says so; what was read last still holds
            if not self.cases:
                self._unread = True
                self._tell(Message("desk.not_read"))
            return
        if self._officer != officer:
            return
        if self._unread:
            self._unread = False
            self.told.hide()
        before, self.cases = self.cases, found
        self._stands(found, before, officer)
        self._show_list()
        self.waiting_changed.emit()

    def _stands(self, found: Sequence[WindowCase], before: Sequence[WindowCase], officer: Officer) -> None:
        """What others did with the open case meanwhile; its words are not read again.

        One that is open still and stands in the list no longer was finished by somebody, or is not this
        officer's to see any more: what is written here stays, and nothing is offered.
        """
        case = self.case
        now = None if case is None else next((each for each in found if each.id == case.id), None)
        if case is not None and now is None and not case.standing.over:
            if any(each.id == case.id for each in before):
                self.panel.nothing_to_do()
                self._tell(Message("window.gone_meanwhile"))
            return
        if case is not None and now is not None and now.standing.corrections != case.standing.corrections:
            self._tell(Message("window.read_again"))
        if case is not None and now is not None and (self.panel.idle or now.standing != case.standing):
            self.panel.show_case(replace(case, standing=now.standing, lateness=now.lateness), officer)

    def _show_list(self) -> None:
        rows = [(case.id, self._telling.line(case)) for case in self.cases]
        parts = {case.id: PARTS[case.lateness] for case in self.cases if case.lateness in PARTS}
        self._list.show_rows(rows, None if self.case is None else self.case.id, parts)
        self.nothing.setVisible(not self.cases)
        self.more.setVisible(len(self.cases) >= MOST_LISTED)
        self.select.setVisible(bool(self.cases) and self.case is None)
        officer = self._officer
        told = "" if officer is None else self._telling.risen(risen(self.cases, officer))
        self.late.setText(told)
        self.late.setVisible(bool(told))

    def _find(self) -> None:
        self._desk.session.do(self.find_it())

    async def find_it(self) -> None:
        """By the number that the resident holds; a scanner types it too."""
        officer, number = self._officer, digits_of(self.number.text())
        if officer is None:
            return
        if not number:
            self._tell(Message("window.find_digits"))
            return
        try:
            case = await self._book.find(number, officer)
        except Refused as refused:
            self._tell(refused.message)
            return
        except StoreFailed:
            self._tell(Message("desk.not_read"))
            return
        if case is None:
            self._tell(Message("window.not_found"))
            return
        await self.open(case.id)
        if self.case is not None and self.case.id == case.id:
            self.number.clear()

    async def open(self, case_id: str) -> None:
        """Show one with its words; that they were read is on record."""
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
        if self._officer == officer:
            self.told.hide()
            self._act_ids = {}
            self.panel.show_case(case, officer)
            self._show_list()

    def _tell(self, message: Message) -> None:
        self.told.setText(self._desk.words.say(message.id, **message.params))
        self.told.show()

    # --- doing ----------------------------------------------------------------------------------

    def _act(self, acts: tuple[Act, ...]) -> None:
        if self._doing is None or self._doing.done():
            self._doing = self._desk.session.do(self._acted(acts))

    async def _acted(self, acts: tuple[Act, ...]) -> None:
        """What is refused, or not written, leaves everything as it was entered."""
        officer, case = self._officer, self.case
        if officer is None or case is None:
            return
        self.told.hide()
        for act in acts:
            # The same thing tried again is the same act: a line that broke doubles nothing.
            act_id = self._act_ids.setdefault(act_json(act), new_id())
            try:
                done = await self._book.act(case.id, act_id, act, officer)
            except Refused as refused:
                self._tell(refused.message)
                await self.read()
                return
            except StoreFailed:
                self._tell(Message("desk.not_written"))
                return
            if self._officer != officer or self.case is None or self.case.id != case.id:
                return
            self._act_ids = {}
            self.panel.show_case(done, officer)
            await self._after(act, done)
        await self.read()

    async def _after(self, act: Act, case: WindowCase) -> None:
        if isinstance(act, WORDED):
            self.panel.line.clear()
        if isinstance(act, Issue):
            self.panel.issue.clear()
        if isinstance(act, d.Returned):
            self._tell(Message("window.returned_told"))
            flow = self.panel.flow
            if self._slips is None or flow is None:
                return
            today = self._desk.clock.today()
            if not await self._slips.missing(case, flow, act.missing, act.note, today):
                self._tell(Message("window.not_printed"))
