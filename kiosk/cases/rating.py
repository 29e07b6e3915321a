"""How residents found it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

SATISFIED = (4, 5)
"""The levels that count as satisfied: the top two."""


@dataclass(frozen=True)
class Rating:
    """One rating, 1 to 5, without the visit it was given in; time in UTC."""

    level: int
    rated_at: datetime


class RatingBook(Protocol):
    """Where ratings are kept."""

    async def ratings(self) -> tuple[Rating, ...]:
        """All of them, the oldest first. Raises ``StoreFailed``."""
        ...
