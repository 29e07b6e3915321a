"""The screens on which a resident asks where their case is: its number, whose it is, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from kiosk.cases.number import LONGEST, SHORTEST, grouped
from kiosk.cases.prepared import PROOF_LENGTH
from kiosk.cases.where_told import Told
from kiosk.message import Message
from screens.layout.zones import Zones
from screens.screen import NavKey, Screen, Spoken
from screens.ui import Ui
from screens.visit.prepared import SignsScreen
from screens.widgets.key import Key, Look
from screens.widgets.keypad import Keypad
from screens.widgets.label import Card


class NumberScreen(SignsScreen):
    """The registration number from the slip."""

    def __init__(self, ui: Ui, *, given: str = "", told: Message | None = None) -> None:
        super().__init__(ui, "where.number", (SHORTEST, LONGEST), Keypad(ui), (4, 4, 4), told)
        self.text = given
        self.show_entry()


class LastFourScreen(SignsScreen):
    """The end of the identity number that stands in the case."""

    def __init__(self, ui: Ui) -> None:
        exactly = (PROOF_LENGTH, PROOF_LENGTH)
        super().__init__(ui, "where.proof", exactly, Keypad(ui, more="X"), (PROOF_LENGTH,), None)


class WhereScreen(Screen):
    """Where a case is: what it is, what comes next and by when, what to bring, the way it goes.

    ``acted``: "close", or "withdraw" where that is offered. notice: what came of a wish to withdraw.
    """

    page_keys = True

    def __init__(
        self,
        ui: Ui,
        told: Told,
        number: str,
        *,
        can_withdraw: bool,
        notice: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(ui, told.title, notice or told.what[0], parent)
        self._private: set[Card] = set()
        if can_withdraw:
            key = Key(ui, ui.say("where.withdraw"), look=Look.QUIET)
            key.clicked.connect(lambda: self.acted.emit("withdraw", ""))
            self.add_header_key(key)
        numbered = ui.say("where.number", number=grouped(number))
        about = (told.what[0], *told.what[1:], numbered) if notice else (*told.what[1:], numbered)
        self._cards: list[tuple[Card, str, tuple[str, ...]]] = []
        if told.bring_first:
            self._card(told.bring_title, told.bring)
        self._card(told.written_title, (told.written,) if told.written else (), private=True)
        self._card(ui.say("where.next_title"), told.next)
        if not told.bring_first:
            self._card(told.bring_title, told.bring)
        self._card(ui.say("where.path_title"), told.path)
        self._card("", about)

    def _card(self, heading: str, lines: tuple[str, ...], *, private: bool = False) -> None:
        if not lines:
            return
        card = Card(self.ui, heading, lines)
        if private:
            self._private.add(card)
        self._cards.append((card, heading, lines))
        self.add(card)

    def place(self, zones: Zones) -> None:
        """A card that is higher than a page stands line by line."""
        for card, heading, lines in tuple(self._cards):
            if len(lines) > 1 and card.height_for(zones.touch.width()) > zones.touch.height() * 2 // 3:
                at = self._items.index(card)
                card.setParent(None)
                single = [
                    Card(self.ui, heading if n == 0 else "", (line,), self) for n, line in enumerate(lines)
                ]
                self._items[at : at + 1] = single
                self._cards.remove((card, heading, lines))
        super().place(zones)

    def spoken(self) -> tuple[Spoken, ...]:
        """What an officer wrote by earphones alone; nothing of it is the same for everybody."""
        said: Sequence[Spoken] = super().spoken()
        return tuple(
            each
            if self.is_own(each.text)
            else replace(each, fixed=False, private=each.widget in self._private)
            for each in said
        )

    def nav(self) -> tuple[NavKey, ...]:
        """It was read."""
        return (NavKey("forward", self.ui.say("sheet.close"), go=True),)

    def press(self, _key: str) -> None:
        """To the home page."""
        self.acted.emit("close", "")
