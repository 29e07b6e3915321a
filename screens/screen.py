"""The base of every screen: words above, things to touch below, on as many pages as they need.

A screen is given values and emits values; it never navigates. The keys back and forward, the settings
and the guide bar belong to the frame; a screen says which words the navigation keys bear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QWidget

from screens.layout.pages import paginate
from screens.layout.zones import Zones, row_height
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.key import Key, Look
from screens.widgets.label import Label, Progress


@dataclass(frozen=True)
class NavKey:
    """A key in the navigation zone. id "back" and "forward" have their fixed places; others stand between."""

    id: str
    text: str
    go: bool = False
    enabled: bool = True
    icon: str = ""


@dataclass(frozen=True)
class Spoken:
    """One sentence that the voice says; ``widget`` is marked meanwhile.

    private: only by earphones. fixed: the same for everybody, so that its sound may be kept.
    """

    text: str
    widget: QWidget | None = None
    private: bool = False
    fixed: bool = True


class Block(Protocol):
    """A widget that knows its height at a width."""

    def height_for(self, width: int) -> int:
        """In pixels."""
        ...


class Screen(QWidget):
    """One thing on the panel.

    answered: the resident's answer (a ``kiosk.flow.answer`` value). acted: any other named wish with its
    argument (e.g. ``"service", "household"``). said: a sentence to say now. nav_changed: the navigation
    keys bear other words now. turned: another page is shown, to be spoken.
    """

    answered = Signal(object)
    acted = Signal(str, str)
    back_wanted = Signal()
    said = Signal(str)
    nav_changed = Signal()
    turned = Signal()

    page_keys = True
    """Whether pages are turned by keys of their own; else back and forward do."""

    def __init__(self, ui: Ui, title: str = "", help_: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = ui
        self._items: list[QWidget] = []
        self._header_keys: list[Key] = []
        self._pages: list[list[int]] = [[]]
        self._page = 0
        self._zones: Zones | None = None
        self.progress: Progress | None = None
        self.title = Label(ui, title, Role.TITLE, bold=True, parent=self) if title else None
        self.help = Label(ui, help_, Role.BODY, parent=self) if help_ else None
        self.listen: Key | None = None
        if title:
            self.listen = Key(ui, ui.say("shell.again"), icon="speaker", look=Look.QUIET, parent=self)
            self.listen.clicked.connect(lambda: self.acted.emit("repeat", ""))
            self._header_keys.append(self.listen)
        self._before = Key(ui, ui.say("shell.page_before"), icon="back", parent=self)
        self._more = Key(ui, ui.say("shell.more"), icon_after="forward", parent=self)
        self._before.clicked.connect(lambda: self.turn(-1))
        self._more.clicked.connect(lambda: self.turn(1))
        self._before.hide()
        self._more.hide()

    # --- what a screen is made of ---------------------------------------------------------

    def set_progress(self, step: int, of: int) -> None:
        """Show "step k of n" above the title."""
        self.progress = Progress(self.ui, step, of, self)

    def add(self, item: QWidget) -> None:
        """Add a thing below the words; it has ``height_for(width)``."""
        item.setParent(self)
        self._items.append(item)

    def add_header_key(self, key: Key) -> None:
        """Add a key beside "listen again"."""
        key.setParent(self)
        self._header_keys.append(key)

    @property
    def items(self) -> Sequence[QWidget]:
        """The things below the words, in order."""
        return self._items

    # --- what the host asks ---------------------------------------------------------------

    def nav(self) -> tuple[NavKey, ...]:
        """The navigation keys, in reading order."""
        return ()

    def press(self, key: str) -> None:
        """A navigation key was pressed."""

    def draft(self) -> object:
        """What was entered so far and must survive a change of language, size or theme."""
        return None

    def restore(self, draft: object) -> None:
        """Take over what :meth:`draft` of an earlier screen of the same step gave."""

    def spoken(self) -> tuple[Spoken, ...]:
        """What is said on arrival: title, help, and what can be chosen on this page."""
        said = [Spoken(w.text, w) for w in (self.title, self.help) if w is not None and not w.isHidden()]
        for item in self.page_items():
            text = getattr(item, "text", "")
            text = text() if callable(text) else text
            if text:
                said.append(Spoken(str(text), item))
        return tuple(said)

    def mark(self, widget: QWidget | None) -> None:
        """Mark the words that are being spoken, and no others."""
        for each in (self.title, self.help, *self._items):
            if isinstance(each, (Label, Key)):
                each.set_speaking(each is widget)

    # --- pages ----------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    @property
    def page_count(self) -> int:
        """How many pages."""
        return len(self._pages)

    @property
    def last_page(self) -> bool:
        """Whether nothing more follows."""
        return self._page >= len(self._pages) - 1

    def page_items(self) -> list[QWidget]:
        """The items on the page shown."""
        return [self._items[i] for i in self._pages[self._page]] if self._pages else []

    def turn(self, by: int) -> None:
        """Show another page."""
        target = min(max(0, self._page + by), len(self._pages) - 1)
        if target != self._page:
            self._page = target
            self._lay_out()
            self.nav_changed.emit()
            self.turned.emit()

    # --- layout ---------------------------------------------------------------------------

    def place(self, zones: Zones) -> None:
        """Lay the screen out in the panel's zones; the screen itself covers the whole panel."""
        self._zones = zones
        self._page = min(self._page, max(0, len(self._pages) - 1))
        self._lay_out()

    def relayout(self) -> None:
        """Lay out again after the items changed."""
        if self._zones is not None:
            self._lay_out()

    def _lay_out(self) -> None:
        zones = self._zones
        if zones is None:
            return
        theme = self.ui.theme
        gap = theme.gap
        words, touch = zones.words, zones.touch
        y = words.top()
        for each in (self.progress, self.title):
            if each is not None:
                h = each.height_for(words.width())
                each.setGeometry(words.left(), y, words.width(), h)
                each.show()
                y += h + (theme.px(2) if each is self.progress else 0)
        title_bottom = y
        help_h = self.help.height_for(words.width()) if self.help else 0
        keys_h = self._header_keys_height(touch.width() if not zones.shared else words.width())
        if zones.shared:
            room_first = touch.bottom() + 1 - title_bottom - help_h - keys_h - 2 * gap
            room_rest = touch.bottom() + 1 - title_bottom - keys_h - 2 * gap
        else:
            room_first = room_rest = touch.height() - keys_h - gap
        heights = [self._height(i, touch.width()) for i in self._items]
        columns = self._columns(heights, room_first, gap, touch.width())
        rows = self._rows(columns, touch.width())
        row_h = [
            max(self._height(self._items[i], self._column_width(touch, columns, gap)) for i in r)
            for r in rows
        ]
        more = row_height(theme) if self.page_keys else -gap
        paged = paginate(row_h, gap, room_first, room_rest, more)
        self._pages = [[i for r in page for i in rows[r]] for page in paged]
        self._page = min(self._page, len(self._pages) - 1)
        first = self._page == 0
        if self.help is not None:
            self.help.setGeometry(words.left(), y, words.width(), help_h)
            shown = first or not zones.shared
            self.help.setVisible(shown)
            y += help_h if shown and zones.shared else 0
        top = y + gap // 2 if zones.shared else touch.top()
        x = touch.left()
        top = self._place_header_keys(x, top, touch.width())
        top += gap if zones.shared or self._header_keys else 0
        for item in self._items:
            item.hide()
        width = self._column_width(touch, columns, gap)
        for r in paged[self._page]:
            for k, i in enumerate(rows[r]):
                item = self._items[i]
                item.setGeometry(x + k * (width + gap), top, width, row_h[r])
                item.show()
            top += row_h[r] + gap
        self._place_page_keys(touch)
        self.placed(QRect(x, top, touch.width(), max(0, touch.bottom() + 1 - top)))

    def placed(self, rest: QRect) -> None:
        """Called after layout with the room left in the touch zone."""

    def _height(self, item: QWidget, width: int) -> int:
        return int(item.height_for(width))  # type: ignore[attr-defined]

    def _columns(self, heights: list[int], room: int, gap: int, width: int) -> int:
        """Two columns where that spares a page and every key keeps its words whole."""
        if sum(heights) + gap * (len(heights) - 1) <= room or len(heights) < 3:
            return 1
        half = (width - gap) // 2
        fits = all(isinstance(i, Key) and i.width_wanted() <= half for i in self._items)
        return 2 if fits else 1

    def _rows(self, columns: int, _width: int) -> list[list[int]]:
        n = len(self._items)
        return [list(range(i, min(i + columns, n))) for i in range(0, n, columns)]

    def _column_width(self, touch: QRect, columns: int, gap: int) -> int:
        return (touch.width() - gap * (columns - 1)) // columns

    def _header_keys_height(self, _width: int) -> int:
        return max((k.height_for(k.width_wanted()) for k in self._header_keys), default=0)

    def _place_header_keys(self, x: int, y: int, width: int) -> int:
        left, bottom = x, y
        for key in self._header_keys:
            w = min(key.width_wanted(), width)
            h = key.height_for(w)
            key.setGeometry(left, y, w, h)
            key.show()
            left += w + self.ui.theme.gap
            bottom = max(bottom, y + h)
        return bottom

    def _place_page_keys(self, touch: QRect) -> None:
        several = self.page_keys and len(self._pages) > 1
        h, gap = row_height(self.ui.theme), self.ui.theme.gap
        half = (touch.width() - gap) // 2
        top = touch.bottom() + 1 - h
        self._before.setGeometry(touch.left(), top, half, h)
        self._more.setGeometry(touch.left() + half + gap, top, half, h)
        self._before.setVisible(several and self._page > 0)
        self._more.setVisible(several and not self.last_page)
