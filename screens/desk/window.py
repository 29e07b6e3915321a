"""The desk's window: signing in, then the calls."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kiosk.assist.seeing import DeskLine
from kiosk.assist.wording import Wording
from kiosk.cases.difficult import DifficultDesk
from kiosk.clock import Clock
from kiosk.duty.kiosks import KioskBoard
from kiosk.duty.roster import RosterBook
from kiosk.officers.officer import Officer
from kiosk.practice.hall import PracticeHall
from kiosk.words import Words
from screens.desk.calls_page import CallsPage
from screens.desk.entrance import Entrance
from screens.desk.header import Header
from screens.desk.kiosk_strip import KioskStrip, with_strip
from screens.desk.kiosk_watch import KioskWatch
from screens.desk.leaving import Leaving
from screens.desk.leaving_panel import CoverLine, LeavingPanel
from screens.desk.look import stylesheet
from screens.desk.notice import Notice
from screens.desk.pages import Desk, MakePage
from screens.desk.parts import Chime, Titles
from screens.desk.practice import PracticeStrip
from screens.desk.roster_watch import RosterWatch
from screens.desk.session import DeskSession
from screens.desk.sign_in import SignInPage
from screens.desk.tabs import CALLS, Tabs
from screens.desk.visits import Visits
from screens.icons import Icons
from screens.theme import PAPER, Palette, families

TICK_MS = 250
_DOING = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin})
"""What shows that somebody sits at the desk."""


class DeskWindow(QWidget):
    """Shows a :class:`DeskSession`, and asks it for what the officer wants. closed: the window was closed."""

    closed = Signal()

    def __init__(
        self,
        words: Words,
        session: DeskSession,
        entrance: Entrance,
        clock: Clock,
        titles: Titles,
        chime: Chime,
        icons: Icons,
        palette: Palette = PAPER,
        practice: PracticeHall | None = None,
        pages: Sequence[MakePage] = (),
        seeing: DeskLine | None = None,
        visits: Visits | None = None,
        board: KioskBoard | None = None,
        roster: RosterBook | None = None,
        difficult: DifficultDesk | None = None,
    ) -> None:
        super().__init__()
        self._session, self._clock, self._chime, self._visits = session, clock, chime, visits
        self.entrance = entrance
        self._page = CALLS
        self._officer: Officer | None = None
        wording = Wording(words, titles)
        self.setProperty("part", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(stylesheet(palette, *families()))
        self.setWindowTitle(words.say("desk.title"))
        self.setMinimumSize(1024, 700)
        self.resize(1280, 800)

        self.sign_in = SignInPage(words, icons, palette)
        self.calls = CallsPage(wording, session, icons, palette, seeing, visits, say_there=practice is None)
        self.front, self.list, self.finish = self.calls.front, self.calls.list, self.calls.finish
        self.roster = None if roster is None else RosterWatch(roster, session, clock, self)
        self.notice = Notice(words, wording, icons, palette, self.roster)
        self.message = self.notice.text

        self.kiosks = None if board is None else KioskWatch(board, session, clock, self)
        self.strip = None if self.kiosks is None else KioskStrip(words, self.kiosks, icons, palette)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.sign_in)
        self._pages.addWidget(self.calls if self.strip is None else with_strip(self.calls, self.strip))
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        self.header = Header(words, icons, palette)
        self.who, self.sound = self.header.who, self.header.sound
        self.lock, self.sign_out = self.header.lock, self.header.sign_out
        page.addWidget(self.header)
        above = QVBoxLayout()
        above.setContentsMargins(24, 16, 24, 0)
        above.setSpacing(12)
        self.practice = None if practice is None else PracticeStrip(words, practice, session)
        if self.practice is not None:
            above.addWidget(self.practice)
        self.leaving = Leaving(session, entrance, clock, self.roster, difficult, self)
        self.ask = LeavingPanel(wording, self.leaving, session, clock)
        self.cover = CoverLine(words)
        for each in (self.cover, self.notice, self.ask):
            above.addWidget(each)
        desk = Desk(words, session, entrance, clock, icons, palette, self.roster)
        self.pages = [make(desk) for make in pages]
        for made in self.pages:
            self._pages.addWidget(made)
            if made.above is not None:
                above.addWidget(made.above)
        self.tabs = Tabs(words, [each.title for each in self.pages])
        page.addWidget(self.tabs)
        page.addLayout(above)
        page.addWidget(self._pages, 1)

        self._connect()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self._timer.start(TICK_MS)
        self._show_sound()
        self.show_session()
        self.sign_in.begin()
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def _connect(self) -> None:
        session, do = self._session, self._session.do
        session.changed.connect(self.show_session)
        session.called.connect(self._called)
        session.unanswered.connect(self._unanswered)
        self.entrance.changed.connect(self.show_session)
        if self.roster is not None:
            self.roster.changed.connect(self.show_session)
        self.sign_in.given.connect(lambda text: do(self.entrance.give(text)))
        self.sign_in.back.connect(self.entrance.back)
        self.lock.clicked.connect(self.entrance.lock)
        self.sign_out.clicked.connect(lambda: do(self.leaving.sign_out()))
        self.tabs.chosen.connect(self.go)
        for number, each in enumerate(self.pages, CALLS + 1):
            each.waiting_changed.connect(partial(self._show_waiting, number))

    # --- showing ------------------------------------------------------------------------------

    def show_session(self) -> None:
        """Show how things stand now."""
        session, now = self._session, self._clock.now()
        signed_in = self.entrance.open
        self.sign_in.show_entrance(self.entrance)
        self._show_officer()
        if signed_in == (self._pages.currentIndex() == 0):
            # Out of sight, its height is not to take room from what is asked above the calls.
            high = QSizePolicy.Policy.Ignored if signed_in else QSizePolicy.Policy.Preferred
            self.sign_in.setSizePolicy(QSizePolicy.Policy.Preferred, high)
            self._pages.setCurrentIndex(1 + self._page if signed_in else 0)
            self.calls.show_list()
            if not signed_in:
                self.calls.see_no_more()
                self.sign_in.begin()
            elif self._page != CALLS:
                self.pages[self._page - 1].come()
        self.header.show_officer(session.officer, signed_in=signed_in, may_lock=self.practice is None)
        self.notice.show_session(session)
        self.ask.show_leaving(signed_in=signed_in)
        waiting = session.waiting
        self.tabs.show_waiting(CALLS, len(waiting))
        self.sign_in.show_waiting(len(waiting))
        self.calls.show_session(now)

    def _show_officer(self) -> None:
        """The pages that this officer may see; whoever comes after another begins with the calls."""
        officer = self.entrance.officer
        roles = officer.roles if officer is not None else frozenset()
        allowed = [not roles.isdisjoint(each.roles) for each in self.pages]
        self.tabs.allow([self.entrance.open and may for may in allowed])
        if officer is None and self._officer is not None:
            for each in self.pages:
                each.forget()
        if officer != self._officer:
            self._officer = officer
            self._page = CALLS
            self.tabs.show_page(CALLS)

    def go(self, number: int) -> None:
        """To this page; ``CALLS`` is the first, and the one the keys of the calls work on."""
        if not self.entrance.open or self.tabs.keys[number].isHidden():
            return
        self._page = number
        self.tabs.show_page(number)
        self._pages.setCurrentIndex(1 + number)
        if number != CALLS:
            self.pages[number - 1].come()

    def _show_waiting(self, number: int) -> None:
        self.tabs.show_waiting(number, self.pages[number - 1].waiting)

    def _show_sound(self) -> None:
        heard = self._chime.available()
        self.header.show_sound(heard)
        self.front.show_sound(heard)

    def tick(self) -> None:
        """The times run; a sound device may come or go."""
        now = self._clock.now()
        self.entrance.look()
        if self._visits is not None:
            self._visits.tick()
        if self.practice is not None:
            self.practice.tick()
        self._show_sound()
        self.calls.tick(now)
        if self._session.officer:
            for watch in (self.kiosks, self.roster):
                if watch is not None:
                    watch.tick()
            self.leaving.tick(now)
            for each in self.pages:
                each.tick(now)
        self.cover.show_roster(self.roster, now, signed_in=self.entrance.open)

    def _called(self, aloud: bool) -> None:
        if aloud:
            self._chime.ring()
        QApplication.alert(self)

    def _unanswered(self) -> None:
        self._chime.ring(loud=True)
        QApplication.alert(self)

    # --- keys ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return signs in, or goes to the call that comes first; F1 and on: the pages."""
        number = event.key() - Qt.Key.Key_F1
        if 0 <= number < len(self.tabs.keys):
            self.go(number)
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.isAutoRepeat():
            super().keyPressEvent(event)
        elif not self.entrance.open:
            self.sign_in.sign()
        elif self._page == CALLS:
            self.calls.claim_now()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Whatever is pressed keeps the desk from locking."""
        if event.type() in _DOING:
            self.entrance.touch()
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing tells the one who opened it; what is in hand stays the officer's."""
        self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.closed.emit()
        super().closeEvent(event)
