"""A player for machines that have nothing to play on."""

from __future__ import annotations

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


class NoSounds:
    """Makes no sound of any sentence."""

    async def make(self, sentence: Sentence, words_per_minute: int) -> Path:
        """Raises :class:`SoundFailed`."""
        raise SoundFailed("no sounds are made here")

    async def close(self) -> None:
        """There is nothing to end."""
