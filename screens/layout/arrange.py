"""Arranging a screen: words above, things to touch below, on as many pages as they need."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from screens.layout.pages import MOST_ROWS, paginate
from screens.layout.plan import Manner, Parts, Plan
from screens.layout.zones import Zones, row_height
from screens.theme import Theme


def arrange(theme: Theme, parts: Parts, manner: Manner, zones: Zones, page: int) -> Plan:
    """Plan the page; ornaments are left out where they would cost a page."""
    ornaments = [w for w in (*parts.head, *parts.items) if getattr(w, "ornament", False)]
    plan = _Arrangement(theme, parts, manner, zones, frozenset()).plan(page)
    if ornaments and (len(plan.pages) > 1 or not plan.complete):
        plan = _Arrangement(theme, parts, manner, zones, frozenset(ornaments)).plan(page)
    return plan


def _high(widget: QWidget, width: int) -> int:
    return int(widget.height_for(width))  # type: ignore[attr-defined]


class _Arrangement:
    def __init__(
        self, theme: Theme, parts: Parts, manner: Manner, zones: Zones, without: frozenset[QWidget]
    ) -> None:
        self.theme, self.parts, self.manner, self.without = theme, parts, manner, without
        self.gap = theme.gap
        landscape = theme.panel.landscape
        self.shared = zones.shared or manner.whole
        self.low_keys = manner.whole and not zones.shared and not landscape
        self.words, self.touch = QRect(zones.words), QRect(zones.touch)
        self.row_h = row_height(theme) if manner.page_keys else -self.gap
        self.page_row: QRect | None = None
        self.beside = False
        if self.shared:
            self.words = self.touch = self.words.united(self.touch)
        if not manner.nav and not landscape:
            if zones.shared:
                self.touch.setBottom(zones.nav.bottom())
                self.words = self.touch
            else:  # nothing else stands in the navigation row, and the settings keep their place
                self.page_row = QRect(zones.nav)
                self.row_h = -self.gap
        self.places: dict[QWidget, QRect] = {}
        self.low: set[QWidget] = set(parts.keys) if self.low_keys else set()
        self.items = [i for i in parts.items if i not in without]
        self.index = {item: k for k, item in enumerate(parts.items)}

    # --- heights --------------------------------------------------------------------------

    def _keys_rows(self, width: int) -> list[list[tuple[QWidget, int, int]]]:
        """The header keys with width and height, in as many rows as they need."""
        rows: list[list[tuple[QWidget, int, int]]] = []
        used = width + 1
        for key in self.parts.keys:
            w = min(int(key.width_wanted()), width)  # type: ignore[attr-defined]
            if used + w > width:
                rows.append([])
                used = 0
            rows[-1].append((key, w, _high(key, w)))
            used += w + self.gap
        return rows

    def _keys_height(self, width: int) -> int:
        rows = self._keys_rows(width)
        return sum(max(h for _, _, h in row) for row in rows) + self.gap * max(0, len(rows) - 1)

    def _place_keys(self, box: QRect, top: int) -> int:
        for row in self._keys_rows(box.width()):
            wide = sum(w for _, w, _ in row) + self.gap * (len(row) - 1)
            x = box.left() + ((box.width() - wide) // 2 if self.manner.centred else 0)
            for key, w, h in row:
                self.places[key] = QRect(x, top, w, h)
                x += w + self.gap
            top += max(h for _, _, h in row) + self.gap
        return top - self.gap if self.parts.keys else top

    # --- the page -------------------------------------------------------------------------

    def plan(self, page: int) -> Plan:
        """Place everything."""
        y = self.words.top()
        for each in self.parts.head:
            if each not in self.without:
                h = _high(each, self.words.width())
                self.places[each] = QRect(self.words.left(), y, self.words.width(), h)
                y += h + (self.theme.px(2) if each is not self.parts.head[-1] else 0)
        help_ = self.parts.help
        help_h = _high(help_, self.words.width()) if help_ is not None else 0
        return self._shared(y, help_h, page) if self.shared else self._split(y, help_h, page)

    def _shared(self, y: int, help_h: int, page: int) -> Plan:
        keys_h = self._keys_height(self.touch.width())
        keys_cost = keys_h + (self.gap if self.manner.keys_last or self.low_keys else self.gap // 2)
        bottom = self.touch.bottom() + 1
        if not self.parts.keys:
            keys_cost = 0
        first = bottom - y - help_h - keys_cost - self.gap
        plan = self._paged(self.items, first, first + help_h, page)
        plan.complete = first >= 0
        help_ = self.parts.help
        if help_ is not None and plan.page == 0:
            self.places[help_] = QRect(self.words.left(), y, self.words.width(), help_h)
            y += help_h
        if not (self.manner.keys_last or self.low_keys) and self.parts.keys:
            y = self._place_keys(self.touch, y + self.gap // 2)
        end = self._place_items(plan, y + self.gap, first if plan.page == 0 else first + help_h)
        several = len(plan.pages) > 1
        if self.low_keys:
            self._place_keys(self.touch, bottom - keys_h - (self.row_h + self.gap if several else 0))
            bottom -= keys_cost
            self._into_reach(plan, bottom - (self.row_h + self.gap if several else 0))
        elif self.manner.keys_last:
            end = self._place_keys(self.touch, end) + self.gap
        return self._finish(plan, end, bottom)

    def _split(self, y: int, help_h: int, page: int) -> Plan:
        words, touch = self.words, self.touch
        help_ = self.parts.help
        fits = y + help_h <= words.bottom() + 1
        # On an upright panel help may go on into the zone of the keys, as nobody touches it: they give way.
        goes_on = help_ is not None and not fits and not self.theme.panel.landscape
        if help_ is not None and (fits or goes_on):
            self.places[help_] = QRect(words.left(), y, words.width(), help_h)
            y += help_h
        keys_h = self._keys_height(touch.width())
        top = touch.top()
        wide = max((int(k.width_wanted()) for k in self.parts.keys), default=0)  # type: ignore[attr-defined]
        narrow = self._keys_height(words.width())
        if self.theme.panel.landscape and wide <= words.width() and y + self.gap + narrow <= words.bottom():
            y = self._place_keys(words, y + self.gap)
        elif self.parts.keys:
            self._place_keys(touch, top)
            self._page_keys_beside(QRect(touch.left(), top, touch.width(), keys_h))
            top += keys_h + self.gap
        leading: list[QWidget] = []
        for item in self.items:
            if not getattr(item, "only_words", False):
                break
            leading.append(item)
        need = sum(_high(i, words.width()) + self.gap for i in leading)
        if y + need <= words.bottom() + 1:
            for item in leading:
                h = _high(item, words.width())
                self.places[item] = QRect(words.left(), y + self.gap, words.width(), h)
                y += h + self.gap
            flowing = self.items[len(leading) :]
        else:
            flowing = self.items
        room = touch.bottom() + 1 - top
        below = 0
        if goes_on:
            below = y + self.gap - touch.top()
        elif help_ is not None and not fits:
            below = _high(help_, touch.width()) + self.gap
        plan = self._paged(flowing, room - below, room, page)
        if help_ is not None and below and plan.page == 0:
            if goes_on:
                self._lower_keys(below)
            else:
                self.places[help_] = QRect(touch.left(), top, touch.width(), below - self.gap)
            top, room = top + below, room - below
        elif help_ is not None and goes_on:
            del self.places[help_]
        fixed = [self.index[i] for i in leading] if flowing is not self.items else []
        end = self._place_items(plan, top, room)
        plan.pages = [fixed + p for p in plan.pages]
        return self._finish(plan, end, touch.bottom() + 1)

    def _lower_keys(self, by: int) -> None:
        for key in self.parts.keys:
            self.places[key].translate(0, by)
        if self.beside and self.page_row is not None:
            self.page_row.translate(0, by)

    def _page_keys_beside(self, row: QRect) -> None:
        """Let the page keys share the row of the header keys, where they fit: it spares a row."""
        used = max(self.places[key].right() + 1 for key in self.parts.keys) + self.gap
        if self.page_row is None and self.manner.page_keys and len(self._keys_rows(row.width())) == 1:
            left = QRect(used, row.top(), row.right() + 1 - used, row.height())
            if left.width() >= self.parts.page_keys_width:
                self.page_row, self.row_h, self.beside = left, -self.gap, True

    def _paged(self, items: list[QWidget], first: int, rest: int, page: int) -> Plan:
        """Divide the rows into pages."""
        width = self.touch.width()
        heights = [_high(i, width) for i in items]
        self.columns = self._columns(items, heights, first)
        rows = [items[i : i + self.columns] for i in range(0, len(items), self.columns)]
        each = self._width()
        self.rows = rows
        self.row_heights = [max(_high(i, each) for i in row) for row in rows]
        touched = any(not getattr(i, "only_words", False) for i in items)
        most = MOST_ROWS // self.columns if touched else None
        self.paged = paginate(self.row_heights, self.gap, first, rest, self.row_h, most)
        pages = [[self.index[i] for r in rows_ for i in rows[r]] for rows_ in self.paged]
        return Plan(pages, min(max(0, page), len(pages) - 1), self.places)

    def _columns(self, items: list[QWidget], heights: list[int], room: int) -> int:
        """Two columns where that spares a page and every key keeps its words whole."""
        if sum(heights) + self.gap * (len(heights) - 1) <= room or len(heights) < 3:
            return 1
        half = (self.touch.width() - self.gap) // 2
        wanted = [getattr(i, "width_wanted", None) for i in items]
        return 2 if all(w is not None and w() <= half for w in wanted) else 1

    def _width(self) -> int:
        return (self.touch.width() - self.gap * (self.columns - 1)) // self.columns

    def _place_items(self, plan: Plan, top: int, room: int) -> int:
        rows = self.paged[plan.page]
        each = self._width()
        heights = {r: self.row_heights[r] for r in rows}
        gap = self.gap
        if self.manner.roomy and len(self.paged) == 1 and rows:
            spare = room - sum(heights.values()) - gap * (len(rows) - 1)
            more = min(self.theme.px(2), spare // len(rows))
            gap += more
            self._grow(heights, each, spare - more * len(rows))
        for r in rows:
            for k, item in enumerate(self.rows[r]):
                self.places[item] = QRect(self.touch.left() + k * (each + self.gap), top, each, heights[r])
            top += heights[r] + gap
        return top

    def _grow(self, heights: dict[int, int], width: int, spare: int) -> None:
        """Let rows of keys grow evenly towards the height that is comfortable."""
        wish = {}
        for r in heights:
            likes = [getattr(i, "comfort_for", None) for i in self.rows[r]]
            comfort = max((int(f(width)) for f in likes if f is not None), default=0)
            if comfort > heights[r]:
                wish[r] = comfort - heights[r]
        total = sum(wish.values())
        for r, more in wish.items():
            heights[r] += more if total <= spare else more * spare // total

    def _into_reach(self, plan: Plan, bottom: int) -> None:
        """Sitting, keys that follow the words stand as low as they can."""
        shown = [self.parts.items[k] for k in plan.pages[plan.page]] if plan.pages else []
        while shown and not getattr(shown[-1], "only_words", False):
            box = self.places[shown.pop()]
            box.moveTop(max(box.top(), bottom - box.height()))
            bottom = box.top() - self.gap
            self.low |= {w for w, place in self.places.items() if place is box}

    def _lower(self, by: int) -> None:
        """A prompt stands a third down, not at the top edge; keys in reach of a seated person stay there."""
        for widget, box in self.places.items():
            if widget not in self.low:
                box.translate(0, by)

    def _finish(self, plan: Plan, end: int, bottom: int) -> Plan:
        row = row_height(self.theme)
        last = self.touch.bottom() + 1
        plan.page_row = self.page_row or QRect(self.touch.left(), last - row, self.touch.width(), row)
        if self.manner.centred and not self.manner.keys_last and len(plan.pages) == 1:
            self._lower(max(0, bottom - end) // 3)
        plan.rest = QRect(self.touch.left(), end, self.touch.width(), max(0, bottom - end))
        return plan
