"""The studio's window: signing in, all services, and the one that is worked on."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.clock import HALL_ZONE
from kiosk.failure import StoreFailed
from kiosk.flow.problem import FlowFileError
from kiosk.officers.roll import Refused
from kiosk.studio import fresh
from kiosk.studio.book import KeptDraft, Newer
from kiosk.studio.condition_words import text_in
from kiosk.studio.document import Document, document_of, new_document
from kiosk.studio.draft import Draft
from screens.desk.days import written
from screens.desk.entrance import Entrance
from screens.desk.look import button, label
from screens.desk.sign_in import SignInPage
from screens.icons import Icons
from screens.studio.form import Studio
from screens.studio.look import stylesheet
from screens.studio.looking import Looking
from screens.studio.parts import StudioParts
from screens.studio.publish_page import PublishPage
from screens.studio.service_page import ServicePage
from screens.studio.services_page import Listed, ServicesPage
from screens.studio.session import StudioSession
from screens.studio.work import Work
from screens.theme import PAPER, families

TICK_MS = 1000
_DOING = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin})
"""What shows that somebody works."""
SIGN_IN, SERVICES, SERVICE = range(3)


class StudioWindow(QWidget):
    """closed: the window was closed, and everything is saved that can be."""

    closed = Signal()

    def __init__(self, parts: StudioParts, session: StudioSession, entrance: Entrance) -> None:
        super().__init__()
        say = self._say = parts.words.say
        self._parts, self._session, self.entrance = parts, session, entrance
        self._kept: dict[str, KeptDraft] = {}
        self._live: dict[str, Document] = {}
        self._order: dict[str, int] = {}
        self._officer = ""
        self._closing = False
        self.setProperty("part", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(stylesheet(PAPER, *families()))
        self.setWindowTitle(say("studio.title"))
        self.setMinimumSize(1024, 700)
        self.resize(1280, 800)
        self.work = Work(session, parts.drafts, parts.check, parts.lay_out, self)
        session.before_leaving = self._leave
        self.sign_in = SignInPage(parts.words, Icons(parts.icons), PAPER)
        self.services = ServicesPage(parts.words)
        studio = Studio(parts.words, self.work, parts.locales)
        self.publish = PublishPage(studio, session, parts.releases, parts.clock)
        self.looking = Looking(session, self.work, parts.show_preview, self)
        self.service = ServicePage(studio, parts.told, self.publish, self.looking)
        self.who = label("", "bold")
        self.lock, self.sign_out = button(say("desk.lock")), button(say("desk.sign_out"))
        self._pages = QStackedWidget()
        for each in (self.sign_in, self.services, self.service):
            self._pages.addWidget(each)
        self._pages.currentChanged.connect(lambda page: self.service.title.setVisible(page == SERVICE))
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self._header())
        page.addWidget(self._pages, 1)
        self._connect()
        self._timer = QTimer(self)
        self._timer.timeout.connect(entrance.look)
        self._timer.start(TICK_MS)
        self._show()
        self.sign_in.begin()
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def _header(self) -> QFrame:
        header = QFrame()
        header.setProperty("part", "header")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(header)
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(16)
        row.addWidget(label(self._say("studio.title"), "head"))
        row.addWidget(self.service.title, 1)
        row.addStretch(0)  # where the title is hidden
        self.service.title.hide()
        for each in (self.who, self.lock, self.sign_out):
            row.addWidget(each)
        return header

    def _connect(self) -> None:
        do, entrance = self._session.do, self.entrance
        self._session.changed.connect(self._show)
        entrance.changed.connect(self._show)
        self.sign_in.given.connect(lambda text: do(entrance.give(text)))
        self.sign_in.back.connect(entrance.back)
        self.lock.clicked.connect(entrance.lock)
        self.sign_out.clicked.connect(lambda: do(entrance.leave()))
        self.services.open_wanted.connect(self._open)
        self.services.begin_wanted.connect(self._begin)
        self.services.drop_wanted.connect(lambda service: do(self._drop(service)))
        self.service.left.connect(lambda: do(self._back()))
        self.publish.published.connect(lambda number: do(self._published(number)))

    # --- showing ------------------------------------------------------------------------------------

    def _show(self) -> None:
        opened, officer = self.entrance.open, self._session.officer
        self.sign_in.show_entrance(self.entrance)
        for each in (self.who, self.lock, self.sign_out):
            each.setVisible(opened)
        self.who.setText(self._say("studio.who", officer=officer))
        if not opened:
            self.looking.close()
            if self._pages.currentIndex() != SIGN_IN:
                self._pages.setCurrentIndex(SIGN_IN)
                self.sign_in.begin()
        elif self._pages.currentIndex() == SIGN_IN:
            self._pages.setCurrentIndex(SERVICES if self.work.draft is None else SERVICE)
            if self.work.draft is None:
                self._session.do(self._list())

    async def _list(self) -> None:
        """All services, as they are now."""
        try:
            offered = await self._parts.services()
            kept = await self._parts.drafts.drafts()
        except StoreFailed:
            self.services.tell(self._say("desk.not_read"))
            return
        self._live = {one.release.flow.id: document_of(one.release) for one in offered}
        self._kept = {draft.service: draft for draft in kept}
        numbers = {one.release.flow.id: one.live for one in offered}
        services = dict.fromkeys((*self._live, *self._kept))
        self.services.show_services(
            [
                Listed(service, self._title(service), numbers.get(service, 0), self._saved(service))
                for service in services
            ]
        )

    def _title(self, service: str) -> str:
        document = self._live.get(service)
        if service in self._kept:
            with suppress(FlowFileError):  # told when it is opened
                document = Document(self._kept[service].text, f"{service}.yaml")
        title = None if document is None else document.data.get("title")
        return text_in(title, self._parts.words.locale) or service

    def _saved(self, service: str) -> str:
        kept = self._kept.get(service)
        if kept is None:
            return ""
        here = kept.saved_at.astimezone(HALL_ZONE)
        day = written(here.date(), self._parts.words)
        return self._say("studio.draft_of", officer=kept.by, day=day, time=f"{here:%H:%M}")

    # --- doing --------------------------------------------------------------------------------------

    def _open(self, service: str) -> None:
        kept, live = self._kept.get(service), self._live.get(service)
        if kept is not None:
            try:
                document = Document(kept.text, f"{service}.yaml")
            except FlowFileError:
                self.services.tell(self._say("studio.draft_unreadable", service=self._title(service)))
                return
            draft = Draft(service, document, kept.based_on)
        elif live is not None:
            version = live.data.get("version")
            draft = Draft(service, live, version if isinstance(version, int) else 0)
        else:
            return
        self._work_on(draft, kept)

    def _begin(self, service: str) -> None:
        locales = [locale for locale, _ in self._parts.locales]
        orders = [d.data.get("order") for d in self._live.values()]
        order = max((o for o in orders if isinstance(o, int)), default=0) + 10
        made = new_document(fresh.service(service, order, locales), f"{service}.yaml")
        self._work_on(Draft(service, made, 0), None)

    def _work_on(self, draft: Draft, kept: KeptDraft | None) -> None:
        self.services.tell("")
        self.work.open(draft, kept)
        self.service.begin()
        self._pages.setCurrentIndex(SERVICE)

    async def _leave(self) -> bool:
        """Save what is written; whether nothing is lost."""
        self.service.flush()
        closed = await self.work.close()
        if closed:
            self.looking.close()
        return closed

    async def _back(self) -> None:
        if await self._leave():
            self._pages.setCurrentIndex(SERVICES)
            await self._list()

    async def _published(self, number: int) -> None:
        await self._back()
        self.services.tell(self._say("studio.publish.done", number=number))

    async def _drop(self, service: str) -> None:
        kept = self._kept.get(service)
        try:
            if kept is not None:
                await self._parts.drafts.drop(service, kept.revision, self._session.officer)
        except Newer:
            self.services.tell(self._say("studio.drop_newer"))
        except Refused as refused:
            self.services.tell(self._say(refused.reason.id, **refused.reason.params))
        except StoreFailed:
            self.services.tell(self._say("desk.not_written"))
        await self._list()

    # --- keys ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return signs in."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.entrance.open:
            self.sign_in.sign()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whatever is done shows that somebody is there."""
        if event.type() in _DOING:
            self.entrance.touch()
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closes once everything is saved; where that cannot be, when it is closed again."""
        if not self._closing and self.work.draft is not None and self._session.officer:
            self._closing = True
            self._session.do(self._close())
            event.ignore()
            return
        self.closed.emit()
        super().closeEvent(event)

    async def _close(self) -> None:
        if await self._leave():
            self.close()
