"""The sheet on which an officer says that they are there: number and PIN, by digits. It is no resident's."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.flow.answer import Answer, Written
from kiosk.flow.model import Number
from kiosk.flow.part import Text
from kiosk.message import Message
from kiosk.officers.officer import NUMBER_LENGTHS, PIN_LENGTHS
from screens.screen import NavKey, Spoken
from screens.steps.numbers import DigitsScreen
from screens.steps.step import View
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.field import Field
from screens.widgets.keypad import Keypad


class HereScreen(DigitsScreen):
    """Asks for the number, or with ``pin`` for the PIN, which never shows.

    ``acted``: "given" with the digits, or "close". told: why what was given before was not taken.
    """

    shows_progress = False
    explains = False

    def __init__(self, ui: Ui, *, pin: bool, told: Message | None = None) -> None:
        words = ui.say("here.pin" if pin else "here.number")
        help_ = ui.say("here.help") if told is None else ui.tell(told)
        title, help_text = Text({ui.locale: words}), Text({ui.locale: help_})
        step = Number(id="here", kind="number", title=title, help=help_text)
        lengths = PIN_LENGTHS if pin else NUMBER_LENGTHS
        field = Field(ui, words, role=Role.TITLE)
        super().__init__(ui, View(step=step), field, Keypad(ui), lengths.stop - 1)
        for key in (self.cover_key, self.unsure_key):
            self._header_keys.remove(key)
            key.hide()
        self._least = lengths.start
        self.covered = pin
        self.show_entry()

    def is_own(self, text: str) -> bool:
        """A guide elsewhere sees nothing of what is told of a number or a PIN."""
        return self.ui.words.is_fixed(text)

    def empty(self) -> bool:
        """Too few digits are as good as none."""
        return len(self.text) < self._least

    def told_entry(self) -> Sequence[Spoken]:
        """How many digits there are, and never which: the earphones are the resident's."""
        if not self.text:
            return (Spoken(self.ui.say("focus.empty")),)
        return (Spoken(self.ui.say("focus.filled", count=len(self.text))),)

    def read(self) -> Answer:
        """The digits."""
        return Written(text=self.text)

    def nav(self) -> tuple[NavKey, ...]:
        """Back to the visit, which is as it was; or give it."""
        return (
            NavKey("back", self.ui.say("here.back"), icon="back"),
            NavKey("forward", self.ui.say("here.give"), go=True, enabled=not self.empty()),
        )

    def press(self, key: str) -> None:
        """What an officer gives is no answer of a flow."""
        if key == "back":
            self.acted.emit("close", "")
        elif not self.empty():
            self.acted.emit("given", self.text)
