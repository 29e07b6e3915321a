"""The keys that lead to the other ways of writing; each says where it leads."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from screens.theme import Role
from screens.ui import Ui
from screens.widgets.glyph_key import GlyphKey
from screens.widgets.key import Key

WORDS = {
    "hand": "pad.way_hand",
    "pinyin": "pad.way_pinyin",
    "parts": "pad.way_parts",
    "digits": "entry.digits",
    "write_part": "pad.write_part",
    "spell_part": "pad.spell_part",
    "same_part": "pad.same_part",
}
"""What can be offered, and the words on its key.

hand, pinyin, parts, digits: the ways. write_part, spell_part: how a part is given. same_part: the last part
once more.
"""


class WayKeys(QObject):
    """Keys that belong to ``parent``, which places those that are :attr:`shown`. wanted: one was pressed."""

    wanted = Signal(str)

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(parent)
        self.keys: dict[str, GlyphKey] = {}
        self._offered: tuple[str, ...] = ()
        for way, words in WORDS.items():
            key = GlyphKey(ui, ui.say(words), role=Role.BODY, parent=parent)
            key.clicked.connect(lambda _checked=False, w=way: self.wanted.emit(w))
            key.hide()
            self.keys[way] = key

    def offer(self, ways: Sequence[str]) -> None:
        """Show these, in this order."""
        self._offered = tuple(ways)
        for way, key in self.keys.items():
            key.setVisible(way in self._offered)

    @property
    def shown(self) -> Sequence[Key]:
        """The keys that are offered."""
        return [self.keys[way] for way in self._offered]
