"""Keys to write with: the letters in the order of the alphabet, and a second side with digits and signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from screens.layout.rows import share
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.glyph_key import GlyphKey
from screens.widgets.key import Key
from screens.widgets.way_keys import WayKeys

MOST_MM = 30
"""Keys do not grow higher than this."""
NARROW_MM = 2.54
"""Between keys where 5 mm is too much (VVSG 2.0)."""
SPREADS = (9, 7, 13)
"""Numbers of columns to try: three rows of nine where they fit, four of seven on a narrow panel, two of
thirteen where height is short."""


@dataclass(frozen=True)
class Extra:
    """A key in the row below the letters. sign: what it writes. name: its name for screen readers."""

    sign: str
    words: str
    name: str


class PinyinKeys(QWidget):
    """Large letter keys without shift, in the alphabet's order: who never used a keyboard knows that one.

    typed: a lower-case letter. signed: a digit or sign. erased: the last one is to go. way_wanted: another
    way of writing. The keys never repeat; the system's keyboard is never used.
    """

    typed = Signal(str)
    signed = Signal(str)
    erased = Signal()
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
        """signs: the rows of the second side; none, and there is no second side. spells: pinyin."""
        super().__init__(parent)
        self._ui = ui
        self._signs = tuple(tuple(row) for row in signs)
        self.signs_side = False
        self.letters: dict[str, GlyphKey] = {}
        for letter in ascii_lowercase:
            # Pinyin never has a v; Chinese phones take it for ü, and who learnt pinyin at school looks for ü.
            words = "Ü" if letter == "v" and spells and ui.locale == "zh_CN" else letter.upper()
            key = GlyphKey(ui, words, role=Role.BODY, parent=self)
            key.clicked.connect(lambda _checked=False, i=letter: self.typed.emit(i))
            self.letters[letter] = key
        self.signs: dict[str, GlyphKey] = {}
        for sign in (s for row in self._signs for s in row):
            key = GlyphKey(ui, sign, role=Role.BODY, parent=self)
            key.clicked.connect(lambda _checked=False, i=sign: self.signed.emit(i))
            self.signs[sign] = key
        self.erase = GlyphKey(ui, ui.say("entry.erase"), role=Role.BODY, parent=self)
        self.erase.clicked.connect(self.erased)
        self.flip = GlyphKey(ui, ui.say("entry.digits"), role=Role.BODY, parent=self)
        self.flip.clicked.connect(lambda: self.show_signs(not self.signs_side))
        self.extras: dict[str, GlyphKey] = {}
        for extra in extras:
            key = GlyphKey(ui, extra.words, role=Role.BODY, name=extra.name, parent=self)
            key.clicked.connect(lambda _checked=False, i=extra.sign: self.signed.emit(i))
            self.extras[extra.sign] = key
        self.ways = WayKeys(ui, self)
        self.ways.wanted.connect(self.way_wanted)
        self._flips, self._extras = bool(signs), True
        self._show_side()

    def offer_ways(self, ways: Sequence[str], *, signs: bool = True) -> None:
        """Lead to these ways (:data:`screens.widgets.way_keys.WORDS`). signs: digits are of use now."""
        self.ways.offer(ways)
        self._extras = signs
        self._flips = signs and bool(self._signs)
        if not self._flips:
            self.signs_side = False
        self._show_side()
        self._arrange()

    def show_signs(self, signs: bool) -> None:
        """Show the side with digits and signs, or the letters."""
        self.signs_side = signs and bool(self._signs)
        self.flip.set_words(self._ui.say("entry.letters" if self.signs_side else "entry.digits"))
        self._show_side()
        self._arrange()

    def _show_side(self) -> None:
        for key in self.letters.values():
            key.setVisible(not self.signs_side)
        for key in self.signs.values():
            key.setVisible(self.signs_side)
        self.flip.setVisible(self._flips)
        for key in self.extras.values():
            key.setVisible(self._extras)

    def _low_rows(self, width: int) -> list[list[Key]]:
        """The keys below the letters in a row, or in two where one is too narrow for them."""
        flip: list[Key] = [self.flip] if self._flips else []
        extras: list[Key] = [*self.extras.values()] if self._extras else []
        row = [*flip, *self.ways.shown, *extras, self.erase]
        narrow = self._ui.theme.px(NARROW_MM)

        def wide(keys: Sequence[Key]) -> int:
            return sum(key.width_wanted() + narrow for key in keys) - narrow

        if wide(row) <= width:
            return [row]
        at = min(range(1, len(row)), key=lambda k: max(wide(row[:k]), wide(row[k:])), default=1)
        return [row[:at], row[at:]]

    # --- layout ---------------------------------------------------------------------------

    def _gap(self, columns: int, width: int, widest: int) -> int | None:
        """5 mm between the keys; where that is too much, half; None where the keys do not fit at all."""
        theme = self._ui.theme
        for gap in (theme.gap, theme.px(NARROW_MM)):
            if (width - (columns - 1) * gap) // columns >= widest:
                return gap
        return None

    def _spreads(self, width: int) -> list[tuple[int, int, int]]:
        """Columns, rows and gap that fit the width, the ones with 5 mm gaps first."""
        widest = max(key.width_wanted() for key in self.letters.values())
        found = []
        for columns in SPREADS:
            gap = self._gap(columns, width, widest)
            if gap is not None:
                found.append((columns, -(-len(self.letters) // columns), gap))
        return sorted(found, key=lambda spread: -spread[2])

    def _row_least(self) -> int:
        low = [self.erase, *self.ways.shown, *self.extras.values(), self.flip]
        return max(key.height_for(0) for key in (*low, self.letters["q"]))

    def _rows(self, spread: tuple[int, int, int], width: int) -> int:
        return max(spread[1], len(self._signs)) + len(self._low_rows(width))

    def _needs(self, spread: tuple[int, int, int], width: int) -> int:
        rows = self._rows(spread, width)
        return rows * self._row_least() + (rows - 1) * self._row_gap(spread)

    def _row_gap(self, spread: tuple[int, int, int]) -> int:
        return min(spread[2], self._ui.theme.px(NARROW_MM))

    def _spread(self, width: int, height: int) -> tuple[int, int, int]:
        spreads = self._spreads(width)
        for spread in spreads:
            if self._needs(spread, width) <= height:
                return spread
        return min(spreads, key=lambda s: self._needs(s, width), default=(7, 4, self._ui.theme.px(NARROW_MM)))

    def least_height(self, width: int) -> int:
        """In pixels."""
        needs = (self._needs(s, width) for s in self._spreads(width))
        return min(needs, default=self._needs((7, 4, 0), width))

    def most_height(self) -> int:
        """The height in pixels above which it does not get better."""
        theme = self._ui.theme
        return 5 * theme.px(MOST_MM) + 4 * theme.gap

    def good_height(self, width: int) -> int:
        """The height in pixels at which the keys are 20 mm high with 5 mm between."""
        rows = min((self._rows(spread, width) for spread in self._spreads(width)), default=5)
        theme = self._ui.theme
        return rows * max(theme.target, self._row_least()) + (rows - 1) * theme.gap

    def least_width(self) -> int:
        """In pixels."""
        widest = max(key.width_wanted() for key in self.letters.values())
        return 7 * widest + 6 * self._ui.theme.px(NARROW_MM)

    def resizeEvent(self, _event: object) -> None:
        """Letters in rows, the other keys below."""
        self._arrange()

    def _arrange(self) -> None:
        if self.width() < self._ui.theme.key or self.height() < self._ui.theme.key:
            return
        spread = self._spread(self.width(), self.height())
        columns, _, across = spread
        rows = self._rows(spread, self.width())
        least = (self.height() - rows * self._row_least()) // max(1, rows - 1)
        along = min(self._ui.theme.gap, max(self._row_gap(spread), least))
        h = min((self.height() - (rows - 1) * along) // rows, self._ui.theme.px(MOST_MM))
        w = (self.width() - (columns - 1) * across) // columns
        for at, key in enumerate(self.letters.values()):
            row, column = divmod(at, columns)
            key.setGeometry(column * (w + across), row * (h + along), w, h)
        for row, signs in enumerate(self._signs):
            wanted = [self.signs[s].width_wanted() for s in signs]
            self._place_row([self.signs[s] for s in signs], wanted, row * (h + along), h, across)
        low = self._low_rows(self.width())
        for at, keys in enumerate(low):
            wanted = [key.width_wanted() for key in keys]
            y = (rows - len(low) + at) * (h + along)
            self._place_row(keys, wanted, y, h, self._ui.theme.gap)

    def _place_row(self, keys: Sequence[Key], wanted: list[int], y: int, h: int, gap: int) -> None:
        widths = share(wanted, wanted, self.width(), gap)
        if widths is None:
            gap = min(gap, self._ui.theme.px(NARROW_MM))
            widths = share(wanted, wanted, self.width(), gap)
        if widths is None:
            widths = [(self.width() - gap * (len(keys) - 1)) // len(keys)] * len(keys)
        x = 0
        for key, width in zip(keys, widths, strict=True):
            key.setGeometry(x, y, width, h)
            x += width + gap
