"""Years, months and days as keys of their own: a date near today is picked with three touches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from screens.theme import Role
from screens.ui import Ui
from screens.widgets.glyph_key import GlyphKey
from screens.widgets.keypad import MOST_MM, Keypad

COLUMNS, DAY_COLUMNS = 4, 7
NARROW, NARROW_DAYS = 3, 5
"""Where the keys have but the right half of a wide panel."""
DAYS_BELOW = 3
"""So many columns are left in the last row beside the last days of a month."""


class DatePicks(QWidget):
    """The keys of one part at a time, one that erases, and one that leads to the keypad for other years.

    picked: the digits of the part that is shown. erased: the last part is to go. wrote: digits of the keypad
    follow from now on.
    """

    picked = Signal(str)
    erased = Signal()
    wrote = Signal()

    def __init__(
        self, ui: Ui, keypad: Keypad, years: Sequence[int], words: Mapping[str, Sequence[str]]
    ) -> None:
        """words: for "year", "month" and "day" what stands on the keys, in order."""
        super().__init__()
        self._ui, self.keypad = ui, keypad
        self.writing = False
        keypad.setParent(self)
        numbers = {"year": years, "month": range(1, 13), "day": range(1, 32)}
        self.keys: dict[str, list[GlyphKey]] = {}
        for part, told in words.items():
            self.keys[part] = [self._key(w, str(n)) for w, n in zip(told, numbers[part], strict=True)]
        self.other = GlyphKey(ui, ui.say("understood.other_year"), role=Role.BODY, parent=self)
        self.other.clicked.connect(self.write)
        self.erase = GlyphKey(ui, ui.say("entry.erase"), role=Role.BODY, parent=self)
        self.erase.clicked.connect(self.erased)
        self._part, self._most = "year", 31
        self.show_part("year")

    def _key(self, words: str, digits: str) -> GlyphKey:
        key = GlyphKey(self._ui, words, role=Role.CHOICE, parent=self)
        key.clicked.connect(lambda _checked=False: self.picked.emit(digits))
        return key

    def write(self) -> None:
        """Give way to the keypad."""
        self.writing = True
        self.show_part(self._part)
        self.wrote.emit()

    def show_part(self, part: str, most: int = 31) -> None:
        """Show a part's keys; of the days the first ``most``."""
        self._part, self._most = part, most
        self._place()

    def _columns(self, part: str) -> int:
        narrow = self._ui.theme.panel.landscape
        if part == "day":
            return NARROW_DAYS if narrow else DAY_COLUMNS
        return NARROW if narrow else COLUMNS

    def _rows(self, part: str) -> int:
        """The last row is that of the wide keys; the last days of a month share it."""
        columns = self._columns(part)
        return -(-31 // columns) if part == "day" else -(-12 // columns) + 1

    def _place(self) -> None:
        part = self._part
        shown = [] if self.writing else self.keys[part][: self._most if part == "day" else None]
        for key in (*(k for keys in self.keys.values() for k in keys), self.other, self.erase):
            key.setVisible(key in shown)
        self.other.setVisible(not self.writing and part == "year")
        self.erase.setVisible(not self.writing)
        self.keypad.setVisible(self.writing)
        self.keypad.setGeometry(self.rect())
        gap, columns, rows = self._ui.theme.gap, self._columns(part), self._rows(part)
        w = (self.width() - (columns - 1) * gap) // columns
        h = (self.height() - (rows - 1) * gap) // rows
        for at, key in enumerate(shown):
            row, column = divmod(at, columns)
            key.setGeometry(column * (w + gap), row * (h + gap), w, h)
        # What erases stands in the last place, apart from what is picked.
        bottom, half = (rows - 1) * (h + gap), (self.width() - gap) // 2
        self.other.setGeometry(0, bottom, half, h)
        beside = columns - DAYS_BELOW
        left = beside * (w + gap) if part == "day" else self.width() - half
        self.erase.setGeometry(left, bottom, columns * (w + gap) - gap - left, h)

    def resizeEvent(self, _event: object) -> None:
        """As many columns as the part has."""
        self._place()

    # --- Pad ----------------------------------------------------------------------------------

    def _all(self) -> list[GlyphKey]:
        return [*(k for keys in self.keys.values() for k in keys), self.other, self.erase]

    def least_height(self, width: int) -> int:
        """In pixels."""
        row = max(key.height_for(0) for key in self._all())
        rows = max(map(self._rows, self.keys))
        return max(rows * row + (rows - 1) * self._ui.theme.gap, self.keypad.least_height(width))

    def most_height(self) -> int:
        """The height in pixels above which it does not get better."""
        rows = max(map(self._rows, self.keys))
        return rows * self._ui.theme.px(MOST_MM) + (rows - 1) * self._ui.theme.gap

    def good_height(self, width: int) -> int:
        """The height in pixels at which the keys are no longer cramped."""
        return self.least_height(width)

    def least_width(self) -> int:
        """In pixels."""
        wanted, gap = [self.keypad.least_width()], self._ui.theme.gap
        wide = max(self.other.width_wanted(), self.erase.width_wanted()) + gap
        for part, keys in self.keys.items():
            widest = max(key.width_wanted() for key in keys) + gap
            if part == "day":
                widest = max(widest, -(-wide // DAYS_BELOW))
            wanted.append(max(self._columns(part) * widest, 2 * wide) - gap)
        return max(wanted)
