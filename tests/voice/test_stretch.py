from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import soundfile

from kiosk.voice.opus import Samples
from kiosk.voice.stretch import stretched, wave_at

RATE = 24_000
RATES = (0.5, 0.75, 1.25, 1.5, 1.75, 2.0)


def voice_like(pitch: float, seconds: float) -> Samples:
    """A tone with overtones whose loudness goes up and down as syllables do."""
    at = np.arange(round(RATE * seconds)) / RATE
    wave = sum(np.sin(2 * np.pi * pitch * n * at) / n for n in range(1, 9))
    return (0.25 * wave * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * at))).astype(np.float32)


def pitch_of(sound: Samples, rate: int = RATE) -> float:
    """By the strongest repetition in the middle of the sound, between 60 and 400 Hz."""
    middle = sound[len(sound) // 2 : len(sound) // 2 + rate // 10]
    alike = np.correlate(middle, middle, "full")[len(middle) - 1 :]
    shortest = rate // 400
    return rate / (shortest + int(np.argmax(alike[shortest : rate // 60])))


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("pitch", [85.0, 120.0, 220.0])
def test_it_takes_another_time_at_the_same_pitch_and_loudness(rate: float, pitch: float) -> None:
    sound = voice_like(pitch, 2.0)
    other = stretched(sound, RATE, rate)
    assert len(other) == round(len(sound) / rate)
    assert pitch_of(other) == pytest.approx(pitch, rel=0.02)
    assert np.sqrt((other**2).mean()) == pytest.approx(np.sqrt((sound**2).mean()), rel=0.06)
    assert np.abs(other).max() < 1


@pytest.mark.parametrize("rate", RATES)
def test_nothing_is_lost_at_either_end(rate: float) -> None:
    at = np.arange(RATE) / RATE
    pitch = np.where(at < 0.2, 300, np.where(at < 0.8, 0, 600))
    sound = (0.5 * np.sin(np.cumsum(2 * np.pi * pitch / RATE))).astype(np.float32)
    other = stretched(sound, RATE, rate)
    for part, hertz in (
        (other[: round(0.15 * RATE / rate)], 300),
        (other[-round(0.15 * RATE / rate) :], 600),
    ):
        spectrum = np.abs(np.fft.rfft(part, 1 << 16))
        assert np.argmax(spectrum) * RATE / (1 << 16) == pytest.approx(hertz, rel=0.05)
        assert np.sqrt((part**2).mean()) > 0.25


def test_at_the_normal_speed_it_is_the_sound_itself() -> None:
    sound = voice_like(100, 0.5)
    assert np.array_equal(stretched(sound, RATE, 1.0), sound)


@pytest.mark.parametrize("samples", [0, 1, 500])
def test_what_is_too_short_to_stretch_stays(samples: int) -> None:
    assert len(stretched(np.zeros(samples, np.float32), RATE, 0.5)) == samples


@pytest.mark.parametrize("rate", [0.4, 2.1, 0.0, -1.0])
def test_other_speeds_are_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="rate"):
        stretched(voice_like(100, 0.5), RATE, rate)


def test_a_compressed_sound_becomes_a_slower_wave_in_memory(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.opus", voice_like(200, 1.0), RATE, format="OGG", subtype="OPUS")
    samples, rate = soundfile.read(io.BytesIO(wave_at(tmp_path / "a.opus", 0.5)), dtype="float32")
    assert len(samples) / rate == pytest.approx(2.0, abs=0.03)
    assert pitch_of(samples, rate) == pytest.approx(200, rel=0.02)
    assert [each.name for each in tmp_path.iterdir()] == ["a.opus"]


def test_what_is_no_sound_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"nothing")
    with pytest.raises(OSError, match="read"):
        wave_at(tmp_path / "a.wav", 0.5)
