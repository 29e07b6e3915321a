"""The screens on which a resident asks where their case is: its number, whose it is, and the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from textwrap import wrap

from PySide6.QtWidgets import QWidget

from kiosk.cases.number import LONGEST, SHORTEST, grouped
from kiosk.cases.prepared import PROOF_LENGTH
from kiosk.cases.where_told import Told
from kiosk.message import Message
from screens.layout.zones import Zones
from screens.screen import NavKey, Screen, Spoken
from screens.ui import Ui
from screens.visit.prepared import SignsScreen
from screens.widgets.keypad import Keypad
from screens.widgets.label import Card

MOST_SIGNS = 40
"""In one piece of what an officer wrote."""
_ENDS = re.compile(r"(?<=[。！？；!?;\n])")


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


class CardsScreen(Screen):
    """A few cards to read, on as many pages as they need."""

    page_keys = False
    whole = True

    def __init__(self, ui: Ui, title: str, help_: str, parent: QWidget | None = None) -> None:
        super().__init__(ui, title, help_, parent)
        self._private: set[QWidget] = set()
        self._cards: list[tuple[Card, str, tuple[str, ...]]] = []

    def add_card(self, heading: str, lines: tuple[str, ...], *, private: bool = False) -> None:
        """Nothing where it has no lines. private: it is said by earphones alone."""
        if not lines:
            return
        card = Card(self.ui, heading, lines)
        if private:
            self._private.add(card)
        self._cards.append((card, heading, lines))
        self.add(card)

    def place(self, zones: Zones) -> None:
        """Where a card is higher than half a page, each line stands on one of its own."""
        box = zones.words.united(zones.touch)
        for card, heading, lines in tuple(self._cards):
            if len(lines) > 1 and card.height_for(box.width()) > box.height() // 2:
                at = self._items.index(card)
                card.setParent(None)
                single = [
                    Card(self.ui, heading if n == 0 else "", (line,), self) for n, line in enumerate(lines)
                ]
                if card in self._private:
                    self._private.update(single)
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


class WhereScreen(CardsScreen):
    """Where a case is: what it is, what comes next and by when, what to bring, the way it goes.

    ``acted``: "close", or "withdraw", "correct" or "print" where that is offered. notice: what came of such
    a wish.
    """

    def __init__(
        self,
        ui: Ui,
        told: Told,
        number: str,
        *,
        can_withdraw: bool,
        can_correct: bool = False,
        notice: str = "",
        prints: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(ui, told.title, notice or told.what[0], parent)
        self._prints = prints
        self._offers = tuple(
            key
            for key, offered in (
                (NavKey("correct", ui.say("where.correct")), can_correct),
                (NavKey("withdraw", ui.say("where.withdraw")), can_withdraw),
            )
            if offered
        )
        numbered = ui.say("where.number", number=grouped(number))
        about = (told.what[0], *told.what[1:], numbered) if notice else (*told.what[1:], numbered)
        if told.bring_first:
            self.add_card(told.bring_title, told.bring)
        self.add_card(told.written_title, pieces(told.written), private=True)
        self.add_card(ui.say("where.next_title"), told.next)
        if not told.bring_first:
            self.add_card(told.bring_title, told.bring)
        self.add_card(ui.say("where.path_title"), told.path)
        self.add_card("", about)

    def nav(self) -> tuple[NavKey, ...]:
        """What is still to be read, and "all right" only when all was shown; on the first page the wishes to
        correct and to withdraw."""
        more, done = self.ui.say("shell.more"), self.ui.say("sheet.close")
        forward = NavKey("forward", done if self.last_page else more, go=True, also=(more, done))
        if self.page:
            return (NavKey("back", self.ui.say("shell.page_before"), icon="back"), forward)
        if self._prints:
            return (NavKey("print", self.ui.say("asked.print")), forward)
        return (*self._offers, forward)

    def press(self, key: str) -> None:
        """Turn the page, withdraw it, or go to the home page."""
        if key in ("correct", "withdraw", "print"):
            self.acted.emit(key, "")
        elif key == "back" or not self.last_page:
            self.turn(-1 if key == "back" else 1)
        else:
            self.acted.emit("close", "")


def pieces(text: str) -> tuple[str, ...]:
    """What an officer wrote, sentence by sentence; a long one in several, so that each fits a page."""
    sentences = [each.strip() for each in _ENDS.split(text) if each.strip()]
    return tuple(piece for each in sentences for piece in wrap(each, MOST_SIGNS))
