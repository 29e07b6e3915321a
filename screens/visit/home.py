"""The screens of a visit outside the services: home, handing in, receipt, rating, prompts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from kiosk.flow.glossary import Term
from kiosk.flow.model import Audience
from screens.layout.plan import Manner
from screens.layout.zones import Zones
from screens.screen import NavKey, Screen, Spoken
from screens.theme import Role, Size
from screens.ui import Ui
from screens.visit.glossary import add_explain_key
from screens.widgets.guide_sees import let_guide_see
from screens.widgets.key import Key, Look, Mark
from screens.widgets.label import Card, Label, Picture


@dataclass(frozen=True)
class ServiceCard:
    """A service on the home screen."""

    id: str
    title: str
    summary: str
    icon: str


class HomeScreen(Screen):
    """The services for one audience as large cards; there is room for more, on further pages.

    other: the audience whose services a quiet key leads to; None where there is none. behind: this list lies
    behind the other's, and Back leads there. prepared: whether a form filled in at home can be finished.
    where: whether somebody can ask where their case is. appointments: whether they are given here. acted:
    "service" with its id, "audience" with the other, "prepared", "where", "appointments".
    """

    def __init__(
        self,
        ui: Ui,
        cards: tuple[ServiceCard, ...],
        audience: Audience = "residents",
        other: Audience | None = None,
        *,
        behind: bool = False,
        prepared: bool = False,
        where: bool = False,
        appointments: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(ui, ui.say(f"home.title_{audience}"), "" if cards else ui.say("home.none"), parent)
        self._other, self._behind = other, behind
        if other is not None and not behind:  # beside "listen again": it takes no room from the services
            key = Key(ui, ui.say(f"home.to_{other}"), icon_after="forward", look=Look.QUIET)
            key.clicked.connect(lambda: self.acted.emit("audience", other))
            self.add_header_key(key)
        self._about: list[Key] = []
        """What was begun elsewhere or before."""
        for action, offered in (("prepared", prepared), ("where", where)):
            if offered and not behind:
                key = Key(ui, ui.say(f"home.{action}"), look=Look.QUIET)
                key.clicked.connect(lambda _c=False, a=action: self.acted.emit(a, ""))
                self._about.append(key)
                self.add_header_key(key)
        for card in cards:
            key = Key(ui, card.title, sub=card.summary, icon=card.icon, role=Role.CHOICE, left=True)
            key.clicked.connect(lambda _c=False, i=card.id: self.acted.emit("service", i))
            let_guide_see(key)
            self.add(key)
        if appointments and not behind:
            words, sub = ui.say("home.appointments"), ui.say("home.appointments_sub")
            key = Key(ui, words, sub=sub, icon="calendar", role=Role.CHOICE, left=True)
            key.clicked.connect(lambda: self.acted.emit("appointments", ""))
            let_guide_see(key)
            self.add(key)
        self._own = frozenset(words for card in cards for words in (card.title, card.summary))

    def place(self, zones: Zones) -> None:
        """What was begun elsewhere or before stands at the top; where that would leave no room for what there
        is to do, such a key is the last thing."""
        for key in reversed(self._about):
            if key in self._header_keys and self._crowded(zones.touch.width()):
                self._header_keys.remove(key)
                self.add(key)
        super().place(zones)

    def _crowded(self, width: int) -> bool:
        """Whether the keys at the top take another row where the page is low, or a third one anywhere."""
        gap, rows, left = self.ui.theme.gap, 1, width
        for key in self._header_keys:
            wanted = key.width_wanted()
            if wanted > left and left < width:
                rows, left = rows + 1, width
            left -= wanted + gap
        return rows > (1 if self._low() else 2)

    def _low(self) -> bool:
        theme = self.ui.theme
        return theme.size is Size.LARGEST and (theme.sitting or theme.panel.landscape)

    def nav(self) -> tuple[NavKey, ...]:
        """The way back from the list behind."""
        return (NavKey("back", self.ui.say("steps.back"), icon="back"),) if self._behind else ()

    def press(self, _key: str) -> None:
        """To the other list."""
        self.acted.emit("audience", self._other)

    def is_own(self, text: str) -> bool:
        """The services' names too."""
        return text in self._own or super().is_own(text)


class WaitScreen(Screen):
    """Something takes a moment: it says so, and nothing can be pressed twice."""

    whole = True

    def __init__(self, ui: Ui, words: str, parent: QWidget | None = None) -> None:
        super().__init__(ui, words, parent=parent)
        self.set_lead(Picture(ui, "clock", 40, ui.theme.palette.go))
        if self.listen is not None:
            self._header_keys.remove(self.listen)
            self.listen.hide()

    def manner(self) -> Manner:
        """In the middle."""
        return replace(super().manner(), centred=True)


@dataclass(frozen=True)
class ReceiptView:
    """What the receipt shows: number in groups, day in words, window where a person answers.

    terms: the office words of what comes next. asked: a question was asked, nothing was applied for; until:
    the sentence that tells when it is answered.
    """

    number: str
    next_steps: tuple[str, ...]
    slip_printed: bool
    service: str = ""
    day: str = ""
    window: str = ""
    terms: tuple[Term, ...] = ()
    asked: bool = False
    until: str = ""


