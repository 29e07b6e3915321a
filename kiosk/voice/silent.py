"""A player for machines that have nothing to play on."""

from __future__ import annotations

from pathlib import Path

from kiosk.voice.sentence import SoundFailed


class SilentPlayer:
    """Never plays."""

    def available(self, output: str = "") -> bool:
        """Never."""
        return False

    async def play(self, sound: Path, volume: float, rate: float, output: str = "") -> None:
        """Raises :class:`SoundFailed`."""
        raise SoundFailed("no device")
