"""What was understood, from messages to the words that stand below an entry."""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.field.understood import Lines, of_day
from screens.theme import Size
from screens.ui import Ui

_LONG_DAYS = (date(1949, 9, 28), date(1947, 12, 31), date(1957, 9, 25))
"""Days whose words are about as long as any."""


def low(ui: Ui) -> bool:
    """Whether the panel is low and the type the largest: hardly any room is left beside the question."""
    return ui.theme.panel.landscape and ui.theme.size is Size.LARGEST


def in_words(ui: Ui, lines: Lines) -> str:
    """All lines as one text, a line each; on a low panel the largest type leaves room for the first alone."""
    said = []
    for line in lines[:1] if low(ui) else lines:
        words = ""
        for message in line:
            told = ui.tell(message)
            words = ui.say("understood.and", one=words, more=told) if words else told
        said.append(words)
    return "\n".join(said)


def day_samples(ui: Ui, *, birth: bool, past: bool) -> tuple[str, ...]:
    """The longest words about a date."""
    today = ui.today()
    # Whatever is said of it: that it is today, that it has passed, or how long it still is.
    ahead = [day.replace(year=today.year + 2) for day in _LONG_DAYS]
    days = _LONG_DAYS if birth or past else (today, today - timedelta(days=1), *ahead)
    return tuple(day_in_words(ui, day, birth=birth, past=past) for day in days)


def day_in_words(ui: Ui, day: date, *, birth: bool, past: bool) -> str:
    """A date in words, with its weekday and what else helps to know it again."""
    return in_words(ui, of_day(day, ui.today(), birth=birth, past=past))
