"""What a resident hands in, and what is kept of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kiosk.cases.channel import Channel
from kiosk.flow.answer import Answer, Wish

ASKED = "asked"
"""The state of a case that is an open question: see the book of questions. Closed, it has the question's."""


@dataclass(frozen=True)
class Filing:
    """What is handed in. visit_id: the idempotency key. flow_source: the release's YAML text as it was.

    question: an officer is to answer it, nothing is applied for; channel: by which way it came.
    prepared: the id of the form prepared at home that it came of, which is used up with it.
    """

    visit_id: str
    kiosk: str
    service: str
    flow_version: int
    flow_sha256: str
    flow_source: str
    locale: str
    priority: bool
    answers: Mapping[str, Answer]
    wish: Wish | None = None
    question: bool = False
    channel: Channel = Channel.KIOSK
    prepared: str | None = None


@dataclass(frozen=True)
class Receipt:
    """What the resident gets: the registration number, digits only, with a check digit."""

    case_id: str
    number: str


@dataclass(frozen=True)
class Case:
    """A case as it is kept. answers are empty when it was read masked; ``masked`` says so."""

    id: str
    number: str
    kiosk: str
    service: str
    flow_version: int
    flow_sha256: str
    locale: str
    priority: bool
    state: str
    filed_at: datetime
    rating: int | None = None
    masked: bool = True
    answers: Mapping[str, Answer] = field(default_factory=dict)
    answered: tuple[str, ...] = ()
    """The ids of the answered steps, told even when masked (in the flow's order)."""


class CaseBook(Protocol):
    """Where cases are kept. All raise ``StoreFailed`` where a write or reading fails."""

    async def hand_in(self, filing: Filing) -> Receipt:
        """One transaction; the same visit handed in twice gives the same receipt."""
        ...

    async def rate(self, visit_id: str, level: int, helpers: Collection[str] = ()) -> None:
        """One rating a visit, 1 to 5; a second one changes nothing.

        helpers: the numbers of the officers who helped in it. A satisfied resident's rating thanks each of
        them once, and nothing that is kept tells whose visit it was.
        """
        ...

    async def cases(self, *, reveal: bool = False) -> tuple[Case, ...]:
        """All cases, the oldest first; masked unless ``reveal``. The private wish is in neither."""
        ...
