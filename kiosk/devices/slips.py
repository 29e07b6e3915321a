"""What a slip says: what to bring, the receipt, what is missing. No answer of a resident is on any."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kiosk.cases.number import grouped
from kiosk.dates import written_out
from kiosk.devices.slip import Slip, SlipLine, on_page
from kiosk.words import Words

QR_BYTES = 412
"""The most a code of version 15 holds in byte mode at error correction M (ISO/IEC 18004, table 7)."""


def materials_slip(
    words: Words,
    station: str,
    service: str,
    day: date,
    materials: Sequence[tuple[str, str]],
    next_steps: Sequence[str] = (),
    call_from: str = "",
    window: str = "",
    portal: str = "",
) -> Slip:
    """The list of what to bring.

    station, service, materials (each with its note, which may be empty) and next_steps are in words
    already. call_from: the telephone number the station calls from, where it is known. window: where a
    person answers questions, likewise. portal: the address of the service's page on the portal; the code then
    leads there. Without one it bears the list as plain text, shortened where it would not be readable.
    """
    lines = [
        SlipLine(station, "note"),
        SlipLine(service, "title"),
        SlipLine(written_out(day, words.locale, weekday=True), "note"),
        SlipLine(words.say("slip.bring"), "title"),
        *_boxes(materials),
    ]
    if not materials:
        lines.append(SlipLine(words.say("slip.bring_nothing")))
    lines += _next(words, next_steps)
    if window:
        lines += [
            SlipLine(words.say("slip.ask_title"), "title"),
            SlipLine(words.say("slip.ask_list", window=window)),
        ]
    lines += _foot(words, call_from)
    if portal:
        lines.append(SlipLine(words.say("slip.portal")))
    code = portal or _list_code(service, [text for text, _ in materials])
    return Slip("materials", tuple(lines), code, words.locale)


def receipt_slip(
    words: Words,
    station: str,
    service: str,
    slug: str,
    day: date,
    number: str,
    next_steps: Sequence[str] = (),
    materials: Sequence[tuple[str, str]] = (),
    call_from: str = "",
    window: str = "",
    asked: bool = False,
    portal: str = "",
) -> Slip:
    """The receipt, with the registration number (digits) in groups as it is read aloud.

    The code bears ``slug:number``, for the window and the kiosk. asked: a question was asked. portal: the
    address of the portal's page where a phone can look what has become of it; the
    other arguments as with :func:`materials_slip`.
    """
    lines = [
        SlipLine(station, "note"),
        SlipLine(service, "title"),
        SlipLine(words.say("slip.asked" if asked else "slip.handed_in")),
        SlipLine(written_out(day, words.locale, weekday=True), "note"),
        SlipLine(words.say("slip.number")),
        SlipLine(grouped(number), "number"),
        *_next(words, next_steps),
    ]
    if materials:
        lines += [SlipLine(words.say("slip.bring"), "title"), *_boxes(materials)]
    if window:
        lines += [
            SlipLine(words.say("slip.ask_title"), "title"),
            SlipLine(words.say("slip.ask", window=window)),
        ]
    lines += _foot(words, call_from)
    if portal:
        lines.append(SlipLine(words.say("slip.portal_where")))
    return Slip("receipt", tuple(lines), on_page(portal, f"{slug}:{number}"), words.locale)


def missing_slip(
    words: Words,
    station: str,
    service: str,
    slug: str,
    day: date,
    number: str,
    missing: Sequence[tuple[str, str]],
    note: str = "",
    call_from: str = "",
    window: str = "",
    portal: str = "",
) -> Slip:
    """What is still missing when a case was looked at at the window: all of it, named once.

    note: what the officer adds. The other arguments as with :func:`receipt_slip`.
    """
    lines = [
        SlipLine(station, "note"),
        SlipLine(service, "title"),
        SlipLine(written_out(day, words.locale, weekday=True), "note"),
        SlipLine(words.say("slip.number")),
        SlipLine(grouped(number), "number"),
        SlipLine(words.say("slip.missing"), "title"),
        *_boxes(missing),
        *([SlipLine(note)] if note else []),
        SlipLine(words.say("slip.missing_all")),
    ]
    if window:
        lines += [
            SlipLine(words.say("slip.ask_title"), "title"),
            SlipLine(words.say("slip.ask", window=window)),
        ]
    lines += _foot(words, call_from)
    if portal:
        lines.append(SlipLine(words.say("slip.portal_where")))
    return Slip("missing", tuple(lines), on_page(portal, f"{slug}:{number}"), words.locale)


def _next(words: Words, steps: Sequence[str]) -> list[SlipLine]:
    if not steps:
        return []
    head = SlipLine(words.say("slip.next"), "title")
    return [head, *(SlipLine(f"{k}. {step}") for k, step in enumerate(steps, 1))]


def _boxes(materials: Sequence[tuple[str, str]]) -> list[SlipLine]:
    lines = []
    for text, note in materials:
        lines.append(SlipLine(text, box=True))
        if note:
            lines.append(SlipLine(note, "note"))
    return lines


def _foot(words: Words, call_from: str) -> list[SlipLine]:
    lines = [SlipLine(words.say("slip.never"), "title"), SlipLine(words.say("slip.never_more"))]
    if call_from:
        lines.append(SlipLine(words.say("slip.call_from", number=call_from)))
    lines += [SlipLine(words.say("slip.keep"), "title"), SlipLine(words.say("slip.thanks"))]
    return lines


def _list_code(service: str, materials: Sequence[str]) -> str:
    """The list as plain text of at most :data:`QR_BYTES`; what does not fit is told by an ellipsis."""
    text = service
    for place, material in enumerate(materials, 1):
        longer = f"{text}\n{place}. {material}"
        room = QR_BYTES if place == len(materials) else QR_BYTES - len("\n……".encode())
        if len(longer.encode()) > room:
            return f"{text}\n……"
        text = longer
    return text
