"""Fields of a form <-> answers: what each kind of step reads, and what its fields hold when shown again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from kiosk.field import day, identity, name, number, phone, place, text
from kiosk.flow import model as m
from kiosk.flow.answer import (
    Agreed,
    Answer,
    Chosen,
    ChosenSeveral,
    Count,
    Day,
    IdentityNo,
    PhoneNo,
    Place,
    Seen,
    Unknown,
    Written,
    Yes,
)
from kiosk.message import Message
from kiosk.portal.drafts import NO_ENTRIES, Entries, Fault

UNSURE = "?"
"""What the field holds for "I don't know"; no slug can be so."""
VALUE = "value"
DAY_PARTS = ("year", "month", "day")
LONG_TERM = "long_term"
MOST_ID = 40
"""Characters of something that was chosen."""
MOST_WRITTEN = 400
"""Characters of a field that are looked at and held; no question takes as many."""

Split = Callable[[str], tuple[tuple[str, ...], str]]
"""An address in one line -> the names of its divisions, and the rest."""


@dataclass(frozen=True)
class Now:
    """What reading an answer needs beside its fields: the date in the hall, and the country's divisions."""

    today: date
    split: Split


Read = Callable[[m.Step, Entries, Now], Answer | Fault]


def one(entries: Entries, field: str = VALUE) -> str:
    """What a field holds; of several the first."""
    return next(iter(entries.get(field, ())), "")


def written_at(step: m.Step, entries: Entries) -> Entries:
    """Of what was sent the step's own fields, and no more of each than can matter."""
    if step.kind in ("choices", "checklist"):
        return {VALUE: tuple(id[:MOST_ID] for id in entries.get(VALUE, ()))} if VALUE in entries else {}
    own = (*DAY_PARTS, LONG_TERM, VALUE) if isinstance(step, m.Date) else (VALUE,)
    return {name: (one(entries, name)[:MOST_WRITTEN],) for name in own if name in entries}


def read(step: m.Step, entries: Entries, now: Now) -> Answer | Fault:
    """The answer, or what is to be done. "I don't know" is one at every question."""
    if isinstance(step, m.Question) and UNSURE in entries.get(VALUE, ()):
        return Unknown()
    return READERS[step.kind](step, entries, now)


def entries_of(step: m.Step, value: Answer | None) -> Entries:
    """What a step's fields hold for an answer that was given; none for none."""
    match value:
        case Unknown() if isinstance(step, _CHOOSING):
            return {VALUE: (UNSURE,)}
        case Yes(yes=yes):
            return {VALUE: ("yes" if yes else "no",)}
        case Agreed(agreed=agreed):
            return {VALUE: ("agree" if agreed else "refuse",)}
        case Chosen(id=id):
            return {VALUE: (id,)}
        case ChosenSeveral(ids=ids):
            return {VALUE: ids}
        case Written(text=written):
            return {VALUE: (written,)}
        case Count(number=count):
            return {VALUE: (str(count),)}
        case IdentityNo(number=digits) | PhoneNo(number=digits):
            return {VALUE: (digits,)}
        case Day(day=None):
            return {LONG_TERM: ("yes",)}
        case Day(day=date() as found):
            return {"year": (str(found.year),), "month": (str(found.month),), "day": (str(found.day),)}
        case Place():
            return {VALUE: (value.line(),)}
        case _:
            return NO_ENTRIES


_CHOOSING = (m.YesNo, m.ChooseOne, m.ChooseSeveral, m.Consent)
_CHOOSE = Fault(Message("portal.choose"), VALUE)


def _seen(_step: m.Step, _entries: Entries, _now: Now) -> Answer | Fault:
    return Seen()


def _yes_no(_step: m.Step, entries: Entries, _now: Now) -> Answer | Fault:
    given = one(entries)
    return Yes(yes=given == "yes") if given in ("yes", "no") else _CHOOSE


def _consent(_step: m.Step, entries: Entries, _now: Now) -> Answer | Fault:
    given = one(entries)
    return Agreed(agreed=given == "agree") if given in ("agree", "refuse") else _CHOOSE


def _choice(_step: m.Step, entries: Entries, _now: Now) -> Answer | Fault:
    return Chosen(id=one(entries)) if one(entries) else _CHOOSE


def _choices(_step: m.Step, entries: Entries, _now: Now) -> Answer | Fault:
    return ChosenSeveral(ids=entries.get(VALUE, ()))


def _at(read: Answer | Message, field: str = VALUE) -> Answer | Fault:
    return Fault(read, field) if isinstance(read, Message) else read


def _name(_step: m.Step, entries: Entries, _now: Now) -> Answer | Fault:
    return _at(name.read(one(entries)))


def _text(step: m.Step, entries: Entries, _now: Now) -> Answer | Fault:
    assert isinstance(step, m.TextEntry)
    written = one(entries).upper() if step.capitals else one(entries)
    return _at(text.read(written, step.longest))


def _number(step: m.Step, entries: Entries, _now: Now) -> Answer | Fault:
    assert isinstance(step, m.Number)
    return _at(number.read(one(entries), step.least, step.most))


def _identity(_step: m.Step, entries: Entries, now: Now) -> Answer | Fault:
    return _at(identity.read(one(entries), now.today))


def _phone(_step: m.Step, entries: Entries, _now: Now) -> Answer | Fault:
    return _at(phone.read(one(entries)))


def _date(step: m.Step, entries: Entries, now: Now) -> Answer | Fault:
    assert isinstance(step, m.Date)
    if step.long_term and one(entries, LONG_TERM):
        return Day(day=None)
    year, month, in_month = (one(entries, part) for part in DAY_PARTS)
    found = day.read(year, month, in_month, step.range, now.today)
    if isinstance(found, Message):
        part = found.id.removeprefix("field.day.").removeprefix("no_")
        return Fault(found, part if part in DAY_PARTS else "year")
    return found


def _address(_step: m.Step, entries: Entries, now: Now) -> Answer | Fault:
    return _at(place.read(*now.split(one(entries))))


READERS: Mapping[str, Read] = MappingProxyType(
    {
        "notice": _seen,
        "yes_no": _yes_no,
        "choice": _choice,
        "choices": _choices,
        "checklist": _choices,
        "name": _name,
        "text": _text,
        "number": _number,
        "identity_number": _identity,
        "phone": _phone,
        "date": _date,
        "address": _address,
        "consent": _consent,
        "fee": _seen,
    }
)
"""What reads the fields of a step of each kind that is asked at home; a review has none."""
