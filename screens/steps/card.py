"""The step on which the identity card is laid on the reader."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.flow.answer import CardData, CardLaid, Unknown
from kiosk.flow.model import Card
from kiosk.message import Message
from screens.fonts import unshowable
from screens.screen import NavKey, Spoken
from screens.steps.card_laid import LaidCard
from screens.steps.entry import OFFER_AFTER
from screens.steps.step import StepScreen, View
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.guide_sees import let_guide_see
from screens.widgets.key import Key, Look
from screens.widgets.label import Label, Picture

PICTURE_MM = 60


@dataclass(frozen=True)
class CardDraft:
    """refusals: how often a card could not be read. laid: the card that is being asked about."""

    refusals: int = 0
    laid: CardData | None = None
    covered: bool = False


class CardScreen(StepScreen):
    """ "Lay your card here", or go on without one, which is just as good; then "is this you?".

    The host reads the card while the screen is shown, and calls :meth:`card_read` or :meth:`card_failed`.
    put_aside: the card read, with this number, is not the right one; nothing of it is kept, and another is to
    be read. What the card says is shown in part, can be covered, and is spoken by earphones alone.
    """

    put_aside = Signal(str)

    def __init__(self, ui: Ui, view: View) -> None:
        super().__init__(ui, view)
        step = view.step
        assert isinstance(step, Card)
        self._confirm = step.confirm.in_(ui.locale) if step.confirm else ui.say("card.is_it_you")
        plain = "card.right" if step.confirm else "card.you"
        self._right = step.right.in_(ui.locale) if step.right else ui.say(plain)
        self._ask_for = step.title.in_(ui.locale)
        self._refusals = 0
        self._covered = False
        self.laid: CardData | None = None
        self.laid_card: LaidCard | None = None
        self._picture = Picture(ui, "card_reader", PICTURE_MM, ui.theme.palette.go)
        self.no_card_key = Key(ui, ui.say("entry.no_card"), icon="pencil", role=Role.CHOICE)
        self.no_card_key.clicked.connect(lambda: self.answered.emit(CardLaid(card=None)))
        self.another_key = Key(ui, ui.say("card.not_this"), role=Role.CHOICE)
        self.another_key.clicked.connect(self._not_this)
        self.unsure_key = Key(ui, ui.say("entry.unsure"), look=Look.QUIET)
        self.unsure_key.clicked.connect(lambda: self.answered.emit(Unknown()))
        self.cover_key = Key(ui, ui.say("entry.cover"), icon="eye_off", look=Look.QUIET)
        self.cover_key.reserve((ui.say("entry.cover"), ui.say("entry.uncover")))
        self.cover_key.clicked.connect(lambda: self._cover(not self._covered))
        let_guide_see(self._picture, self.no_card_key, self.another_key, self.cover_key)
        for item in (self._picture, self.no_card_key):
            self.add(item)
        self.add_header_key(self.unsure_key)
        for hidden in (self.another_key, self.cover_key):
            hidden.setParent(self)
            hidden.hide()

    # --- the two things that it asks --------------------------------------------------------

    def nav(self) -> tuple[NavKey, ...]:
        """Back, and "that is me" once a card was read; before, the card or one of the keys leads on."""
        if self.laid is not None:
            return self.back_and(self._right)
        return (NavKey("back", self.ui.say("steps.back"), icon="back"),)

    def go_forward(self) -> None:
        """The card is the right one."""
        if self.laid is not None:
            self.answered.emit(CardLaid(card=self.laid))

    def press(self, key: str) -> None:
        """From the question whose card it is, back leads to laying one."""
        if key == "back" and self.laid is not None:
            self._not_this()
        else:
            super().press(key)

    def card_read(self, data: CardData) -> None:
        """The reader has read the card: ask whether it is the right one."""
        self.laid = data
        self.laid_card = LaidCard(self.ui, data.name, data.identity_number)
        self.laid_card.cover(self._covered)
        self._swap([self.laid_card, self.another_key], self.cover_key)
        self._say(self._confirm, self._to_know(data))

    def _to_know(self, data: CardData) -> str:
        """What is worth a word before one goes on; one thing alone, and neither keeps anybody from it."""
        # Old cards hold some rare characters in private codes that no font knows. The box in the name stands
        # here before the resident; that the card has run out the window tells again.
        if unshowable(data.name):
            return self.ui.say("card.unshown")
        expired = data.valid_until is not None and data.valid_until < self.ui.today()
        return self.ui.say("card.expired") if expired else ""

    def _not_this(self) -> None:
        """Forget the card and ask for one anew."""
        number = self.laid.identity_number if self.laid is not None else ""
        old, self.laid, self.laid_card = self.laid_card, None, None
        self._swap([self._picture, self.no_card_key], self.unsure_key)
        if old is not None:
            old.deleteLater()
        self._say(self._ask_for, self.ui.say("card.put_aside"))
        self.put_aside.emit(number)

    def _swap(self, items: list[QWidget], header: Key) -> None:
        for each in (*self._items, self.unsure_key, self.cover_key):
            each.hide()
        self._items[:] = []
        for item in items:
            self.add(item)
        self._header_keys = [k for k in self._header_keys if k not in (self.unsure_key, self.cover_key)]
        self.add_header_key(header)
        self._page = 0

    def _say(self, title: str, help_: str) -> None:
        if self.title is not None:
            self.title.set_text(title)
        self._set_help(help_, bold=False)
        self.relayout()
        self.nav_changed.emit()
        self.turned.emit()

    def _cover(self, covered: bool) -> None:
        self._covered = covered
        self.cover_key.set_words(self.ui.say("entry.uncover" if covered else "entry.cover"))
        if self.laid_card is not None:
            self.laid_card.cover(covered)

    # --- what went amiss --------------------------------------------------------------------

    def card_failed(self, message: Message) -> None:
        """The card could not be read; the second time the guide is offered."""
        self.refuse(message)

    def refuse(self, message: Message) -> None:
        """Say what to do. The second time the guide is offered too."""
        self._refusals += 1
        words = self.ui.tell(message)
        self._set_help(words, bold=True)
        self.relayout()
        self.said.emit(words)
        if self._refusals >= OFFER_AFTER:
            self.acted.emit("offer_guide", "")

    def _set_help(self, words: str, *, bold: bool) -> None:
        if self.help is not None:
            self.help.hide()
            self.help.deleteLater()
        self.help = Label(self.ui, words, Role.BODY, bold=bold, balanced=True, parent=self) if words else None

    def spoken(self) -> tuple[Spoken, ...]:
        """Title, help and keys; whose card it is by earphones alone."""
        if self.laid_card is None:
            return super().spoken()
        shown = self.page_items()
        words = [Spoken(w.text, w) for w in (self.title, self.help) if w is not None and not w.isHidden()]
        if self.laid_card in shown:
            words += self.laid_card.told()
        words.append(Spoken(self._right))
        if self.another_key in shown:
            words.append(Spoken(self.another_key.text(), self.another_key))
        return (*words, *self.told_more())

    def draft(self) -> object:
        """How often the card could not be read, and the card that is being asked about."""
        return CardDraft(self._refusals, self.laid, self._covered)

    def restore(self, draft: object) -> None:
        """Count on, and ask on."""
        if isinstance(draft, CardDraft):
            self._refusals = draft.refusals
            self._cover(draft.covered)
            if draft.laid is not None:
                self.card_read(draft.laid)
