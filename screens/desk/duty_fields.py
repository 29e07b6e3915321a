"""What is entered into a duty roster: a number, days of the week, a time, a date; by touch or by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kiosk.duty.roster import WEEK, Weekday
from kiosk.duty.written import read_date, read_time
from kiosk.words import Words
from screens.desk.look import button, label

COLUMNS = 4
STEP = timedelta(minutes=15)
LONGEST = 12

V = TypeVar("V")


class OfficerKeys(QWidget):
    """One key for each officer; one of them may be chosen. pressed: its number."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.title = label("", "bold")
        self.keys: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addLayout(self._grid)
        column.addStretch(1)

    @property
    def chosen(self) -> str:
        """The number chosen; "" none yet."""
        return next((number for number, key in self.keys.items() if key.isChecked()), "")

    def ask(self, title: str, numbers: Sequence[str], chosen: str = "") -> None:
        """Ask for one of these; one chosen before is among them, whoever it is."""
        self.title.setText(title)
        wanted = sorted({*numbers, chosen} - {""})
        if wanted == list(self.keys) and chosen:
            self.keys[chosen].setChecked(True)  # whatever has the focus keeps it
            return
        for key in self.keys.values():
            self._group.removeButton(key)
            self._grid.removeWidget(key)
            key.hide()
            key.deleteLater()
        self.keys = {}
        for place, number in enumerate(wanted):
            key = button(number, size="tall", name=f"{title} {number}")
            key.clicked.connect(lambda _c=False, n=number: self.pressed.emit(n))
            key.setCheckable(True)
            key.setChecked(number == chosen)
            self._group.addButton(key)
            self._grid.addWidget(key, place // COLUMNS, place % COLUMNS)
            self.keys[number] = key


class DayKeys(QWidget):
    """Days of the week, any of them."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.keys: dict[Weekday, QPushButton] = {}
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, day in enumerate(WEEK):
            short, name = words.say(f"desk.weekday_short.{day}"), words.say(f"desk.weekday.{day}")
            key = button(short, size="tall", name=name)
            key.setCheckable(True)
            grid.addWidget(key, place // COLUMNS, place % COLUMNS)
            self.keys[day] = key
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(words.say("desk.duty_days"), "bold"))
        column.addLayout(grid)
        column.addStretch(1)

    @property
    def chosen(self) -> tuple[Weekday, ...]:
        """In the order of the week."""
        return tuple(day for day, key in self.keys.items() if key.isChecked())

    def choose(self, days: Sequence[Weekday]) -> None:
        """These and no others."""
        for day, key in self.keys.items():
            key.setChecked(day in days)


class StepField(QWidget, Generic[V]):
    """A value that is typed, or moved a step at a time. value: None where what stands there is none."""

    def __init__(
        self,
        words: Words,
        title: str,
        read: Callable[[str], V | None],
        write: Callable[[V], str],
        moved: Callable[[V, int], V],
    ) -> None:
        super().__init__()
        self._read, self._write, self._moved = read, write, moved
        name = words.say(title)
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST)
        self.line.setMinimumWidth(150)
        self.line.setProperty("type", "head")
        self.line.setAccessibleName(name)
        self.earlier = button("−", size="head", name=f"{name} {words.say('desk.duty_earlier')}")
        self.later = button("+", size="head", name=f"{name} {words.say('desk.duty_later')}")
        row = QHBoxLayout()
        row.setSpacing(8)
        for key, step in ((self.earlier, -1), (self.later, 1)):
            key.setMinimumWidth(64)
            key.setAutoRepeat(True)
            key.clicked.connect(lambda _c=False, by=step: self._step(by))
        row.addWidget(self.earlier)
        row.addWidget(self.line, 1)
        row.addWidget(self.later)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(name, "bold"))
        column.addLayout(row)

    @property
    def value(self) -> V | None:
        """What stands there."""
        return self._read(self.line.text())

    def show_value(self, value: V) -> None:
        """Put it there."""
        self.line.setText(self._write(value))

    def _step(self, by: int) -> None:
        value = self.value
        if value is not None:
            self.show_value(self._moved(value, by))


def time_field(words: Words, title: str) -> StepField[time]:
    """A time of the day; the keys go by quarters of an hour and stop at the ends of the day."""
    return StepField(words, title, read_time, lambda value: f"{value:%H:%M}", _quarter)


def date_field(words: Words, title: str) -> StepField[date]:
    """A date; the keys go by days."""
    return StepField(words, title, read_date, str, _day)


def _quarter(value: time, by: int) -> time:
    """To the next full quarter of an hour."""
    minutes = value.hour * 60 + value.minute
    quarter = STEP.seconds // 60
    to = (minutes // quarter + 1 if by > 0 else -(-minutes // quarter) - 1) * quarter
    return value if not 0 <= to < 24 * 60 else time(to // 60, to % 60)


def _day(value: date, by: int) -> date:
    moved = datetime.combine(value, time()) + timedelta(days=by)
    return moved.date()
