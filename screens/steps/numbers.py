"""Steps on which digits are entered: a number, an identity number, a telephone number."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.field import identity, number, phone
from kiosk.field.understood import of_identity, of_phone
from kiosk.flow.answer import Answer, Count, IdentityNo, PhoneNo
from kiosk.flow.model import IdentityNumber, Number, Phone
from kiosk.message import Message
from screens.screen import Spoken
from screens.steps.entry import EntryDraft, EntryScreen
from screens.steps.step import View
from screens.steps.understanding import in_words, low
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.field import Field
from screens.widgets.keypad import Keypad
from screens.widgets.understood import Understood

IDENTITY_LENGTH = 18
SAMPLE_NUMBER = "310230194809280028"
"""Made up, to measure the words that are said of one."""
PHONE_LONGEST = 13
"""A mobile number has 11 digits, with the country's 86 in front 13."""


class DigitsScreen(EntryScreen):
    """A keypad and a field."""

    def __init__(self, ui: Ui, view: View, field: Field, keypad: Keypad, longest: int) -> None:
        super().__init__(ui, view)
        self.field, self.keypad, self._longest = field, keypad, longest
        self.text = ""
        keypad.typed.connect(self._typed)
        keypad.erased.connect(self._erased)
        # The question must stand beside a long number; where only one of them has room, the words are heard.
        samples = () if low(ui) else self.samples()
        self.understood = Understood(ui, field, samples) if samples else None
        self.compose(self.understood or field, keypad)

    def samples(self) -> tuple[str, ...]:
        """The longest words that can be said of an entry; none where there is nothing to say."""
        return ()

    def in_words(self) -> str:
        """What was understood so far."""
        return ""

    def told_entry(self) -> Sequence[Spoken]:
        """The value, how much was entered, and by earphones alone what was understood of it."""
        value, words = self.field.text(), "" if self.covered else self.in_words()
        if not value:
            return (Spoken(self.ui.say("focus.empty")),)
        told = [Spoken(value, private=True), Spoken(self.ui.say("focus.filled", count=len(value)))]
        if words:
            mark = self.understood.words if self.understood is not None else None
            told.append(Spoken(words, mark, private=True, fixed=False))
        return told

    def _typed(self, sign: str) -> None:
        if len(self.text) < self._longest:
            self.text += sign
            self.changed()

    def _erased(self) -> None:
        self.text = self.text[:-1]
        self.changed()

    def empty(self) -> bool:
        """No digit."""
        return not self.text

    def show_entry(self) -> None:
        """In the field."""
        self.field.show_value(self.text)
        self.field.cover(self.covered)
        if self.understood is not None:
            self.understood.say(self.in_words(), covered=self.covered)

    def draft(self) -> object:
        """The digits."""
        return self.draft_of(self.text)

    def take(self, draft: EntryDraft) -> None:
        """The digits again."""
        (self.text,) = draft.parts


class NumberScreen(DigitsScreen):
    """A whole number with its unit."""

    def __init__(self, ui: Ui, view: View) -> None:
        step = view.step
        assert isinstance(step, Number)
        label = step.title.in_(ui.locale)
        unit = step.unit.in_(ui.locale) if step.unit else ""
        field = Field(ui, label, role=Role.TITLE, unit=unit)
        super().__init__(ui, view, field, Keypad(ui), len(str(step.most)))
        self._least, self._most = step.least, step.most
        if isinstance(view.value, Count):
            self.text = str(view.value.number)
        self.show_entry()

    def read(self) -> Answer | Message:
        """The number in its range."""
        return number.read(self.text, self._least, self._most)


class IdentityNumberScreen(DigitsScreen):
    """18 characters in the groups 6-8-4, the last may be X; the birth in it is said in words."""

    def __init__(self, ui: Ui, view: View) -> None:
        step = view.step
        assert isinstance(step, IdentityNumber)
        field = Field(
            ui,
            step.title.in_(ui.locale),
            role=Role.CHOICE,
            groups=(6, 8, 4),
            sample="8" * IDENTITY_LENGTH,
        )
        super().__init__(ui, view, field, Keypad(ui, more="X"), IDENTITY_LENGTH)
        if isinstance(view.value, IdentityNo):
            self.text = view.value.number
        self.show_entry()

    def samples(self) -> tuple[str, ...]:
        """A birth with age and animal, or the longest advice."""
        today = self.ui.today()
        texts = (SAMPLE_NUMBER, SAMPLE_NUMBER[:14], SAMPLE_NUMBER[:17] + "0", "31023019481399")
        return tuple(in_words(self.ui, of_identity(text, today)) for text in texts)

    def in_words(self) -> str:
        """The birth, and how many characters are still to come."""
        return in_words(self.ui, of_identity(self.text, self.ui.today()))

    def read(self) -> Answer | Message:
        """The identity number."""
        return identity.read(self.text, self.ui.today())


class PhoneScreen(DigitsScreen):
    """A telephone number; mobile ones stand in the groups 3-4-4."""

    def __init__(self, ui: Ui, view: View) -> None:
        step = view.step
        assert isinstance(step, Phone)
        field = Field(
            ui, step.title.in_(ui.locale), role=Role.TITLE, groups=(3, 4, 4), sample="8" * PHONE_LONGEST
        )
        super().__init__(ui, view, field, Keypad(ui), PHONE_LONGEST)
        if isinstance(view.value, PhoneNo):
            self.text = view.value.number
        self.show_entry()

    def samples(self) -> tuple[str, ...]:
        """A landline has the longest words."""
        return tuple(in_words(self.ui, of_phone(text)) for text in ("02159611234", "13812345678", "1"))

    def in_words(self) -> str:
        """Mobile or landline, or how many digits are still to come."""
        return in_words(self.ui, of_phone(self.text))

    def read(self) -> Answer | Message:
        """The telephone number."""
        return phone.read(self.text)
