from __future__ import annotations

import asyncio
import importlib
import math
import struct
import sys
import wave
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import qasync
from PySide6.QtCore import QByteArray, QObject, Signal
from pytestqt.qtbot import QtBot

from kiosk.voice import opus
from kiosk.voice.maker import WorkerMaker
from kiosk.voice.sentence import Sentence, SoundFailed
from kiosk.voice.speaker import Speaker
from screens.sound import QtPlayer

# On a machine without a sound system, Qt and ffmpeg say so themselves.
pytestmark = pytest.mark.qt_log_ignore(
    r"pa_context_connect|No audio device|Could not open media|Couldn't (load|resolve)"
)

Run = Callable[[Callable[[], Awaitable[None]]], None]


@pytest.fixture
def run(qapp: Any) -> Iterator[Run]:
    """Runs a coroutine on the loop that the kiosk uses."""
    loop = qasync.QEventLoop(qapp)

    def running(work: Callable[[], Awaitable[None]]) -> None:
        async def limited() -> None:
            async with asyncio.timeout(20):
                await work()

        loop.run_until_complete(limited())

    with loop:
        yield running


class WithDevice(QtPlayer):
    """QMediaPlayer plays to the end also where nothing can be heard."""

    there = True

    def _device(self, output: str) -> Any:
        return importlib.import_module("PySide6.QtMultimedia").QAudioDevice() if self.there else None

    def devices_changed(self) -> None:
        """As Qt tells it."""
        self.findChild(
            importlib.import_module("PySide6.QtMultimedia").QMediaDevices
        ).audioOutputsChanged.emit()


