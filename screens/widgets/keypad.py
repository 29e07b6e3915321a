"""The keypad: three columns of digits."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from screens.layout.rows import even, share
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.glyph_key import GlyphKey
from screens.widgets.guide_sees import let_guide_see_signs

COLUMNS, ROWS = 3, 4
MOST_MM = 36
"""Keys do not grow higher than this."""


class Keypad(QWidget):
    """Digits as on a telephone, one more key where it is wanted, and the key that erases.

    typed: a digit, or what the further key stands for. erased: the last one is to go. Keys are 15 mm high
    and wide at the least, 5 mm apart; a held key does not repeat (that is the keys' own rule).
    """

    typed = Signal(str)
    erased = Signal()

    def __init__(
        self, ui: Ui, *, more: str = "", more_words: str = "", parent: QWidget | None = None
    ) -> None:
        """more: what the key in the lower left emits, "" for none; more_words: what stands on it."""
        super().__init__(parent)
        self._ui = ui
        self.keys: dict[str, GlyphKey] = {}
        for sign in "123456789":
            self._add(sign, sign, Role.TITLE)
        if more:
            words = more_words or more
            self._add(more, words, Role.TITLE if len(words) == 1 else Role.BODY)
        self._add("0", "0", Role.TITLE)
        self.erase = GlyphKey(ui, ui.say("entry.erase"), role=Role.BODY, parent=self)
        self.erase.clicked.connect(self.erased)
        let_guide_see_signs(self.erase)

    def _add(self, id_: str, words: str, role: Role) -> None:
        key = GlyphKey(self._ui, words, role=role, parent=self)
        key.clicked.connect(lambda _checked=False, i=id_: self.typed.emit(i))
        let_guide_see_signs(key)
        self.keys[id_] = key

    def _all(self) -> tuple[GlyphKey, ...]:
        return (*self.keys.values(), self.erase)

    def least_height(self, _width: int) -> int:
        """In pixels."""
        row = max(key.height_for(0) for key in self._all())
        return ROWS * row + (ROWS - 1) * self._ui.theme.gap

    def most_height(self) -> int:
        """The height in pixels above which it does not get better."""
        theme = self._ui.theme
        return ROWS * theme.px(MOST_MM) + (ROWS - 1) * theme.gap

    def good_height(self, width: int) -> int:
        """The height in pixels at which the keys are no longer cramped."""
        return self.least_height(width)

    def least_width(self) -> int:
        """In pixels."""
        gaps = (COLUMNS - 1) * self._ui.theme.gap
        digits = max(self.keys[sign].width_wanted() for sign in "1234567890")
        foot = [key.width_wanted() for key in self._foot()]
        return max(COLUMNS * digits, sum(foot) + (digits if len(foot) < COLUMNS else 0)) + gaps

    def _foot(self) -> list[GlyphKey]:
        """The keys of the lowest row, from the left."""
        return [
            *(key for sign, key in self.keys.items() if sign not in "1234567890"),
            self.keys["0"],
            self.erase,
        ]

    def resizeEvent(self, _event: object) -> None:
        """Three columns, four rows; the place of a missing key stays empty.

        Where a word of the lowest row is longer than a column is wide, the others of the row make room.
        """
        gap = self._ui.theme.gap
        w = (self.width() - (COLUMNS - 1) * gap) // COLUMNS
        h = (self.height() - (ROWS - 1) * gap) // ROWS
        for at, sign in enumerate("123456789"):
            row, column = divmod(at, COLUMNS)
            self.keys[sign].setGeometry(column * (w + gap), row * (h + gap), w, h)
        foot = self._foot()
        wanted = [key.width_wanted() for key in foot]
        room = len(foot) * (w + gap) - gap if max(wanted) <= w else self.width()
        widths = even(wanted, room, gap) or share(wanted, wanted, room, gap) or [w] * len(foot)
        if len(foot) < COLUMNS:
            widths[:-1] = [min(w, width) for width in widths[:-1]]
        x = COLUMNS * (w + gap) if max(wanted) <= w else self.width() + gap
        for key, width in zip(reversed(foot), reversed(widths), strict=True):
            x -= width + gap
            key.setGeometry(x, (ROWS - 1) * (h + gap), width, h)
