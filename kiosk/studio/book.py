"""Where drafts are kept while staff work on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kiosk.message import Message

NO_RIGHT = Message("studio.no_right")
TOO_LONG = Message("studio.too_long")
LONGEST = 1_000_000
"""Characters of a draft; no service comes near (see kiosk.flow.source)."""


@dataclass(frozen=True)
class KeptDraft:
    """A draft as it is kept; saved_at in UTC.

    based_on: the number of the release it was begun from, 0 for a new service. revision: 1 and on, one more
    with each saving. by: who saved it last.
    """

    service: str
    text: str
    based_on: int
    revision: int
    by: str
    saved_at: datetime


class Newer(Exception):
    """Somebody else has saved the draft meanwhile; ``kept`` is theirs, None where they dropped it."""

    def __init__(self, kept: KeptDraft | None) -> None:
        super().__init__("a newer draft")
        self.kept = kept


class DraftBook(Protocol):
    """Where drafts are kept. by: an officer with the right to; ``Refused`` with :data:`NO_RIGHT` else.

    Each method returns only after its change is committed, and raises ``StoreFailed`` where it is not.
    """

    async def drafts(self) -> tuple[KeptDraft, ...]:
        """All of them, by service."""
        ...

    async def keep(self, service: str, text: str, based_on: int, revision: int, by: str) -> KeptDraft:
        """Save it in place of this revision (0: there is none yet). Raises :class:`Newer`."""
        ...

    async def drop(self, service: str, revision: int, by: str) -> None:
        """It is not wanted any more. Raises :class:`Newer`."""
        ...
