"""The desk's window: signing in, then the calls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kiosk.assist.call import Outcome
from kiosk.clock import Clock
from kiosk.practice.hall import PracticeHall
from kiosk.words import Words
from screens.desk.call_list import CallList
from screens.desk.entrance import Entrance
from screens.desk.finish import FinishPanel
from screens.desk.front_call import FrontCall
from screens.desk.look import Picture, button, frame, label, stylesheet
from screens.desk.parts import Chime, Titles
from screens.desk.practice import PracticeStrip
from screens.desk.session import DeskSession
from screens.desk.sign_in import SignInPage
from screens.desk.wording import Wording
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
    ) -> None:
        super().__init__()
        self._words, self._session, self._clock, self._chime = words, session, clock, chime
        self.entrance = entrance
        wording = self._wording = Wording(words, titles)
        self.setProperty("part", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(stylesheet(palette, *families()))
        self.setWindowTitle(words.say("desk.title"))
        self.setMinimumSize(1024, 700)
        self.resize(1280, 800)

        self.sign_in = SignInPage(words, icons, palette)
        self.front = FrontCall(wording, icons, palette)
        self.list = CallList(wording)
        self.finish = FinishPanel(wording)
        self.message = label("", "bold", wrap=True)
        self._message_box = frame("message")
        box = QHBoxLayout(self._message_box)
        box.setContentsMargins(18, 8, 18, 8)
        box.setSpacing(14)
        box.addWidget(Picture(icons, "info", 32, palette.ink))
        box.addWidget(self.message, 1)

        self.finish.hide()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.sign_in)
        self._pages.addWidget(self._calls())
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self._header(icons, palette))
        above = QVBoxLayout()
        above.setContentsMargins(24, 16, 24, 0)
        above.setSpacing(12)
        self.practice = None if practice is None else PracticeStrip(words, practice, session)
        if self.practice is not None:
            above.addWidget(self.practice)
        above.addWidget(self._message_box)
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

    def _calls(self) -> QWidget:
        made = QWidget()
        self.front.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(made)
        column.setContentsMargins(24, 12, 24, 16)
        column.setSpacing(14)
        column.addWidget(self.front, 3)
        column.addWidget(self.list, 2)
        column.addWidget(self.finish, 2)
        # Where very long words leave too little room on a small monitor, the page scrolls: nothing is cut.
        area = QScrollArea()
        area.setWidget(made)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _header(self, icons: Icons, palette: Palette) -> QWidget:
        say = self._words.say
        header = frame("header")
        header.setFixedHeight(66)
        self.who = label("", "bold")
        self.sound = label("", "detail")
        self._speakers = (
            Picture(icons, "speaker_off", 28, palette.ink),
            Picture(icons, "speaker", 28, palette.ink),
        )
        self.lock = button(say("desk.lock"))
        self.sign_out = button(say("desk.sign_out"))
        row = QHBoxLayout(header)
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(16)
        row.addWidget(label(say("desk.title"), "head"))
        row.addStretch(1)
        for speaker in self._speakers:
            row.addWidget(speaker)
        row.addWidget(self.sound)
        row.addSpacing(16)
        row.addWidget(self.who)
        row.addWidget(self.lock)
        row.addWidget(self.sign_out)
        return header

    def _connect(self) -> None:
        session, do = self._session, self._session.do
        session.changed.connect(self.show_session)
        session.called.connect(self._called)
        session.unanswered.connect(self._unanswered)
        self.entrance.changed.connect(self.show_session)
        self.sign_in.given.connect(lambda text: do(self.entrance.give(text)))
        self.sign_in.back.connect(self.entrance.back)
        self.lock.clicked.connect(self.entrance.lock)
        self.sign_out.clicked.connect(lambda: do(self.entrance.leave()))
        self.front.claim_wanted.connect(lambda call_id: do(session.claim(call_id)))
        self.list.claim_wanted.connect(lambda call_id: do(session.claim(call_id)))
        self.list.put_back_wanted.connect(lambda call_id: do(session.put_back(call_id)))
        self.list.done_wanted.connect(self._ask_how_it_ended)
        self.finish.left.connect(self._show_list)
        self.finish.finished.connect(self._finished)

    # --- showing ------------------------------------------------------------------------------

    def show_session(self) -> None:
        """Show how things stand now."""
        session, say, now = self._session, self._words.say, self._clock.now()
        signed_in = self.entrance.open
        self.sign_in.show_entrance(self.entrance)
        if signed_in != (self._pages.currentIndex() == 1):
            self._pages.setCurrentIndex(1 if signed_in else 0)
            self._show_list()
            if not signed_in:
                self.sign_in.begin()
        self.who.setText(say("desk.on_duty", officer=session.officer))
        self.who.setVisible(signed_in)
        self.lock.setVisible(signed_in and self.practice is None)
        self.sign_out.setVisible(signed_in)
        self._show_message()
        waiting = session.waiting
        self.sign_in.show_waiting(len(waiting))
        self.front.show_call(waiting[0] if waiting else None, now)
        self.list.show_calls(session.mine, waiting[1:], session.others, now)
        self._show_lower()
        if self._finishing and self.finish.call is not None:
            open_ids = {call.id for call in session.mine}
            if self.finish.call.id not in open_ids:
                self._show_list()

    def _show_message(self) -> None:
        notice = self._session.notice
        lines = [self._words.say("desk.trouble")] if self._session.trouble else []
        for call in self._session.for_leader:
            # What a quiet call is about stands with the call alone.
            where = self._wording.text(call).where
            lines.append(self._words.say("desk.for_leader", where=where))
        if notice is not None:
            lines.append(self._words.say(notice.id, **notice.params))
        self.message.setText("\n".join(lines))
        self._message_box.setVisible(bool(lines))

    def _show_sound(self) -> None:
        heard = self._chime.available()
        self.sound.setText(self._words.say("desk.sound_on" if heard else "desk.sound_off"))
        for speaker, shown in zip(self._speakers, (not heard, heard), strict=True):
            speaker.setVisible(shown)
        self.front.show_sound(heard)

    def tick(self) -> None:
        """The times run; a sound device may come or go."""
        now = self._clock.now()
        self.entrance.look()
        if self.practice is not None:
            self.practice.tick()
        self._show_sound()
        self.front.tick(now)
        self.list.tick(now)

    def _called(self, aloud: bool) -> None:
        if aloud:
            self._chime.ring()
        QApplication.alert(self)

    def _unanswered(self) -> None:
        self._chime.ring(loud=True)
        QApplication.alert(self)

    # --- how a call ended ---------------------------------------------------------------------

    @property
    def _finishing(self) -> bool:
        return not self.finish.isHidden()

    def _ask_how_it_ended(self, call_id: str) -> None:
        call = next((c for c in self._session.mine if c.id == call_id), None)
        if call is not None:
            self.list.hide()
            self.finish.show()
            self.front.show_key(False)
            self.finish.begin(call)

    def _finished(self, call_id: str, outcome: Outcome, note: str) -> None:
        self._session.do(self._session.close(call_id, outcome, note))

    def _show_lower(self) -> None:
        """Without other calls the first one has all the room."""
        self.list.setVisible(bool(self.list.rows) and not self._finishing)

    def _show_list(self) -> None:
        self.finish.hide()
        self._show_lower()
        self.front.show_key(True)
        self.setFocus()

    # --- keys ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return signs in, or goes to the call that comes first."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.isAutoRepeat():
            super().keyPressEvent(event)
        elif not self.entrance.open:
            self.sign_in.sign()
        elif not self._finishing:
            self.front.claim_now()

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
