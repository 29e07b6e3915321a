"""The step on which an address is entered: the place picked or searched for, the rest written."""

from __future__ import annotations

from dataclasses import replace

from kiosk.field import place
from kiosk.flow.answer import Answer, Place
from kiosk.flow.model import Address
from kiosk.message import Message
from screens.screen import NavKey
from screens.steps.address_places import PlaceScreen, Side
from screens.steps.entry import EntryDraft
from screens.steps.step import View
from screens.theme import Size
from screens.ui import Ui
from screens.widgets.field import COVER

SIGNS_ZH = (
    (*"12345", "号", "弄", "室"),
    (*"67890", "路", "村", "组"),
    tuple("-幢楼层队街区"),
)
SIGNS = (tuple("12345"), tuple("67890"), ("-", ",", ".", "/", "#"))
SAME = "same"
MOST_RECENT = 2
APART = "\u001f"
"""Between names and lists within a draft; no name has it."""


class AddressScreen(PlaceScreen):
    """First the place, then the road and the house number.

    An address that was given earlier in this visit can be taken over with one tap.
    """

    def __init__(self, ui: Ui, view: View) -> None:
        assert isinstance(view.step, Address)
        super().__init__(ui, view, signs=SIGNS_ZH if ui.locale == "zh_CN" else SIGNS)
        self._recent = view.recent[:MOST_RECENT] if self._placed else ()
        for at in range(len(self._recent)):
            self.towns.add_wide(f"{SAME}{at}", ui.say("divisions.same"), "")
        if isinstance(view.value, Place):
            self._show_answer(view.value)
        elif not self._placed:
            self.where.chosen = ()
            self.side = Side.WRITING
        self._offer()
        self._take_side()
        self.show_entry()

    def _show_answer(self, value: Place) -> None:
        self.side = Side.WRITING
        if self.where.take_names(value.divisions):
            self.text = value.detail
        else:
            self.where.chosen, self.text = (), value.line()

    def _wished(self, wish: str) -> None:
        if wish.startswith(SAME):
            self._take_over(self._recent[int(wish.removeprefix(SAME))])
        else:
            super()._wished(wish)

    def _take_over(self, earlier: Place) -> None:
        """The same address as before, ready to be changed or said yes to."""
        self._drop()
        self._show_answer(earlier)
        self._offer()
        self._show(Side.WRITING)

    def show_entry(self) -> None:
        """What is written, and the addresses of before, covered or not."""
        super().show_entry()
        for at, earlier in enumerate(self._recent):
            line = earlier.line().removeprefix("".join(self.ui.aids.places.divisions))
            if self.ui.theme.size is Size.LARGEST:  # town and house are enough to know it again
                line = "".join(earlier.divisions[-1:]) + earlier.detail
            shown = COVER * len(line) if self.covered else line
            self.towns.wide[f"{SAME}{at}"].set_words(self.ui.say("divisions.same"), shown)

    # --- what the host asks -------------------------------------------------------------------

    def nav(self) -> tuple[NavKey, ...]:
        """Places: on as soon as one is picked. Search: on by picking what was found."""
        if self.writing or not self.last_page:
            return super().nav()
        picked = self.side is Side.PLACES and self.where.chosen is not None
        return self.back_and(self.ui.say("steps.next"), enabled=picked)

    def press(self, key: str) -> None:
        """Back leads from the rest to the places, from a list to the one before."""
        if key == "back" and self.side is Side.SEARCH:
            self._leave_search()
            self._choose()
            self._show(Side.PLACES)
        elif key == "back" and self.writing and self.page == 0 and self._placed:
            self._show(Side.PLACES)
        elif key == "back" and self.side is Side.PLACES and self.where.up():
            self._offer()
            self._show(Side.PLACES)
        else:
            super().press(key)

    def go_forward(self) -> None:
        """From the places to writing, then the answer."""
        if self.writing or not self.last_page:
            super().go_forward()
        elif self.side is Side.PLACES and self.where.chosen is not None:
            self._show(Side.WRITING)

    def read(self) -> Answer | Message:
        """The address."""
        return place.read(self.divisions(), self.text)

    def draft(self) -> object:
        """What is written, and where in the tree one is."""
        written = super().draft()
        assert isinstance(written, EntryDraft)
        chosen = self.where.chosen
        own = (self.side.value, APART.join(self.where.trail), self._detail)
        names = ("no",) if chosen is None else ("yes", *chosen)
        return replace(written, parts=(*written.parts, *own, APART.join(names)))

    def take(self, draft: EntryDraft) -> None:
        """All of it again."""
        *written, side, trail, detail, names = draft.parts
        super().take(replace(draft, parts=tuple(written)))
        self.side, self._detail = Side(side), detail
        self.where.trail = tuple(trail.split(APART))
        picked, *chosen = names.split(APART)
        self.where.chosen = tuple(chosen) if picked == "yes" else None
        self._offer()
        self._take_side()
