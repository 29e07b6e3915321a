"""Places to pick from: a grid of large keys, on pages where they are many, and "somewhere else"."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from screens.layout.rows import share
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.glyph_key import GlyphKey

MOST_MM = 26
MOST_COLUMNS = 3


class TownKeys(QWidget):
    """picked: the name touched, "" for somewhere else. Touching selects; it sends nothing on."""

    picked = Signal(str)

    def __init__(self, ui: Ui, towns: Sequence[str], elsewhere: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._first = self._on_page = 0
        self.keys: dict[str, GlyphKey] = {}
        for town in (*towns, ""):
            role = Role.CHOICE if town else Role.BODY
            key = GlyphKey(ui, town or elsewhere, role=role, parent=self)
            key.setCheckable(True)
            key.clicked.connect(lambda _checked=False, t=town: self.picked.emit(t))
            self.keys[town] = key
        self.more = GlyphKey(ui, ui.say("entry.more"), role=Role.BODY, parent=self)
        self.more.clicked.connect(self._turn)

    def select(self, town: str | None) -> None:
        """Show this one as chosen."""
        for name, key in self.keys.items():
            key.setChecked(name == town)

    def _turn(self) -> None:
        after = self._first + self._on_page
        self._first = after if after < len(self._towns()) else 0
        self._arrange()

    def _towns(self) -> list[GlyphKey]:
        return [key for town, key in self.keys.items() if town]

    # --- layout ---------------------------------------------------------------------------

    def _row_least(self) -> int:
        keys = (*self.keys.values(), self.more)
        return max(self._ui.theme.target, *(key.height_for(0) for key in keys))

    def _columns(self, width: int) -> int:
        gap = self._ui.theme.gap
        wanted = max((key.width_wanted() for key in self._towns()), default=0) + self._ui.theme.px(3)
        return max(1, min(MOST_COLUMNS, (width + gap) // (wanted + gap)))

    def least_height(self, _width: int) -> int:
        """Two rows of places and the row below."""
        return 3 * self._row_least() + 2 * self._ui.theme.gap

    def most_height(self) -> int:
        """All the places at a good height."""
        rows = -(-len(self._towns()) // max(1, self._columns(self.width() or self._ui.theme.panel.width)))
        gap = self._ui.theme.gap
        return (rows + 1) * (self._ui.theme.px(MOST_MM) + gap) - gap

    def good_height(self, width: int) -> int:
        """The same: there are no candidates above it."""
        return self.least_height(width)

    def least_width(self) -> int:
        """One column, or the row below."""
        gap = self._ui.theme.gap
        return self.keys[""].width_wanted() + gap + self.more.width_wanted()

    def resizeEvent(self, _event: object) -> None:
        """As many rows as fit."""
        self._arrange()

    def _arrange(self) -> None:
        towns, gap = self._towns(), self._ui.theme.gap
        columns = self._columns(self.width())
        rows = max(2, (self.height() + gap) // (self._row_least() + gap))
        rows = min(rows, -(-len(towns) // columns) + 1)
        h = min((self.height() - gap * (rows - 1)) // rows, self._ui.theme.px(MOST_MM))
        w = (self.width() - gap * (columns - 1)) // columns
        self._on_page = (rows - 1) * columns
        if self._first % self._on_page:
            self._first -= self._first % self._on_page
        shown = towns[self._first : self._first + self._on_page]
        for key in towns:
            key.setVisible(key in shown)
        for at, key in enumerate(shown):
            row, column = divmod(at, columns)
            key.setGeometry(column * (w + gap), row * (h + gap), w, h)
        low = [self.keys[""], self.more] if len(towns) > self._on_page else [self.keys[""]]
        self.more.setVisible(self.more in low)
        wanted = [key.width_wanted() for key in low]
        x, y = 0, (rows - 1) * (h + gap)
        for key, width in zip(low, share(wanted, wanted, self.width(), gap) or wanted, strict=True):
            key.setGeometry(x, y, width, h)
            x += width + gap
