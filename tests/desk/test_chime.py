from __future__ import annotations

import struct

import pytest
from PySide6.QtMultimedia import QAudioDevice
from PySide6.QtWidgets import QApplication

from screens.desk import sound
from screens.desk.chime import LOUDNESS, RATE, TONES, DeskChime, tones


def test_the_tones_are_soft_whole_and_fade_out() -> None:
    made = tones()
    samples = struct.unpack(f"<{len(made) // 2}h", made)
    assert len(samples) == pytest.approx(RATE * sum(seconds for _, seconds in TONES), abs=2)
    assert 0.3 < max(map(abs, samples)) / 32767 <= LOUDNESS
    assert max(map(abs, samples[-50:])) < 200


def test_without_a_device_it_is_silent_and_never_fails(qapp: QApplication) -> None:
    chime = DeskChime(QAudioDevice())
    chime.ring()
    chime.ring()
    assert not chime.available()


@pytest.mark.qt_log_ignore("PulseAudioService", "Couldn't (load|resolve)")
def test_whatever_the_machine_has_ringing_never_fails(qapp: QApplication) -> None:
    chime = DeskChime()
    chime.ring()
    chime.ring()


def test_where_sound_cannot_be_loaded_the_desk_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound, "DeskChime", None)
    chime = sound.desk_chime()
    chime.ring()
    assert not chime.available()
