"""Sounds that stand for a voice and for a room."""

from __future__ import annotations

import numpy as np

from kiosk.voice.opus import Samples

RATE = 48_000


def spoken(
    seconds: float, level_db: float, *, pitch: float = 180.0, rate: int = RATE, seed: int = 1
) -> Samples:
    """A buzz with the harmonics of a voice, five syllables a second, at this level in dBFS."""
    at = np.arange(round(seconds * rate)) / rate
    random = np.random.default_rng(seed)
    tone = sum(
        (np.sin(2 * np.pi * pitch * n * at + random.uniform(0, 6.28)) / n for n in range(1, 13)),
        np.zeros(len(at)),
    )
    sound = tone * (0.55 + 0.45 * np.sin(2 * np.pi * 5 * at))
    sound *= 10 ** (level_db / 20) / np.sqrt(np.mean(sound**2))
    return sound.astype(np.float32)


def quiet_room(seconds: float, level_db: float = -70.0, *, seed: int = 2) -> Samples:
    """Hiss."""
    noise = np.random.default_rng(seed).normal(0, 10 ** (level_db / 20), round(seconds * RATE))
    return noise.astype(np.float32)
