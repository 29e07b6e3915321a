"""What is said of the hall's releases that a kiosk does not take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from kiosk.assist.change_form import Form, Id, Number, Words
from kiosk.studio.hall import Declined, Unfit

MINE = "releases.declined"
"""What a kiosk tells, each time all of it; an older hub does not know it."""
WHOSE, MOVED = "releases.declined_by", "releases.declined_now"
"""What a desk asks once for each connection, and is told from then on; both of :class:`Declinings`."""


class DeclinedForm(Form):
    """One release."""

    service: Words
    number: Number
    why: Unfit


class DeclinedHere(Form):
    """All that a kiosk does not take."""

    releases: list[DeclinedForm]

    @classmethod
    def of(cls, declined: Sequence[Declined]) -> Self:
        """As it is kept."""
        return cls(releases=[DeclinedForm(service=d.service, number=d.number, why=d.why) for d in declined])


class Declining(Form):
    """A kiosk, and whether there is anything that it does not take."""

    kiosk: Id
    declines: bool


class Declinings(Form):
    """Of several kiosks, each once."""

    kiosks: list[Declining]
