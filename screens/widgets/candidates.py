"""Characters to choose from, in rows, with a key for more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from screens.layout.text import width_of
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.glyph_key import GlyphKey
from screens.widgets.label import Label

MOST_KEYS = 24
"""Keys on a page; more than any panel has room for."""


class Candidates(QWidget):
    """Candidates in the order given, as many as fit; the last key shows the next ones, and then the first.

    picked: the number of the candidate taken. (That a bounce of the tap takes nothing of what stands there
    by then is the keys' own rule.)
    """

    picked = Signal(int)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._texts: tuple[str, ...] = ()
        self._first = 0
        self._shown = 0
        self._meant: int | None = None
        self.hint = Label(ui, "", Role.BODY, parent=self)
        self.keys = [
            GlyphKey(ui, "国", role=Role.CHOICE, ticked=False, parent=self) for _ in range(MOST_KEYS)
        ]
        for at, key in enumerate(self.keys):
            key.clicked.connect(lambda _checked=False, k=at: self._picked(k))
            key.hide()
        self.more = GlyphKey(ui, ui.say("entry.more"), role=Role.BODY, parent=self)
        self.more.clicked.connect(self._turn)
        self.more.hide()

    def offer(self, texts: Sequence[str], hint: str = "", meant: int | None = None) -> None:
        """Show these from the first on; ``hint`` where there are none.

        meant: the one that is taken if one simply goes on, marked.
        """
        if (tuple(texts), hint, meant) == (self._texts, self.hint.text, self._meant):
            return  # a page that was turned to stays
        self._texts, self._first, self._meant = tuple(texts), 0, meant
        self.hint.set_text(hint)
        self._arrange()

    @property
    def texts(self) -> tuple[str, ...]:
        """All that can be chosen."""
        return self._texts

    @property
    def shown(self) -> tuple[str, ...]:
        """Those on the page shown."""
        return self._texts[self._first : self._first + self._shown]

    def _picked(self, at: int) -> None:
        self.picked.emit(self._first + at)

    def _turn(self) -> None:
        after = self._first + self._shown
        self._first = after if after < len(self._texts) else 0
        self._arrange()

    # --- layout ---------------------------------------------------------------------------

    def row_least(self) -> int:
        """The least height of a row in pixels."""
        return max(self.keys[0].height_for(0), self.more.height_for(0))

    def row_most(self) -> int:
        """The height of a row in pixels where there is room."""
        return max(self.row_least(), self._ui.theme.px(24))

    def fits(self, text: str) -> bool:
        """Whether a candidate of these words has room in a row, beside the key for more too."""
        tail = self.more.width_wanted() + self._ui.theme.px(3) + self._ui.theme.gap
        return self._width(text) <= self.width() - tail

    def _width(self, text: str) -> int:
        theme = self._ui.theme
        words = width_of(text, theme.font(Role.CHOICE, bold=True))
        return max(theme.target, words + 2 * theme.line + theme.px(5))

    def resizeEvent(self, _event: object) -> None:
        """As many as fit."""
        self._arrange()

    def _arrange(self) -> None:
        gap = self._ui.theme.gap
        rows = max(1, (self.height() + gap) // (self.row_least() + gap))
        h = (self.height() - gap * (rows - 1)) // rows
        for key in (*self.keys, self.more):
            key.hide()
        hint_h = self.hint.height_for(self.width())
        # The hint is a help, not a part: where it has no room it is left out whole.
        self.hint.setVisible(bool(self.hint.text) and not self._texts and hint_h <= self.height())
        self.hint.setGeometry(0, max(0, (self.height() - hint_h) // 2), self.width(), max(hint_h, 1))
        left = list(self._texts[self._first :])[:MOST_KEYS]
        widths = [self._width(text) for text in left]
        at = 0
        whole = self._first == 0 and self._all_fit(widths, rows) and len(left) == len(self._texts)
        for row in range(rows):
            last = row == rows - 1 and not whole
            tail = self.more.width_wanted() + self._ui.theme.px(3) if last else 0
            at = self._fill_row(left, widths, at, row * (h + gap), h, tail)
        self._shown = at

    def _all_fit(self, widths: Sequence[int], rows: int) -> bool:
        gap, x, row = self._ui.theme.gap, 0, 0
        for width in widths:
            if x + width > self.width():
                x, row = 0, row + 1
            x += width + gap
        return row < rows

    def _fill_row(
        self, left: Sequence[str], widths: Sequence[int], at: int, y: int, h: int, tail: int
    ) -> int:
        """Fill one row from candidate ``at`` on; the key for more takes ``tail`` at the end of the last."""
        gap = self._ui.theme.gap
        room = self.width() - (tail + gap if tail else 0)
        taken: list[int] = []
        while at + len(taken) < len(left):
            width = widths[at + len(taken)]
            if sum(taken) + gap * len(taken) + width > room and taken:
                break
            taken.append(min(width, room))
        spare = room - sum(taken) - gap * (len(taken) - 1) if taken else 0
        full = at + len(taken) < len(left)
        x = 0
        for k, width in enumerate(taken):
            wide = width + (spare // len(taken) if full else 0)
            key = self.keys[at + k]
            key.set_words(left[at + k])
            meant = self._first + at + k == self._meant
            key.setCheckable(meant)
            key.setChecked(meant)
            key.setGeometry(x, y, wide, h)
            key.show()
            x += wide + gap
        if tail:
            self.more.setGeometry(self.width() - tail, y, tail, h)
            self.more.show()
        return at + len(taken)
