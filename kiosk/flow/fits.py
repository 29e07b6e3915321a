"""Which answers a step takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from kiosk.field.name import LONGEST as LONGEST_NAME
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
    Value,
    Wish,
    Written,
    Yes,
)
from kiosk.message import Message

FITS: Mapping[str, type[Value]] = MappingProxyType(
    {
        "notice": Seen,
        "yes_no": Yes,
        "choice": Chosen,
        "choices": ChosenSeveral,
        "checklist": ChosenSeveral,
        "card": CardLaid,
        "name": Written,
        "text": Written,
        "number": Count,
        "identity_number": IdentityNo,
        "phone": PhoneNo,
        "date": Day,
        "address": Place,
        "consent": Agreed,
        "own_wish": Wish,
        "fee": Seen,
    }
)
"""The answer that each kind of step takes, besides "I don't know"; a review takes none."""


class WrongAnswer(Exception):
    """An answer that this step cannot take; nothing was changed. ``message`` says what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


def taken(step: m.Step, value: Answer, offered: Iterable[str], today: date) -> Answer:
    """The value as the step takes it: ids once each, in the flow's order. Raises :class:`WrongAnswer`.

    offered: the ids of the choices or materials that are offered now, in the flow's order.
    """
    if isinstance(value, Unknown) and isinstance(step, m.Question):
        return value
    fits = FITS.get(step.kind)
    if fits is None or not isinstance(value, fits):
        raise WrongAnswer(Message("flow.wrong.kind"))
    if isinstance(value, Chosen) and value.id not in set(offered):
        raise WrongAnswer(Message("flow.wrong.choice"))
    if isinstance(value, ChosenSeveral):
        return _several(step, value, tuple(offered))
    match step, value:
        case m.Number(least=least, most=most), Count(number=number) if not least <= number <= most:
            raise WrongAnswer(Message("flow.wrong.range", {"least": least, "most": most}))
        case m.Date(long_term=False), Day(day=None):
            raise WrongAnswer(Message("flow.wrong.long_term"))
        case m.Date(range="past"), Day(day=day) if day is not None and day > today:
            raise WrongAnswer(Message("flow.wrong.past"))
        case m.Date(range="future"), Day(day=day) if day is not None and day < today:
            raise WrongAnswer(Message("flow.wrong.future"))
        case m.Name(), Written(text=text) if not 1 <= len(text) <= LONGEST_NAME:
            raise WrongAnswer(Message("flow.wrong.name_length", {"most": LONGEST_NAME}))
        case m.TextEntry(longest=longest), Written(text=text) if not 1 <= len(text) <= longest:
            raise WrongAnswer(Message("flow.wrong.text_length", {"most": longest}))
    return value


def _several(step: m.Step, value: ChosenSeveral, offered: tuple[str, ...]) -> ChosenSeveral:
    if not set(value.ids) <= set(offered):
        raise WrongAnswer(Message("flow.wrong.choice"))
    ids = tuple(i for i in offered if i in value.ids)
    if isinstance(step, m.ChooseSeveral) and len(ids) < step.least:
        raise WrongAnswer(Message("flow.wrong.choose_more", {"least": step.least}))
    return ChosenSeveral(ids=ids)
