"""The base of the screens on which a resident enters something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from kiosk.flow.answer import Answer, Unknown
from kiosk.message import Message
from screens.screen import NavKey, Spoken
from screens.steps.entry_layout import EntryParts, EntryPlan, plan_entry
from screens.steps.step import StepScreen, View
from screens.theme import Role, Size
from screens.ui import Ui
from screens.widgets.candidates import Candidates
from screens.widgets.field import Field
from screens.widgets.key import Key, Look
from screens.widgets.label import Label

OFFER_AFTER = 2
"""Refusals at the same step after which the guide is offered."""


@dataclass(frozen=True)
class EntryDraft:
    """What was entered so far. parts: as the screen needs them; page: the page shown.

    refused: what was said of the entry last; in another language or size it is said again. half: what is
    half written (:class:`screens.steps.handwriting.Written`).
    """

    parts: tuple[str, ...]
    covered: bool = False
    refusals: int = 0
    page: int = 0
    flags: tuple[bool, ...] = ()
    refused: Message | None = None
    half: object = None


class EntryScreen(StepScreen):
    """Words, the entry in large type, keys; on two pages where one is too small.

    Nothing that is entered is ever spoken; a key covers it. ``fits`` says after layout whether all of it
    stands on the panel whole.
    """

    page_keys = False

    def __init__(self, ui: Ui, view: View) -> None:
        super().__init__(ui, view)
        self.covered = False
        self.fits = True
        self._refusals = 0
        self.refusal: Label | None = None
        self._refused: Message | None = None
        self._plans: list[EntryPlan] = []
        self._entry: QWidget | None = None
        self._pad: QWidget | None = None
        self._notes: list[Label] = []
        self.candidates: Candidates | None = None
        # The largest words need the pictogram's room to stand in one row.
        icon = "" if ui.theme.size is Size.LARGEST else "eye_off"
        self.cover_key = Key(ui, ui.say("entry.cover"), icon=icon, look=Look.QUIET)
        self.cover_key.reserve((ui.say("entry.cover"), ui.say("entry.uncover")))
        self.cover_key.clicked.connect(lambda: self.set_covered(not self.covered))
        self.unsure_key = Key(ui, ui.say("entry.unsure"), look=Look.QUIET)
        self.unsure_key.clicked.connect(lambda: self.answered.emit(Unknown()))
        self.add_header_key(self.cover_key)
        self.add_header_key(self.unsure_key)

    # --- what the screens of the kinds say --------------------------------------------------

    def compose(self, entry: QWidget, pad: QWidget, candidates: Candidates | None = None) -> None:
        """Give the widget that shows the entry (``height_for``), and the keys (``Pad``)."""
        self._entry, self._pad, self.candidates = entry, pad, candidates
        for each in (entry, pad, candidates):
            if each is not None:
                each.setParent(self)

    def note(self, words: str) -> None:
        """Add a line below the help."""
        self._notes.append(Label(self.ui, words, Role.BODY, balanced=True, parent=self))

    def read(self) -> Answer | Message:
        """What was entered, or what to do about it."""
        raise NotImplementedError

    def empty(self) -> bool:
        """Whether nothing was entered."""
        raise NotImplementedError

    def show_entry(self) -> None:
        """Show what was entered, covered or not."""
        raise NotImplementedError

    def changed(self) -> None:
        """To be called after each touch that changes what was entered."""
        self.show_entry()
        self.nav_changed.emit()

    # --- what the host asks -----------------------------------------------------------------

    def forward_text(self) -> str:
        """ "I have written it"; on the page that is read first, "write"."""
        if not self.last_page:
            return self.ui.say("entry.start")
        step = self.view.step
        return step.forward.in_(self.ui.locale) if step.forward else self.ui.say("entry.done")

    def nav(self) -> tuple[NavKey, ...]:
        """Back, and forward as soon as something was entered."""
        return self.back_and(self.forward_text(), enabled=not self.last_page or not self.empty())

    def go_forward(self) -> None:
        """The page to write on, then the answer."""
        if not self.last_page:
            self.turn(1)
        elif not self.empty():
            self._answer()

    def _answer(self) -> None:
        answer = self.read()
        if isinstance(answer, Message):
            self.refuse(answer)
        else:
            self.answered.emit(answer)

    def refuse(self, message: Message) -> None:
        """Say what to do; the entry stays. The second time the guide is offered too."""
        self._refusals += 1
        words = self._say_instead_of_help(message)
        self._page = 0
        self.relayout()
        self.nav_changed.emit()
        self.said.emit(words)
        if self._refusals >= OFFER_AFTER:
            self.acted.emit("offer_guide", "")

    def _say_instead_of_help(self, message: Message) -> str:
        words = self.ui.tell(message)
        if self.help is not None:
            self.help.hide()
            self.help.deleteLater()
        self.help = self.refusal = Label(self.ui, words, Role.BODY, bold=True, parent=self)
        self._refused = message
        return words

    def spoken(self) -> tuple[Spoken, ...]:
        """Title, help and notes; never what was entered."""
        told = [n for n in self._notes if not n.isHidden()]
        hint = self.candidates.hint if self.candidates is not None else None
        if hint is not None and hint.text and hint.isVisible():
            told.append(hint)
        return (*super().spoken(), *(Spoken(n.text, n) for n in told))

    def mark(self, widget: QWidget | None) -> None:
        """Mark the words that are being spoken, notes and the candidates' hint too."""
        super().mark(widget)
        hints = [self.candidates.hint] if self.candidates is not None else []
        for label in (*self._notes, *hints):
            label.set_speaking(label is widget)

    def told_entry(self) -> Sequence[Spoken]:
        """The value, and how much was entered; in the field that shows it the caret is at the end."""
        if not isinstance(self._entry, Field):
            return ()
        value = self._entry.text()
        if not value:
            return (Spoken(self.ui.say("focus.empty")),)
        return (Spoken(value, private=True), Spoken(self.ui.say("focus.filled", count=len(value))))

    def page_items(self) -> list[QWidget]:
        """None: nothing here is read aloud on arrival."""
        return []

    def set_covered(self, covered: bool) -> None:
        """Hide or show what was entered."""
        self.covered = covered
        self.cover_key.set_words(self.ui.say("entry.uncover" if covered else "entry.cover"))
        self.show_entry()

    # --- layout -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        if self._zones is None or self._entry is None or self._pad is None:
            return
        words = self.words_shown()
        parts = EntryParts(
            words, self.progress, self.title, self._header_keys, self._entry, self._pad, self.candidates
        )
        self._plans = plan_entry(self.ui.theme, parts, self._zones)
        self.fits = all(plan.fits for plan in self._plans)
        self._pages = [[] for _ in self._plans]
        self._page = min(self._page, len(self._plans) - 1)
        places = self._plans[self._page].places
        own = (
            self.progress,
            self.title,
            self.help,
            *self._notes,
            *self._header_keys,
            self._entry,
            self._pad,
            self.candidates,
        )
        for each in own:
            if each is not None:
                if each in places:
                    each.setGeometry(places[each])
                each.setVisible(each in places)
        self.swap_header()

    def words_shown(self) -> list[QWidget]:
        """The words of the screen, from the top."""
        return [w for w in (self.progress, self.title, self.help, *self._notes) if w is not None]

    def swap_header(self) -> None:
        """Where candidates and header keys share a place, show those that are wanted now."""
        if not self._plans or not self._plans[self._page].swap or self.candidates is None:
            return
        writing = bool(self.candidates.texts) or bool(self.candidates.hint.text)
        self.candidates.setVisible(writing)
        for key in self._header_keys:
            key.setVisible(not writing)

    def draft_of(self, *parts: str, flags: tuple[bool, ...] = ()) -> EntryDraft:
        """A draft with what every entry keeps."""
        return EntryDraft(parts, self.covered, self._refusals, self._page, flags, self._refused)

    def restore(self, draft: object) -> None:
        """Take over an earlier screen's draft."""
        if isinstance(draft, EntryDraft):
            self._refusals = draft.refusals
            self._page = draft.page
            if draft.refused is not None:
                self._say_instead_of_help(draft.refused)
            self.take(draft)
            self.set_covered(draft.covered)
            self.relayout()
            self.nav_changed.emit()

    def take(self, draft: EntryDraft) -> None:
        """Take over what was entered."""
        raise NotImplementedError
