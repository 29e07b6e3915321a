"""What an identity card answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.field import identity, name, place
from kiosk.flow import model as m
from kiosk.flow.answer import Answer, CardData, Chosen, Day, IdentityNo, PhoneNo
from kiosk.flow.fits import WrongAnswer, taken
from kiosk.message import Message

SEXES = ("female", "male")
"""The ids of the choices of a step that the card's sex can fill."""


@dataclass(frozen=True)
class Known:
    """What a visit knows from a service before: the resident's own card, and the number given.

    Steps that ask for them are not asked again; what they hold is on the review, and changeable there.
    """

    card: CardData | None = None
    phone: PhoneNo | None = None


def filled(flow: m.Flow, step: m.Card, card: CardData, today: date) -> Iterator[tuple[str, Answer]]:
    """The steps that the card answers, with their answers.

    What was misread, so that it is no right answer, is left out: the resident is asked for it.
    """
    number = identity.read(card.identity_number, today)
    read: dict[str, Answer | Message | None] = {
        "name": name.read(card.name),
        "identity_number": number,
        "address": place.read(card.divisions, card.detail)
        if card.divisions
        else place.read((), card.address),
        "sex": _sex(card, number),
        "birth": _birth(card, number),
    }
    steps = {s.id: s for s in flow.steps}
    for what, target in step.fills.items():
        value = read[what]
        if value is None or isinstance(value, Message) or target not in steps:
            continue
        try:
            yield target, taken(steps[target], value, SEXES, today)
        except WrongAnswer:
            continue


def _sex(card: CardData, number: Answer | Message) -> Answer | None:
    if card.sex is not None:
        return Chosen(id=card.sex)
    return Chosen(id=identity.sex(number.number)) if isinstance(number, IdentityNo) else None


def _birth(card: CardData, number: Answer | Message) -> Answer | None:
    if card.birth is not None:
        return Day(day=card.birth)
    return Day(day=identity.birth(number.number)) if isinstance(number, IdentityNo) else None
