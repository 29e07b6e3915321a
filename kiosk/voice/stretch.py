"""Slower or faster speech at the same pitch: waveform-similarity overlap-add (WSOLA).

Pieces of the sound are laid half over one another at another distance than they were taken, each shifted by
a few milliseconds to where its wave runs on from the piece before. Qt's own pitch compensation was measured
and not used: up to 6.11 it swallows the last 0.1 to 0.2 s of every sentence and starts 50 to 100 ms later.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import soundfile

from kiosk.voice import opus
from kiosk.voice.opus import Samples

PIECE_S = 0.04
"""Holds two periods of the deepest voices."""
SHIFT_S = 0.0125
"""One period of a voice of 80 Hz: whatever the phase, there is a place that fits."""
COARSE = 3
"""Of 24,000 samples a second every third still has all of a voice's pitch in it."""
SLOWEST, FASTEST = 0.5, 2.0


def wave_at(sound: Path, rate: float) -> bytes:
    """A file at ``rate`` times the speed, as a WAV file in memory. Raises OSError or ValueError."""
    samples, sample_rate = opus.read(sound)
    told = io.BytesIO()
    soundfile.write(told, stretched(samples, sample_rate, rate), sample_rate, format="WAV", subtype="PCM_16")
    return told.getvalue()


def stretched(sound: Samples, sample_rate: int, rate: float) -> Samples:
    """``sound`` (mono, -1..1) at ``rate`` times the speed. Raises ValueError outside of 0.5..2."""
    if not SLOWEST <= rate <= FASTEST:
        raise ValueError("no such rate")
    half = round(PIECE_S * sample_rate / 2)
    if rate == 1 or len(sound) < 2 * half:
        return sound
    shift = round(SHIFT_S * sample_rate)
    wanted = round(len(sound) / rate)
    count = -(-wanted // half)
    window = np.hanning(2 * half + 1)[: 2 * half].astype(np.float32)
    room = np.zeros(shift + half, np.float32)
    padded = np.concatenate((room, sound, np.zeros(3 * half + shift, np.float32)))
    out = np.zeros((count + 2) * half, np.float32)
    last = len(padded) - 2 * half - shift
    at = shift  # where the piece begins in ``padded``: half a piece before the sound's first sample
    for piece in range(count + 1):
        out[piece * half : (piece + 2) * half] += window * padded[at : at + 2 * half]
        runs_on = padded[at + half : at + 2 * half]
        at = min(round((piece + 1) * half * rate) + shift, last)
        at += _best_shift(padded[at - shift : at + shift + half], runs_on) - shift
    return out[half : half + wanted]


def _best_shift(near: Samples, runs_on: Samples) -> int:
    """Where in ``near`` the wave is most like ``runs_on``: first roughly, which takes a tenth of the time."""
    rough = COARSE * _most_alike(near[::COARSE], runs_on[::COARSE])
    begin = max(0, rough - COARSE)
    end = min(rough + COARSE, len(near) - len(runs_on))
    return begin + _most_alike(near[begin : end + len(runs_on)], runs_on)


def _most_alike(near: Samples, runs_on: Samples) -> int:
    alike = np.correlate(near, runs_on, "valid")
    energy = np.concatenate(([0.0], np.cumsum(near.astype(np.float64) ** 2)))
    power = energy[len(runs_on) :] - energy[: -len(runs_on)]
    return int(np.argmax(alike / np.sqrt(power + 1e-9)))