async def until(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110
        await asyncio.sleep(0.005)


def tone(place: Path, seconds: float) -> Path:
    count = int(22050 * seconds)
    samples = (int(8000 * math.sin(at / 10)) for at in range(count))
    with wave.open(str(place), "wb") as sound:
        sound.setparams((1, 2, 22050, 0, "NONE", "not compressed"))
        sound.writeframes(struct.pack(f"<{count}h", *samples))
    return place


def test_a_sound_is_played_to_its_end_and_the_next_too(qtbot: QtBot, run: Run, tmp_path: Path) -> None:
    player = WithDevice()
    sound = tone(tmp_path / "a.wav", 0.3)

    async def work() -> None:
        for _ in range(2):
            began = asyncio.get_running_loop().time()
            await player.play(sound, 0.5, 1.0)
            assert asyncio.get_running_loop().time() - began > 0.2

    run(work)


@pytest.mark.parametrize(("rate", "takes"), [(0.5, 1.0), (2.0, 0.25)])
def test_another_speed_takes_another_time(
    qtbot: QtBot, run: Run, tmp_path: Path, rate: float, takes: float
) -> None:
    player = WithDevice()
    sound = tone(tmp_path / "a.wav", 0.5)

    async def work() -> None:
        for _ in range(5):  # more than there are buffers
            began = asyncio.get_running_loop().time()
            await player.play(sound, 0.5, rate)
            assert takes - 0.1 < asyncio.get_running_loop().time() - began < takes + 0.5

    run(work)


def test_what_is_no_sound_fails_at_another_speed_too(qtbot: QtBot, run: Run, tmp_path: Path) -> None:
    player = WithDevice()
    (tmp_path / "a.wav").write_bytes(b"no sound")

    async def work() -> None:
        with pytest.raises(SoundFailed):
            await player.play(tmp_path / "a.wav", 0.5, 0.75)

    run(work)


def test_an_output_that_goes_stops_what_it_plays(qtbot: QtBot, run: Run, tmp_path: Path) -> None:
    player = WithDevice()
    sound = tone(tmp_path / "a.wav", 30)

    async def work() -> None:
        playing = asyncio.create_task(player.play(sound, 0.5, 1.0, "ears"))
        await asyncio.sleep(0)
        media = media_of(player)
        await until(lambda: media.isPlaying())
        player.there = False
        with qtbot.waitSignal(player.outputs_changed):
            player.devices_changed()
        with pytest.raises(SoundFailed, match="output gone"):
            await playing
        await until(lambda: not media.isPlaying())

    run(work)


def test_another_output_that_comes_stops_nothing(qtbot: QtBot, run: Run, tmp_path: Path) -> None:
    player = WithDevice()
    sound = tone(tmp_path / "a.wav", 0.3)

    async def work() -> None:
        playing = asyncio.create_task(player.play(sound, 0.5, 1.0))
        await asyncio.sleep(0)
        player.devices_changed()
        await playing

    run(work)


def test_a_named_output_that_is_not_there_is_never_replaced(qtbot: QtBot, run: Run, tmp_path: Path) -> None:
    player = QtPlayer()
    sound = tone(tmp_path / "a.wav", 0.1)

    async def work() -> None:
        with pytest.raises(SoundFailed, match="no device"):
            await player.play(sound, 0.5, 1.0, "no such earphones")

    run(work)


class Outputs(QObject):
    """Which outputs there are, as the test says."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.names: frozenset[str] = frozenset()


class Listed:
    """An audio device in Qt's list, which may be long gone."""

    def description(self) -> str:
        return "USB earphones"

    def id(self) -> QByteArray:
        return QByteArray(b"usb.ears")


@pytest.mark.parametrize("name", ["USB earphones", "usb.ears"])
def test_an_output_that_qt_still_lists_is_not_there_once_the_system_took_it_away(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    outputs = Outputs()
    player = QtPlayer(outputs)  # type: ignore[arg-type]
    media = importlib.import_module("PySide6.QtMultimedia")
    monkeypatch.setattr(media.QMediaDevices, "audioOutputs", lambda: [Listed()])
    assert not player.available(name)
    outputs.names = frozenset({"usb.ears"})
    assert player.available(name)
    assert not player.available("other")
    assert not QtPlayer().available(name), "nobody watches: it is never played on"
    outputs.names = frozenset()
    with qtbot.waitSignal(player.outputs_changed):
        outputs.changed.emit()
    assert not player.available(name)


def media_of(player: QtPlayer) -> Any:
    return player.findChild(importlib.import_module("PySide6.QtMultimedia").QMediaPlayer)


def test_cancelling_stops_it(qtbot: QtBot, run: Run, tmp_path: Path) -> None:
    player = WithDevice()
    sound = tone(tmp_path / "a.wav", 30)

    async def work() -> None:
        playing = asyncio.create_task(player.play(sound, 0.5, 1.0))
        await asyncio.sleep(0)
        media = media_of(player)
        await until(lambda: media.isPlaying())
        playing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await playing
        await until(lambda: not media.isPlaying() and media.source().isEmpty())

    run(work)


def test_stopping_never_hangs_whatever_the_media_threads_log(qtbot: QtBot, run: Run, tmp_path: Path) -> None:
    player = WithDevice()
    sound = tone(tmp_path / "a.wav", 30)

    async def work() -> None:
        for at in range(60):
            playing = asyncio.create_task(player.play(sound, 0.5, 1.0))
            await asyncio.sleep(at % 20 / 2000)
            playing.cancel()
            with pytest.raises(asyncio.CancelledError):
                await playing

    run(work)


def test_the_same_sound_again_right_after_a_stop_is_heard(qtbot: QtBot, run: Run, tmp_path: Path) -> None:
    player = WithDevice()
    sound = tone(tmp_path / "a.wav", 0.2)

    async def work() -> None:
        loop = asyncio.get_running_loop()
        for at in range(10):
            playing = asyncio.create_task(player.play(sound, 0.5, 1.0))
            await asyncio.sleep(0.15 + at / 100)  # around its end
            playing.cancel()
            await asyncio.wait([playing])
            began = loop.time()
            await player.play(sound, 0.5, 1.0)
            assert loop.time() - began > 0.15

    run(work)


def test_another_device_gets_another_player(
    qtbot: QtBot, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = WithDevice()
    sound = tone(tmp_path / "a.wav", 0.1)

    async def work() -> None:
        await player.play(sound, 0.5, 1.0)
        first = media_of(player)
        output = importlib.import_module("PySide6.QtMultimedia").QAudioOutput
        with monkeypatch.context() as other:
            other.setattr(output, "device", lambda _: "another")
            await player.play(sound, 0.5, 1.0)
        await until(lambda: media_of(player) is not first)
        await player.play(sound, 0.5, 1.0)

    run(work)


def test_a_second_sound_ends_the_first(qtbot: QtBot, run: Run, tmp_path: Path) -> None:
    player = WithDevice()
    long, short = tone(tmp_path / "a.wav", 30), tone(tmp_path / "b.wav", 0.1)

    async def work() -> None:
        first = asyncio.create_task(player.play(long, 0.5, 1.0))
        await asyncio.sleep(0)
        await player.play(short, 0.5, 1.0)
        with pytest.raises(SoundFailed, match="interrupted"):
            await first

    run(work)


@pytest.mark.parametrize("content", [b"no sound", None])
def test_what_cannot_be_played_is_a_failure(
    qtbot: QtBot, run: Run, tmp_path: Path, content: bytes | None
) -> None:
    player = WithDevice()
    place = tmp_path / "a.wav"
    if content is not None:
        place.write_bytes(content)

    async def work() -> None:
        with pytest.raises(SoundFailed):
            await player.play(place, 0.5, 1.0)
        await player.play(tone(tmp_path / "b.wav", 0.1), 0.5, 1.0)

    run(work)


def test_a_machine_without_the_sound_library_is_silent(
    qtbot: QtBot, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> object:
        raise ImportError("libpulse.so.0: cannot open shared object file")

    monkeypatch.setattr("screens.sound.importlib.import_module", missing)
    player = QtPlayer()
    assert not player.available()

    async def work() -> None:
        with pytest.raises(SoundFailed, match="no device"):
            await player.play(tone(tmp_path / "a.wav", 0.1), 0.5, 1.0)

    run(work)


def test_a_machine_without_a_device_is_silent(
    qtbot: QtBot, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = QtPlayer()
    devices = importlib.import_module("PySide6.QtMultimedia").QMediaDevices
    monkeypatch.setattr(devices, "audioOutputs", lambda: [])
    assert not player.available()


def test_the_speaker_speaks_through_it_on_the_kiosks_loop(qtbot: QtBot, run: Run, tmp_path: Path) -> None:
    class Maker:
        async def make(self, sentence: Sentence, words_per_minute: int) -> Path:
            return tone(tmp_path / f"{sentence.text}.wav", 0.1)

        async def close(self) -> None: ...

    places: list[int | None] = []

    async def work() -> None:
        done = asyncio.Event()

        def on_sentence(at: int | None) -> None:
            places.append(at)
            if at is None:
                done.set()

        speaker = Speaker(Maker(), WithDevice(), on_sentence=on_sentence, on_silent=lambda _: None)
        speaker.say([Sentence("a", "en"), Sentence("b", "en", fixed=False)])
        await done.wait()
        await speaker.close()

    run(work)
    assert places == [0, 1, None]
    assert not (tmp_path / "b.wav").exists()


def test_the_worker_is_started_asked_and_ended_on_the_kiosks_loop(
    qtbot: QtBot, run: Run, tmp_path: Path
) -> None:
    async def work() -> None:
        command = (sys.executable, "-c", "from kiosk.voice.worker import main; main()")
        maker = WorkerMaker(command, tmp_path / "sounds", 15.0)
        assert (await maker.make(Sentence("您要办什么事？", "zh_CN"), 122)).exists()
        await maker.close()

    run(work)


def test_a_packs_sound_is_played_whole_and_nothing_is_printed(
    run: Run, tmp_path: Path, qtbot: QtBot, capfd: pytest.CaptureFixture[str]
) -> None:
    sound = tmp_path / "sentence.opus"
    opus.write(sound, np.sin(np.arange(12_000) / 20).astype(np.float32), opus.RATE)
    player = WithDevice()

    async def work() -> None:
        began = asyncio.get_running_loop().time()
        await player.play(sound, 0.5, 1.0)
        assert asyncio.get_running_loop().time() - began > 0.45

    run(work)
    assert "[opus" not in capfd.readouterr().err
