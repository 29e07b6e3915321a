"""The step on which an address is entered: the place picked, the rest written."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kiosk.field import place
from kiosk.flow.answer import Answer, Place
from kiosk.flow.model import Address
from kiosk.message import Message
from kiosk.writing.aids import Field as Wanted
from screens.screen import NavKey
from screens.steps.entry import EntryDraft
from screens.steps.step import View
from screens.steps.writing import WritingScreen
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.town_keys import TownKeys

ELSEWHERE = ""
"""In place of a town: an address outside the district, written whole."""
SIGNS_ZH = (
    (*"12345", "号", "弄", "室"),
    (*"67890", "路", "村", "组"),
    tuple("-幢楼层队街区"),
)
SIGNS = (tuple("12345"), tuple("67890"), ("-", ",", ".", "/", "#"))


class Nothing(QWidget):
    """In place of what was entered, while nothing is."""

    def height_for(self, _width: int) -> int:
        """None."""
        return 0


class AddressScreen(WritingScreen):
    """First the towns of the district as large keys, then the road and the house number."""

    wanted: Wanted = "address"
    private_choice = True

    def __init__(self, ui: Ui, view: View) -> None:
        assert isinstance(view.step, Address)
        signs = SIGNS_ZH if ui.locale == "zh_CN" else SIGNS
        super().__init__(ui, view, lines=2, role=Role.CHOICE, signs=signs)
        self.writing = False
        self.town: str | None = None
        places = ui.aids.places
        # Without the tables there are no places to pick: the whole address is written.
        self._placed = bool(places.divisions)
        district = places.divisions[-1] if self._placed else ""
        elsewhere = ui.say("entry.elsewhere", district=district)
        self.towns = TownKeys(ui, places.towns, elsewhere, parent=self)
        self.towns.picked.connect(self._touched)
        self._nothing = Nothing(self)
        self._writing_keys = list(self._header_keys)
        self._where_keys = [key for key in self._header_keys if key is not self.cover_key]
        if isinstance(view.value, Place):
            last = view.value.divisions[-1] if view.value.divisions else ELSEWHERE
            self.text = view.value.detail
            here = view.value.divisions[:-1] == places.divisions and last in places.towns
            self._pick_town(last if here else ELSEWHERE)
            if not here:
                self.text = view.value.line()
            self.writing = True
        elif not self._placed:
            self._pick_town(ELSEWHERE)
            self.writing = True
        self._take_side()
        self.show_entry()

    def _touched(self, town: str) -> None:
        self._pick_town(town)
        self.nav_changed.emit()

    def _pick_town(self, town: str) -> None:
        self.town = town
        self.towns.select(town)
        self.field.set_before("".join(self.divisions()))

    def divisions(self) -> tuple[str, ...]:
        """The names from the province down; none for an address elsewhere."""
        return (*self.ui.aids.places.divisions, self.town) if self.town else ()

    # --- the two sides ----------------------------------------------------------------------

    def _take_side(self) -> None:
        """Take the widgets of one side, and hide those of the other."""
        for each in (self.field, self.keys, self.row, self._nothing, self.towns, self.cover_key):
            each.hide()
        if self.writing:
            self._header_keys = self._writing_keys
            self.compose(self.field, self.keys, self.row)
        else:
            self._header_keys = self._where_keys
            self.compose(self._nothing, self.towns)

    def _go(self, writing: bool) -> None:
        self.writing = writing
        self._page = 0
        self._take_side()
        self.relayout()
        self.nav_changed.emit()
        self.turned.emit()

    def words_shown(self) -> list[QWidget]:
        """The step's help is about picking; while writing, only what to do about a refused entry is said."""
        words = super().words_shown()
        return [w for w in words if not self.writing or w is not self.help or w is self.refusal]

    # --- what the host asks -----------------------------------------------------------------

    def nav(self) -> tuple[NavKey, ...]:
        """Where: on as soon as a place is picked."""
        if self.writing or not self.last_page:
            return super().nav()
        return self.back_and(self.ui.say("steps.next"), enabled=self.town is not None)

    def press(self, key: str) -> None:
        """Back from writing leads to the places, where there are any."""
        if key == "back" and self.writing and self.page == 0 and self._placed:
            self._go(False)
        else:
            super().press(key)

    def go_forward(self) -> None:
        """From the places to writing, then the answer."""
        if self.writing or not self.last_page:
            super().go_forward()
        elif self.town is not None:
            self._go(True)

    def read(self) -> Answer | Message:
        """The address."""
        return place.read(self.divisions(), self.text)

    def _hint(self) -> str:
        return self.ui.say("entry.how_whole" if self.town == ELSEWHERE else "entry.how_address")

    def draft(self) -> object:
        """The place, the text, and which of the two is shown."""
        flags = (self.keys.signs_side, self.writing, self.town is not None)
        return self.draft_of(self.text, self.letters, self.town or "", flags=flags)

    def take(self, draft: EntryDraft) -> None:
        """All of it again."""
        super().take(draft)
        _signs, self.writing, picked = draft.flags
        if picked:
            self._pick_town(draft.parts[2])
        self._take_side()
