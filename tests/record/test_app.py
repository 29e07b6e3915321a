"""The recording window as a program."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from screens.record import devices
from screens.record.app import run
from screens.record.parts import MicrophoneFailed
from screens.record.window import RecordWindow
from tests.record.conftest import Room


def test_it_ends_with_the_window(qapp: QApplication, room: Room) -> None:
    done: list[str] = []

    def close() -> None:
        (window,) = [
            w for w in QApplication.topLevelWidgets() if isinstance(w, RecordWindow) and w.isVisible()
        ]
        done.append("shown")
        window.close()

    QTimer.singleShot(200, close)
    assert run(room.parts(), lambda: done.append("up")) == 0
    assert done == ["up", "shown"]


def test_a_machine_without_qts_sound_still_comes_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "QtMicrophone", None)
    monkeypatch.setattr(devices, "QtTakePlayer", None)
    microphone, player = devices.microphone(), devices.take_player()
    assert not microphone.available()
    assert not player.available()
    with pytest.raises(MicrophoneFailed):
        microphone.start(lambda _samples: None, lambda: None)
