"""A service that is worked on: its steps, its lists, itself, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kiosk.flow.source import Where
from kiosk.studio.condition_words import text_in
from screens.desk.look import button, label
from screens.studio.aside import Aside
from screens.studio.form import Studio
from screens.studio.lists_form import ListForm, ServiceForm
from screens.studio.looking import Looking, Preview
from screens.studio.newer import Newer
from screens.studio.place_words import LISTS, REVIEWERS, SHEET, WINDOW, place_in_words
from screens.studio.problems_view import ProblemsView, Told
from screens.studio.publish_page import PublishPage
from screens.studio.search import Found, find
from screens.studio.steps_page import StepsPage
from screens.studio.window_form import WindowForm
from screens.studio.work import Saving

TABS = ("steps", *LISTS, WINDOW, "service", "problems", "publish")


class ServicePage(QWidget):
    """left: back to all services."""

    left = Signal()

    def __init__(self, studio: Studio, told: Told, publish: PublishPage, looking: Looking) -> None:
        super().__init__()
        self._looking = looking
        self._studio, self._work, say = studio, studio.work, studio.words.say
        self._say = say
        self._found: tuple[Found, ...] = ()
        self._at = -1
        self.back = button(say("studio.all_services"))
        self.title = label("", "bold", wrap=True)
        """Stands in the window's header, where there is room for it."""
        self.saved = label("", "detail")
        self.undo, self.redo = button(say("studio.undo")), button(say("studio.redo"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("studio.search"))
        self.search.setAccessibleName(say("studio.search"))
        self.search.setFixedWidth(180)
        self.hits = label("", "detail")
        self.preview = button(say("studio.preview"))
        top = QHBoxLayout()
        top.setContentsMargins(24, 10, 24, 4)
        top.setSpacing(12)
        top.addWidget(self.back)
        top.addStretch(1)
        right: tuple[QWidget, ...] = (
            self.saved,
            self.hits,
            self.search,
            self.undo,
            self.redo,
            self.preview,
        )
        for widget in right:
            top.addWidget(widget)

        self.newer = Newer(studio)
        self.failed = label(say("studio.preview_failed"), "bold", wrap=True)
        self.failed.setContentsMargins(24, 4, 24, 4)
        self.failed.hide()
        self.missed = label(say("studio.missed"), "bold", wrap=True)
        self.missed.setContentsMargins(24, 4, 24, 4)
        self.missed.hide()
        self.steps = StepsPage(studio)
        self.lists = {name: Aside(studio, ListForm(studio)) for name in LISTS}
        self.handling = Aside(studio, WindowForm(studio))
        self.service = Aside(studio, ServiceForm(studio))
        self.problems = ProblemsView(studio, told, self.place)
        self.publish = publish
        publish.flush = self.flush
        publish.problems_wanted.connect(lambda: self._to("problems"))
        self.keys: dict[str, QPushButton] = {}
        tabs = QHBoxLayout()
        tabs.setContentsMargins(16, 4, 16, 8)
        tabs.setSpacing(4)
        group = QButtonGroup(self)
        self._stack = QStackedWidget()
        for number, (name, page) in enumerate(
            zip(TABS, (self.steps, *self._asides(), self.problems, publish), strict=True)
        ):
            key = self.keys[name] = button(say(f"studio.tab.{name}"))
            key.setCheckable(True)
            group.addButton(key, number)
            tabs.addWidget(key)
            self._stack.addWidget(page)
        tabs.addStretch(1)
        group.idClicked.connect(self._go)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self.newer)
        whole.addWidget(self.failed)
        whole.addWidget(self.missed)
        whole.addLayout(tabs)
        whole.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        work = self._work
        work.changed.connect(self._show)
        work.checked.connect(self._show_problems)
        work.saving_changed.connect(self._show_saving)
        work.shown.connect(self.look_at)
        work.taking.connect(self.flush)
        work.missed.connect(self.missed.show)
        self.problems.show_wanted.connect(self.look_at)
        self.back.clicked.connect(self.left)
        self.undo.clicked.connect(self._work.undo)
        self.redo.clicked.connect(self._work.redo)
        self.search.textChanged.connect(self._look_for)
        self.search.returnPressed.connect(self._next)
        self._looking.changed.connect(self._show_looking)
        self.preview.clicked.connect(lambda: self._look())
        self.steps.form.see_wanted.connect(self._look)
        self.problems.try_wanted.connect(lambda: self._look(every_way=True))

    def _asides(self) -> tuple[Aside, ...]:
        return (*self.lists.values(), self.handling, self.service)

    # --- showing ------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Another service is open: its steps first."""
        self.search.clear()
        self.steps.begin()
        self._go(0)
        self.keys["steps"].setChecked(True)
        self._show()
        self._show_problems()
        self._show_saving()

    def _show(self) -> None:
        self.missed.hide()
        draft = self._work.draft
        if draft is None:
            return
        data, locale = draft.document.data, self._studio.words.locale
        self.title.setText(text_in(data.get("title"), locale) or draft.service)
        self.steps.show_draft()
        for name, aside in self.lists.items():
            form = aside.form
            assert isinstance(form, ListForm)
            form.show_list(name)
            aside.condition.show_condition()
        handling, service = self.handling.form, self.service.form
        assert isinstance(handling, WindowForm)
        assert isinstance(service, ServiceForm)
        handling.show_window()
        service.show_service()
        for aside in (self.handling, self.service):
            aside.condition.show_condition()
        self.undo.setEnabled(draft.last is not None)
        self.redo.setEnabled(draft.next is not None)
        for key, word, edit in ((self.undo, "undo", draft.last), (self.redo, "redo", draft.next)):
            what = "" if edit is None else self._say(edit.told.id, **edit.told.params)
            key.setToolTip(what)
            key.setAccessibleName(f"{self._say(f'studio.{word}')} {what}".strip())

    def _show_problems(self) -> None:
        problems = self._work.problems
        self.problems.show_problems(problems)
        key, count = self.keys["problems"], len(problems or ())
        if problems is not None:
            words = (
                self._say("studio.tab.problems_count", count=count)
                if count
                else self._say("studio.tab.problems")
            )
            key.setText(words)
            key.setAccessibleName(words)
            if self._work.draft is not None:
                self.steps.show_draft()

    def _show_saving(self) -> None:
        refusal = self._work.refusal
        if self._work.saving is Saving.REFUSED and refusal is not None:
            self.saved.setText(self._say(refusal.id, **refusal.params))
        else:
            self.saved.setText(self._say(f"studio.saving.{self._work.saving}"))
        self.newer.show_newer()

    def _show_looking(self) -> None:
        state = self._looking.state
        for key, word in (
            (self.preview, "studio.preview"),
            (self.steps.form.see, "studio.see_step"),
            (self.problems.try_all, "studio.try_all"),
        ):
            opening = state is Preview.OPENING
            key.setEnabled(not opening)
            key.setText(self._say("studio.preview_opening" if opening else word))
        self.failed.setVisible(state is Preview.FAILED)

    def _look(self, step: str = "", *, every_way: bool = False) -> None:
        self.flush()
        self._looking.look(step, every_way=every_way)

    def _go(self, number: int) -> None:
        self.flush()
        self._stack.setCurrentIndex(number)
        if TABS[number] == "publish":
            self.publish.come()

    def _to(self, tab: str) -> None:
        self.keys[tab].setChecked(True)
        self._go(TABS.index(tab))

    def flush(self) -> None:
        """Take what was typed now."""
        self.steps.flush()
        for aside in self._asides():
            aside.form.flush()

    def look_at(self, where: Where) -> None:
        """Bring a place into sight."""
        name = "service" if not where else str(where[0])
        tab = WINDOW if name in (REVIEWERS, SHEET) else name if name in TABS else "service"
        self._to(tab)
        if tab == "steps":
            self.steps.look_at(where)
        else:
            aside = {WINDOW: self.handling, "service": self.service, **self.lists}[tab]
            aside.setCurrentIndex(0)
            aside.form.look_at(where)

    def place(self, where: Where) -> str:
        """What a place of the draft is called."""
        data = {} if self._work.draft is None else self._work.document.data
        return place_in_words(where, data, TABS, self._studio.words)

    # --- doing --------------------------------------------------------------------------------------

    def _look_for(self, wanted: str) -> None:
        self._at = -1
        self._found = () if self._work.draft is None else find(self._work.document.data, wanted)
        self._show_hits()

    def _next(self) -> None:
        self._found = find(self._work.document.data, self.search.text())
        if self._found:
            self._at = (self._at + 1) % len(self._found)
            self.look_at(self._found[self._at].where)
            self.search.setFocus()
        self._show_hits()

    def _show_hits(self) -> None:
        if not self.search.text().strip():
            self.hits.setText("")
        elif self._at < 0:
            self.hits.setText(self._say("studio.hits", count=len(self._found)))
        else:
            self.hits.setText(self._say("studio.hit", number=self._at + 1, count=len(self._found)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo, redo, find: by the keys that every program has."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self._work.undo()
        elif event.matches(QKeySequence.StandardKey.Redo) or (
            event.key() == Qt.Key.Key_Y and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._work.redo()
        elif event.matches(QKeySequence.StandardKey.Find):
            self.search.setFocus()
        else:
            super().keyPressEvent(event)
