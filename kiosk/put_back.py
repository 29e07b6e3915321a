"""That a kiosk's database was put back, until somebody has looked at it. Nothing of a resident is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class PutBack:
    """at: the last time, UTC. times: how often since somebody looked.

    lost: how many changes and rows are nowhere any more since.
    """

    at: datetime
    times: int
    lost: int


class PutBacks(Protocol):
    """Where it is known. Both raise ``StoreFailed``."""

    async def unseen(self) -> PutBack | None:
        """What nobody has looked at; None where there is nothing."""
        ...

    async def looked_at(self, by: str, until: datetime) -> None:
        """An officer, or ``CONSOLE``, has looked at all up to then; on record before it is so."""
        ...
