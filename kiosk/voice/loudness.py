"""A recorded take on its way into a pack: judged, without the silence around, as loud as all the others.

Loudness is ITU-R BS.1770's, which is measured over blocks of 0.4 s: a shorter sound is heard several times in
a row. Samples are 32-bit floats from -1 to 1, one channel.
"""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
import pyloudnorm

from kiosk.message import Message
from kiosk.voice.opus import Samples

TARGET_LUFS = -18.0
CEILING = 10 ** (-1 / 20)
"""1 dB below full scale."""
KEPT_S = 0.08
"""This much stays before the first sound and after the last: less would bite off a soft consonant."""
FRAME_S = 0.01
SOFTEST_DBFS = -55.0
"""No speech is softer than this, however quiet the room."""
TOO_QUIET_LUFS = -38.0
"""Made 20 dB louder, the room would be heard along with the voice."""
CLEAR_DB = 14.0
"""A voice stands out from a room by this much at least."""
_ABOVE_ROOM_DB = 8.0
_BELOW_VOICE_DB = 40.0
_SHORTEST_FRAMES = 5  # a key or a chair may knock; a syllable lasts longer
_FULL = 0.99
_CLIPPED_RUN = 4
_BLOCK_S = 0.4
_LOOK_S = 0.005
_FADE_S = 0.005
_CLOSE_LU = 0.1
_TRIES = 12

_Levels: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]


def dbfs(samples: Samples) -> float:
    """The level of these samples by their mean square; -120 for silence."""
    power = float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0
    return 10 * math.log10(power + 1e-12)


def loudness(samples: Samples, rate: int) -> float:
    """LUFS; minus infinity for silence."""
    if not len(samples) or not np.any(samples):
        return -math.inf
    block = round(_BLOCK_S * rate) + 1
    heard = np.tile(samples, -(-2 * block // len(samples))) if len(samples) < block else samples
    meter = pyloudnorm.Meter(rate, block_size=_BLOCK_S)
    return float(meter.integrated_loudness(heard.astype(np.float64)))


def fault(samples: Samples, rate: int) -> Message | None:
    """What is wrong with a take as it came from the microphone, as what to do next; None where it is well."""
    levels = _levels(samples, rate)
    spoken = _spoken(levels)
    if spoken is None:
        return Message("record.take_empty")
    if _clipped(samples):
        return Message("record.take_loud")
    voice, room = np.percentile(levels[spoken], 90), np.percentile(levels, 10)
    if voice - room < CLEAR_DB:
        return Message("record.take_noisy")
    if loudness(trimmed(samples, rate), rate) < TOO_QUIET_LUFS:
        return Message("record.take_quiet")
    return None


def trimmed(samples: Samples, rate: int, keep_s: float = KEPT_S) -> Samples:
    """Without the silence at both ends but for ``keep_s``; empty where nobody spoke."""
    spoken = _spoken(_levels(samples, rate))
    if spoken is None:
        return samples[:0]
    frame, keep = round(FRAME_S * rate), round(keep_s * rate)
    return samples[max(0, spoken.start * frame - keep) : spoken.stop * frame + keep]


def levelled(samples: Samples, rate: int, lufs: float = TARGET_LUFS) -> Samples:
    """As loud as ``lufs`` within 0.5 LU, no peak above 1 dB below full scale. Raises ValueError for silence.

    What holds the peaks down takes loudness away, and so the gain is found in several tries. A sound with
    little in it but a knock cannot be as loud as that, and stays softer.
    """
    gain_db, result = 0.0, samples
    for _ in range(_TRIES):
        result = limited(samples * np.float32(10 ** (gain_db / 20)), rate)
        now = loudness(result, rate)
        if not math.isfinite(now):
            # Softer than what the meter takes for sound at all: come nearer by its plain level first.
            if not np.any(samples):
                raise ValueError("the sound is silent")
            now = min(dbfs(result), -70.0)
        if abs(lufs - now) < _CLOSE_LU:
            break
        gain_db += lufs - now
    return result


def limited(samples: Samples, rate: int, ceiling: float = CEILING) -> Samples:
    """No sample above ``ceiling``; what is too loud is turned down smoothly, from a little before."""
    size = np.abs(samples)
    if float(size.max(initial=0.0)) <= ceiling:
        return samples.astype(np.float32)
    wanted = ceiling / np.maximum(size, ceiling)
    look = max(1, round(_LOOK_S * rate))
    # The lowest gain within reach on both sides, then its mean over the same reach: never too high.
    lowest = _running_minimum(np.pad(wanted, look, mode="edge"), 2 * look + 1)
    window = np.hanning(2 * look + 3)[1:-1]
    padded = np.pad(lowest, look, mode="edge")
    gain = np.convolve(padded, window / window.sum(), mode="valid")[: len(samples)]
    return np.clip(samples * gain, -ceiling, ceiling).astype(np.float32)


def ready(samples: Samples, rate: int, *, after_s: float) -> Samples:
    """What goes into a pack: trimmed, levelled, no click at its ends, and ``after_s`` of silence behind it.

    Raises ValueError where nobody spoke.
    """
    cut = trimmed(samples, rate)
    if not len(cut):
        raise ValueError("nobody speaks in it")
    sound = cut - np.mean(cut, dtype=np.float64).astype(np.float32)
    fade = min(round(_FADE_S * rate), len(sound) // 2)
    ramp = np.linspace(0.0, 1.0, fade, dtype=np.float32)
    sound[:fade] *= ramp
    sound[len(sound) - fade :] *= ramp[::-1]
    # Together with its silence, since it is measured so by whoever measures the file.
    return levelled(np.concatenate([sound, np.zeros(round(after_s * rate), np.float32)]), rate)


def _levels(samples: Samples, rate: int) -> _Levels:
    """dBFS of each frame of 10 ms; a microphone's constant offset is no sound."""
    frame = round(FRAME_S * rate)
    count = len(samples) // frame
    if not count:
        return np.empty(0)
    frames = samples[: count * frame].astype(np.float64)
    frames = (frames - frames.mean()).reshape(count, frame)
    levels: _Levels = 10 * np.log10(np.mean(np.square(frames), axis=1) + 1e-12)
    return levels


def _spoken(levels: _Levels) -> slice | None:
    """From the first frame of speech to the last."""
    if not len(levels):
        return None
    room, top = np.percentile(levels, 10), np.percentile(levels, 98)
    # A take that is cut close has no room in it to compare with: then nearness to the voice decides.
    above_room = min(room + _ABOVE_ROOM_DB, top - 6)
    loud = levels > max(SOFTEST_DBFS, top - _BELOW_VOICE_DB, above_room)
    runs = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(np.int8)))
    starts, stops = runs[::2], runs[1::2]
    long = stops - starts >= _SHORTEST_FRAMES
    if not long.any():
        return None
    return slice(int(starts[long][0]), int(stops[long][-1]))


def _clipped(samples: Samples) -> bool:
    full = np.concatenate([[False], np.abs(samples) >= _FULL, [False]]).astype(np.int8)
    runs = np.flatnonzero(np.diff(full))
    return bool(np.any(runs[1::2] - runs[::2] >= _CLIPPED_RUN))


def _running_minimum(values: _Levels, width: int) -> _Levels:
    """The minimum of each ``width`` values in a row, in steps that double."""
    have = 1
    while have < width:
        step = min(have, width - have)
        values = np.minimum(values[:-step], values[step:])
        have += step
    return values
