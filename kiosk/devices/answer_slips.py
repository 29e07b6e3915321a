"""The slip with the answer to a question. The question itself is not on it, nor who asked it."""

from __future__ import annotations

from datetime import date

from kiosk.cases.number import grouped
from kiosk.cases.where_told import Told
from kiosk.dates import written_out
from kiosk.devices.slip import Slip, SlipLine
from kiosk.words import Words


def answer_slip(words: Words, station: str, day: date, number: str, told: Told) -> Slip:
    """station: in words already. day: on which it is printed. told: what its resident reads on the screen."""
    lines = [
        SlipLine(station, "note"),
        SlipLine(told.title, "title"),
        SlipLine(written_out(day, words.locale, weekday=True), "note"),
        SlipLine(words.say("slip.number")),
        SlipLine(grouped(number), "number"),
        *(SlipLine(each) for each in told.what),
        *([SlipLine(told.written_title, "title"), SlipLine(told.written)] if told.written else []),
        *(SlipLine(each) for each in told.next),
        SlipLine(words.say("slip.never"), "title"),
        SlipLine(words.say("slip.never_more")),
    ]
    return Slip("answer", tuple(lines), f"question:{number}", words.locale)
