"""An entry, and below it in words what was understood of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from screens.theme import Role
from screens.ui import Ui
from screens.widgets.label import UNHEARD, Label

HIDDEN = "＊＊＊＊"
BETWEEN_MM = 2


class Understood(QWidget):
    """Keeps room for the words, so that nothing moves while one writes.

    entry: the widget that shows what was entered (``height_for``). samples: the longest words there can be;
    the room is that of the longest of them.
    """

    def __init__(self, ui: Ui, entry: QWidget, samples: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui, self.entry, self._samples = ui, entry, tuple(samples)
        entry.setParent(self)
        self.words = Label(ui, "", Role.BODY, parent=self)
        # Of what one writes nothing is said aloud: the screen tells it by earphones.
        self.words.setObjectName(UNHEARD)
        self._measure = Label(ui, "", Role.BODY, parent=self)
        self._measure.hide()

    def say(self, words: str, *, covered: bool) -> None:
        """Show the words, or that there are some."""
        self.words.set_text(HIDDEN if covered and words else words)
        self.words.setVisible(bool(words))

    def _room(self, width: int) -> int:
        heights = []
        for sample in self._samples:
            self._measure.set_text(sample)
            heights.append(self._measure.height_for(width))
        return max(heights, default=0)

    def _gap(self) -> int:
        return self._ui.theme.px(BETWEEN_MM)

    def height_for(self, width: int) -> int:
        """The height in pixels, the same for whatever is entered."""
        entry = int(self.entry.height_for(width))  # type: ignore[attr-defined]
        return entry + self._gap() + self._room(width)

    def resizeEvent(self, _event: object) -> None:
        """The entry, and the words below it."""
        width = self.width()
        high = int(self.entry.height_for(width))  # type: ignore[attr-defined]
        self.entry.setGeometry(0, 0, width, high)
        top = high + self._gap()
        self.words.setGeometry(0, top, width, max(0, self.height() - top))
