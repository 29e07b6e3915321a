"""Working without touch: each key has its turn, in reading order, and is seen to have it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from screens.audit.colour import SIGNS, contrast
from screens.audit.measure import Measure
from screens.audit.page import Page, Pixels, Seen, box_of, pixels_of
from screens.shell.reading_order import stops

RING_PX = 4
BESIDE = 2
"""Pixels beyond the ring, past its soft edge."""
IN_USE = "keys_in_use"
"""The window's property while the four keys are used; without it no focus is drawn."""


def measure(page: Page) -> Iterator[Measure]:
    """Reached, and in order."""
    chain = _chain(page)
    yield from _reached(page, chain)
    yield from _ordered(page, chain)


def _chain(page: Page) -> list[Seen]:
    """The keys in the order in which the four keys visit them."""
    by_widget = {id(s.widget): s for s in page.seen if isinstance(s.widget, QAbstractButton)}
    found = (by_widget.get(id(w)) for w in stops(page.frame, page.screen))
    return [s for s in found if s is not None]


def _reached(page: Page, chain: list[Seen]) -> Iterator[Measure]:
    visited = {id(s.widget) for s in chain}
    for seen in page.touchables:
        lost = id(seen.widget) not in visited
        yield Measure("focus-chain", int(lost), 0, seen.name, (box_of(seen.box),) if lost else ())


def _zone(page: Page, seen: Seen) -> int:
    """The screen, the way on, the guide, and the settings last wherever they stand: alike on every screen."""
    frame, widget = page.frame, seen.widget
    if widget in frame.nav_keys.values():
        return 1
    if widget is frame.guide or frame.guide.isAncestorOf(widget):
        return 2
    return 3 if widget in frame.settings_keys.values() else 0


def _ordered(page: Page, chain: list[Seen]) -> Iterator[Measure]:
    """The chain is a ring: it may begin anywhere, but must not go back more often than once round."""
    zones = [_zone(page, s) for s in chain]
    turns = [k for k in range(len(zones)) if zones[k] < zones[k - 1]]
    if len(turns) > 1:
        boxes = tuple(box_of(chain[k].box) for k in turns)
        yield Measure("focus-order", len(turns) - 1, 0, "zones", boxes)
    inside = [s for s in chain if page.within(s)]
    nav = [s for s in chain if s.widget in page.frame.nav_keys.values()]
    settings = [s for s in chain if s.widget in page.frame.settings_keys.values()]
    for group in (inside, nav, settings):
        yield Measure("focus-order", 0, 0)
        for one, two in combinations(group, 2):
            if _before(page, two, one):
                boxes = (box_of(one.box), box_of(two.box))
                yield Measure("focus-order", 1, 0, f"{one.name} / {two.name}", boxes)


def _before(page: Page, one: Seen, two: Seen) -> bool:
    """Whether ``one`` is read before ``two``: above it in the same column or pad, or left in its row."""
    a, b = one.box, two.box
    across = min(a.right(), b.right()) - max(a.left(), b.left()) > 0
    along = min(a.bottom(), b.bottom()) - max(a.top(), b.top()) > 0
    if along:
        return a.right() < b.left()
    if a.bottom() < b.top():
        same = one.widget.parentWidget() is two.widget.parentWidget() and one.pad and two.pad
        return across or same
    return False


class Rings:
    """Measures how the focus is drawn, once for keys that look alike."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], tuple[float, float]] = {}

    def measure(self, page: Page) -> Iterator[Measure]:
        """For each key on the page."""
        second = page.theme.high_contrast
        for seen in page.touchables:
            key = seen.widget
            if not isinstance(key, QAbstractButton):
                continue
            look = getattr(key, "look", "")
            alike = (type(key), look, key.isChecked(), second, page.theme.panel, page.theme.size)
            if alike not in self._known:
                self._known[alike] = self._look(page, seen)
            thick, ratio = self._known[alike]
            yield Measure("focus-ring", thick, RING_PX, seen.name, (box_of(seen.box),))
            yield Measure("focus-contrast", round(ratio, 2), SIGNS, seen.name, (box_of(seen.box),))

    def _look(self, page: Page, seen: Seen) -> tuple[float, float]:
        """Thickness in pixels and contrast of what the focus adds, on the left and above."""
        key, window = seen.widget, page.frame.window()
        plain, before = _picture(key)
        if not window.isActiveWindow():
            window.activateWindow()
            QApplication.processEvents()
        held, used = window.focusWidget(), window.property(IN_USE)
        window.setProperty(IN_USE, True)
        key.setFocus(Qt.FocusReason.TabFocusReason)
        marked, after = _picture(key)
        window.setProperty(IN_USE, used)
        key.clearFocus()
        if held is not None:
            held.setFocus()
        changed = before != after
        row, column = before.shape[0] // 2, before.shape[1] // 2
        found = []
        for line, new in (
            (changed[row], after[row]),
            (changed[:, column], after[:, column]),
        ):
            found.append(_first_run(line, new))
        del plain, marked
        # The mark of a spoken word may touch the ring on one side: the other side shows its colour.
        return min(f[0] for f in found), max(f[1] for f in found)


def _first_run(line: np.ndarray, new: Pixels) -> tuple[float, float]:
    """Length of the first changed pixels of a line, and their contrast with what lies inside of them."""
    at = np.flatnonzero(line)
    if len(at) == 0:
        return 0.0, 1.0
    start = int(at[0])
    end = start
    while end < len(line) and line[end]:
        end += 1
    ring, inside = int(new[(start + end) // 2]) & 0xFFFFFF, min(end + BESIDE, len(new) - 1)
    return float(end - start), contrast(ring, int(new[inside]) & 0xFFFFFF)


def _picture(widget: QWidget) -> tuple[QImage, Pixels]:
    image = QImage(widget.size(), QImage.Format.Format_RGB32)
    image.fill(0)
    widget.render(image, QPoint(0, 0))
    return image, pixels_of(image)
