"""The slips of an appointment and of a number to wait with. No answer of a resident is on either."""

from __future__ import annotations

import re
from datetime import date

from kiosk.cases.number import grouped
from kiosk.dates import written_out
from kiosk.devices.slip import Slip, SlipLine, on_page
from kiosk.words import Words

CODE_MARK = "appointment-code-"
"""What stands before the booking code in the picture code; whose it is the last four have to say."""
_CODE = re.compile(rf"(?:https://[!-~]+#)?{CODE_MARK}([0-9]{{4,12}})")


def booking_code_in(text: str) -> str:
    """The booking code in what was read of an appointment's picture code; "" for none."""
    found = _CODE.fullmatch(text)
    return found[1] if found else ""


def appointment_slip(
    words: Words, station: str, service: str, when: str, code: str, portal: str = ""
) -> Slip:
    """What was booked, and its code. station, service, when: in words already. portal: the address of the
    portal's page of appointments, for a phone that reads the picture code; "" where there is none."""
    lines = [
        SlipLine(station, "note"),
        SlipLine(service, "title"),
        SlipLine(when),
        SlipLine(words.say("booking.code")),
        SlipLine(grouped(code), "number"),
        SlipLine(words.say("booking.keep")),
        SlipLine(words.say("booking.come_here")),
        *_foot(words),
    ]
    return Slip("appointment", tuple(lines), on_page(portal, CODE_MARK + code), words.locale)


def number_slip(words: Words, station: str, service: str, day: date, number: int, before: str) -> Slip:
    """A number of that day. before: how many wait before it, in words; "" where nobody knows."""
    lines = [
        SlipLine(station, "note"),
        SlipLine(service, "title"),
        SlipLine(written_out(day, words.locale, weekday=True), "note"),
        SlipLine(words.say("booking.number")),
        SlipLine(str(number), "number"),
        *([SlipLine(before)] if before else []),
        SlipLine(words.say("booking.number_help")),
        *_foot(words),
    ]
    return Slip("number", tuple(lines), f"{day}:{number}", words.locale)


def _foot(words: Words) -> list[SlipLine]:
    return [SlipLine(words.say("slip.never"), "title"), SlipLine(words.say("slip.never_more"))]
