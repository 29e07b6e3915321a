"""An answer in words, for the review and for whoever serves the resident."""

from __future__ import annotations

from datetime import date

from kiosk.field import phone
from kiosk.flow import model as m
from kiosk.flow.answer import (
    Agreed,
    Answer,
    CardLaid,
    Chosen,
    ChosenSeveral,
    Count,
    Day,
    IdentityNo,
    PhoneNo,
    Place,
    Seen,
    Unknown,
    Wish,
    Written,
    Yes,
)
from kiosk.locales import joined, with_unit
from kiosk.message import Message


def told(step: m.Step, value: Answer, locale: str) -> str | Message:
    """The answer in words of ``locale``: the flow's and the resident's as text, the product's as a message.

    Numbers are grouped to be read: an identity number 6-4-4-4, a mobile number 3-4-4. Raises ValueError for
    the private wish, which is told to nobody, and KeyError for a choice that the step does not have.
    """
    match value:
        case Wish():
            raise ValueError("the private wish is told to nobody")
        case Unknown():
            return Message("flow.told.unknown")
        case Seen():
            return Message("flow.told.seen")
        case Yes(yes=yes):
            return _yes(step, yes, locale)
        case Chosen(id=slug):
            return _choice_texts(step, locale)[slug]
        case ChosenSeveral(ids=ids):
            return _several(step, ids, locale)
        case Written(text=text):
            return text
        case Count(number=number):
            return _count(step, number, locale)
        case IdentityNo(number=number):
            return identity_spaced(number)
        case PhoneNo(number=number):
            return phone.spaced(number)
        case Day(day=day):
            return Message("flow.told.long_term") if day is None else day_told(day)
        case Place():
            return value.line()
        case CardLaid(card=card):
            return Message("flow.told.no_card" if card is None else "flow.told.card")
        case Agreed(agreed=agreed):
            return Message("flow.told.agreed" if agreed else "flow.told.refused")


def identity_spaced(number: str) -> str:
    """An identity number in groups of 6-4-4-4: area, year, day, the rest."""
    return " ".join((number[:6], number[6:10], number[10:14], number[14:])).strip()


def day_told(day: date) -> Message:
    """A date. The catalogue gives the month its name where the locale writes one."""
    return Message("flow.told.date", {"year": day.year, "month": day.month, "day": day.day})


def money_told(fen: int) -> Message:
    """An amount of money. fen: hundredths of a yuan."""
    if fen == 0:
        return Message("flow.told.free")
    yuan, rest = divmod(fen, 100)
    return Message("flow.told.money", {"yuan": f"{yuan}.{rest:02}" if rest else str(yuan)})


def _yes(step: m.Step, yes: bool, locale: str) -> str | Message:
    own = (step.yes if yes else step.no) if isinstance(step, m.YesNo) else None
    return own.in_(locale) if own else Message("flow.told.yes" if yes else "flow.told.no")


def _choice_texts(step: m.Step, locale: str) -> dict[str, str]:
    choices = step.choices if isinstance(step, (m.ChooseOne, m.ChooseSeveral)) else ()
    return {choice.id: choice.text.in_(locale) for choice in choices}


def _several(step: m.Step, ids: tuple[str, ...], locale: str) -> str | Message:
    if isinstance(step, m.Checklist):
        # The list itself stands on the slip; the review says how much of it is in hand.
        return Message("flow.told.in_hand", {"count": len(ids)}) if ids else Message("flow.told.none_in_hand")
    if not ids:
        return Message("flow.told.none")
    texts = _choice_texts(step, locale)
    return joined([texts[i] for i in ids], locale)


def _count(step: m.Step, number: int, locale: str) -> str:
    if not isinstance(step, m.Number) or step.unit is None:
        return str(number)
    return with_unit(number, step.unit.in_(locale), locale)
