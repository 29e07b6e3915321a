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


class _SignsScreen(DigitsScreen):
    """So many signs and no fewer. ``acted``: "given" with them, or "close". answered: they are not known.

    given: what was entered before. told: what to do about it.
    """

    shows_progress = False
    explains = False

    def __init__(
        self, ui: Ui, what: str, count: int, keypad: Keypad, groups: tuple[int, ...], told: Message | None
    ) -> None:
        title = ui.say(f"prepared.{what}_title")
        help_ = ui.say(f"prepared.{what}_help")
        step = Number(
            id="prepared", kind="number", title=Text({ui.locale: title}), help=Text({ui.locale: help_})
        )
        field = Field(ui, title, role=Role.TITLE, groups=groups, sample="8" * count)
        super().__init__(ui, View(step=step), field, keypad, count)
        self._count = count
        self.unsure_key.set_words(ui.say(f"prepared.{what}_lost"))
        if told is not None:
            self._say_instead_of_help(told)
        self.show_entry()

    def is_own(self, text: str) -> bool:
        """The product's words alone."""
        return self.ui.words.is_fixed(text)

    def empty(self) -> bool:
        """Too few signs are as good as none."""
        return len(self.text) < self._count

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
            NavKey(
                "forward", self.ui.say("prepared.look"), go=True, enabled=not self.empty(), icon="forward"
            ),
        )

    def press(self, key: str) -> None:
        """What is entered here is no answer of a flow."""
        if key == "back":
            self.acted.emit("close", "")
        elif not self.empty():
            self.acted.emit("given", self.text)


class CodeScreen(_SignsScreen):
    """The six digits that were shown at home."""

    def __init__(self, ui: Ui, *, given: str = "", told: Message | None = None) -> None:
        super().__init__(ui, "code", CODE_DIGITS, Keypad(ui), (3, 3), told)
        self.text = given
        self.show_entry()


class ProofScreen(_SignsScreen):
    """The end of the identity number that stands in the form."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, "proof", PROOF_LENGTH, Keypad(ui, more="X"), (PROOF_LENGTH,), None)
