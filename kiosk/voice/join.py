"""Several sounds made one: no silence but the pauses asked for, and all of them equally loud.

File work, to be called off the event loop.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile

from kiosk.voice import opus
from kiosk.voice.compose import Clip
from kiosk.voice.opus import RATE, Samples

PART = ".part"
_SILENT = 0.02  # of the highest sample
_KEEP_S = 0.02
_FADE_S = 0.004
_LEAST_GAIN, _MOST_GAIN = 0.5, 2.0
_HIGHEST = 0.95


def joined(clips: Sequence[Clip]) -> Samples:
    """The samples of all clips, one after the other. Raises OSError where one cannot be read."""
    sounds = [_bare(opus.resampled(*opus.read(clip.sound))) for clip in clips]
    levels = [_level(sound) for sound in sounds]
    usual = float(np.median(levels))
    said: list[Samples] = []
    for clip, sound, level in zip(clips, sounds, levels, strict=True):
        gain = min(max(usual / level, _LEAST_GAIN), _MOST_GAIN) if level else 1.0
        said += [sound * np.float32(gain), np.zeros(round(clip.pause_s * RATE), np.float32)]
    whole = np.concatenate(said)
    highest = float(np.abs(whole).max(initial=0.0))
    return whole * np.float32(_HIGHEST / highest) if highest > _HIGHEST else whole


def write_joined(clips: Sequence[Clip], place: Path) -> None:
    """Write ``place``, a WAV file, whole or not at all. Raises OSError."""
    part = place.with_name(place.name + PART)
    try:
        soundfile.write(part, joined(clips), RATE, format="WAV", subtype="PCM_16")
        os.replace(part, place)
    except soundfile.LibsndfileError as error:
        raise OSError("the joined sound cannot be written") from error
    finally:
        part.unlink(missing_ok=True)


def _bare(sound: Samples) -> Samples:
    """Without the silence at its ends, and without a click where it begins and ends."""
    size = np.abs(sound)
    loud = np.flatnonzero(size > _SILENT * float(size.max(initial=0.0)))
    if not len(loud):
        return sound[:0]
    keep = round(_KEEP_S * RATE)
    bare = sound[max(0, int(loud[0]) - keep) : int(loud[-1]) + 1 + keep].copy()
    fade = min(round(_FADE_S * RATE), len(bare) // 2)
    ramp = np.linspace(0.0, 1.0, fade, dtype=np.float32)
    bare[:fade] *= ramp
    bare[len(bare) - fade :] *= ramp[::-1]
    return bare


def _level(sound: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64)))) if len(sound) else 0.0
