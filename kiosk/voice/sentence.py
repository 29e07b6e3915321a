"""What is said, and who makes and plays the sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Sentence:
    """One sentence to say.

    fixed: a text of the product or a flow, the same for everybody, so that its sound may be kept; anything
    else (a receipt number) is made, played and deleted. dialect: how it is spoken, ``""`` the usual way of
    the locale. private: what a resident entered; it is heard by earphones alone and is never fixed.
    """

    text: str
    locale: str
    fixed: bool = True
    dialect: str = ""
    private: bool = False

    def __post_init__(self) -> None:
        if self.private and self.fixed:
            raise ValueError("what a resident entered is never kept")


@dataclass(frozen=True)
class Dialect:
    """A way of speaking a locale. names: what it is called, by locale."""

    id: str
    locale: str
    names: Mapping[str, str]

    def name_in(self, locale: str) -> str:
        """What it is called; its id where nobody said."""
        return self.names.get(locale) or self.id


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

    def available(self, output: str = "") -> bool:
        """Whether there is anything to play on now. output: a device's name, ``""`` the loudspeaker."""
        ...

    async def play(self, sound: Path, volume: float, rate: float, output: str = "") -> None:
        """Play to the end; cancelling stops at once.

        volume 0..1; rate 0.5..2, by which the pitch stays. A named output that is not there is never
        replaced by another. Raises :class:`SoundFailed`.
        """
        ...
