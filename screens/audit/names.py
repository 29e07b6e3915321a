"""What a screen reader is told: the accessible name and role of every word and key."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QWidget

from screens.audit.measure import Measure
from screens.audit.page import Page, Seen, bare, box_of, words_of
from screens.widgets.field import Field
from screens.widgets.glyph_key import GlyphKey
from screens.widgets.label import Card, Label, Picture, Progress

Role = QAccessible.Role
KEYS = frozenset({Role.Button, Role.CheckBox, Role.RadioButton})
CHOICES = frozenset({Role.CheckBox, Role.RadioButton})
WORDS = frozenset({Role.StaticText, Role.Heading, Role.Paragraph, Role.ProgressBar, Role.AlertMessage})
ENTRIES = frozenset({Role.EditableText, Role.StaticText, Role.Grouping})


def measure(page: Page) -> Iterator[Measure]:
    """Name and role."""
    for seen in page.seen:
        widget = seen.widget
        if isinstance(widget, Picture) or not (seen.drawn.texts or isinstance(widget, QAbstractButton)):
            continue
        face = QAccessible.queryAccessibleInterface(widget)
        role = face.role() if face is not None else Role.NoRole
        name = face.text(QAccessible.Text.Name) if face is not None else ""
        boxes = (box_of(seen.box),)
        yield Measure("name", int(not _says(seen, name)), 0, seen.name, boxes)
        yield Measure("role", int(role not in roles(widget)), 0, f"{seen.name}: {role.name}", boxes)


def _says(seen: Seen, name: str) -> bool:
    """The name holds the words that are seen (WCAG 2.5.3); a sign has a name of its own."""
    if not name.strip():
        return False
    words = words_of(seen.widget)
    if words is None or isinstance(seen.widget, GlyphKey):
        return True
    return bare(words) in bare(name)


def roles(widget: QWidget) -> frozenset[QAccessible.Role]:
    """The roles that fit a widget."""
    if isinstance(widget, QAbstractButton):
        return CHOICES if widget.isCheckable() and not isinstance(widget, GlyphKey) else KEYS
    if isinstance(widget, (Label, Progress, Card)):
        return WORDS
    if isinstance(widget, Field):
        return ENTRIES
    return frozenset({*WORDS, *ENTRIES})
