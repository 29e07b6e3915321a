"""The step on which a date is entered."""

from __future__ import annotations

import calendar

from kiosk.dates import DatePart as Part
from kiosk.field import day
from kiosk.flow.answer import Answer, Day
from kiosk.flow.model import Date
from kiosk.message import Message
from screens.screen import Spoken
from screens.steps.entry import EntryDraft, EntryScreen
from screens.steps.step import View
from screens.steps.understanding import day_in_words, day_samples
from screens.ui import Ui
from screens.widgets.date_fields import LENGTH, DateFields
from screens.widgets.date_picks import DatePicks
from screens.widgets.key import Key, Look, Mark
from screens.widgets.keypad import Keypad
from screens.widgets.understood import Understood

NEXT = "next"
LEAP = 2000
"""Before the year is known, February has 29 days."""


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
        self._at_fault: Part | None = None
        self.long_term_key: Key | None = None
        if step.long_term:
            self.long_term_key = Key(ui, ui.say("entry.long_term"), look=Look.QUIET, mark=Mark.BOX)
            self.long_term_key.clicked.connect(self._long_term)
            self.add_header_key(self.long_term_key)
        self.note(self._today())
        self._past = step.range == "past"
        self._birth = step.birth
        self.picks = self._picks(step.near) if step.near is not None else None
        samples = day_samples(ui, birth=step.birth, past=self._past)
        self.understood = Understood(ui, self.fields, samples)
        self.compose(self.understood, self.picks or self.keypad)
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

    def _picks(self, near: int) -> DatePicks:
        today = self.ui.today().year
        first = today - near if self._past else today - 1
        years = range(first, today + 1) if self._past else range(first, today + near + 1)
        words = {
            "year": [str(y) for y in years],
            "month": [self.ui.say("entry.month_of", value=m) for m in range(1, 13)],
            "day": [str(d) for d in range(1, 32)],
        }
        picks = DatePicks(self.ui, self.keypad, years, words)
        picks.picked.connect(self._picked)
        picks.erased.connect(self._unpicked)
        return picks

    # --- touches ----------------------------------------------------------------------------

    def _choose(self, part: str) -> None:
        self.now = next(p for p in self.fields.order if p == part)
        self._drop_long_term()
        # A part that is touched is written anew.
        self.values[self.now] = ""
        self.changed()

    def _picked(self, digits: str) -> None:
        self._drop_long_term()
        self.values[self.now] = digits
        self._at_fault = None
        self.now = self._next()
        self.changed()

    def _unpicked(self) -> None:
        order = self.fields.order
        if not self.values[self.now] and self.now != order[0]:
            self.now = order[order.index(self.now) - 1]
        self.values[self.now] = ""
        self.changed()

    def _last_day(self) -> int:
        year, month = int(self.values["year"] or 0), int(self.values["month"] or 0)
        if not 1 <= month <= 12:
            return 31
        return calendar.monthrange(year if year >= day.FIRST_YEAR else LEAP, month)[1]

    def refuse(self, message: Message) -> None:
        """Say what to do, and mark the part that it is about; the next digit begins it anew."""
        part = next((p for p in self.fields.order if message.id.endswith(p)), None)
        if part is not None:
            self.now = self._at_fault = part
        super().refuse(message)
        self.show_entry()

    def _next(self) -> Part:
        order = self.fields.order
        return order[min(order.index(self.now) + 1, len(order) - 1)]

    def _typed(self, sign: str) -> None:
        self._drop_long_term()
        if sign == NEXT:
            if self.values[self.now]:
                self.now = self._next()
            return self.changed()
        if self._at_fault == self.now:
            self.values[self.now] = ""
        self._at_fault = None
        if len(self.values[self.now]) < LENGTH[self.now]:
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
        """The part that is being written, and what was understood."""
        return (*self.fields.told_value(), *self.told_understood())

    # --- what it shows and answers ----------------------------------------------------------

    def empty(self) -> bool:
        """No digit, and not "long-term"."""
        return not self.long_term and not any(self.values.values())

    def show_entry(self) -> None:
        """In the three fields."""
        shown: dict[Part, str] = {"year": "", "month": "", "day": ""} if self.long_term else self.values
        self.fields.show_parts(shown, None if self.long_term else self.now, covered=self.covered)
        self.understood.say(self._understood(), covered=self.covered)
        if self.picks is not None:
            self.picks.show_part(self.now, self._last_day())
        if self.long_term_key is not None:
            self.long_term_key.setChecked(self.long_term)

    def _understood(self) -> str:
        """In words, as soon as it is a date."""
        v = self.values
        found = day.read(v["year"], v["month"], v["day"], self._range, self.ui.today())
        if self.long_term or not isinstance(found, Day) or found.day is None:
            return ""
        return day_in_words(self.ui, found.day, birth=self._birth, past=self._past)

    def told_understood(self) -> tuple[Spoken, ...]:
        """What was understood, by earphones alone."""
        words = "" if self.covered else self._understood()
        return (Spoken(words, self.understood.words, private=True, fixed=False),) if words else ()

    def read(self) -> Answer | Message:
        """The date, or "long-term"."""
        if self.long_term:
            return Day(day=None)
        v = self.values
        return day.read(v["year"], v["month"], v["day"], self._range, self.ui.today())

    def draft(self) -> object:
        """The three parts, the one being written, and "long-term"."""
        v = self.values
        writing = self.picks is not None and self.picks.writing
        return self.draft_of(v["year"], v["month"], v["day"], self.now, flags=(self.long_term, writing))

    def take(self, draft: EntryDraft) -> None:
        """All of it again."""
        year, month, day_, now = draft.parts
        self.values = {"year": year, "month": month, "day": day_}
        self.now = next(p for p in self.fields.order if p == now)
        self.long_term, writing = draft.flags
        if writing and self.picks is not None:
            self.picks.write()
