"""Picking a place on the screen of an address: by lists of large keys, or by searching for its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from PySide6.QtWidgets import QWidget

from kiosk.writing.aids import Candidate, Expected
from kiosk.writing.aids import Field as Wanted
from kiosk.writing.divisions import Found
from screens.screen import Spoken
from screens.steps.address_where import NEAR, PROVINCES, Option, Where, told_found
from screens.steps.step import View
from screens.steps.writing import WritingScreen
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.label import Label
from screens.widgets.place_keys import PlaceKeys, PlaceWords

DISTRICTS, SEARCH, WHOLE = "districts", "search", "whole"
MOST_LATIN = 14
"""Letters of a name beside its characters; longer ones are told by these alone."""
LAST_PAGE = 99


class Nothing(QWidget):
    """In place of what was picked, while nothing is."""

    def height_for(self, _width: int) -> int:
        """None."""
        return 0


class Side(StrEnum):
    """What the screen shows: places to pick, the search for one, or the rest of the address."""

    PLACES = "places"
    SEARCH = "search"
    WRITING = "writing"


class PlaceScreen(WritingScreen):
    """The towns around as large keys, ways to places elsewhere, and the search for a name.

    A place is picked level by level: one that has parts opens their list, one that has none is chosen.
    """

    wanted: Wanted = "address"
    private_choice = True

    def __init__(self, ui: Ui, view: View, *, signs: Sequence[Sequence[str]]) -> None:
        super().__init__(ui, view, lines=2, role=Role.CHOICE, signs=signs)
        self.side = Side.PLACES
        self.where = Where(ui.aids.divisions, ui.aids.places)
        self._hits: tuple[Found, ...] = ()
        self._detail = ""
        """What is written of the rest, while the pad writes a name to be searched for."""
        # Without the tables there are no places to pick: the whole address is written.
        self._placed = bool(ui.aids.places.divisions)
        self.towns = PlaceKeys(ui, Role.CHOICE if ui.locale == "zh_CN" else Role.BODY, parent=self)
        self._add_keys()
        self.towns.picked.connect(self._touched)
        self.towns.wished.connect(self._wished)
        self._told = Label(ui, "", Role.CHOICE, bold=True, parent=self)
        self._nothing = Nothing(self)
        self._writing_keys = list(self._header_keys)
        self._where_keys = [key for key in self._header_keys if key is not self.cover_key]

    @property
    def _latin_names(self) -> bool:
        return self.ui.locale != "zh_CN"

    @property
    def writing(self) -> bool:
        """Whether the rest of the address is written now."""
        return self.side is Side.WRITING

    def divisions(self) -> tuple[str, ...]:
        """The names from the province down; none for an address written whole."""
        return self.where.chosen or ()

    def _add_keys(self) -> None:
        if self.where.known:
            self.towns.add_low(DISTRICTS, self.ui.say("divisions.districts"))
            self.towns.add_low(PROVINCES, self.ui.say("divisions.provinces"))
            self.towns.add_low(SEARCH, self.ui.say("divisions.search"))
            self.towns.add_low(WHOLE, self.ui.say("divisions.whole"))
        elif self._placed:
            district = self.ui.aids.places.divisions[-1]
            self.towns.add_low(WHOLE, self.ui.say("entry.elsewhere", district=district))

    # --- places -------------------------------------------------------------------------------

    def _offer(self) -> None:
        """Put the places of the list on the keys."""
        options = self.where.options() if self._placed else ()
        shown = self.where.shown
        low: tuple[str, ...] = (SEARCH,)
        if not self.where.known:
            low = (WHOLE,) if self._placed else ()
        elif shown == NEAR:
            low = (DISTRICTS, PROVINCES, SEARCH)
        elif shown == PROVINCES:
            low = (SEARCH, WHOLE)
        words = [PlaceWords(option.name, self._words_of(option), option.opens) for option in options]
        self.towns.offer(words, low, wide=shown == NEAR)
        self._choose()
        path = "".join(d.name for d in self.where.path())
        if self._latin_names:
            path = ", ".join(d.latin for d in reversed(self.where.path()))
        told = self.ui.say("divisions.within", place=path) if path else ""
        self._told.set_text(self.ui.say("divisions.which_province") if shown == PROVINCES else told)

    def _words_of(self, option: Option) -> str:
        latin = option.latin if self._latin_names and len(option.latin) <= MOST_LATIN else ""
        return f"{latin} {option.name}".strip()

    def _choose(self) -> None:
        chosen = self.where.chosen
        name = chosen[-1] if chosen and self.where.trail[-1] not in self._codes(chosen) else None
        self.towns.select(name)
        self.field.set_before("".join(self.divisions()))

    def _codes(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The list that is shown where it is the parts of what is chosen: then none of them is chosen yet."""
        path = self.where.path()
        return (self.where.shown,) if tuple(d.name for d in path) == names else ()

    def _touched(self, name: str) -> None:
        opened = self.where.pick(name)
        if opened:
            self._offer()
            self._show(Side.PLACES)
        else:
            self._choose()
            self.nav_changed.emit()

    def _wished(self, wish: str) -> None:
        if wish == SEARCH:
            self._search()
        elif wish == WHOLE:
            self.where.chosen = ()
            self._choose()
            self._show(Side.WRITING)
        else:
            if wish == DISTRICTS:
                self.where.open_districts()
            else:
                self.where.open_provinces()
            self._offer()
            self._show(Side.PLACES)

    # --- searching ----------------------------------------------------------------------------

    def _search(self) -> None:
        self._drop()
        self._detail, self.text = self.text, ""
        self.keys.show_signs(False)
        self.field.set_before("")
        self._show(Side.SEARCH)

    def _leave_search(self) -> None:
        self._drop()
        self.text, self._detail = self._detail, ""

    @property
    def _half_written(self) -> bool:
        """Whether the candidates are those of a character that is just being made, by hand or of parts."""
        parts = self.keys.way == "parts" and bool(self.parts or self.letters)
        return self.hand.written or parts

    def _candidates(self) -> tuple[Candidate, ...]:
        if self.side is Side.SEARCH and not self._half_written:
            self._hits = self.ui.aids.divisions.search(self.text, self.letters)
            return tuple(Candidate(self._words_of_hit(hit), 0) for hit in self._hits)
        if self.writing and self.empty() and self._room_for(""):
            return tuple(Candidate(village, 0) for village in self.villages())
        return super()._candidates()

    def expected(self) -> Expected:
        """Names of places while one is searched for; behind a town its villages."""
        told = super().expected()
        if told.field != "address":
            return told
        table = self.ui.aids.divisions
        if self.side is Side.SEARCH:
            wide = (*table.children(table.near[:2]), *table.provinces())
            return replace(told, places=(*told.places, *(d.name for d in wide)))
        chosen = self.divisions()
        villages = self.ui.aids.places.villages.get(chosen[-1], ()) if self._nearby else ()
        return replace(told, places=villages or told.places)

    def _words_of_hit(self, hit: Found) -> str:
        ways = list(told_found(self.ui.aids.divisions, hit, self._latin_names))
        if hit.formerly:
            now = hit.division.latin if self._latin_names else hit.division.name
            ways[:0] = [
                self.ui.say("divisions.formerly", now=now, old=hit.formerly),
                f"{now} ({hit.formerly})",
            ]
        return next((way for way in ways if self.row.fits(way)), ways[-1])

    def villages(self) -> tuple[str, ...]:
        """The villages of the town that is chosen; neighbourhoods stand in no address, their roads do."""
        villages = self.ui.aids.places.villages.get(self.divisions()[-1], ()) if self._nearby else ()
        return tuple(v for v in villages if v.endswith("村"))

    @property
    def _nearby(self) -> bool:
        chosen = self.divisions()
        return bool(chosen) and chosen[:-1] == self.ui.aids.places.divisions

    def _picked(self, at: int) -> None:
        if self.side is not Side.SEARCH or self._half_written:
            super()._picked(at)
            return
        more = self.where.take_found(self._hits[at])
        self._leave_search()
        self._offer()
        self._show(Side.PLACES if more else Side.WRITING)

    def _signed(self, sign: str) -> None:
        if self.side is not Side.SEARCH:
            super()._signed(sign)

    # --- the sides ----------------------------------------------------------------------------

    def _take_side(self) -> None:
        """Take the widgets of one side, and hide those of the other."""
        for each in (self.field, self.keys, self.row, self._told, self._nothing, self.towns, self.cover_key):
            each.hide()
        if self.side is Side.PLACES:
            with_same = bool(self.towns.wide) and self.where.shown == NEAR
            self._header_keys = self._writing_keys if with_same else self._where_keys
            self.compose(self._told if self._told.text else self._nothing, self.towns)
        else:
            self._header_keys = self._writing_keys if self.writing else self._where_keys
            self.compose(self.field, self.keys, self.row)

    def _show(self, side: Side) -> None:
        # What leads to another list keeps to the page with the keys; the rest begins with its first page.
        stays = side is not Side.WRITING and self.page > 0
        self.side = side
        self._page = LAST_PAGE if stays else 0
        self._take_side()
        self.relayout()
        self.show_entry()
        self.nav_changed.emit()
        self.turned.emit()

    def show_entry(self) -> None:
        """What is written; a search that found nothing says so."""
        super().show_entry()
        if self.side is Side.SEARCH and not (self._found or self._half_written or self.empty()):
            self.row.offer((), self.ui.say("divisions.none"))

    def words_shown(self) -> list[QWidget]:
        """The step's help is about picking; later only what to do about a refused entry is said."""
        words = super().words_shown()
        first = self.side is Side.PLACES and self.where.shown == NEAR
        return [w for w in words if first or w is not self.help or w is self.refusal]

    def spoken(self) -> tuple[Spoken, ...]:
        """In a list that was opened, what it is of comes first."""
        said = super().spoken()
        if self.side is Side.PLACES and self._told.text and self._told.isVisible():
            private = self.where.shown != PROVINCES
            return (Spoken(self._told.text, self._told, private=private, fixed=not private), *said)
        return said

    def mark(self, widget: QWidget | None) -> None:
        """Mark the words that are being spoken."""
        super().mark(widget)
        self._told.set_speaking(self._told is widget)

    def _hint(self) -> str:
        if self.side is Side.SEARCH:
            return self.ui.say("divisions.how")
        return self.ui.say("entry.how_whole" if self.where.chosen == () else "entry.how_address")
