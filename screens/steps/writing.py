"""Steps on which characters are written: a name, a text. The address builds on it."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.field import name, text
from kiosk.flow.answer import Answer, Written
from kiosk.flow.model import Name, TextEntry
from kiosk.message import Message
from kiosk.writing.aids import Candidate
from kiosk.writing.aids import Field as Wanted
from screens.screen import NavKey
from screens.steps.entry import EntryDraft, EntryScreen
from screens.steps.step import View
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.candidates import Candidates
from screens.widgets.field import Field
from screens.widgets.pinyin_keys import Extra, PinyinKeys

MIDDLE_DOT = "\u00b7"
MOST_LETTERS = 30
LATIN_AT = 4
"""Where among the candidates one or two letters themselves stand ("A座")."""


class WritingScreen(EntryScreen):
    """Letters, candidates, and the text.

    In Chinese, letters become characters by choosing. In other languages they are text as they stand, and
    the candidates are offered besides.
    """

    wanted: Wanted = "text"

    def __init__(
        self, ui: Ui, view: View, *, lines: int, role: Role = Role.TITLE, signs: Sequence[Sequence[str]] = ()
    ) -> None:
        super().__init__(ui, view)
        self.text = ""
        self.letters = ""
        self._found: tuple[Candidate, ...] = ()
        self.latin = ui.locale != "zh_CN"
        self.field = Field(ui, view.step.title.in_(ui.locale), role=role, lines=lines)
        self.keys = PinyinKeys(ui, signs=signs, extras=self._extras())
        self.keys.typed.connect(self._typed)
        self.keys.signed.connect(self._signed)
        self.keys.erased.connect(self._erased)
        self.row = Candidates(ui)
        self.row.picked.connect(self._picked)
        self.compose(self.field, self.keys, self.row)

    def _extras(self) -> tuple[Extra, ...]:
        say = self.ui.say
        dot = (Extra(MIDDLE_DOT, say("entry.dot_key"), say("entry.dot")),) if self.wanted == "name" else ()
        space = (Extra(" ", say("entry.space"), say("entry.space")),) if self.ui.locale != "zh_CN" else ()
        return (*dot, *space)

    # --- touches ----------------------------------------------------------------------------

    def _typed(self, letter: str) -> None:
        if len(self.letters) < MOST_LETTERS:
            self.letters += letter
            self.changed()

    def _signed(self, sign: str) -> None:
        if self.letters and not self.latin:
            self.said.emit(self.ui.say("entry.pick_first"))
            return
        self._settle()
        self.text += sign
        self.changed()

    def _erased(self) -> None:
        if self.letters:
            self.letters = self.letters[:-1]
        else:
            self.text = self.text[:-1]
        self.changed()

    def _picked(self, at: int) -> None:
        candidate = self._found[at]
        self.text += candidate.text
        self.letters = self.letters[candidate.used :]
        self.changed()

    def _settle(self) -> None:
        """Letters become text as they stand."""
        self.text += self._as_latin()
        self.letters = ""

    def _as_latin(self) -> str:
        """The letters with a capital where a word of a name, or a text, begins."""
        begins = not self.text or (self.wanted != "text" and self.text[-1] in f" -{MIDDLE_DOT}")
        return self.letters.capitalize() if begins else self.letters

    # --- what it shows ----------------------------------------------------------------------

    def empty(self) -> bool:
        """Neither text nor letters."""
        return not self.text and not self.letters

    def show_entry(self) -> None:
        """The text with the letters behind it, and the candidates for them."""
        self._found = self._candidates()
        pending = self._as_latin() if self.latin else self.letters.replace("v", "ü")
        self.field.show_value(self.text, pending)
        self.field.cover(self.covered)
        hint = ""
        if self.letters and not self._found and not self.latin:
            hint = self.ui.say("entry.no_such_sound")
        elif not self.letters and not self.text:
            hint = self._hint()
        self.row.offer([c.text for c in self._found], hint if self._room_for(hint) else "")
        self.swap_header()

    def _hint(self) -> str:
        return self.ui.say("entry.how")

    def _room_for(self, hint: str) -> bool:
        """In the place of the header keys only what is about letters just touched is said."""
        swap = bool(self._plans) and self._plans[self._page].swap
        return bool(self.letters) or not swap

    def _candidates(self) -> tuple[Candidate, ...]:
        if not self.letters:
            return ()
        found = list(self.ui.aids.pinyin.candidates(self.letters, self.wanted))
        if self.wanted != "name" and len(self.letters) <= 2 and not self.latin:
            found.insert(LATIN_AT, Candidate(self.letters.upper(), len(self.letters)))
        return tuple(found)

    def _lay_out(self) -> None:
        super()._lay_out()
        if self.candidates is not None:
            self.show_entry()

    # --- the answer -------------------------------------------------------------------------

    def go_forward(self) -> None:
        """Letters that wait for a choice are no answer yet."""
        if self.last_page and self.letters:
            if not self.latin:
                self.said.emit(self.ui.say("entry.pick_first"))
                return
            self._settle()
            self.changed()
        super().go_forward()

    def nav(self) -> tuple[NavKey, ...]:
        """Forward waits until the letters have become characters."""
        ready = bool(self.text) and not self.letters
        ready = ready or (self.latin and not self.empty())
        return self.back_and(self.forward_text(), enabled=not self.last_page or ready)

    def draft(self) -> object:
        """Text and letters."""
        return self.draft_of(self.text, self.letters, flags=(self.keys.signs_side,))

    def take(self, draft: EntryDraft) -> None:
        """Text and letters again."""
        self.text, self.letters = draft.parts[:2]
        self.keys.show_signs(draft.flags[0])


class NameScreen(WritingScreen):
    """A person's name."""

    wanted: Wanted = "name"

    def __init__(self, ui: Ui, view: View) -> None:
        assert isinstance(view.step, Name)
        super().__init__(ui, view, lines=1)
        if isinstance(view.value, Written):
            self.text = view.value.text
        self.show_entry()

    def read(self) -> Answer | Message:
        """The name."""
        return name.read(self.text)


class TextScreen(WritingScreen):
    """A few words."""

    wanted: Wanted = "text"

    def __init__(self, ui: Ui, view: View) -> None:
        assert isinstance(view.step, TextEntry)
        marks = "，。、-" if ui.locale == "zh_CN" else ",.-/"
        signs = (tuple("12345"), tuple("67890"), tuple(marks))
        super().__init__(ui, view, lines=2, role=Role.CHOICE, signs=signs)
        self._longest = view.step.longest
        if isinstance(view.value, Written):
            self.text = view.value.text
        self.show_entry()

    def read(self) -> Answer | Message:
        """The text."""
        return text.read(self.text, self._longest)
