"""Steps on which characters are written: a name, a text. The address builds on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kiosk.field import name, text
from kiosk.flow.answer import Answer, Written
from kiosk.flow.model import Name, TextEntry
from kiosk.message import Message
from kiosk.writing.aids import Candidate
from kiosk.writing.aids import Field as Wanted
from screens.screen import NavKey
from screens.steps.entry import OFFER_AFTER, EntryDraft
from screens.steps.handwriting import HandScreen
from screens.steps.handwriting import Written as HalfWritten
from screens.steps.rare_notice import MOST, UNSHOWN, shown_only, wants_word
from screens.steps.step import View
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.candidates import Candidates
from screens.widgets.field import Field
from screens.widgets.pinyin_keys import Extra
from screens.widgets.writing_keys import WritingKeys

MIDDLE_DOT = "\u00b7"
MOST_LETTERS = 30
LATIN_AT = 4
"""Where among the candidates one or two letters themselves stand ("A座")."""


class WritingScreen(HandScreen):
    """What one writes with, candidates, and the text.

    In Chinese, letters become characters by choosing. In other languages, and where ``capitals`` are wanted,
    they are text as they stand, and the candidates are offered besides.
    """

    wanted: Wanted = "text"

    def __init__(
        self,
        ui: Ui,
        view: View,
        *,
        lines: int,
        role: Role = Role.TITLE,
        signs: Sequence[Sequence[str]] = (),
        capitals: bool = False,
    ) -> None:
        super().__init__(ui, view)
        self._found: tuple[Candidate, ...] = ()
        self._capitals = capitals
        self.latin = capitals or ui.locale != "zh_CN"
        self.field = Field(ui, view.step.title.in_(ui.locale), role=role, lines=lines)
        self.keys = WritingKeys(ui, signs=signs, extras=self._extras(), spells=not capitals)
        self.keys.typed.connect(self._typed)
        self.keys.signed.connect(self._signed)
        self.keys.erased.connect(self._erased)
        self.row = Candidates(ui)
        self.row.picked.connect(self._picked)
        self.take_keys(self.keys)
        self.compose(self.field, self.keys, self.row)

    def _extras(self) -> tuple[Extra, ...]:
        say = self.ui.say
        dot = (Extra(MIDDLE_DOT, say("entry.dot_key"), say("entry.dot")),) if self.wanted == "name" else ()
        space = (Extra(" ", say("entry.space"), say("entry.space")),) if self.ui.locale != "zh_CN" else ()
        return (*dot, *space)

    def _first_way(self) -> str:
        return "pinyin" if self._capitals else super()._first_way()

    # --- touches ----------------------------------------------------------------------------

    def _typed(self, letter: str) -> None:
        self._notice = ""
        if len(self.letters) < MOST_LETTERS:
            self.letters += letter
            self.changed()

    def _signed(self, sign: str) -> None:
        if self.hand.written and self.hand.guesses:
            self.pick_by_hand(self.hand.guesses[0])  # as simply writing on would
        if self._waits():
            self.said.emit(self.ui.say("entry.pick_first"))
            return
        self.hand.taken()
        self._taken = False
        self._settle()
        self.text += sign
        self.changed()

    def _erased(self) -> None:
        if not self.letters:
            self.erase_by_hand()
            return
        self.letters = self.letters[:-1]
        self.changed()

    def _picked(self, at: int) -> None:
        candidate = self._found[at]
        if self.pick_by_hand(candidate.text):
            return
        self.text += candidate.text
        self.letters = self.letters[candidate.used :]
        self.changed()

    def _settle(self) -> None:
        """Letters become text as they stand."""
        self.text += self._as_latin()
        self.letters = ""

    def _waits(self) -> bool:
        """Whether something is half written that has to be chosen first."""
        spelt = bool(self.letters) and not self._as_they_stand
        return spelt or self.hand.written or bool(self.parts)

    @property
    def _as_they_stand(self) -> bool:
        """Whether letters are text."""
        return self.latin and self.keys.way != "parts"

    def _as_latin(self) -> str:
        """The letters with a capital where a word of a name, or a text, begins, or as capitals."""
        if self._capitals:
            return self.letters.upper()
        begins = not self.text or (self.wanted != "text" and self.text[-1] in f" -{MIDDLE_DOT}")
        return self.letters.capitalize() if begins else self.letters

    # --- what it shows ----------------------------------------------------------------------

    def empty(self) -> bool:
        """Neither text, nor anything half written."""
        return not self.text and not self.letters and not self.parts and not self.hand.written

    def show_entry(self) -> None:
        """The text with the letters behind it, and the candidates for them."""
        self._found = self._candidates()
        self._show_field()
        self.field.cover(self.covered)
        hint = self.hand_hint()
        if self.letters and not self._found and not self._as_they_stand:
            hint = self.ui.say("entry.no_such_sound")
        elif not hint and not self.letters and not self.text:
            hint = self._hint()
        meant = 0 if self.keys.way == "hand" and self.hand.written and self._found else None
        if self._taken and self.text[-1:] in self.hand.guesses:
            meant = self.hand.guesses.index(self.text[-1])
        self.row.offer([c.text for c in self._found], hint if self._room_for(hint) else "", meant)
        self.keys.hand.set_going_on(self.hand.can_go_on)
        self.swap_header()

    def _show_field(self) -> None:
        letters = self._as_latin() if self._as_they_stand else self.letters.replace("v", "ü")
        if self.parts and not self.letters:
            self.field.show_value(self.text, "".join(self.parts), chips=True)
        elif self._taken:
            self.field.show_value(self.text[:-1], self.text[-1:])
        else:
            self.field.show_value(self.text, letters)

    def _hint(self) -> str:
        return "" if self._capitals else self.ui.say("entry.how")

    def _room_for(self, hint: str) -> bool:
        """In the place of the header keys only what is about letters just touched is said."""
        swap = bool(self._plans) and self._plans[self._page].swap
        return bool(self.letters or self._notice or self.parts) or not swap

    def _candidates(self) -> tuple[Candidate, ...]:
        by_hand = self.hand_candidates()
        if by_hand is not None:
            return by_hand
        if not self.letters:
            return ()
        found = list(shown_only(self.ui.aids.pinyin.candidates(self.letters, self.wanted, MOST)))
        if self.wanted != "name" and len(self.letters) <= 2 and not self.latin:
            found.insert(LATIN_AT, Candidate(self.letters.upper(), len(self.letters)))
        return tuple(found)

    def _lay_out(self) -> None:
        super()._lay_out()
        if self.candidates is not None:
            self.show_entry()

    # --- the answer -------------------------------------------------------------------------

    def go_forward(self) -> None:
        """What waits for a choice is no answer yet."""
        if self.last_page and self._waits():
            self.said.emit(self.ui.say("entry.pick_first"))
            return
        if self.last_page and self.letters:
            self._settle()
            self.changed()
        if self.last_page and wants_word(self.text, self._refused):
            self.refuse(UNSHOWN)
            if self._refusals < OFFER_AFTER:
                self.acted.emit("offer_guide", "")
            return
        super().go_forward()

    def nav(self) -> tuple[NavKey, ...]:
        """Forward waits until what is half written has become characters."""
        ready = not self.empty() and not self._waits()
        return self.back_and(self.forward_text(), enabled=not self.last_page or ready)

    def draft(self) -> object:
        """Text, letters, and what is half written."""
        draft = self.draft_of(self.text, self.letters, flags=(self.keys.signs_side,))
        return replace(draft, half=self.half_written())

    def take(self, draft: EntryDraft) -> None:
        """All of it again."""
        self.text, self.letters = draft.parts[:2]
        if isinstance(draft.half, HalfWritten):
            self.take_half_written(draft.half)
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
        capitals = view.step.capitals
        super().__init__(ui, view, lines=2, role=Role.CHOICE, signs=signs, capitals=capitals)
        self._longest = view.step.longest
        if isinstance(view.value, Written):
            self.text = view.value.text
        self.show_entry()

    def read(self) -> Answer | Message:
        """The text."""
        return text.read(self.text, self._longest)
