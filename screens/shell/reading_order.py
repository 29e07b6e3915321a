"""The order in which a frame is read: for the four keys, and for the accessibility tree alike.

By place, row by row from the left, as one reads; where words and keys stand in two columns, the words
first. Then the navigation keys, the guide bar and the settings, the same on every screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from screens.screen import Screen
from screens.widgets.field import Field
from screens.widgets.key import Key
from screens.widgets.label import UNHEARD, Card, Label, Progress

WORDS = (Label, Card, Field, Progress)


def in_rows(widgets: Sequence[QWidget]) -> list[QWidget]:
    """Row by row from the top, each from the left. A row is what stands beside its highest one."""
    left = sorted(widgets, key=lambda w: (w.geometry().top(), w.geometry().left()))
    ordered: list[QWidget] = []
    while left:
        first = left[0].geometry()
        row = [w for w in left if first.top() <= w.geometry().center().y() <= first.bottom()]
        row = row or [left[0]]
        ordered += sorted(row, key=lambda w: (w.geometry().left(), w.geometry().top()))
        left = [w for w in left if w not in row]
    return ordered


def in_columns(widgets: Sequence[QWidget], split: int) -> list[QWidget]:
    """Those that stand left of ``split``, then the others; where one reaches across, all of them in rows."""
    if any(w.geometry().left() < split - 1 and w.geometry().right() > split + 1 for w in widgets):
        return in_rows(widgets)
    first = [w for w in widgets if w.geometry().left() < split]
    return in_rows(first) + in_rows([w for w in widgets if w not in first])


def children_of(parent: QWidget) -> list[QWidget]:
    """The children that show, in reading order; a widget with ``in_order`` says it itself."""
    shown = [w for w in parent.children() if isinstance(w, QWidget) and not w.isHidden()]
    # Not by isinstance: a protocol is slow to ask, and this is asked of every widget on every page.
    own: Callable[[], list[QWidget]] | None = getattr(parent, "in_order", None)
    if own is not None:
        order = [w for w in own() if w in shown]
        return order + [w for w in shown if w not in order]
    if isinstance(parent, Screen) and parent.columns_at is not None:
        return in_columns(shown, parent.columns_at)
    return in_rows(shown)


def put_in_order(parent: QWidget) -> None:
    """Let the children of ``parent``, and theirs, follow each other as they are read.

    An accessibility tree lists them as Qt does, and that is from the lowest to the one on top.
    """
    wanted = children_of(parent)
    now = [w for w in parent.children() if w in wanted]
    if now != wanted:
        for child in wanted:
            child.raise_()
    for child in wanted:
        put_in_order(child)


def stops(frame: QWidget, screen: Screen | None, *, resting: bool = False) -> list[QWidget]:
    """What the four keys stop at, in order: words that stand alone, and every key that works.

    resting: the keys that do not work now as well.
    Step and help are read with the title, and a line of the review with its answer.
    """
    found: list[QWidget] = []
    _collect(frame, found, resting)
    if screen is not None and screen.title in found:
        told = [screen.progress, screen.help]
        found = [w for w in found if w not in told]
        # The question comes first, also where its step stands above it or a key beside it.
        found.remove(screen.title)
        found.insert(0, screen.title)
    return found


def _collect(parent: QWidget, found: list[QWidget], resting: bool) -> None:
    for child in children_of(parent):
        whole = getattr(child, "read_whole", False)
        if isinstance(child, Key):
            if resting or child.isEnabled():
                found.append(child)
        elif (whole or isinstance(child, WORDS)) and child.accessibleName() and child.objectName() != UNHEARD:
            found.append(child)
        if whole:
            found += [key for key in child.findChildren(Key) if not key.isHidden()]
        elif not isinstance(child, Card):
            _collect(child, found, resting)


def rect_in(frame: QWidget, widget: QWidget) -> QRect:
    """Where ``widget`` stands in ``frame``."""
    return QRect(widget.mapTo(frame, widget.rect().topLeft()), widget.size())
