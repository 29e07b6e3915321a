"""Places to pick from: large keys in a grid on as many pages as they need, and keys that lead elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from screens.layout.rows import share
from screens.layout.text import widest_word, width_of
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.key import Key, Look, PadKey

MOST_MM = 26
MOST_COLUMNS = 3
WHOLE = 6
"""A name of so many characters stands on one line; only a longer one is broken."""
WRAPPED = 0.2
"""What part of the names may stand on more than one line rather than cost all of them a column."""


def _unbroken(text: str, font: QFont) -> int:
    """The width in pixels of the longest part that is not broken: a Latin word, a name of few characters."""
    parts = text.split(" ")
    return max(width_of(p, font) if len(p) <= WHOLE else widest_word(p, font) for p in parts)


class PlaceKey(PadKey):
    """A place's key, as high as any other target. Chosen, it has a thick edge and a tick in its corner."""

    def __init__(self, ui: Ui, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(ui, "", role=role, parent=parent)
        self._least = ui.theme.target

    def _widest_piece(self) -> int:
        return _unbroken(self.text(), self._ui.theme.font(self._role, bold=True))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The key, and its tick."""
        super().paintEvent(event)
        if self.isChecked():
            theme = self._ui.theme
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.palette.go, theme.px(1.2)))
            side, edge = theme.px(4.5), theme.px(4)
            points = [(0.0, 0.5), (0.35, 0.9), (1.0, 0.1)]
            x, y = self.width() - edge - side, edge
            painter.drawPolyline([QPointF(x + a * side, y + b * side) for a, b in points])


class AddressKey(Key):
    """A key with a whole address below its words, which may break at any character."""

    def __init__(self, ui: Ui, words: str, sub: str, parent: QWidget | None = None) -> None:
        super().__init__(ui, words, sub=sub, left=True, look=Look.CANDIDATE, parent=parent)
        self.words_fixed = False

    def _pad(self) -> int:
        return self._ui.theme.px(4)

    def _widest_piece(self) -> int:
        theme = self._ui.theme
        words = _unbroken(self.text(), theme.font(self._role, bold=True))
        return max(words, widest_word(self._sub, theme.font(Role.BODY)) if self._sub else 0)


@dataclass(frozen=True)
class PlaceWords:
    """One place. words: what stands on its key. opens: touching it leads to what lies within it."""

    name: str
    words: str
    opens: bool = False


@dataclass
class _Row:
    keys: list[Key]
    height: int
    columns: int
    widths: list[int] = field(default_factory=list)


class PlaceKeys(QWidget):
    """picked: the name of the place touched. wished: the id of one of the keys below it, or above it.

    Touching a place that leads nowhere further selects it; it sends nothing on. Wide keys, each with a row of
    its own, stand before the places.
    """

    picked = Signal(str)
    wished = Signal(str)

    def __init__(self, ui: Ui, role: Role = Role.CHOICE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui, self._role = ui, role
        self._page = 0
        self._pages = 1
        self.keys: dict[str, PlaceKey] = {}
        self._pool: list[PlaceKey] = []
        self._names: list[str] = []
        self.wide: dict[str, Key] = {}
        self.low: dict[str, Key] = {}
        self._low_shown: tuple[str, ...] = ()
        self._wide_shown = False
        self.more = self._low_key(ui.say("entry.more"))
        self.more.clicked.connect(self._turn)

    def _low_key(self, words: str) -> Key:
        key = Key(self._ui, words, look=Look.CANDIDATE, role=Role.BODY, parent=self)
        key.hide()
        return key

    def add_low(self, id_: str, words: str) -> None:
        """A key below the places."""
        self.low[id_] = self._low_key(words)
        self.low[id_].clicked.connect(lambda: self.wished.emit(id_))

    def add_wide(self, id_: str, words: str, sub: str) -> None:
        """A key before the places, for something a resident entered; it is told by earphones alone."""
        key = AddressKey(self._ui, words, sub, self)
        key.clicked.connect(lambda: self.wished.emit(id_))
        key.hide()
        self.wide[id_] = key

    def offer(self, places: Sequence[PlaceWords], low: Sequence[str], *, wide: bool = False) -> None:
        """Show these places from the first on, and of the other keys those named."""
        self._low_shown, self._wide_shown, self._page = tuple(low), wide, 0
        self._names = [place.name for place in places]
        while len(self._pool) < len(places):
            key = PlaceKey(self._ui, self._role, self)
            at = len(self._pool)
            key.clicked.connect(lambda _checked=False, k=at: self.picked.emit(self._names[k]))
            self._pool.append(key)
        self.keys = {}
        for place, key in zip(places, self._pool, strict=False):
            key.set_words(place.words)
            key.setCheckable(not place.opens)
            key.setChecked(False)
            self.keys[place.name] = key
        for key in self._pool[len(places) :]:
            key.hide()
        self._arrange()

    def select(self, name: str | None) -> None:
        """Show this one as chosen, on the page where it stands."""
        for own, key in self.keys.items():
            key.setChecked(own == name)
        if name in self.keys:
            self._show_page_of(self.keys[name])

    def _turn(self) -> None:
        self._page = (self._page + 1) % max(1, self._pages)
        self._arrange()

    # --- layout ---------------------------------------------------------------------------

    def _columns(self, width: int) -> int:
        """As many as leave most of the names on one line, and break no word."""
        gap = self._ui.theme.gap
        keys = list(self.keys.values())
        for columns in range(MOST_COLUMNS, 1, -1):
            each = (width - gap * (columns - 1)) // columns
            wrapped = sum(key.width_wanted() > each for key in keys)
            if wrapped <= WRAPPED * len(keys) and all(key.width_least() <= each for key in keys):
                return columns
        return 1

    def _rows(self, width: int) -> list[_Row]:
        columns, gap = self._columns(width), self._ui.theme.gap
        each = (width - gap * (columns - 1)) // columns
        rows = [_Row([k], k.height_for(width), 1) for k in self.wide.values()] if self._wide_shown else []
        keys: list[Key] = list(self.keys.values())
        for at in range(0, len(keys), columns):
            part = keys[at : at + columns]
            rows.append(_Row(part, max(key.height_for(each) for key in part), columns))
        return rows

    def _low_rows(self, width: int, *, more: bool) -> list[_Row]:
        """The keys below, as many in a row as keep their words on one line."""
        gap = self._ui.theme.gap
        keys = [self.low[id_] for id_ in self._low_shown] + ([self.more] if more else [])
        rows: list[list[Key]] = []
        used = width + 1
        for key in keys:
            wanted = min(key.width_wanted(), width)
            if used + wanted > width:
                rows.append([])
                used = 0
            rows[-1].append(key)
            used += wanted + gap
        found = []
        for row in rows:
            wishes = [min(key.width_wanted(), width) for key in row]
            widths = share(wishes, wishes, width, gap) or wishes
            high = max(key.height_for(w) for key, w in zip(row, widths, strict=True))
            found.append(_Row(row, high, len(row), widths))
        return found

    def _high(self, rows: Sequence[_Row]) -> int:
        return sum(row.height for row in rows) + self._ui.theme.gap * max(0, len(rows) - 1)

    def least_height(self, width: int) -> int:
        """The highest row, and the keys below."""
        rows, low = self._rows(width), self._low_rows(width, more=True)
        return max((row.height for row in rows), default=0) + self._ui.theme.gap + self._high(low)

    def most_height(self) -> int:
        """All the places at a good height."""
        width = self.width() or self._ui.theme.panel.width
        rows = self._rows(width)
        most = [max(row.height, self._ui.theme.px(MOST_MM)) for row in rows]
        gap = self._ui.theme.gap
        return sum(most) + gap * len(most) + self._high(self._low_rows(width, more=False))

    def good_height(self, width: int) -> int:
        """The same as the least: there are no candidates above it."""
        return self.least_height(width)

    def least_width(self) -> int:
        """One column in which no word is broken."""
        shown: list[Key] = [*self.keys.values(), self.more, *(self.low[id_] for id_ in self._low_shown)]
        return max((key.width_least() for key in shown), default=0)

    def resizeEvent(self, _event: object) -> None:
        """As many rows as fit."""
        self._arrange()

    def _paged(self) -> tuple[list[list[_Row]], list[_Row]]:
        """The rows of each page, and the rows below."""
        gap, width = self._ui.theme.gap, self.width()
        rows, low = self._rows(width), self._low_rows(width, more=False)
        room = self.height() - self._high(low) - (gap if low else 0)
        if self._high(rows) <= room:
            return [rows], low
        low = self._low_rows(width, more=True)
        room = self.height() - self._high(low) - gap
        pages: list[list[_Row]] = [[]]
        for row in rows:
            if pages[-1] and self._high([*pages[-1], row]) > room:
                pages.append([])
            pages[-1].append(row)
        return pages, low

    def _show_page_of(self, key: Key) -> None:
        pages, _low = self._paged()
        for at, page in enumerate(pages):
            if any(key in row.keys for row in page):
                self._page = at
        self._arrange()

    def _arrange(self) -> None:
        gap, width = self._ui.theme.gap, self.width()
        pages, low = self._paged()
        self._pages = len(pages)
        self._page = min(self._page, len(pages) - 1)
        page = pages[self._page]
        shown = {key for row in (*page, *low) for key in row.keys}
        for key in (*self._pool, *self.wide.values(), *self.low.values(), self.more):
            key.setVisible(key in shown)
        spare = self.height() - self._high(page) - self._high(low) - (gap if low else 0)
        grow = max(0, spare // max(1, len(page)))
        y = 0
        for row in page:
            high = max(row.height, min(row.height + grow, self._ui.theme.px(MOST_MM)))
            each = (width - gap * (row.columns - 1)) // row.columns
            for at, key in enumerate(row.keys):
                key.setGeometry(at * (each + gap), y, each, high)
            y += high + gap
        for row in low:
            x = 0
            for key, wide in zip(row.keys, row.widths, strict=True):
                key.setGeometry(x, y, wide, row.height)
                x += wide + gap
            y += row.height + gap
