from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.voice.opus import Samples
from kiosk.voice.plan import Heard
from kiosk.voice.wanted import Wanted
from kiosk.words import Words
from screens.fonts import load_fonts
from screens.record.parts import MicrophoneFailed, RecordParts
from screens.record.voices import Kind, make
from screens.record.window import RecordWindow
from tests.record.sounds import quiet_room, spoken

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = ("您好。", "请选一项。", "请带上您的身份证。")
UNITS = {"1": "一", "yuan": "元"}


class HandMicrophone:
    """Gives what a test says into it. there: whether it is plugged in."""

    def __init__(self) -> None:
        self.there, self.on = True, False
        self._heard: Callable[[Samples], None] = lambda _samples: None
        self._lost: Callable[[], None] = lambda: None

    def available(self) -> bool:
        return self.there

    def start(self, heard: Callable[[Samples], None], lost: Callable[[], None]) -> None:
        if not self.there:
            raise MicrophoneFailed("none")
        self.on, self._heard, self._lost = True, heard, lost

    def stop(self) -> None:
        self.on = False

    def give(self, samples: Samples, block: int = 4_111) -> None:
        """In blocks that fit no frame, as a sound system gives them."""
        for at in range(0, len(samples), block):
            if self.on:
                self._heard(samples[at : at + block])

    def pull_the_plug(self) -> None:
        self.there = self.on = False
        self._lost()


class EarPlayer:
    """Notes what it was asked to play."""

    def __init__(self) -> None:
        self.there = True
        self.played: list[tuple[Samples, int]] = []
        self.stops = 0

    def available(self) -> bool:
        return self.there

    def play(self, samples: Samples, rate: int) -> None:
        self.played.append((samples, rate))

    def stop(self) -> None:
        self.stops += 1


@dataclass
class Room:
    """A station's recording room. wanted: what the services say today; errors: what was reported."""

    folder: Path
    locale: str = "zh_CN"
    wanted: Wanted = field(default_factory=lambda: Wanted(SENTENCES, UNITS))
    microphone: HandMicrophone = field(default_factory=HandMicrophone)
    player: EarPlayer = field(default_factory=EarPlayer)
    errors: list[BaseException] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def packs(self) -> Path:
        return self.folder / "voices"

    def load(self, locale: str) -> Wanted:
        self.asked.append(locale)
        return self.wanted

    def parts(self) -> RecordParts:
        return RecordParts(
            words=Words.load(ROOT / "locales", self.locale),
            load=self.load,
            packs=self.packs,
            heard=Heard(self.folder / "voice-heard.json"),
            make_microphone=lambda: self.microphone,
            make_player=lambda: self.player,
            today=lambda: date(2026, 11, 25),
            report=self.errors.append,
            fonts=ROOT / "assets" / "fonts",
            icons=ROOT / "assets" / "icons",
        )


@pytest.fixture(scope="session", autouse=True)
def fonts(qapp: QApplication) -> None:
    load_fonts(ROOT / "assets" / "fonts")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


OpenWindow = Callable[[], RecordWindow]


@pytest.fixture
def open_window(qtbot: QtBot, room: Room) -> Iterator[OpenWindow]:
    def opened() -> RecordWindow:
        window = RecordWindow(room.parts())
        qtbot.addWidget(window)
        window.show()
        qtbot.waitActive(window)
        return window

    return opened


@pytest.fixture
def window(qtbot: QtBot, room: Room, open_window: OpenWindow) -> RecordWindow:
    """Recording into a new pack in Mandarin."""
    room.packs.mkdir()
    pack = make(room.packs, Kind.MANDARIN, "王师傅", "只在本站使用", "test")
    shown = open_window()
    shown.begin(pack)
    qtbot.waitUntil(lambda: not shown.recording.reading)
    return shown


def take(seconds: float = 1.2, level_db: float = -24.0) -> Samples:
    """A sentence in a quiet room, with enough silence after it that recording stops by itself."""
    return np.concatenate([quiet_room(0.5), spoken(seconds, level_db), quiet_room(2.3)])
