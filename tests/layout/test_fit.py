"""Nothing is cut, nothing overlaps, everything can be reached and hit, in every look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from screens.shell.frame import Frame
from screens.ui import Ui
from screens.widgets.key import Key

Show = Callable[[Ui, str], Frame]
Scenes = Callable[[Ui], tuple[str, ...]]

INSIDE = ("Card", "ReviewLine", "KeyPair")
"""Widgets that hold others; those are looked at themselves."""


def seen(frame: Frame) -> Iterator[tuple[QWidget, QRect]]:
    """What stands on the panel, with its place."""
    for widget in frame.findChildren(QWidget):
        if widget.isVisibleTo(frame) and widget is not frame.screen_shown:
            yield widget, QRect(widget.mapTo(frame, QPoint(0, 0)), widget.size())


def problems(frame: Frame, where: str) -> Iterator[str]:
    """Every breach of the floors on the page shown."""
    theme = frame.ui.theme
    panel = QRect(0, 0, theme.panel.width, theme.panel.height)
    things = list(seen(frame))
    for widget, box in things:
        what = f"{where}: {type(widget).__name__} {widget.accessibleName()!r} at {box.getRect()}"
        if not panel.contains(box):
            yield f"{what} leaves the panel"
        if (cut := getattr(widget, "cut", None)) and cut():
            yield f"{what} is cut"
        if isinstance(widget, Key):
            if min(box.width(), box.height()) < theme.target:
                yield f"{what} is too small"
            if not widget.accessibleName():
                yield f"{what} has no name"
            if theme.sitting and not theme.panel.landscape and box.top() < panel.height() * 40 // 100:
                yield f"{what} is out of reach"
    flat = [(w, b) for w, b in things if type(w).__name__ not in INSIDE]
    for (one, a), (two, b) in combinations(flat, 2):
        if one.isAncestorOf(two) or two.isAncestorOf(one):
            continue
        both_keys = isinstance(one, Key) and isinstance(two, Key)
        grown = a.adjusted(-theme.gap + 1, -theme.gap + 1, theme.gap - 1, theme.gap - 1) if both_keys else a
        if grown.intersects(b):
            how = "stands too near to" if both_keys else "covers"
            names = f"{one.accessibleName()!r} {a.getRect()} {how} {two.accessibleName()!r} {b.getRect()}"
            yield f"{where}: {names}"


def pages(frame: Frame) -> Iterator[int]:
    """Turn through the pages."""
    screen = frame.screen_shown
    assert screen is not None
    for page in range(screen.page_count):
        yield page
        screen.turn(1)


def test_nothing_is_cut_and_all_can_be_hit(look: Any, show: Show, all_scenes: Scenes) -> None:
    ui = look.ui()
    found = []
    for name in all_scenes(ui):
        frame = show(ui, name)
        for page in pages(frame):
            found += list(problems(frame, f"{name} page {page + 1}"))
    assert not found, "\n".join(found)
