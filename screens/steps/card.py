"""The step on which the identity card is laid on the reader."""

from __future__ import annotations

from kiosk.flow.answer import CardData, CardLaid, Unknown
from kiosk.flow.model import Card
from kiosk.message import Message
from screens.screen import NavKey
from screens.steps.entry import OFFER_AFTER
from screens.steps.step import StepScreen, View
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.key import Key, Look
from screens.widgets.label import Label, Picture

PICTURE_MM = 60


class CardScreen(StepScreen):
    """ "Lay your card here", or go on without one, which is just as good.

    The host reads the card while the screen is shown, and calls :meth:`card_read` or :meth:`card_failed`.
    Nothing that the card says is shown or spoken here.
    """

    def __init__(self, ui: Ui, view: View) -> None:
        super().__init__(ui, view)
        assert isinstance(view.step, Card)
        self._refusals = 0
        self.add(Picture(ui, "card_reader", PICTURE_MM, ui.theme.palette.go))
        self.no_card_key = Key(ui, ui.say("entry.no_card"), icon="pencil", role=Role.CHOICE)
        self.no_card_key.clicked.connect(lambda: self.answered.emit(CardLaid(card=None)))
        self.add(self.no_card_key)
        self.unsure_key = Key(ui, ui.say("entry.unsure"), look=Look.QUIET)
        self.unsure_key.clicked.connect(lambda: self.answered.emit(Unknown()))
        self.add_header_key(self.unsure_key)

    def nav(self) -> tuple[NavKey, ...]:
        """Back alone: the card, or one of the keys, leads on."""
        return (NavKey("back", self.ui.say("steps.back"), icon="back"),)

    def go_forward(self) -> None:
        """Nothing: there is no forward key."""

    def card_read(self, data: CardData) -> None:
        """The reader has read the card."""
        self.answered.emit(CardLaid(card=data))

    def card_failed(self, message: Message) -> None:
        """The card could not be read; the second time the guide is offered."""
        self.refuse(message)

    def refuse(self, message: Message) -> None:
        """Say what to do. The second time the guide is offered too."""
        self._refusals += 1
        words = self.ui.tell(message)
        if self.help is not None:
            self.help.hide()
            self.help.deleteLater()
        self.help = Label(self.ui, words, Role.BODY, bold=True, parent=self)
        self.relayout()
        self.said.emit(words)
        if self._refusals >= OFFER_AFTER:
            self.acted.emit("offer_guide", "")

    def draft(self) -> object:
        """How often the card could not be read."""
        return self._refusals

    def restore(self, draft: object) -> None:
        """Count on."""
        if isinstance(draft, int):
            self._refusals = draft
