"""The screens of appointments: one thing to choose or to enter, one thing to look over, one ticket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.flow.answer import Answer, Written
from kiosk.flow.model import Number
from kiosk.flow.part import Text
from kiosk.message import Message
from screens.layout.plan import Manner
from screens.screen import NavKey, Screen, Spoken
from screens.steps.choosing import ChoosingScreen
from screens.steps.numbers import DigitsScreen
from screens.steps.step import View
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.field import Field
from screens.widgets.keypad import Keypad
from screens.widgets.label import Card, Label, Picture


def _view(ui: Ui, title: str, help_: str) -> View:
    words = Text({ui.locale: help_}) if help_ else None
    return View(step=Number(id="booking", kind="number", title=Text({ui.locale: title}), help=words))


@dataclass(frozen=True)
class Pick:
    """Something to choose, with a line below it that may be empty."""

    id: str
    text: str
    sub: str = ""


class PickScreen(ChoosingScreen):
    """One of several. ``acted``: "given" with its id."""

    shows_progress = False
    explains = False

    def __init__(self, ui: Ui, title: str, help_: str, picks: Sequence[Pick], chosen: str = "") -> None:
        super().__init__(ui, _view(ui, title, help_))
        for pick in picks:
            self.offer(pick.id, pick.text, pick.sub)
        self.select((chosen,))

    def is_own(self, text: str) -> bool:
        """The product's words alone."""
        return self.ui.words.is_fixed(text)

    def spoken(self) -> tuple[Spoken, ...]:
        """Days and times are others tomorrow."""
        return tuple(replace(each, fixed=self.ui.words.is_fixed(each.text)) for each in super().spoken())

    def go_forward(self) -> None:
        """Give the one chosen."""
        for id_ in self.chosen():
            self.acted.emit("given", id_)


@dataclass(frozen=True)
class Signs:
    """So many signs are asked for, in such groups. lost: the words of the key beside them. letter: an X may
    stand among them."""

    what: str
    groups: tuple[int, ...]
    letter: bool = False

    @property
    def count(self) -> int:
        """How many."""
        return sum(self.groups)


class SignsScreen(DigitsScreen):
    """So many signs and no fewer. ``acted``: "given" with them. answered: they are not at hand."""

    shows_progress = False
    explains = False

    def __init__(self, ui: Ui, signs: Signs, given: str = "", told: Message | None = None) -> None:
        title = ui.say(f"booking.{signs.what}_title")
        field = Field(ui, title, role=Role.TITLE, groups=signs.groups, sample="8" * signs.count)
        view = _view(ui, title, ui.say(f"booking.{signs.what}_help"))
        super().__init__(ui, view, field, Keypad(ui, more="X" if signs.letter else ""), signs.count)
        self._signs = signs
        self.unsure_key.set_words(ui.say("booking.not_at_hand"))
        if told is not None:
            self._say_instead_of_help(told)
        self.text = given
        self.show_entry()

    def is_own(self, text: str) -> bool:
        """The product's words alone."""
        return self.ui.words.is_fixed(text)

    def empty(self) -> bool:
        """Too few signs are as good as none."""
        return len(self.text) < self._signs.count

    def told_entry(self) -> Sequence[Spoken]:
        """The signs by earphones alone, and how many there are."""
        if not self.text:
            return (Spoken(self.ui.say("focus.empty")),)
        value = self.field.text()
        return (Spoken(value, private=True), Spoken(self.ui.say("focus.filled", count=len(self.text))))

    def read(self) -> Answer:
        """The signs."""
        return Written(text=self.text)

    def go_forward(self) -> None:
        """The page to write on, then what was written."""
        if not self.last_page:
            self.turn(1)
        elif not self.empty():
            self.acted.emit("given", self.text)


class CheckScreen(Screen):
    """Lines to look over, and one way on. ``acted``: "given" with ``value``, or "close"."""

    whole = True
    page_keys = False

    def __init__(
        self, ui: Ui, title: str, lines: Sequence[str], forward: str, *, value: str = "", back: str = ""
    ) -> None:
        super().__init__(ui, title)
        self.set_lead(Picture(ui, "calendar", 32, ui.theme.palette.go))
        for line in lines:
            self.add(Label(ui, line, Role.CHOICE, centred=True))
        self._forward, self._value = forward, value
        self._back = back or ui.say("steps.back")

    def manner(self) -> Manner:
        """In the middle."""
        return replace(super().manner(), centred=True)

    def spoken(self) -> tuple[Spoken, ...]:
        """What it is about is another's tomorrow."""
        said = [replace(each, fixed=each.widget is self.title) for each in super().spoken()]
        return (*said, Spoken(self._forward)) if self.last_page else tuple(said)

    def nav(self) -> tuple[NavKey, ...]:
        """Back, and on once all was shown."""
        more = self.ui.say("shell.more")
        words = self._forward if self.last_page else more
        return (
            NavKey("back", self._back, icon="back"),
            NavKey("forward", words, go=True, icon="forward", also=(self._forward, more)),
        )

    def press(self, key: str) -> None:
        """The page, then what was asked."""
        if key == "back":
            if self.page:
                self.turn(-1)
            else:
                self.acted.emit("close", "")
        elif self.last_page:
            self.acted.emit("given", self._value)
        else:
            self.turn(1)


@dataclass(frozen=True)
class Ticket:
    """label: what the number is. lines: what comes next."""

    title: str
    label: str
    number: str
    about: str
    lines: tuple[str, ...]


class TicketScreen(Screen):
    """A tick, a number in large figures, and what comes next. ``acted``: "given", or "print"."""

    page_keys = False
    whole = True

    def __init__(self, ui: Ui, ticket: Ticket) -> None:
        super().__init__(ui, ticket.title)
        self.set_lead(Picture(ui, "check", 32, ui.theme.palette.done))
        self._number = Label(ui, ticket.number, Role.NUMBER, bold=True, centred=True, one_line=True)
        self._number.setAccessibleName(" ".join(ticket.number.replace(" ", "")))
        self._label = Label(ui, ticket.label, Role.BODY, centred=True)
        self.add(self._label)
        self.add(self._number)
        if ticket.about:
            self.add(Label(ui, ticket.about, Role.BODY, centred=True))
        for line in ticket.lines:
            self.add(Card(ui, "", (line,)))

    def manner(self) -> Manner:
        """In the middle, "listen again" below."""
        return replace(super().manner(), centred=True, keys_last=True)

    def spoken(self) -> tuple[Spoken, ...]:
        """The number digit by digit; it names nobody."""
        said = []
        for each in super().spoken():
            if each.widget is self._number:
                said.append(Spoken(" ".join(self._number.text.replace(" ", "")), self._number, fixed=False))
            else:
                said.append(replace(each, fixed=self.ui.words.is_fixed(each.text)))
        return tuple(said)

    def nav(self) -> tuple[NavKey, ...]:
        """The slip once more, and what is still to be read; on only when all was shown."""
        more, done = self.ui.say("shell.more"), self.ui.say("sheet.close")
        return (
            NavKey("back", self.ui.say("shell.page_before"), icon="back")
            if self.page
            else NavKey("print", self.ui.say("receipt.print")),
            NavKey("forward", done if self.last_page else more, go=True, also=(more, done)),
        )

    def press(self, key: str) -> None:
        """Print, turn the page, or go on."""
        if key == "print":
            self.acted.emit("print", "")
        elif key == "back" or not self.last_page:
            self.turn(-1 if key == "back" else 1)
        else:
            self.acted.emit("given", "")
