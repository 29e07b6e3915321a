from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.voice.loudness import (
    CEILING,
    TARGET_LUFS,
    fault,
    levelled,
    limited,
    loudness,
    ready,
    trimmed,
)
from kiosk.voice.opus import Samples
from tests.record.sounds import RATE, quiet_room, spoken


def said(samples: Samples, rate: int = RATE) -> str:
    found = fault(samples, rate)
    return "" if found is None else found.id


@settings(max_examples=40, deadline=None)
@given(
    seconds=st.floats(0.12, 4.0),
    level_db=st.floats(-45.0, -4.0),
    pitch=st.floats(90.0, 320.0),
    rate=st.sampled_from([24_000, 48_000]),
    seed=st.integers(0, 99),
)
def test_whatever_was_said_is_as_loud_as_the_rest_and_never_clips(
    seconds: float, level_db: float, pitch: float, rate: int, seed: int
) -> None:
    take = spoken(seconds, level_db, pitch=pitch, rate=rate, seed=seed)
    result = levelled(take, rate)
    assert abs(loudness(result, rate) - TARGET_LUFS) <= 0.5
    assert np.abs(result).max() <= CEILING + 1e-6


@settings(max_examples=40, deadline=None)
@given(gain=st.floats(0.1, 30.0), seed=st.integers(0, 99))
def test_no_peak_passes_the_limit_and_soft_sounds_pass_untouched(gain: float, seed: int) -> None:
    samples = (np.random.default_rng(seed).normal(0, 0.05, RATE // 2) * gain).astype(np.float32)
    result = limited(samples, RATE)
    assert len(result) == len(samples)
    assert np.abs(result).max() <= CEILING + 1e-6
    if np.abs(samples).max() <= CEILING:
        assert np.array_equal(result, samples)


def test_a_peak_is_turned_down_smoothly_and_nothing_else_is() -> None:
    samples = np.full(RATE, 0.3, np.float32)
    samples[RATE // 2] = 2.0
    result = limited(samples, RATE)
    assert result[RATE // 2] == pytest.approx(CEILING, abs=0.01)
    assert np.abs(np.diff(result[: RATE // 2 - 1])).max() < 0.01
    assert result[1000] == pytest.approx(0.3)


def test_the_silence_at_both_ends_goes_but_for_a_breath() -> None:
    take = np.concatenate([quiet_room(1.5), spoken(1.0, -20), quiet_room(2.0)])
    cut = trimmed(take, RATE)
    assert len(cut) / RATE == pytest.approx(1.16, abs=0.06)
    first = np.flatnonzero(np.abs(cut) > 0.01)[0]
    assert first / RATE == pytest.approx(0.08, abs=0.03)


def test_a_knock_before_the_sentence_is_cut_away() -> None:
    knock = spoken(0.02, -12)
    take = np.concatenate([quiet_room(0.5), knock, quiet_room(1.0), spoken(1.0, -20), quiet_room(1.0)])
    assert len(trimmed(take, RATE)) / RATE == pytest.approx(1.16, abs=0.06)


def test_a_pause_within_the_sentence_stays() -> None:
    take = np.concatenate([quiet_room(1), spoken(1, -20), quiet_room(0.8), spoken(1, -20), quiet_room(1)])
    assert len(trimmed(take, RATE)) / RATE == pytest.approx(2.96, abs=0.06)


def around(sound: Samples, room_db: float = -70.0) -> Samples:
    return np.concatenate([quiet_room(0.6, room_db), sound, quiet_room(1.0, room_db)])


@pytest.mark.parametrize(
    ("take", "expected"),
    [
        (around(spoken(1.5, -22)), ""),
        (around(spoken(0.2, -22)), ""),
        (np.zeros(0, np.float32), "record.take_empty"),
        (np.zeros(RATE, np.float32), "record.take_empty"),
        (quiet_room(2.0), "record.take_empty"),
        (around(np.clip(spoken(1.5, 0) * 3, -1, 1)), "record.take_loud"),
        (around(spoken(1.5, -46), -85), "record.take_quiet"),
        (around(spoken(1.5, -24)) + quiet_room(3.1, -30), "record.take_noisy"),
        (quiet_room(3.0, -30), "record.take_noisy"),
    ],
    ids=["well", "one short unit", "nothing", "dead", "room", "clipped", "quiet", "noisy", "only noise"],
)
def test_a_bad_take_is_known_and_says_what_to_do(take: Samples, expected: str) -> None:
    assert said(take) == expected


def test_an_offset_of_the_microphone_is_no_voice() -> None:
    assert said(quiet_room(2.0) + np.float32(0.2)) == "record.take_empty"


def test_what_goes_into_the_pack_begins_and_ends_in_silence() -> None:
    sound = ready(around(spoken(1.5, -30)), RATE, after_s=0.4)
    assert abs(sound[0]) < 1e-4
    assert not np.any(sound[-round(0.4 * RATE) :])
    assert abs(loudness(sound, RATE) - TARGET_LUFS) <= 0.5


def test_silence_has_no_loudness_and_cannot_go_into_a_pack() -> None:
    assert loudness(np.zeros(RATE, np.float32), RATE) == -math.inf
    with pytest.raises(ValueError, match="silent"):
        levelled(np.zeros(RATE, np.float32), RATE)
    with pytest.raises(ValueError, match="nobody"):
        ready(np.zeros(RATE, np.float32), RATE, after_s=0.0)
