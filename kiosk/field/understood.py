"""What was understood of an entry, to be said in words below it: messages, a line each.

Every line holds one or more messages that are read one after the other.
"""

from __future__ import annotations

from datetime import date

from kiosk.field import identity, phone
from kiosk.field.lunar import lunar
from kiosk.flow.answer import PhoneNo
from kiosk.flow.condition import age_on
from kiosk.flow.tell import day_told
from kiosk.message import Message

Line = tuple[Message, ...]
Lines = tuple[Line, ...]

_BIRTH_ENDS = 14
"""Characters of an identity number up to the end of the date of birth."""
_MOBILE = 11
_IN_DAYS, _IN_MONTHS = 60, 24
"""Up to so many days, and then months, the time that is left is told in them."""


def of_day(day: date, today: date, *, birth: bool = False, past: bool = False) -> Lines:
    """A date and its weekday; of a birth the age, the year's animal and the lunar date.

    past: something that has happened, so that the lunar date helps more than how long ago it was.
    """
    told = day_told(day)
    lines: list[Line] = [(Message(f"understood.day_{day.isoweekday()}", told.params),)]
    if birth:
        lines.append((*_age(day, today), *_animal(day)))
    lines.append(_lunar(day) if birth or past else (_left(day, today),))
    return tuple(line for line in lines if line)


def of_identity(text: str, today: date) -> Lines:
    """Whose number it is as far as it is written: the birth as soon as it stands there, and what is to do.

    What cannot be right is said where it stands, before anybody presses on.
    """
    if not text:
        return ()
    lines: list[Line] = []
    if len(text) >= _BIRTH_ENDS:
        born = _born(text, today)
        if born is None:
            return ((Message("field.identity.birth"),),)
        lines.append((Message("understood.born", day_told(born).params),))
        if len(text) >= identity.LENGTH:
            read = identity.read(text, today)
            if isinstance(read, Message):
                return ((read,),)
            lines.append((*_age(born, today), *_animal(born)))
    if len(text) < identity.LENGTH:
        lines.append((Message("understood.more", {"count": identity.LENGTH - len(text)}),))
    return tuple(lines)


def of_phone(text: str) -> Lines:
    """A mobile number or a landline with its area, or how many digits a mobile number still wants."""
    if not text:
        return ()
    if text.startswith("1") and not text.startswith("10") and len(text) < _MOBILE:
        return ((Message("understood.more", {"count": _MOBILE - len(text)}),),)
    read = phone.read(text)
    if not isinstance(read, PhoneNo):
        return ()
    if read.number.startswith("1"):
        return ((Message("understood.mobile"),),)
    return ((Message("understood.landline", {"area": phone.spaced(read.number).split(" ")[0]}),),)


def _born(text: str, today: date) -> date | None:
    try:
        born = identity.birth(text)
    except ValueError:
        return None
    return born if born <= today else None


def _age(birth: date, today: date) -> Line:
    if birth > today:
        return ()
    age = age_on(birth, today)
    return (Message("understood.age", {"age": age}) if age else Message("understood.infant"),)


def _animal(day: date) -> Line:
    told = lunar(day)
    return () if told is None else (Message(f"understood.{told.animal}"),)


def _lunar(day: date) -> Line:
    told = lunar(day)
    if told is None:
        return ()
    params: dict[str, str | int] = {
        "month": told.month,
        "day": told.day,
        "month_name": told.month_name,
        "day_name": told.day_name,
    }
    return (Message("understood.lunar_leap" if told.leap else "understood.lunar", params),)


def _left(day: date, today: date) -> Message:
    days = (day - today).days
    if days < 0:
        return Message("understood.passed")
    if days == 0:
        return Message("understood.today")
    if days <= _IN_DAYS:
        return Message("understood.days_left", {"count": days})
    months = (day.year - today.year) * 12 + day.month - today.month - (day.day < today.day)
    if months < _IN_MONTHS:
        return Message("understood.months_left", {"count": months})
    return Message("understood.years_left", {"count": months // 12})
