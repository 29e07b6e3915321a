"""Sound samples to and from Ogg Opus, the form in which packs keep them.

Samples are 32-bit floats from -1 to 1, one channel. All of this is file work, to be called off the event
loop.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import soundfile

Samples: TypeAlias = np.ndarray[Any, np.dtype[np.float32]]

LONGEST_S, MOST_CHANNELS = 600, 8
"""What a sound file may hold; a sentence takes some seconds. A small file can claim to last for days."""
RATE = 24_000
"""Samples a second in every pack: Opus knows few rates, and speech needs no more."""
# libsndfile turns this into a bit rate: about 25 kbit/s for one channel, at which speech loses nothing.
_COMPRESSION = 0.93
_PART = ".part"


def resampled(samples: Samples, rate: int, to: int = RATE) -> Samples:
    """The same sound at another rate; every frequency above half of the smaller one is left out."""
    if rate == to or not len(samples):
        return samples.astype(np.float32)
    length = max(1, round(len(samples) * to / rate))
    spectrum = np.fft.rfft(samples.astype(np.float64))
    bins = length // 2 + 1
    fitted = np.zeros(bins, dtype=spectrum.dtype)
    kept = min(bins, len(spectrum))
    fitted[:kept] = spectrum[:kept]
    sound = np.fft.irfft(fitted, n=length) * (length / len(samples))
    return np.clip(sound, -1.0, 1.0).astype(np.float32)


def write(path: Path, samples: Samples, rate: int) -> None:
    """Write ``path`` whole or not at all. Raises OSError, and ValueError for what is no sound."""
    if samples.ndim != 1 or not len(samples) or not np.isfinite(samples).all():
        raise ValueError("one channel of finite samples is wanted")
    part = path.with_name(path.name + _PART)
    try:
        soundfile.write(
            part, resampled(samples, rate), RATE, format="OGG", subtype="OPUS", compression_level=_COMPRESSION
        )
        os.replace(part, path)
    except soundfile.LibsndfileError as error:
        raise OSError(f"{path.name} cannot be written") from error
    finally:
        part.unlink(missing_ok=True)


def check(path: Path) -> None:
    """Whether it is a sound with an end, by its headers, in a fraction of a millisecond. Raises OSError."""
    try:
        soundfile.info(path)
    except soundfile.LibsndfileError as error:
        raise OSError(f"{path.name} cannot be read as sound") from error


def read(path: Path) -> tuple[Samples, int]:
    """The samples of any sound file, mixed to one channel, and their rate. Raises OSError."""
    try:
        with soundfile.SoundFile(path) as file:
            if file.frames > LONGEST_S * file.samplerate or file.channels > MOST_CHANNELS:
                raise OSError(f"{path.name} is no sentence: it lasts too long or has too many channels")
            samples, rate = file.read(dtype="float32", always_2d=True), file.samplerate
    except soundfile.LibsndfileError as error:
        raise OSError(f"{path.name} cannot be read as sound") from error
    return samples.mean(axis=1, dtype=np.float32), int(rate)
