"""What was understood, from messages to the words that stand below an entry."""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.field.understood import Lines, of_day
from screens.theme import Size
from screens.ui import Ui

_LONG_DAYS = (date(1949, 9, 28), date(1947, 12, 31), date(1957, 9, 25))
"""Days whose words are about as long as any."""


def in_words(ui: Ui, lines: Lines) -> str:
    """All lines as one text, a line each."""
    said = []
    for line in lines:
        words = ""
        for message in line:
            told = ui.tell(message)
            words = ui.say("understood.and", one=words, more=told) if words else told
        said.append(words)
    return "\n".join(said)


def day_samples(ui: Ui, *, birth: bool, past: bool) -> tuple[str, ...]:
    """The longest words about a date."""
    today = ui.today()
    days = (*_LONG_DAYS, today + timedelta(days=800)) if birth or past else (today + timedelta(days=800),)
    return tuple(day_in_words(ui, day, birth=birth, past=past) for day in days)


def day_in_words(ui: Ui, day: date, *, birth: bool, past: bool) -> str:
    """A date in words; on a low panel the largest type leaves room for the date and weekday alone."""
    lines = of_day(day, ui.today(), birth=birth, past=past)
    low = ui.theme.panel.landscape and ui.theme.size is Size.LARGEST
    return in_words(ui, lines[:1] if low else lines)
