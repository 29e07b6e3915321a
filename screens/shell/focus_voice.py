"""What is said of the one thing that has the focus: its words, how it stands, which of how many it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from screens.screen import Screen, Spoken
from screens.ui import Ui
from screens.widgets.candidates import Candidates
from screens.widgets.field import Field
from screens.widgets.glyph_key import GlyphKey
from screens.widgets.key import Key


@runtime_checkable
class Told(Protocol):
    """A widget that says itself what is to be heard of it: its words aloud, what was entered privately."""

    def told(self) -> Sequence[Spoken]:
        """In the order to be said."""
        ...


@runtime_checkable
class TellsOf(Protocol):
    """A widget whose keys bear what was entered: what is to be heard of each."""

    def told_of(self, key: Key) -> Sequence[Spoken]:
        """In the order to be said."""
        ...


def heard(ui: Ui, screen: Screen, at: QWidget) -> list[Spoken]:
    """The sentences for ``at``, which stands on ``screen`` or in the frame round it."""
    if at is screen.title:
        return _question(screen)
    if isinstance(at, Key):
        parent = at.parentWidget()
        if isinstance(parent, Candidates) and isinstance(at, GlyphKey) and at in parent.keys:
            return _candidate(ui, parent, at)
        said = list(parent.told_of(at)) if isinstance(parent, TellsOf) else _words(at)
        return said + _state(ui, screen, at)
    if isinstance(at, Field):
        return [Spoken(at.label), *screen.told_entry()]
    if isinstance(at, Told):
        return list(at.told())
    return [_as_spoken(screen, at)]


def _candidate(ui: Ui, row: Candidates, key: GlyphKey) -> list[Spoken]:
    """Its place aloud; what it would write belongs to a name or an address, and goes to earphones only."""
    place = ui.say("focus.place", at=row.keys.index(key) + 1, of=len(row.shown))
    return [Spoken(place, key), Spoken(key.text(), key, private=True, fixed=False)]


def _question(screen: Screen) -> list[Spoken]:
    """Which step it is, the question and its help, in the words in which they are always said."""
    first = [screen.progress.text] if screen.progress is not None and not screen.progress.isHidden() else []
    words = [s for s in screen.spoken() if s.widget in (screen.title, screen.help)]
    return [Spoken(text) for text in first] + words


def _words(key: Key) -> list[Spoken]:
    """The key's words and the line below, as two sentences: so they are known to the voice's packs."""
    named = key.accessibleName()
    if named == f"{key.text()} {key.sub}".strip():
        return [Spoken(text, key, fixed=key.words_fixed) for text in (key.text(), key.sub) if text]
    return [Spoken(named, key, fixed=key.words_fixed)]


def _state(ui: Ui, screen: Screen, key: Key) -> list[Spoken]:
    if not key.isCheckable():
        return []
    said = [
        Spoken(
            ui.say("focus.chosen" if key.isChecked() else "focus.not_chosen"),
            private=screen.private_choice,
            fixed=not screen.private_choice,
        )
    ]
    group = [w for w in screen.items if isinstance(w, Key) and w.isCheckable()]
    if key in group and len(group) > 1:
        said.append(Spoken(ui.say("focus.place", at=group.index(key) + 1, of=len(group))))
    return said


def _as_spoken(screen: Screen, at: QWidget) -> Spoken:
    """As the screen itself says it on arrival (a number digit by digit), else by its name."""
    for each in screen.spoken():
        if each.widget is at:
            return each
    return Spoken(at.accessibleName(), at)
