"""How much there is to touch on the common way through a service, with a card laid.

Counted as a resident would: a choice is touched and then the forward key; what is read takes the forward key;
a card is laid (no touch) and confirmed; a date that is picked takes a touch for year, month and day each; all
that is written counts its characters, which take a touch each at the least. Pages of long lists come on top,
which depend on the panel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from kiosk.field.identity import check_character
from kiosk.flow import model as m
from kiosk.flow.answer import (
    Agreed,
    Answer,
    CardData,
    CardLaid,
    Chosen,
    ChosenSeveral,
    Count,
    Day,
    IdentityNo,
    PhoneNo,
    Place,
    Seen,
    Wish,
    Written,
    Yes,
)
from kiosk.flow.run import FlowRun

_DIGITS = "31023019480301002"
CARD = CardData(
    name="王桂兰",
    identity_number=_DIGITS + check_character(_DIGITS),
    address="上海市崇明区堡镇解放街12号",
    divisions=("上海市", "崇明区", "堡镇"),
    detail="解放街12号",
)
PICKED_TOUCHES = 3
"""Year, month and day."""
PLACE_TOUCHES = 2
"""A town of this district, and "next"."""


@dataclass(frozen=True)
class Case:
    """choices: what is taken at a step, where it is not the first offered."""

    name: str
    service: str
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


COMMON = (
    Case("move to the husband or wife", "household", MappingProxyType({"wanted": "join_family"})),
    Case("move to a home bought", "household", MappingProxyType({"wanted": "home_bought"})),
    Case("move within Shanghai", "household", MappingProxyType({"wanted": "move_within_city"})),
    Case("a death", "household", MappingProxyType({"wanted": "cancel_on_death"})),
    Case("a new permit", "residence_permit", MappingProxyType({"wanted": "apply"})),
    Case("the permit's year", "residence_permit", MappingProxyType({"wanted": "yearly"})),
    Case(
        "a trip to Hong Kong",
        "endorsement",
        MappingProxyType({"place": "hong_kong", "purpose": "individual"}),
    ),
    Case("a group tour to Macau", "endorsement", MappingProxyType({"place": "macau", "purpose": "group"})),
)
"""The common cases of each service."""


@dataclass
class Tally:
    """What one way costs: screens shown, touches, characters written, cards laid."""

    screens: int = 0
    touches: int = 0
    typed: int = 0
    cards: int = 0


def count(flow: m.Flow, case: Case, today: date, *, confirmed: bool = True) -> Tally:
    """Walk the case to its review and the hand-in. confirmed: a card is asked about once it is laid."""
    run, tally = FlowRun(flow, lambda: today), Tally()
    while (step := run.step) is not None:
        tally.screens += 1
        if step.kind == "review":
            tally.touches += 1
            return tally
        value = _answer(run, step, case, today)
        _add(tally, step, value, confirmed=confirmed)
        run.answer(value)
    raise ValueError(f"{case.name} ends before the review")


def _add(tally: Tally, step: m.Step, value: Answer, *, confirmed: bool) -> None:
    match value:
        case CardLaid():
            tally.cards += 1
            tally.touches += confirmed
            tally.screens += confirmed
        case ChosenSeveral(ids=ids):
            tally.touches += len(ids) + 1
        case Written(text=text):
            _type(tally, len(text))
        case IdentityNo(number=number) | PhoneNo(number=number):
            _type(tally, len(number))
        case Count(number=amount):
            _type(tally, len(str(amount)))
        case Place(detail=detail):
            tally.touches += PLACE_TOUCHES
            _type(tally, len(detail))
        case Day() if isinstance(step, m.Date) and step.near is not None:
            tally.touches += PICKED_TOUCHES + 1
        case Day(day=day) if day is not None:
            _type(tally, len(f"{day.year}{day.month}{day.day}"))
        case Seen():
            tally.touches += 1
        case _:
            tally.touches += 2


def _type(tally: Tally, characters: int) -> None:
    tally.typed += characters
    tally.touches += characters + 1


def _answer(run: FlowRun, step: m.Step, case: Case, today: date) -> Answer:
    match step:
        case m.Notice() | m.FeeNotice():
            return Seen()
        case m.YesNo():
            return Yes(yes=True)
        case m.ChooseOne():
            return Chosen(id=case.choices.get(step.id, run.choices(step)[0].id))
        case m.ChooseSeveral():
            return ChosenSeveral(ids=(run.choices(step)[0].id,))
        case m.Checklist():
            return ChosenSeveral(ids=tuple(x.id for x in run.materials() if not x.spare))
        case m.Card():
            return CardLaid(card=CARD)
        case m.Name() | m.TextEntry():
            return Written(text=CARD.name)
        case m.Number():
            return Count(number=step.least)
        case m.IdentityNumber():
            return IdentityNo(number=CARD.identity_number)
        case m.Phone():
            return PhoneNo(number="13812345678")
        case m.Date():
            days = {"past": -20, "any": 20, "future": 20}[step.range]
            return Day(day=today + timedelta(days=days if step.id != "permit_expiry" else 1800))
        case m.Address():
            return Place(divisions=CARD.divisions, detail=CARD.detail)
        case m.Consent():
            return Agreed(agreed=True)
        case m.OwnWish():
            return Wish(wish="yes")
        case _:
            raise ValueError(f"no answer to a {step.kind}")
