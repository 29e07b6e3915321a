"""The screens on which a resident opens a form filled in at home: its six digits, and who they are."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.cases.prepared import CODE_DIGITS, PROOF_LENGTH
from kiosk.flow.answer import Answer, Written
from kiosk.flow.model import Number
from kiosk.flow.part import Text
from kiosk.message import Message
from screens.screen import NavKey, Spoken
from screens.steps.numbers import DigitsScreen
from screens.steps.step import View
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.field import Field
from screens.widgets.keypad import Keypad


class SignsScreen(DigitsScreen):
    """So many signs and no fewer. ``acted``: "given" with them, or "close". answered: they are not known.

    what: the beginning of the ids of its words, family of those of its key. least, most: how many signs.
    told: what to do about what was entered before.
    """

    shows_progress = False
    explains = False

    def __init__(
        self,
        ui: Ui,
        what: str,
        count: tuple[int, int],
        keypad: Keypad,
        groups: tuple[int, ...],
        told: Message | None,
    ) -> None:
        title = ui.say(f"{what}_title")
        help_ = ui.say(f"{what}_help")
        step = Number(
            id="prepared", kind="number", title=Text({ui.locale: title}), help=Text({ui.locale: help_})
        )
        self._least, most = count
        field = Field(ui, title, role=Role.TITLE, groups=groups, sample="8" * most)
        super().__init__(ui, View(step=step), field, keypad, most)
        self._look = ui.say(f"{what.partition('.')[0]}.look")
        self.unsure_key.set_words(ui.say(f"{what}_lost"))
        if told is not None:
            self._say_instead_of_help(told)
        self.show_entry()

    def is_own(self, text: str) -> bool:
        """The product's words alone."""
        return self.ui.words.is_fixed(text)

    def empty(self) -> bool:
        """Too few signs are as good as none."""
        return len(self.text) < self._least

    def told_entry(self) -> Sequence[Spoken]:
        """The signs by earphones alone, and how many there are."""
        if not self.text:
            return (Spoken(self.ui.say("focus.empty")),)
        value = self.field.text()
        return (Spoken(value, private=True), Spoken(self.ui.say("focus.filled", count=len(self.text))))

    def read(self) -> Answer:
        """The signs."""
        return Written(text=self.text)

    def nav(self) -> tuple[NavKey, ...]:
        """Back, or look for it."""
        return (
            NavKey("back", self.ui.say("steps.back"), icon="back"),
            NavKey("forward", self._look, go=True, enabled=not self.empty(), icon="forward"),
        )

    def press(self, key: str) -> None:
        """What is entered here is no answer of a flow."""
        if key == "back":
            self.acted.emit("close", "")
        elif not self.empty():
            self.acted.emit("given", self.text)


class CodeScreen(SignsScreen):
    """The six digits that were shown at home."""

    def __init__(self, ui: Ui, *, given: str = "", told: Message | None = None) -> None:
        super().__init__(ui, "prepared.code", (CODE_DIGITS, CODE_DIGITS), Keypad(ui), (3, 3), told)
        self.text = given
        self.show_entry()


class ProofScreen(SignsScreen):
    """The end of the identity number that stands in the form."""

    def __init__(self, ui: Ui) -> None:
        exactly = (PROOF_LENGTH, PROOF_LENGTH)
        super().__init__(ui, "prepared.proof", exactly, Keypad(ui, more="X"), (PROOF_LENGTH,), None)
