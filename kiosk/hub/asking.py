"""What kiosks and desks may ask the hub beside the calls, and how the hub tells them things unasked.

Each feature of the hub is one module with one :class:`Feature`; the talk with a kiosk or a desk knows none
of them by name.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from pydantic import JsonValue, TypeAdapter

from kiosk.assist.change_form import Form, parsed
from kiosk.hub.part import Part
from kiosk.message import Message

if TYPE_CHECKING:
    from kiosk.hub.database import Pool  # a kiosk that only asks needs no PostgreSQL
    from kiosk.hub.sealing import HallSeal

F = TypeVar("F", bound=Form)

Body = dict[str, JsonValue]
"""A form as JSON."""

_JSON: TypeAdapter[Body] = TypeAdapter(Body)


class NotAnswered(Exception):
    """The hub says no. reason: what to tell whoever asked."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.id)
        self.reason = reason


class Teller(Protocol):
    """Reaches whoever is connected, here or at another hub on the same database."""

    async def tell(self, part: Part, to: str | None, what: str, body: Form) -> None:
        """Tell one of them, or all (``to`` None). Whoever is not there misses it: it is kept nowhere."""
        ...

    def tell_here(self, part: Part, what: str, body: Form) -> None:
        """Tell all that are connected to this very hub."""
        ...


@dataclass(frozen=True)
class Room:
    """What a feature works with. part and who: the one that asks, by the key it came in with.
    seal: for what is personal."""

    pool: Pool
    teller: Teller
    part: Part
    who: str
    seal: HallSeal

    async def tell(self, part: Part, to: str | None, what: str, body: Form) -> None:
        """See :class:`Teller`."""
        await self.teller.tell(part, to, what, body)


Answerer = Callable[[Room, Body], Awaitable[Form]]
"""Answers one kind of ask. Raises :class:`NotAnswered`, ``Malformed``, and what the database raises."""


class Feature:
    """One thing that the hub can do. asks: the names of what it is asked, such as ``roster.show``.

    at_studio: whether a studio may ask too.
    """

    at_studio = False

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {}

    async def left(self, room: Room) -> None:
        """This connection has ended."""

    async def run(self, pool: Pool, teller: Teller) -> None:
        """Work beside the service, for as long as it runs; it is stopped by cancelling."""


class Features:
    """All of them. Raises ValueError where two would answer the same."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self.all = tuple(features)
        self._asks: dict[str, Answerer] = {}
        for feature in features:
            for what, how in feature.asks().items():
                if what in self._asks:
                    raise ValueError(f"{what} is answered twice")
                self._asks[what] = how

    def only(self, names: Collection[str]) -> Features:
        """The same, for somebody who may ask these alone."""
        fewer = Features(self.all)
        fewer._asks = {what: how for what, how in self._asks.items() if what in names}
        return fewer

    def answerer(self, what: str) -> Answerer | None:
        """Who answers it."""
        return self._asks.get(what)


def read_body(form: type[F], body: Body) -> F:
    """The body as a form. Raises ``Malformed``."""
    # By JSON's own rules: a strict form would not take a text for a time otherwise.
    return parsed(form.model_validate_json, _JSON.dump_json(body))


def as_body(form: Form) -> Body:
    """A form as the body of a message."""
    return form.model_dump(mode="json")


class Nothing(Form):
    """An empty body."""
