"""What is said, and who makes and plays the sound."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Sentence:
    """One sentence to say.

    fixed: a text of the product or a flow, the same for everybody, so that its sound may be kept; anything
    else (a receipt number) is made, played and deleted. What a resident entered is never made a Sentence.
    """

    text: str
    locale: str
    fixed: bool = True


class SoundFailed(Exception):
    """No sound could be made or played; the kiosk goes on in silence."""


class SoundMaker(Protocol):
    """Turns sentences into sound files."""

    async def make(self, sentence: Sentence, words_per_minute: int) -> Path:
        """The file with the sound. Raises :class:`SoundFailed`, also when it takes too long."""
        ...

    async def close(self) -> None:
        """End the worker."""
        ...


class Player(Protocol):
    """Plays sound files."""

    def available(self) -> bool:
        """Whether there is anything to play on now."""
        ...

    async def play(self, sound: Path, volume: float) -> None:
        """Play to the end; cancelling stops at once. volume 0..1. Raises :class:`SoundFailed`."""
        ...
