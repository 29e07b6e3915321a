"""Year, month and day in large type."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kiosk.dates import DatePart as Part
from kiosk.dates import date_order
from screens.layout.rows import share
from screens.screen import Spoken
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.field import COVER
from screens.widgets.glyph_key import GlyphKey
from screens.widgets.key import Key

LENGTH: dict[Part, int] = {"year": 4, "month": 2, "day": 2}


class DateFields(QWidget):
    """Year, month and day in large type; the one being written is marked, and so is one that is touched.

    chosen: the part touched. Sitting, they stand out of reach and are only seen: the keypad has a key that
    goes on to the next part.
    """

    chosen = Signal(str)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: dict[Part, str] = {"year": "", "month": "", "day": ""}
        self._ui = ui
        self.order = date_order(ui.locale)
        self.keys: dict[Part, GlyphKey] = {}
        reachable = ui.theme.panel.landscape or not ui.theme.sitting
        for part in self.order:
            key = GlyphKey(ui, ui.say(f"entry.{part}"), role=Role.CHOICE, ticked=False, parent=self)
            key.setCheckable(True)
            key.clicked.connect(lambda _checked=False, p=part: self.chosen.emit(p))
            if not reachable:
                key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
                key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.keys[part] = key

    def show_parts(self, values: dict[Part, str], now: Part | None, *, covered: bool) -> None:
        """Show the digits of each part with its unit, or the unit alone where nothing was written yet."""
        self._values = dict(values)
        for part, key in self.keys.items():
            unit = self._ui.say(f"entry.{part}")
            value = COVER * len(values[part]) if covered else values[part]
            key.set_words(self._ui.say(f"entry.{part}_of", value=value) if value else unit)
            key.setAccessibleName(unit if covered else f"{unit} {values[part]}".strip())
            key.setChecked(part == now)

    def told_of(self, key: Key) -> tuple[Spoken, ...]:
        """A part's name; its digits by earphones alone."""
        part = next(p for p, k in self.keys.items() if k is key)
        return (Spoken(self._ui.say(f"entry.{part}"), key), *self._digits(part))

    def told_value(self) -> tuple[Spoken, ...]:
        """The part that is being written."""
        return next((self.told_of(key) for key in self.keys.values() if key.isChecked()), ())

    def _digits(self, part: Part) -> tuple[Spoken, ...]:
        value = self._values[part]
        if not value:
            return (Spoken(self._ui.say("focus.empty")),)
        return (Spoken(value, private=True), Spoken(self._ui.say("focus.filled", count=len(value))))

    def _wanted(self, part: Part) -> int:
        """The width in pixels of the widest that can stand in a part."""
        key = self.keys[part]
        shown = key.text()
        widths = []
        for words in (
            self._ui.say(f"entry.{part}"),
            self._ui.say(f"entry.{part}_of", value="8" * LENGTH[part]),
        ):
            key.setText(words)
            widths.append(key.width_wanted())
        key.setText(shown)
        return max(widths)

    def _rows(self, width: int) -> list[list[Part]]:
        """The parts in one row, or in more on a narrow panel."""
        rows: list[list[Part]] = []
        used = width + 1
        for part in self.order:
            wanted = self._wanted(part)
            if used + wanted > width:
                rows.append([])
                used = 0
            rows[-1].append(part)
            used += wanted + self._ui.theme.gap
        return rows

    def _row_height(self) -> int:
        theme = self._ui.theme
        return max(theme.target, theme.em(Role.CHOICE) + theme.px(7))

    def height_for(self, width: int) -> int:
        """The height in pixels."""
        rows = len(self._rows(width))
        return rows * self._row_height() + (rows - 1) * self._ui.theme.gap

    def resizeEvent(self, _event: object) -> None:
        """Each as wide as it wants, and a share of what is spare."""
        gap, y = self._ui.theme.gap, 0
        for row in self._rows(self.width()):
            wanted = [self._wanted(part) for part in row]
            x = 0
            for part, width in zip(row, share(wanted, wanted, self.width(), gap) or wanted, strict=True):
                self.keys[part].setGeometry(x, y, width, self._row_height())
                x += width + gap
            y += self._row_height() + gap
