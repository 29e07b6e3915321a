"""All that one writes with, of which one way shows: the letters, or the box for the hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from screens.ui import Ui
from screens.widgets.hand_keys import HandKeys
from screens.widgets.pinyin_keys import Extra, PinyinKeys

SAME_PART = "same_part"


class WritingKeys(QWidget):
    """typed, signed, erased: as of the letters. undone, cleared: as of the box. way_wanted: another way.

    way: ``hand``, ``pinyin`` or ``parts``. drawn: whether the box shows, not the letters; by parts one can
    write with either.
    """

    typed = Signal(str)
    signed = Signal(str)
    erased = Signal()
    undone = Signal()
    cleared = Signal()
    way_wanted = Signal(str)

    def __init__(
        self,
        ui: Ui,
        *,
        signs: Sequence[Sequence[str]] = (),
        extras: Sequence[Extra] = (),
        spells: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """spells: letters are there to spell Chinese with, not to stand as they are."""
        super().__init__(parent)
        self.way = "pinyin"
        self.drawn = False
        self._signs = bool(signs)
        self.pinyin = PinyinKeys(ui, signs=signs, extras=extras, spells=spells, parent=self)
        self.hand = HandKeys(ui, extras=extras, parent=self)
        self.pinyin.typed.connect(self.typed)
        self.hand.undone.connect(self.undone)
        self.hand.cleared.connect(self.cleared)
        for side in (self.pinyin, self.hand):
            side.signed.connect(self.signed)
            side.erased.connect(self.erased)
            side.way_wanted.connect(self.way_wanted)
        self.letters, self.signs, self.extras = self.pinyin.letters, self.pinyin.signs, self.pinyin.extras
        self.flip, self.erase = self.pinyin.flip, self.pinyin.erase
        self.show_way("pinyin", drawn=False)

    def show_way(self, way: str, *, drawn: bool) -> None:
        """Show one way, and the keys to the others."""
        self.way, self.drawn = way, drawn
        if way == "parts":
            self.hand.offer_ways(("spell_part", SAME_PART, "hand", "pinyin"), signs=False)
            self.pinyin.offer_ways(("write_part", SAME_PART, "hand", "pinyin"), signs=False)
        else:
            self.hand.offer_ways(("pinyin", "parts", *(("digits",) if self._signs else ())))
            self.pinyin.offer_ways(("hand", "parts"))
        self.hand.setVisible(drawn)
        self.pinyin.setVisible(not drawn)
        self._arrange()

    @property
    def signs_side(self) -> bool:
        """Whether the digits show."""
        return self.pinyin.signs_side

    def show_signs(self, signs: bool) -> None:
        """Show the side with the digits, or the letters."""
        self.pinyin.show_signs(signs)

    # --- layout ---------------------------------------------------------------------------

    @property
    def _shown(self) -> PinyinKeys | HandKeys:
        return self.hand if self.drawn else self.pinyin

    def least_height(self, width: int) -> int:
        """In pixels."""
        return self._shown.least_height(width)

    def most_height(self) -> int:
        """In pixels; above this it does not get better."""
        return self._shown.most_height()

    def good_height(self, width: int) -> int:
        """In pixels; where nothing is cramped any more."""
        return self._shown.good_height(width)

    def least_width(self) -> int:
        """In pixels."""
        return self._shown.least_width()

    def resizeEvent(self, _event: object) -> None:
        """The way that shows takes all of it."""
        self._arrange()

    def _arrange(self) -> None:
        self._shown.setGeometry(self.rect())
