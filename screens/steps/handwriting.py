"""How a screen on which one writes takes what the hand writes, and the parts that characters are made of."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QDynamicPropertyChangeEvent, QEvent, QObject, QTimer
from PySide6.QtGui import QShowEvent

from kiosk.field.text import without_last
from kiosk.writing.aids import Candidate, Expected, Ink
from kiosk.writing.aids import Field as Wanted
from screens.steps.entry import OFFER_AFTER, EntryScreen
from screens.steps.one_character import OneCharacter
from screens.steps.rare_notice import MOST, parts_called, shown_only
from screens.steps.step import View
from screens.ui import Ui
from screens.widgets.writing_keys import SAME_PART, WritingKeys

KEYS_IN_USE = "keys_in_use"
"""The window's property while the four keys are used."""
LAST_PAGE = 99
MOST_PARTS = 6


@dataclass(frozen=True)
class Written:
    """What is half written, for a screen in other looks. ink: in parts of the box."""

    way: str
    drawn: bool
    ink: Ink = ()
    parts: tuple[str, ...] = ()


class HandScreen(EntryScreen):
    """Ways to write, one of which shows: the box for the hand, the letters, or characters by their parts.

    text: what is written. In Chinese the box comes first, where handwriting can be had. A way that was chosen
    is told as ``acted("way", way)`` and kept for the visit. With the four keys the letters are used: nobody
    draws with four keys.
    """

    wanted: Wanted = "text"

    def __init__(self, ui: Ui, view: View) -> None:
        super().__init__(ui, view)
        self.text = ""
        self.letters = ""
        self.parts: tuple[str, ...] = ()
        self._taken = False
        """Whether the last character was taken by a pause, so that a candidate still replaces it."""
        self._notice = ""
        self._ink: Ink = ()
        """Strokes of a screen in other looks, until there is a box to put them in."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._without_hand)
        self.keys: WritingKeys
        self.hand: OneCharacter

    def take_keys(self, keys: WritingKeys) -> None:
        """The keys of this screen, once they are made."""
        self.keys = keys
        self.hand = hand = OneCharacter(keys.hand.pad, self.ui.aids.hand, self.expected, self)
        keys.undone.connect(self._undone)
        keys.cleared.connect(self._cleared)
        keys.way_wanted.connect(self._wants_way)
        hand.guessed.connect(self._guessed)
        hand.settled.connect(self._settled)
        hand.begun.connect(self._begun)
        hand.again.connect(self._again)
        hand.gone.connect(self._gone)
        self._show_way(self._first_way())

    # --- ways ---------------------------------------------------------------------------------

    def _first_way(self) -> str:
        ui = self.ui
        usual = "hand" if ui.locale == "zh_CN" else "pinyin"
        way = ui.way or usual
        return "pinyin" if way == "hand" and (not ui.aids.hand.there or ui.dark) else way

    def _show_way(self, way: str, *, drawn: bool | None = None) -> None:
        if drawn is None:
            drawn = way == "hand" or (way == "parts" and self.ui.aids.hand.there and not self.ui.dark)
        self.hand.settles = way == "hand"
        self.keys.show_way(way, drawn=drawn)
        if drawn:
            self.ui.aids.hand.warm()

    def _wants_way(self, way: str) -> None:
        there = self.ui.aids.hand.there
        if way == SAME_PART:
            if self.parts:
                self._add_part(self.parts[-1])
            return
        self._drop()
        if way in ("hand", "write_part") and not there:
            self._tell(self.ui.say("pad.gone"))
            return
        if way == "digits":
            self.keys.show_signs(True)
            self._turn_to("pinyin")
        elif way in ("write_part", "spell_part"):
            self._turn_to("parts", drawn=way == "write_part")
        else:
            self.keys.show_signs(False)
            self._turn_to(way)
            self.acted.emit("way", way)

    def _turn_to(self, way: str, *, drawn: bool | None = None) -> None:
        """Show a way in place of another, on the page on which one writes."""
        self._show_way(way, drawn=drawn)
        if way != "parts":
            self.parts = ()
        self._page = LAST_PAGE
        self.relayout()
        self.changed()

    def _drop(self) -> None:
        """What is half written goes; a character that was taken stays."""
        self._notice = ""
        self._taken = False
        self.letters = ""
        self.hand.taken()

    def _tell(self, words: str) -> None:
        """Say and show what to do."""
        self._notice = words
        self.changed()
        self.said.emit(words)

    # --- four keys ------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever works the kiosk by four keys does not draw."""
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._without_hand()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The four keys are used from now on."""
        if (
            isinstance(event, QDynamicPropertyChangeEvent)
            and watched is self.window()
            and bytes(event.propertyName().data()).decode() == KEYS_IN_USE
        ):
            self._soon.start(0)  # not under the key that was just pressed
        return False

    def _without_hand(self) -> None:
        if self.window().property(KEYS_IN_USE) and self.keys.drawn:
            page, last = self._page, self.last_page
            self._drop()
            self._turn_to("parts" if self.keys.way == "parts" else "pinyin", drawn=False)
            if not last:
                self._page = page
                self.relayout()

    # --- the hand -------------------------------------------------------------------------------

    def expected(self) -> Expected:
        """What the field expects next."""
        places = self.ui.aids.places
        near = (*places.divisions, *places.towns) if self.wanted == "address" else ()
        return Expected("text" if self.keys.way == "parts" else self.wanted, self.text, near)

    def _guessed(self) -> None:
        if self.hand.written:
            self._notice = ""
        self.changed()

    def _settled(self, character: str) -> None:
        self.text += character
        self._taken = True
        self.changed()

    def _begun(self) -> None:
        self._taken = False

    def _undone(self) -> None:
        self._notice = ""
        if self.hand.can_go_on and self._taken:
            self.text, self._taken = self.text[:-1], False
        self.hand.undo()
        self.changed()

    def _cleared(self) -> None:
        """The box is emptied; so is it of what has just been taken from it, which is written again."""
        self._notice = ""
        if self._taken:
            self.text, self._taken = self.text[:-1], False
        self.hand.clear()

    def _again(self, times: int) -> None:
        self._tell(self.ui.say("pad.again"))
        if times >= OFFER_AFTER:
            self.acted.emit("offer_guide", "")

    def _gone(self) -> None:
        self._turn_to("parts" if self.keys.way == "parts" else "pinyin", drawn=False)
        self._tell(self.ui.say("pad.gone"))

    def erase_by_hand(self) -> None:
        """Of the text the last character; where there is none, what stands in the box."""
        self._notice = ""
        if self.keys.way == "parts" and self.hand.written:
            self.hand.clear()
        elif self.keys.way == "parts" and self.parts:
            self.parts = self.parts[:-1]
        elif self._taken or not self.text:
            self.text = without_last(self.text)
            self._taken = False
            self.hand.taken()
        else:
            self.text = without_last(self.text)
        self.changed()

    # --- candidates -------------------------------------------------------------------------

    def hand_candidates(self) -> tuple[Candidate, ...] | None:
        """What the hand and the parts offer; None where they have no say now."""
        if self.letters:
            if self.keys.way != "parts":
                return None
            found = self.ui.aids.pinyin.candidates(self.letters, "text", MOST)
            single = (c for c in found if len(c.text) == 1)
            return shown_only((*parts_called(self.letters), *single))
        if self.hand.written or self._taken:
            return tuple(Candidate(guess, 0) for guess in self.hand.guesses)
        if self.keys.way == "parts" and self.parts:
            made = self.ui.aids.parts.made_of(self.parts, MOST)
            return shown_only(Candidate(text, 0) for text in made)
        return None

    def pick_by_hand(self, text: str) -> bool:
        """Take a candidate of the hand or the parts; False where it was none of theirs."""
        self._notice = ""
        if self.keys.way == "parts" and (self.hand.written or self.letters):
            self.letters = ""
            self._add_part(text)
        elif self.keys.way == "parts" and self.parts:
            self.text += text
            self.parts = ()
            self.changed()
        elif self.hand.written or self._taken:
            self.text = (self.text[:-1] if self._taken else self.text) + text
            self._taken = False
            self.hand.taken()
        else:
            return False
        return True

    def _add_part(self, part: str) -> None:
        self._notice = ""
        self.parts = (*self.parts, part)[:MOST_PARTS]
        self.hand.taken()
        self.changed()

    def hand_hint(self) -> str:
        """What to do next with the hand or with parts; "" where the letters have their own words."""
        if self._notice:
            return self._notice
        if self.keys.way == "parts":
            if self.parts:
                return self.ui.say("pad.no_such_parts")
            return self.ui.say("pad.how_parts" if self.keys.drawn else "pad.how_spell_parts")
        return self.ui.say("pad.how") if self.keys.drawn and not self.text else ""

    # --- other looks ------------------------------------------------------------------------

    def half_written(self) -> Written:
        """For a screen in other looks."""
        keys = self.keys
        return Written(keys.way, keys.drawn, keys.hand.pad.relative(), self.parts)

    def take_half_written(self, half: Written) -> None:
        """Go on with what was half written; a character that a pause took has no candidates any more."""
        self.parts = half.parts
        there = self.ui.aids.hand.there
        self._show_way(half.way if there or half.way != "hand" else "pinyin", drawn=half.drawn and there)
        self._ink = half.ink

    def _lay_out(self) -> None:
        super()._lay_out()
        if self._ink and self.keys.drawn and self.keys.hand.pad.width() > 1 and self.keys.isVisibleTo(self):
            ink, self._ink = self._ink, ()
            self.hand.restore(ink)
