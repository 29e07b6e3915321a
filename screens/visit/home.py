"""The screens of a visit outside the services: home, handing in, receipt, rating, prompts."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from screens.screen import NavKey, Screen, Spoken
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.key import Key, Mark
from screens.widgets.label import Label, Picture


@dataclass(frozen=True)
class ServiceCard:
    """A service on the home screen."""

    id: str
    title: str
    summary: str
    icon: str


class HomeScreen(Screen):
    """The services as large cards; there is room for more, on further pages."""

    def __init__(self, ui: Ui, cards: tuple[ServiceCard, ...], parent: QWidget | None = None) -> None:
        super().__init__(ui, ui.say("home.title"), parent=parent)
        for card in cards:
            least = ui.theme.px(48) if not ui.theme.sitting else ui.theme.target
            key = Key(
                ui,
                card.title,
                sub=card.summary,
                icon=card.icon,
                role=Role.CHOICE,
                left=True,
                least=least,
            )
            key.clicked.connect(lambda _c=False, i=card.id: self.acted.emit("service", i))
            self.add(key)


class WaitScreen(Screen):
    """Something takes a moment: it says so, and nothing can be pressed twice."""

    def __init__(self, ui: Ui, words: str, parent: QWidget | None = None) -> None:
        super().__init__(ui, words, parent=parent)
        if self.listen is not None:
            self._header_keys.remove(self.listen)
            self.listen.hide()


@dataclass(frozen=True)
class ReceiptView:
    """What the receipt shows: the number in groups, and what comes next."""

    number: str
    next_steps: tuple[str, ...]
    slip_printed: bool


class ReceiptScreen(Screen):
    """ "Handed in", the registration number in large figures, what comes next."""

    def __init__(self, ui: Ui, view: ReceiptView, parent: QWidget | None = None) -> None:
        super().__init__(ui, ui.say("receipt.title"), parent=parent)
        if not ui.theme.sitting and not ui.theme.panel.landscape:
            self.add(Picture(ui, "check", 26, ui.theme.palette.done))
        self._number_words = Label(ui, ui.say("receipt.number"), Role.BODY)
        self._number = Label(ui, view.number, Role.NUMBER, bold=True)
        self._number.setAccessibleName(" ".join(view.number.replace(" ", "")))
        self.add(self._number_words)
        self.add(self._number)
        lines = list(view.next_steps)
        if not view.slip_printed:
            lines.insert(0, ui.say("receipt.no_slip"))
        for k, line in enumerate(lines, 1):
            self.add(Label(ui, f"{k}. {line}", Role.BODY))

    def spoken(self) -> tuple[Spoken, ...]:
        """The number is said digit by digit; it names nobody."""
        said = []
        for each in super().spoken():
            if each.widget is self._number:
                said.append(Spoken(" ".join(self._number.text.replace(" ", "")), self._number, fixed=False))
            else:
                said.append(each)
        return tuple(said)

    def nav(self) -> tuple[NavKey, ...]:
        """The slip once more, and "I am finished"."""
        return (
            NavKey("print", self.ui.say("receipt.print")),
            NavKey("forward", self.ui.say("receipt.done"), go=True),
        )

    def press(self, key: str) -> None:
        """Print, or go on to the rating."""
        self.acted.emit("print_receipt" if key == "print" else "receipt_done", "")


class RatingScreen(Screen):
    """Five levels, none chosen beforehand, skippable (the state's five-level service rating rule)."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, ui.say("rating.title"), parent=parent)
        self._level = 0
        self._keys: list[Key] = []
        for level in range(5, 0, -1):
            key = Key(
                ui,
                ui.say(f"rating.level_{level}"),
                mark=Mark.RADIO,
                role=Role.CHOICE,
                bold=False,
            )
            key.clicked.connect(lambda _c=False, n=level: self._touched(n))
            self._keys.append(key)
            self.add(key)

    def _touched(self, level: int) -> None:
        self._level = level
        for n, key in zip(range(5, 0, -1), self._keys, strict=True):
            key.setChecked(n == level)
        self.said.emit(self.ui.say(f"rating.level_{level}"))
        self.nav_changed.emit()

    def nav(self) -> tuple[NavKey, ...]:
        """Skip, or send."""
        return (
            NavKey("skip", self.ui.say("rating.skip")),
            NavKey("forward", self.ui.say("rating.send"), go=True, enabled=self._level > 0),
        )

    def press(self, key: str) -> None:
        """Level 0 is skipped."""
        self.acted.emit("rated", "0" if key == "skip" else str(self._level))

    def draft(self) -> object:
        """The level touched."""
        return self._level

    def restore(self, draft: object) -> None:
        """Touch it again."""
        if isinstance(draft, int) and draft:
            self._level = draft
            for n, key in zip(range(5, 0, -1), self._keys, strict=True):
                key.setChecked(n == draft)


class AskScreen(Screen):
    """One question with two answers, e.g. "start over?", "are you still there?"."""

    def __init__(
        self,
        ui: Ui,
        title: str,
        help_: str,
        yes: NavKey,
        no: NavKey,
        *,
        icon: str = "",
        colour: QColor | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(ui, title, help_, parent)
        self._keys = (no, yes)
        if icon and not ui.theme.sitting and not ui.theme.panel.landscape:
            self.add(Picture(ui, icon, 40, colour or ui.theme.palette.go))

    def say_now(self, help_: str) -> None:
        """Change the help sentence (a countdown)."""
        if self.help is not None:
            self.help.set_text(help_)

    def nav(self) -> tuple[NavKey, ...]:
        """The two answers."""
        return self._keys

    def press(self, key: str) -> None:
        """Which one."""
        self.acted.emit(key, "")


class OutOfServiceScreen(Screen):
    """The kiosk cannot serve: it says so, and where a person is."""

    def __init__(self, ui: Ui, lines: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(ui, ui.say("broken.title"), parent=parent)
        for line in lines:
            self.add(Label(ui, line, Role.CHOICE))
