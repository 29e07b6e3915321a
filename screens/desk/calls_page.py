"""The page of the calls: the first one large, the others below it, how one ended, or a kiosk's screen."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kiosk.assist.call import Call, Outcome
from kiosk.assist.seeing import DeskLine
from kiosk.assist.wording import Wording
from screens.desk.call_list import CallList
from screens.desk.finish import FinishPanel
from screens.desk.front_call import FrontCall
from screens.desk.hand_over import HandOverPanel
from screens.desk.seeing import DeskSeeing
from screens.desk.seeing_panel import SeeingPanel
from screens.desk.session import DeskSession
from screens.desk.take_along import TakeAlong
from screens.desk.visits import Visits
from screens.icons import Icons
from screens.theme import Palette


class CallsPage(QScrollArea):
    """Where very long words leave too little room on a small monitor, the page scrolls: nothing is cut."""

    def __init__(
        self,
        wording: Wording,
        session: DeskSession,
        icons: Icons,
        palette: Palette,
        seeing: DeskLine | None,
        visits: Visits | None,
        *,
        say_there: bool,
    ) -> None:
        super().__init__()
        self._session = session
        self.front = FrontCall(wording, icons, palette)
        self.seeing = None if seeing is None else DeskSeeing(seeing, session, self)
        self.list = CallList(wording, can_see=self.seeing is not None, say_there=say_there)
        self.panel = SeeingPanel(wording)
        self.finish = FinishPanel(
            wording, None if visits is None else TakeAlong(wording.words, visits, session)
        )
        self.hand_over = HandOverPanel(wording)
        for hidden in (self.finish, self.hand_over, self.panel):
            hidden.hide()
        made = QWidget()
        self.front.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(made)
        column.setContentsMargins(24, 12, 24, 16)
        column.setSpacing(14)
        column.addWidget(self.front, 3)
        column.addWidget(self.list, 3)
        column.addWidget(self.finish, 2)
        column.addWidget(self.hand_over, 2)
        column.addWidget(self.panel, 7)
        self.setWidget(made)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._connect()

    def _connect(self) -> None:
        session, do = self._session, self._session.do
        self.front.claim_wanted.connect(lambda call_id: do(session.claim(call_id)))
        self.list.claim_wanted.connect(lambda call_id: do(session.claim(call_id)))
        self.list.put_back_wanted.connect(lambda call_id: do(session.put_back(call_id)))
        self.list.hand_over_wanted.connect(lambda call_id: do(self._ask_to_whom(call_id)))
        self.list.done_wanted.connect(self._ask_how_it_ended)
        self.finish.left.connect(self.show_list)
        self.finish.finished.connect(self._finished)
        self.hand_over.left.connect(self.show_list)
        self.hand_over.handed.connect(self._handed)
        seeing = self.seeing
        if seeing is not None:
            seeing.changed.connect(self._show_seeing)
            self.list.see_wanted.connect(self._see)
            self.panel.pointed.connect(lambda x, y: do(seeing.point(x, y)))
            self.panel.said.connect(lambda sentence: do(seeing.say(sentence)))
            self.panel.stopped.connect(lambda: do(seeing.stop()))

    # --- showing ------------------------------------------------------------------------------

    def show_session(self, now: datetime) -> None:
        """Show how things stand."""
        session = self._session
        waiting = session.waiting
        self.front.show_call(waiting[0] if waiting else None, now)
        self.list.show_calls(session.mine, waiting[1:], session.others, now)
        self._show_lower()
        if self.seeing is not None:
            self.panel.show_seeing(self.seeing, len(waiting))
        asked = self.finish.call if not self.finish.isHidden() else self.hand_over.call
        if self._asking and asked is not None and self._own(asked.id) is None:
            self.show_list()

    def tick(self, now: datetime) -> None:
        """The times run."""
        self.front.tick(now)
        self.list.tick(now)

    def show_list(self) -> None:
        """Back to the calls themselves."""
        self.finish.hide()
        self.hand_over.hide()
        self._show_lower()
        self.front.show_key(True)
        self.window().setFocus()

    def _show_lower(self) -> None:
        """Without other calls the first one has all the room; a kiosk's screen has it alone."""
        sees = self.seeing is not None and self.seeing.call is not None
        self.front.setVisible(not sees)
        self.list.setVisible(bool(self.list.rows) and not self._asking and not sees)

    def see_no_more(self) -> None:
        """Nobody sits here any more, so nobody is to think that their screen is looked at."""
        if self.seeing is not None:
            self._session.do(self.seeing.stop())

    # --- what the officer does ----------------------------------------------------------------

    def claim_now(self) -> None:
        """Go to the call that comes first, where that can be seen."""
        if not self._asking and self.panel.isHidden():
            self.front.claim_now()

    def _own(self, call_id: str) -> Call | None:
        return next((call for call in self._session.mine if call.id == call_id), None)

    @property
    def _asking(self) -> bool:
        """Whether something is asked about one of the officer's calls."""
        return not (self.finish.isHidden() and self.hand_over.isHidden())

    async def _ask_to_whom(self, call_id: str) -> None:
        others = await self._session.colleagues()
        call = self._own(call_id)
        if call is not None and others is not None:
            self.show_list()
            self.list.hide()
            self.hand_over.show()
            self.front.show_key(False)
            self.hand_over.begin(call, others)

    def _handed(self, call_id: str, to: str) -> None:
        self.show_list()
        self._session.do(self._session.hand_over(call_id, to))

    def _ask_how_it_ended(self, call_id: str) -> None:
        call = self._own(call_id)
        if call is not None:
            self.list.hide()
            self.finish.show()
            self.front.show_key(False)
            self.finish.begin(call)

    def _finished(self, call_id: str, outcome: Outcome, note: str) -> None:
        self._session.do(self._session.close(call_id, outcome, note))

    def _see(self, call_id: str) -> None:
        call = self._own(call_id)
        if call is not None and self.seeing is not None:
            self._session.do(self.seeing.ask(call))

    def _show_seeing(self) -> None:
        seeing = self.seeing
        if seeing is None:
            return
        begins = seeing.call is not None and self.panel.isHidden()
        ends = seeing.call is None and not self.panel.isHidden()
        if begins:
            self.show_list()
        self.panel.setVisible(seeing.call is not None)
        self.panel.show_seeing(seeing, len(self._session.waiting))
        self._show_lower()
        if begins:
            self.panel.setFocus()
        elif (
            ends
        ):  # else Qt hands the focus to whatever key comes next, and a space meant for here presses it
            self.window().setFocus()
