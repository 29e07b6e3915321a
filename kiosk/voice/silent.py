"""Voices that nobody hears: where there is nothing to play on, and where nothing is to be heard."""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.voice.sentence import Sentence, SoundFailed


class SilentPlayer:
    """Never plays."""

    def available(self, output: str = "") -> bool:
        """Never."""
        return False

    async def play(self, sound: Path, volume: float, rate: float, output: str = "") -> None:
        """Raises :class:`SoundFailed`."""
        raise SoundFailed("no device")


class NothingToHear:
    """Maker and player of a voice that works and is not heard: the screens say of it what they usually do."""

    async def make(self, sentence: Sentence, words_per_minute: int) -> Path:
        """No sound: whoever is given a sound may delete it, so that this is a place where no file can be."""
        return Path(os.devnull) / "no_sound"

    def available(self, output: str = "") -> bool:
        """Always."""
        return True

    async def play(self, sound: Path, volume: float, rate: float, output: str = "") -> None:
        """At its end at once."""

    async def close(self) -> None:
        """There is nothing to end."""