class ReceiptScreen(Screen):
    """A tick, "handed in", the registration number in large figures, and what comes next on a card."""

    page_keys = False
    whole = True

    def __init__(self, ui: Ui, view: ReceiptView, parent: QWidget | None = None) -> None:
        title = ui.say("receipt.asked" if view.asked else "receipt.title")
        super().__init__(ui, title, ui.say("receipt.thanks"), parent=parent)
        self.set_lead(Picture(ui, "check", 32, ui.theme.palette.done))
        self._number = Label(ui, view.number, Role.NUMBER, bold=True, centred=True, one_line=True)
        self._number.setAccessibleName(" ".join(view.number.replace(" ", "")))
        self.add(Label(ui, ui.say("receipt.number"), Role.BODY, centred=True))
        self.add(self._number)
        self._what: Label | None = None
        if view.service:
            what = ui.say("receipt.what", service=view.service, date=view.day)
            self._what = Label(ui, what, Role.BODY, centred=True)
            self.add(self._what)
        slip = ui.say("receipt.take_slip" if view.slip_printed else "receipt.no_slip")
        self._until = view.until
        lines = [slip, *view.next_steps, *filter(None, (view.until,))]
        if view.window:
            ask = "receipt.ask" if view.slip_printed else "receipt.ask_number"
            lines.append(ui.say(ask, window=view.window))
        numbered = tuple(f"{k}.\u00a0{line}" for k, line in enumerate(lines, 1))
        self._cards = [Card(ui, ui.say("receipt.next"), numbered)]
        self._single = [Card(ui, "", (line,)) for line in numbered]
        self.add(self._cards[0])
        if view.terms:
            add_explain_key(self, view.terms)

    def manner(self) -> Manner:
        """In the middle, "listen again" below."""
        return replace(super().manner(), centred=True, keys_last=True)

    def place(self, zones: Zones) -> None:
        """Where the card is higher than a page, each line stands on one of its own."""
        box = zones.words.united(zones.touch)
        if self._items[-1] is self._cards[0] and self._cards[0].height_for(box.width()) > box.height() // 2:
            self._items.pop().setParent(None)
            for card in self._single:
                self.add(card)
        super().place(zones)

    def spoken(self) -> tuple[Spoken, ...]:
        """The number is said digit by digit; it names nobody."""
        said = []
        for each in super().spoken():
            if each.widget is self._number:
                said.append(Spoken(" ".join(self._number.text.replace(" ", "")), self._number, fixed=False))
            elif each.widget is self._what or (self._until and self._until in each.text):
                # What bears a day: made, heard and deleted, not kept with the fixed sounds.
                said.append(replace(each, fixed=False))
            else:
                said.append(each)
        return tuple(said)

    def nav(self) -> tuple[NavKey, ...]:
        """The slip once more, and what is still to be read; "I am finished" only when all was shown."""
        more, done = self.ui.say("shell.more"), self.ui.say("receipt.done")
        return (
            NavKey("back", self.ui.say("shell.page_before"), icon="back")
            if self.page
            else NavKey("print", self.ui.say("receipt.print")),
            NavKey("forward", done if self.last_page else more, go=True, also=(more, done)),
        )

    def press(self, key: str) -> None:
        """Print, turn the page, or go on to the rating."""
        if key == "print":
            self.acted.emit("print_receipt", "")
        elif key == "back" or not self.last_page:
            self.turn(-1 if key == "back" else 1)
        else:
            self.acted.emit("receipt_done", "")


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

    whole = True

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
        self._keys = tuple(sorted((no, yes), key=lambda k: k.go))
        self.set_lead(Picture(ui, icon or "question", 40, colour or ui.theme.palette.go))

    def manner(self) -> Manner:
        """A prompt stands in the middle."""
        return replace(super().manner(), centred=True)

    def spoken(self) -> tuple[Spoken, ...]:
        """The question, and its answers."""
        return (*super().spoken(), *(Spoken(key.text) for key in self._keys))

    def say_now(self, help_: str) -> None:
        """Change the help sentence (a countdown)."""
        if self.help is not None:
            self.help.set_text(help_)

    def nav(self) -> tuple[NavKey, ...]:
        """The two answers, the one to go on with last."""
        return self._keys

    def press(self, key: str) -> None:
        """Which one."""
        self.acted.emit(key, "")


class OutOfServiceScreen(Screen):
    """The kiosk cannot serve: it says so, and where a person is."""

    whole = True

    def __init__(self, ui: Ui, lines: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(ui, ui.say("broken.title"), parent=parent)
        self.set_lead(Picture(ui, "window_counter", 40, ui.theme.palette.go))
        for line in lines:
            self.add(Label(ui, line, Role.CHOICE, centred=True))

    def manner(self) -> Manner:
        """In the middle."""
        return replace(super().manner(), centred=True)
