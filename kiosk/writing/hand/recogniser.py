"""What a recogniser of handwriting is, whichever engine it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kiosk.writing.aids import Ink


@dataclass(frozen=True)
class Guess:
    """A character, and the natural logarithm of how likely it is, 0 or less; comparable within one answer."""

    text: str
    score: float


class Recogniser(Protocol):
    """Reads one character at a time; slow, so never in the thread that draws."""

    def guesses(self, ink: Ink, limit: int = 20) -> Sequence[Guess]:
        """Best first; empty where the ink is no character (a dot, a scribble, nothing)."""
        ...
