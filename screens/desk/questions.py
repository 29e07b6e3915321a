"""What residents asked, at the desk: who waits longest, what they want to know, and how it was answered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kiosk.cases.asked import asked_text
from kiosk.cases.channel import Channel
from kiosk.cases.difficult import Refused
from kiosk.cases.number import grouped
from kiosk.cases.question import AT_A_DESK, How, NewReply, Question, QuestionDesk
from kiosk.cases.question_due import questions_risen
from kiosk.failure import StoreFailed
from kiosk.flow.answer_lines import read_flow
from kiosk.flow.load import Release
from kiosk.ids import new_id
from kiosk.message import Message
from kiosk.officers.officer import Officer
from kiosk.working_days import WorkingDays
from screens.desk.look import button, label, scrolling
from screens.desk.pages import Desk, DeskPage
from screens.desk.parts import Titles
from screens.desk.question_find import FindPanel
from screens.desk.question_note import NotePanel
from screens.desk.question_ready import ReadyPanel
from screens.desk.question_words import QuestionWords
from screens.desk.rows import Rows
from screens.desk.writing_line import WritingLine

LOOK_S = 2.0
"""So often the open questions are looked at while somebody is signed in: a new one is told at once."""


async def _no_services() -> Sequence[Release]:
    return ()


class QuestionsPage(DeskPage):
    """Every officer at the desk sees the open ones; opening one is on record.

    calendar: the station's working days. ring: a new question has come. services: those that are served now,
    with their ready answers; raises ``StoreFailed``.
    """

    title = "question.title"

    def __init__(
        self,
        desk: Desk,
        book: QuestionDesk,
        titles: Titles,
        calendar: WorkingDays | None = None,
        ring: Callable[[], None] = lambda: None,
        services: Callable[[], Awaitable[Sequence[Release]]] = _no_services,
    ) -> None:
        super().__init__()
        self._services = services
        self._desk, self._book = desk, book
        self._calendar, self._ring = calendar or WorkingDays(), ring
        self._known: frozenset[str] | None = None
        """Those that were there when this was last looked at; None: not looked at yet."""
        self._new: frozenset[str] = frozenset()
        """Those that came since, and that this page has not shown in front."""
        self.alert = self.above = label("", "bold", wrap=True)
        self.alert.hide()
        self._words = QuestionWords(desk.words, titles)
        self.questions: tuple[Question, ...] = ()
        self.question: Question | None = None
        self._looked_at = desk.clock.monotonic() - LOOK_S
        self._looking: asyncio.Task[None] | None = None
        self._doing: asyncio.Task[None] | None = None
        self._reply_id, self._unread = new_id(), False
        say = desk.words.say
        self._list = Rows()
        self._listed: tuple[list[tuple[str, str]], str | None] = ([], None)
        self._list.wanted.connect(lambda id_: desk.session.do(self.open(id_)))
        self.nothing = label(say("question.none"), wrap=True)
        self.note_key = button(say("question.note_new"))
        self.note_key.setCheckable(True)
        self.note = NotePanel(desk.words)
        self.note.hide()
        self.note_key.toggled.connect(self.note.setVisible)
        self.note.wanted.connect(self._keep_note)
        left = QVBoxLayout()
        left.addWidget(self.note_key)
        left.addWidget(self.note)
        left.addWidget(self.nothing)
        left.addLayout(self._list)
        left.addStretch(1)
        self.select = label(say("question.select"), wrap=True)
        self.told = label("", "bold", wrap=True)
        self.told.hide()
        right = QVBoxLayout()
        right.setSpacing(10)
        for each in (self.told, self.select, self._detail()):
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

    def _detail(self) -> QWidget:
        say = self._desk.words.say
        self.detail = QFrame()
        self.detail.setProperty("part", "row")
        self.facts = label("", "detail", wrap=True)
        self.answers = QGridLayout()
        self.answers.setColumnStretch(1, 1)
        self.answers.setHorizontalSpacing(18)
        self.history = label("", wrap=True)
        self.ready = ReadyPanel(self._desk.words)
        self.search = FindPanel(self._desk.words)
        self.search.wanted.connect(lambda words: self._desk.session.do(self.look_for(words)))
        self.line = WritingLine(say("question.line"))
        for panel in (self.ready, self.search):
            panel.used.connect(self.line.setText)
        self.line.textChanged.connect(lambda: self.ready.tell(self.line.text()))
        self.keys: dict[How, QPushButton] = {}
        keys = QGridLayout()
        keys.setSpacing(10)
        for place, how in enumerate(AT_A_DESK):
            key = button(say(f"question.how.{how}"))
            key.clicked.connect(lambda _c=False, h=how: self._reply(h))
            self.keys[how] = key
            keys.addWidget(key, place // 2, place % 2)
        column = QVBoxLayout(self.detail)
        column.setContentsMargins(18, 12, 18, 14)
        column.setSpacing(10)
        column.addWidget(self.facts)
        column.addLayout(self.answers)
        column.addWidget(self.history)
        column.addWidget(self.ready)
        column.addWidget(self.search)
        column.addWidget(self.line)
        column.addWidget(self.ready.theirs)
        column.addWidget(label(say("question.read_by"), "detail", wrap=True))
        column.addWidget(label(say("question.do"), "bold"))
        column.addLayout(keys)
        column.addWidget(label(say("question.three"), "detail", wrap=True))
        self.detail.hide()
        return self.detail

    # --- what is so -----------------------------------------------------------------------------

    @property
    def _officer(self) -> Officer | None:
        return self._desk.entrance.officer

    @property
    def waiting(self) -> int:
        """The open ones."""
        return len(self.questions)

    def come(self) -> None:
        """Read anew; what is half written stays."""
        self._new = frozenset()
        self._show_alert()
        self._look()

    def tick(self, now: datetime) -> None:
        """The number on the key is right without the page being opened."""
        if self._desk.clock.monotonic() - self._looked_at >= LOOK_S:
            self._look()

    def forget(self) -> None:
        """Nothing of it is the next one's."""
        self._looked_at = self._desk.clock.monotonic() - LOOK_S
        self.questions, self._known, self._new = (), None, frozenset()
        self.told.hide()
        self.note.clear()
        self.note_key.setChecked(False)
        self._show(None)
        self._show_list()

    def _look(self) -> None:
        if self._looking is None or self._looking.done():
            self._looked_at = self._desk.clock.monotonic()
            self._looking = self._desk.session.do(self.read())

    async def read(self) -> None:
        """The open questions."""
        officer = self._officer
        if officer is None:
            return
        try:
            found = await self._book.open_questions(officer)
        except (StoreFailed, Refused):
            self._unread = True
            self._tell(Message("desk.not_read"))
            return
        if self._officer != officer:
            return
        if self._unread:
            self._unread = False
            self.told.hide()
        self._arrived(found)
        self.questions = found
        self._show_list()
        self._show_alert()
        self.waiting_changed.emit()

    def _arrived(self, found: Sequence[Question]) -> None:
        """What came since this was last looked at is told on every page, and heard."""
        there = frozenset(question.id for question in found)
        came = frozenset() if self._known is None else there - self._known
        self._known = there
        if not self.isVisible():
            self._new = (self._new | came) & there
        if came:
            self._ring()

    def _show_alert(self) -> None:
        officer, say = self._officer, self._desk.words.say
        told = [say("question.arrived")] if self._new else []
        if officer is not None:
            today = self._desk.clock.today()
            told.append(self._words.risen(questions_risen(self.questions, officer, today, self._calendar)))
        self.alert.setText("\n".join(filter(None, told)))
        self.alert.setVisible(bool(self.alert.text()))

    # --- showing --------------------------------------------------------------------------------

    def _show_list(self) -> None:
        self.nothing.setVisible(not self.questions)
        self.select.setVisible(bool(self.questions) and self.question is None)
        now = self._desk.clock.now()
        lines = [(question.id, self._words.line(question, now)) for question in self.questions]
        listed = (lines, None if self.question is None else self.question.id)
        if listed != self._listed:  # a key that stands as it stood keeps the focus, and a press on it
            self._listed = listed
            self._list.show_rows(*listed)

    @property
    def rows(self) -> dict[str, QPushButton]:
        """The key of each question, by its id."""
        return self._list.keys

    async def open(self, question_id: str) -> None:
        """Show one with its words; that they were read is on record."""
        officer = self._officer
        if officer is None:
            return
        try:
            question = await self._book.read(question_id, officer)
        except (StoreFailed, Refused):
            self._tell(Message("desk.not_read"))
            return
        if self._officer != officer:
            return
        self.told.hide()
        self._show(question)
        self._show_list()
        try:
            releases = await self._services()
        except StoreFailed:
            self._tell(Message("desk.not_read"))
            return
        if question is not None and self._officer == officer and self.question is question:
            self.ready.propose(question, [release.flow for release in releases])
            self._show_history(question)

    def _show(self, question: Question | None) -> None:
        if question is None or self.question is None or question.id != self.question.id:
            self.line.clear()
            flow = None if question is None else read_flow(question.service, question.flow_source)
            asked = "" if question is None else asked_text(question.answers, flow)
            self.search.begin(asked)
            self.ready.begin(asked)
        self.keys[How.WRITTEN].setVisible(question is not None and question.channel is Channel.HOME)
        self.question, self._reply_id = question, new_id()
        self.detail.setVisible(question is not None)
        while (item := self.answers.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if question is None:
            for words in (self.facts, self.history):
                words.setText("")
            return
        self.facts.setText(self._words.facts(question))
        for place, (name, value) in enumerate(self._words.answers(question)):
            self.answers.addWidget(label(name, "detail"), place, 0)
            self.answers.addWidget(label(value, "bold", wrap=True), place, 1)
        self._show_history(question)

    def _show_history(self, question: Question) -> None:
        read = map(self.ready.read, question.replies)
        self.history.setText("\n".join(map(self._words.reply, read)))
        self.history.setVisible(bool(question.replies))

    def _tell(self, message: Message) -> None:
        self.told.setText(self._desk.words.say(message.id, **message.params))
        self.told.show()

    # --- doing ----------------------------------------------------------------------------------

    def _reply(self, how: How) -> None:
        if self._doing is None or self._doing.done():
            self._doing = self._desk.session.do(self._replied(how))

    async def look_for(self, words: str) -> None:
        """Answered questions that are like it; what is shown of them is on record."""
        question, officer = self.question, self._officer
        if officer is None:
            return
        try:
            found = await self._book.similar(words, officer)
        except Refused as refused:
            self._tell(refused.message)
        except StoreFailed:
            self._tell(Message("desk.not_read"))
        else:
            if self._officer == officer and self.question == question:
                self.search.show_found(found)

    def _keep_note(self) -> None:
        if self._doing is None or self._doing.done():
            self._doing = self._desk.session.do(self._noted())

    async def _noted(self) -> None:
        """What is refused, or not written, stays as it was entered."""
        officer = self._officer
        if officer is None:
            return
        try:
            kept = await self._book.note(self.note.note(officer.number))
        except Refused as refused:
            self._tell(refused.message)
            return
        except StoreFailed:
            self._tell(Message("desk.not_written"))
            return
        self.note.clear()
        self.note_key.setChecked(False)
        if self._known is not None:  # the officer's own is no news here
            self._known |= {kept.id}
        if self.question is None:  # an answer that is half written stays where it is
            self._show(None)
        await self.read()
        self._tell(Message("question.note_kept", {"number": grouped(kept.number)}))

    async def _replied(self, how: How) -> None:
        """What is refused, or not written, leaves everything as it was entered."""
        question, officer = self.question, self._officer
        if question is None or officer is None:
            return
        reply = NewReply(self._reply_id, officer.number, how, self.ready.kept(self.line.text()))
        try:
            kept = await self._book.reply(question.id, reply)
        except Refused as refused:
            self._tell(refused.message)
            await self.read()
            return
        except StoreFailed:
            self._tell(Message("desk.not_written"))
            return
        self.line.clear()
        if kept.open:
            await self.open(kept.id)
        else:
            self._show(None)
            self._tell(Message("question.closed"))
        await self.read()
