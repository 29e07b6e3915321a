"""What an identity card answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kiosk.field import identity, name, place
from kiosk.flow import model as m
from kiosk.flow.answer import Answer, CardData
from kiosk.flow.fits import WrongAnswer, taken
from kiosk.message import Message


def filled(flow: m.Flow, step: m.Card, card: CardData, today: date) -> Iterator[tuple[str, Answer]]:
    """The steps that the card answers, with their answers.

    What was misread, so that it is no right answer, is left out: the resident is asked for it.
    """
    read = {
        "name": name.read(card.name),
        "identity_number": identity.read(card.identity_number, today),
        "address": place.read((), card.address),
    }
    steps = {s.id: s for s in flow.steps}
    for what, target in step.fills.items():
        value = read[what]
        if isinstance(value, Message) or target not in steps:
            continue
        try:
            yield target, taken(steps[target], value, (), today)
        except WrongAnswer:
            continue
