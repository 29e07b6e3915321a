"""The step on which a date is entered."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kiosk.field import day
from kiosk.flow.answer import Answer, Day
from kiosk.flow.model import Date
from kiosk.message import Message
from screens.layout.rows import share
from screens.screen import Spoken
from screens.steps.entry import EntryDraft, EntryScreen
from screens.steps.step import View
from screens.theme import Role
from screens.ui import Ui
from screens.widgets.field import COVER
from screens.widgets.glyph_key import GlyphKey
from screens.widgets.key import Key, Look, Mark
from screens.widgets.keypad import Keypad

Part = Literal["year", "month", "day"]
LENGTH: dict[Part, int] = {"year": 4, "month": 2, "day": 2}
ORDER: dict[str, tuple[Part, ...]] = {"zh_CN": ("year", "month", "day")}
OTHER_ORDER: tuple[Part, ...] = ("day", "month", "year")
NEXT = "next"


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
        self.order = ORDER.get(ui.locale, OTHER_ORDER)
        self.keys: dict[Part, GlyphKey] = {}
        reachable = not ui.theme.sitting or ui.theme.panel.landscape
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


class DateScreen(EntryScreen):
    """Year, month and day by keypad; today's date stands on the screen; "long-term" where allowed."""

    explains = False

    def __init__(self, ui: Ui, view: View) -> None:
        super().__init__(ui, view)
        step = view.step
        assert isinstance(step, Date)
        self._range = step.range
        self.fields = DateFields(ui)
        self.fields.chosen.connect(self._choose)
        self.keypad = Keypad(ui, more=NEXT, more_words=ui.say("entry.next_part"))
        self.keypad.typed.connect(self._typed)
        self.keypad.erased.connect(self._erased)
        self.values: dict[Part, str] = {"year": "", "month": "", "day": ""}
        self.now: Part = self.fields.order[0]
        self.long_term = False
        self.long_term_key: Key | None = None
        if step.long_term:
            self.long_term_key = Key(ui, ui.say("entry.long_term"), look=Look.QUIET, mark=Mark.BOX)
            self.long_term_key.clicked.connect(self._long_term)
            self.add_header_key(self.long_term_key)
        self.note(self._today())
        self.compose(self.fields, self.keypad)
        if isinstance(view.value, Day):
            self.long_term = view.value.day is None
            if view.value.day is not None:
                d = view.value.day
                self.values = {"year": str(d.year), "month": str(d.month), "day": str(d.day)}
        self.show_entry()

    def _today(self) -> str:
        today = self.ui.today()
        return self.ui.say(
            "entry.today",
            weekday=self.ui.say(f"entry.weekday_{today.isoweekday()}"),
            year=today.year,
            month=self.ui.say(f"entry.month_{today.month}"),
            day=today.day,
        )

    # --- touches ----------------------------------------------------------------------------

    def _choose(self, part: str) -> None:
        self.now = next(p for p in self.fields.order if p == part)
        self._drop_long_term()
        # A part that is touched is written anew.
        self.values[self.now] = ""
        self.changed()

    def _next(self) -> Part:
        order = self.fields.order
        return order[min(order.index(self.now) + 1, len(order) - 1)]

    def _typed(self, sign: str) -> None:
        self._drop_long_term()
        if sign == NEXT:
            if self.values[self.now]:
                self.now = self._next()
        elif len(self.values[self.now]) < LENGTH[self.now]:
            self.values[self.now] += sign
            if self._full(self.now):
                self.now = self._next()
        self.changed()

    def _full(self, part: Part) -> bool:
        """No further digit can follow: no month begins with 2, no day with 4."""
        value = self.values[part]
        alone = {"month": "23456789", "day": "456789"}.get(part, "")
        return len(value) == LENGTH[part] or (len(value) == 1 and value in alone)

    def _erased(self) -> None:
        order = self.fields.order
        if self.long_term:
            self._drop_long_term()
        else:
            if not self.values[self.now] and self.now != order[0]:
                self.now = order[order.index(self.now) - 1]
            self.values[self.now] = self.values[self.now][:-1]
        self.changed()

    def _long_term(self) -> None:
        self.long_term = not self.long_term
        self.changed()

    def _drop_long_term(self) -> None:
        self.long_term = False

    def told_entry(self) -> tuple[Spoken, ...]:
        """The part that is being written."""
        return self.fields.told_value()

    # --- what it shows and answers ----------------------------------------------------------

    def empty(self) -> bool:
        """No digit, and not "long-term"."""
        return not self.long_term and not any(self.values.values())

    def show_entry(self) -> None:
        """In the three fields."""
        shown: dict[Part, str] = {"year": "", "month": "", "day": ""} if self.long_term else self.values
        self.fields.show_parts(shown, None if self.long_term else self.now, covered=self.covered)
        if self.long_term_key is not None:
            self.long_term_key.setChecked(self.long_term)

    def read(self) -> Answer | Message:
        """The date, or "long-term"."""
        if self.long_term:
            return Day(day=None)
        v = self.values
        return day.read(v["year"], v["month"], v["day"], self._range, self.ui.today())

    def draft(self) -> object:
        """The three parts, the one being written, and "long-term"."""
        v = self.values
        return self.draft_of(v["year"], v["month"], v["day"], self.now, flags=(self.long_term,))

    def take(self, draft: EntryDraft) -> None:
        """All of it again."""
        year, month, day_, now = draft.parts
        self.values = {"year": year, "month": month, "day": day_}
        self.now = next(p for p in self.fields.order if p == now)
        (self.long_term,) = draft.flags
