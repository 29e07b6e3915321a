"""The page of the duty roster: today's for everybody; leaders change the week."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from kiosk.duty.edit import Part, merged, replaced
from kiosk.duty.roster import NEWER, Roster, Shift, problems
from kiosk.failure import StoreFailed
from kiosk.message import Message
from kiosk.officers.officer import Officer, Role
from kiosk.officers.roll import Refused
from screens.desk.duty_edit import DutyEdit
from screens.desk.duty_form import PartForm
from screens.desk.duty_today import DutyToday
from screens.desk.look import label, scrolling
from screens.desk.pages import Desk, DeskPage

NOT_READ, AMISS = Message("desk.not_read"), Message("desk.duty_amiss")
SAVED, NOT_SAVED = Message("desk.duty_saved"), Message("desk.duty_not_saved")


class DutyPage(DeskPage):
    """What a leader has changed stays here until it is saved or dropped, also while the desk is locked.

    base: the roster that the changes began with. mine: with the changes; None while nothing is changed.
    officers: all who can be put on it. The desk must have a roster.
    """

    title = "desk.duty"

    def __init__(self, desk: Desk, officers: Callable[[], Awaitable[Sequence[Officer]]]) -> None:
        super().__init__()
        assert desk.roster is not None, "a desk without a roster has no such page"
        self._desk, self._watch, self._read_officers = desk, desk.roster, officers
        self.base = Roster()
        self.mine: Roster | None = None
        self._officers: tuple[Officer, ...] = ()
        self._saving = False
        self._asked: type[Part] = Shift
        self.told = label("", "bold", wrap=True)
        self.told.setContentsMargins(24, 8, 24, 0)
        self.told.hide()
        self.today, self.edit, self.form = (
            DutyToday(desk.words),
            DutyEdit(desk.words),
            PartForm(desk.words),
        )
        self._stack = QStackedWidget()
        for each in (scrolling(self.today), self.edit, scrolling(self.form)):
            self._stack.addWidget(each)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.told)
        page.addWidget(self._stack, 1)
        do = desk.session.do
        self._watch.changed.connect(self._show_today)
        self.today.change.clicked.connect(lambda: do(self.begin()))
        self.edit.add_wanted.connect(lambda kind: self._ask(kind, None))
        self.edit.change_wanted.connect(lambda part: self._ask(type(part), part))
        self.edit.remove_wanted.connect(lambda part: self._given(part, None))
        self.edit.leader_chosen.connect(self._lead)
        self.edit.save_wanted.connect(lambda: do(self.save()))
        self.edit.drop_wanted.connect(self._drop)
        self.form.given.connect(self._given)
        self.form.left.connect(self._show_edit)
        self._show_today()

    # --- today ----------------------------------------------------------------------------------

    def come(self) -> None:
        """Read anew; a change that was begun stays."""
        if self.mine is None:
            self._tell(None)
        self._show_today()
        self._desk.session.do(self._read())

    def tick(self, now: datetime) -> None:
        """The day goes on."""
        self.today.show_roster(self._watch.roster, self._number, now)

    def forget(self) -> None:
        """What one leader has begun is not the next one's."""
        self.mine = None
        self._tell(None)
        self._stack.setCurrentIndex(0)

    async def _read(self) -> None:
        try:
            await self._watch.read()
        except StoreFailed:
            self._tell(NOT_READ)

    @property
    def _number(self) -> str:
        officer = self._desk.entrance.officer
        return "" if officer is None else officer.number

    def _show_today(self) -> None:
        officer = self._desk.entrance.officer
        self.today.change.setVisible(officer is not None and Role.LEADER in officer.roles)
        self.today.show_roster(self._watch.roster, self._number, self._desk.clock.now())

    def _tell(self, message: Message | None) -> None:
        """Above whatever is in front."""
        self.told.setText("" if message is None else self._desk.words.say(message.id, **message.params))
        self.told.setVisible(message is not None)

    # --- changing it ----------------------------------------------------------------------------

    async def begin(self) -> None:
        """Change the roster as it is now, by those who are on the roll now."""
        self._tell(None)
        try:
            found = await self._watch.read()
            self._officers = tuple(await self._read_officers())
        except (StoreFailed, Refused):
            self._tell(NOT_READ)
            return
        if self.mine is None:
            self.base = self.mine = found
        self._show_edit()

    @property
    def _numbers(self) -> list[str]:
        """Of those who can be on duty."""
        return [each.number for each in self._officers if each.answers_calls]

    def _amiss(self, roster: Roster) -> tuple[Message, ...]:
        return problems(roster, [each.number for each in self._officers if each.active])

    def _show_edit(self) -> None:
        if self.mine is not None:
            self.edit.show_draft(self.base, self.mine, self._numbers, self._amiss(self.mine))
            self._stack.setCurrentIndex(1)
            self.edit.adds[self._asked].setFocus()

    def _ask(self, kind: type[Part], old: Part | None) -> None:
        self._asked = kind
        self.form.begin(kind, old, self._numbers, self._desk.clock.today())
        self._stack.setCurrentIndex(2)
        self.form.who.setFocus()

    def _given(self, old: Part | None, new: Part | None) -> None:
        if self.mine is not None:
            self.mine = replaced(self.mine, old, new)
            self._tell(None)
            self._show_edit()

    def _lead(self, number: str) -> None:
        if self.mine is not None:
            self.mine = self.mine.model_copy(update={"leader": number})
            self._show_edit()

    def _drop(self) -> None:
        self.forget()
        self._show_today()

    async def save(self) -> None:
        """Keep it. What goes wrong is told, and everything stays as it was entered."""
        if self.mine is None or self._saving:
            return
        amiss = self._amiss(self.mine)
        if amiss:
            self._tell(AMISS)
            self.edit.area.verticalScrollBar().setValue(0)
            return
        sent = self.mine
        self._saving = True
        try:
            await self._watch.change(self.base, sent, self._number)
        except Refused as refused:
            if refused.reason.id == NEWER.id:
                await self._take_newer()
            else:
                self._tell(refused.reason)
            return
        except StoreFailed:
            self._tell(NOT_SAVED)
            return
        finally:
            self._saving = False
        self._saved(sent)

    async def _take_newer(self) -> None:
        """Put one's own changes into what somebody else has kept meanwhile."""
        try:
            newer = await self._watch.read()
        except StoreFailed:
            self._tell(NOT_SAVED)
            return
        if self.mine is None:
            return
        self.base, self.mine = newer, merged(self.base, self.mine, newer)
        if self.mine == newer:  # it was kept before; only the answer did not arrive
            self._saved(newer)
            return
        self._show_edit()
        self._tell(NEWER)
        self.edit.area.verticalScrollBar().setValue(0)

    def _saved(self, kept: Roster) -> None:
        """What was changed while it was being kept stays to be saved."""
        if self.mine is None:
            return
        if self.mine == kept:
            self._drop()
        else:
            self.base = kept
            self._show_edit()
        self._tell(SAVED)
