"""What helps a resident to write: candidates for pinyin, and the divisions near the kiosk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Field = Literal["name", "address", "text"]


@dataclass(frozen=True)
class Candidate:
    """Characters, and how many letters of the pinyin they use up."""

    text: str
    used: int


class Pinyin(Protocol):
    """Letters to characters."""

    def candidates(self, letters: str, field: Field, limit: int = 60) -> Sequence[Candidate]:
        """Candidates for lower-case letters (``v`` for ü), whole phrases first. Empty where none."""
        ...


@dataclass(frozen=True)
class Places:
    """Where the kiosk stands: its province and district, and the district's towns and townships."""

    divisions: tuple[str, ...]
    towns: tuple[str, ...]


@dataclass(frozen=True)
class WritingAids:
    """Given to the screens on which one writes."""

    pinyin: Pinyin
    places: Places


class NoPinyin:
    """Until the table is read: no candidates."""

    def candidates(self, letters: str, field: Field, limit: int = 60) -> Sequence[Candidate]:
        """None."""
        return ()


NO_AIDS = WritingAids(NoPinyin(), Places((), ()))
"""What the screens have until the tables are read."""
