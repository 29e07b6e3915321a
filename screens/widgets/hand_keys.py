"""The writing pad with its keys: take back, write again, delete, and the other ways of entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QWidget

from screens.layout.rows import share
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.glyph_key import GlyphKey
from screens.widgets.key import Key
from screens.widgets.pinyin_keys import NARROW_MM, Extra
from screens.widgets.way_keys import WayKeys
from screens.widgets.writing_pad import WritingPad

GOOD_MM, MOST_MM = 100, 190
"""The height of the box where it is comfortable, and where it does not get better."""
KEY_MOST_MM = 24


@dataclass(frozen=True)
class _Spread:
    """One way to stand. pad: the box; rows of keys with their rectangle each."""

    pad: QRect
    rows: tuple[tuple[Sequence[Key], QRect], ...]

    @property
    def side(self) -> int:
        return min(self.pad.width(), self.pad.height())


class HandKeys(QWidget):
    """The box, the keys that mend what was written, and apart from them those that lead elsewhere.

    undone: the last stroke is to go, or the last character to come back. cleared: all of the box. erased:
    the last character of the text. signed: a sign, such as the dot in a name. way_wanted: another way.
    """

    undone = Signal()
    cleared = Signal()
    erased = Signal()
    signed = Signal(str)
    way_wanted = Signal(str)

    def __init__(self, ui: Ui, *, extras: Sequence[Extra] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self.pad = WritingPad(ui, self)
        say = ui.say
        self.undo = self._key(say("pad.undo"))
        self.undo.clicked.connect(self.undone)
        self.clear = self._key(say("pad.clear"))
        self.clear.clicked.connect(self.cleared)
        self.erase = self._key(say("pad.erase"))
        self.erase.clicked.connect(self.erased)
        self.extras: dict[str, GlyphKey] = {}
        for extra in extras:
            key = self._key(extra.words, extra.name)
            key.clicked.connect(lambda _checked=False, i=extra.sign: self.signed.emit(i))
            self.extras[extra.sign] = key
        self._signs = True
        self.ways = WayKeys(ui, self)
        self.ways.wanted.connect(self.way_wanted)

    def _key(self, words: str, name: str = "") -> GlyphKey:
        return GlyphKey(self._ui, words, role=Role.BODY, name=name, parent=self)

    def offer_ways(self, ways: Sequence[str], *, signs: bool = True) -> None:
        """Show these (:data:`screens.widgets.way_keys.WORDS`). signs: the dot and its like are of use now."""
        self.ways.offer(ways)
        for key in self.extras.values():
            key.setVisible(signs)
        self._signs = signs
        self._arrange()

    def set_going_on(self, going_on: bool) -> None:
        """The first key takes a stroke back, or brings the character back that was taken too early."""
        words = self._ui.say("pad.go_on" if going_on else "pad.undo")
        if words != self.undo.text():
            self.undo.set_words(words)

    def in_order(self) -> list[QWidget]:
        """Row by row, as a keypad is read."""
        keys = [*self._mend(), *self._write(), *self.ways.shown]
        return [self.pad, *sorted(keys, key=lambda key: (key.y(), key.x()))]

    def _mend(self) -> list[Key]:
        return [self.undo, self.clear, self.erase]

    def _write(self) -> list[Key]:
        return list(self.extras.values()) if self._signs else []

    # --- layout ---------------------------------------------------------------------------

    def _narrow(self) -> int:
        return self._ui.theme.px(NARROW_MM)

    def _high(self) -> int:
        return max(key.height_for(0) for key in (*self._mend(), *self._write(), *self.ways.shown))

    def _wide(self, keys: Sequence[Key]) -> int:
        # Room for both words of the first key.
        widest = max((key.width_wanted() for key in keys), default=0)
        return max(widest, self._undo_width()) if self.undo in keys else widest

    def _undo_width(self) -> int:
        return max(self.undo.width_with(self._ui.say(id_)) for id_ in ("pad.go_on", "pad.undo"))

    def _spreads(self, width: int, height: int) -> list[_Spread]:
        mend, write, ways = self._mend(), self._write(), list(self.ways.shown)
        return [
            *self._beside([[*mend, *write, *ways]], len(mend) + len(write), width, height),
            *self._beside([mend, [*write, *ways]], 0, width, height),
            *self._below([[*mend, *write, *ways]], width, height),
            *self._below([[*mend, *write], ways], width, height),
        ]

    def _beside(self, columns: list[list[Key]], cut: int, width: int, height: int) -> list[_Spread]:
        """Columns on the right. cut: after so many keys of a single column it may part."""
        gap, high, narrow = self._ui.theme.gap, self._high(), self._narrow()
        count = max(len(column) for column in columns)
        each = min(self._ui.theme.px(KEY_MOST_MM), (height - (count - 1) * narrow) // count)
        if each < high:
            return []
        along = min(gap, (height - count * each) // max(1, count - 1))
        rows: list[tuple[Sequence[Key], QRect]] = []
        right = width
        for column in reversed(columns):
            wide = self._wide(column)
            right -= wide
            for k, key in enumerate(column):
                y = k * (each + along)
                if cut and k >= cut:  # what leads elsewhere stands at the lower end, apart
                    y = height - (count - k) * (each + along) + along
                rows.append(((key,), QRect(right, y, wide, each)))
            right -= gap
        return [_Spread(QRect(0, 0, right, height), tuple(rows))]

    def _below(self, lines: list[list[Key]], width: int, height: int) -> list[_Spread]:
        """Rows below."""
        gap, high, narrow = self._ui.theme.gap, self._high(), self._narrow()
        for line in lines:
            if sum(self._wide([key]) for key in line) + narrow * (len(line) - 1) > width:
                return []
        rows = [
            (line, QRect(0, height - (len(lines) - k) * (high + narrow) + narrow, width, high))
            for k, line in enumerate(lines)
        ]
        return [_Spread(QRect(0, 0, width, rows[0][1].top() - gap), tuple(rows))]

    def _best(self, width: int, height: int) -> _Spread | None:
        """With the largest box; where two are alike the first."""
        return max(self._spreads(width, height), key=lambda spread: spread.side, default=None)

    def _height(self, width: int, side: int) -> int:
        """The least height in pixels at which the box has this side."""
        side = min(side, max(self.pad.least_side(), width - self._ui.theme.gap - self._wide(self._mend())))
        step = max(1, self._ui.theme.px(2))
        height = side
        while height < 4 * side:
            best = self._best(width, height)
            if best is not None and best.side >= side:
                return height
            height += step
        return height

    def least_height(self, width: int) -> int:
        """Where the box is at its floor."""
        return self._height(width, self.pad.least_side())

    def good_height(self, width: int) -> int:
        """Where the box is comfortable."""
        return self._height(width, self._ui.theme.px(GOOD_MM))

    def most_height(self) -> int:
        """Where it does not get better."""
        return self._ui.theme.px(MOST_MM)

    def least_width(self) -> int:
        """The box at its floor; the keys can stand below it."""
        return max(self.pad.least_side(), self._wide(self._mend()))

    def resizeEvent(self, _event: object) -> None:
        """The box as large as can be."""
        self._arrange()

    def _arrange(self) -> None:
        best = self._best(self.width(), self.height())
        if best is None or best.side <= 0:
            return
        self.pad.setGeometry(best.pad)
        for keys, box in best.rows:
            self._place(keys, box)

    def _place(self, keys: Sequence[Key], box: QRect) -> None:
        gap = self._ui.theme.gap
        wanted = [self._wide([key]) for key in keys]
        widths = share(wanted, wanted, box.width(), gap)
        if widths is None:
            gap = self._narrow()
            widths = share(wanted, wanted, box.width(), gap) or wanted
        x = box.left()
        for key, wide in zip(keys, widths, strict=True):
            key.setGeometry(x, box.top(), wide, box.height())
            x += wide + gap
