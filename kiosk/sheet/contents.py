"""What stands on a service's notice sheet, as values: paper, page and portal say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kiosk.dates import written_out
from kiosk.flow import model as m
from kiosk.flow.glossary import used
from kiosk.flow.tell import money_told
from kiosk.sheet.cases import case_told
from kiosk.words import Words


@dataclass(frozen=True)
class Line:
    """text: what it is. more: a line below it. box: it is ticked off.

    case: when it is for some alone, told once above all that have it.
    """

    text: str
    more: str = ""
    case: str = ""
    box: bool = False


@dataclass(frozen=True)
class Part:
    """A heading and what stands below it. id: which part, as a slug."""

    id: str
    title: str
    lines: tuple[Line, ...]

    def cases(self) -> Iterator[tuple[str, tuple[Line, ...]]]:
        """Neighbours of one case, with what is told of it, "" for everybody."""
        for case, lines in groupby(self.lines, lambda line: line.case):
            yield case, tuple(lines)


@dataclass(frozen=True)
class NoticeSheet:
    """All in words of one language. release: number and day of the release. link: where it is filled in at
    home, "" where there is no portal; link_said: what the reader is told of it."""

    locale: str
    station: str
    title: str
    summary: str
    parts: tuple[Part, ...]
    warning: tuple[str, ...]
    release: str
    link: str = ""
    link_said: str = ""

    def texts(self) -> Iterator[str]:
        """Every text, as it is read from top to bottom."""
        yield from (self.station, self.title, self.summary)
        for part in self.parts:
            yield part.title
            for case, lines in part.cases():
                yield from (case,) if case else ()
                for line in lines:
                    yield from (text for text in (line.text, line.more) if text)
        yield from (*self.warning, *(text for text in (self.link_said, self.release) if text))


@dataclass(frozen=True)
class Place:
    """Whose sheet it is.

    name: the station's. window: where a person answers; None: not told. portal: its address, "" for none.
    """

    name: m.Text
    window: m.Text | None = None
    portal: str = ""


def notice_sheet(flow: m.Flow, words: Words, place: Place, day: date, *, in_force: bool) -> NoticeSheet:
    """The sheet of a release. day: since when it is in force or, where that is not known, of the printing."""
    locale, say = words.locale, words.say
    link = f"{place.portal.rstrip('/')}/service/{flow.id}" if place.portal else ""
    parts = [part for part in _parts(flow, words, place, link) if part.lines]
    texts = [text for part in parts for line in part.lines for text in (line.text, line.more, line.case)]
    terms = used((flow.title.in_(locale), flow.summary.in_(locale), *texts), flow.glossary, locale)
    explained = tuple(Line(term.term.in_(locale), term.explanation.in_(locale)) for term in terms)
    if explained:
        parts.append(Part("words", say("sheet.words"), explained))
    since = "sheet.release_since" if in_force else "sheet.release_printed"
    return NoticeSheet(
        locale,
        place.name.in_(locale),
        flow.title.in_(locale),
        flow.summary.in_(locale),
        tuple(parts),
        (say("slip.never"), say("slip.never_more")),
        say(since, number=flow.version, day=written_out(day, locale)),
        link,
        say("sheet.link") if link else "",
    )


def _parts(flow: m.Flow, words: Words, place: Place, link: str) -> Iterator[Part]:
    locale, say = words.locale, words.say
    sheet = flow.sheet

    def part(name: str, lines: Iterator[Line] | tuple[Line, ...]) -> Part:
        return Part(name, say(f"sheet.{name}"), tuple(lines))

    yield part("who", _said(sheet.who if sheet else (), locale))
    where = (Line(say("sheet.at_station", station=place.name.in_(locale))),)
    yield part("where", (*where, *_said((sheet.where,) if sheet and sheet.where else (), locale)))
    yield part("how", _said(sheet.how, locale) if sheet and sheet.how else tuple(_ways(words, link)))
    bring = tuple(_materials(flow, words)) or (Line(say("slip.bring_nothing")),)
    yield part("materials", bring)
    yield part("fees", _fees(flow, words))
    yield part("time", tuple(_time(flow, words)))
    yield part("result", _said((flow.window.hands_over,) if flow.window.hands_over else (), locale))
    yield part("know", _said(sheet.know if sheet else (), locale))
    ask = (Line(say("slip.ask_list", window=place.window.in_(locale))),) if place.window else ()
    yield part("ask", ask)


def _said(texts: tuple[m.Text, ...], locale: str) -> tuple[Line, ...]:
    return tuple(Line(text.in_(locale)) for text in texts)


def _ways(words: Words, link: str) -> Iterator[Line]:
    yield Line(words.say("sheet.at_kiosk"))
    if link:
        yield Line(words.say("sheet.at_home"), link)
    yield Line(words.say("sheet.at_window"))


def _materials(flow: m.Flow, words: Words) -> Iterator[Line]:
    """What everybody brings first; then what is brought in one case stands together."""
    by_case: dict[str, list[Line]] = {"": []}
    for material in flow.materials:
        note = material.note.in_(words.locale) if material.note else ""
        if material.spare and not note:
            note = words.say("sheet.spare")
        case = case_told(material.when, flow, words)
        line = Line(material.text.in_(words.locale), note, case, box=True)
        by_case.setdefault(case, []).append(line)
    for lines in by_case.values():
        yield from lines


def _fees(flow: m.Flow, words: Words) -> Iterator[Line]:
    for fee in flow.fees:
        money = money_told(fee.fen)
        yield Line(fee.text.in_(words.locale), words.say(money.id, **money.params))


def _time(flow: m.Flow, words: Words) -> Iterator[Line]:
    window, said = flow.window, flow.sheet.time if flow.sheet else None
    if said is not None:
        yield Line(said.in_(words.locale))
    else:
        if window.on_the_spot:
            yield Line(words.say("sheet.on_the_spot"))
        if window.limit is not None:
            yield Line(words.say(f"sheet.limit.{window.limit.counted}", days=window.limit.days))
        if window == m.Window():
            yield Line(words.say("sheet.time_at_window"))
    if window.limit is not None and window.limit.counted == "working_days":
        yield Line(words.say("sheet.working_days"))
