"""Playing sound files with QtMultimedia. Import this after the first paint: it takes a while."""

from __future__ import annotations

import asyncio
import importlib
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QIODevice, QObject, Qt, QUrl, Signal

from kiosk.voice.sentence import SoundFailed
from kiosk.voice.stretch import wave_at
from screens.outputs import OutputWatch

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioDevice, QAudioOutput, QMediaPlayer


BUFFERS_KEPT = 3
"""The media threads may still read what was played last when the next one starts."""


class QtPlayer(QObject):
    """A ``kiosk.voice.sentence.Player`` for the machine's default audio output, chosen anew each time.

    What starts and stops the media player is sent to it through the event loop. Called from Python, a stop
    waits for the media threads while it holds the interpreter; when one of them is just then logging through
    a handler written in Python, both wait for ever. Compressed sounds, and those at another speed, are turned
    into samples off the loop and played from memory. outputs_changed: something to play on was plugged in or
    taken away.
    """

    outputs_changed = Signal()
    _load = Signal(QUrl)
    _load_memory = Signal(QIODevice, QUrl)
    _start = Signal()
    _halt = Signal()

    def __init__(self, watch: OutputWatch | None = None, parent: QObject | None = None) -> None:
        """watch: tells which named outputs are there; without one, none is."""
        super().__init__(parent)
        self._watch = watch
        if watch is not None:
            watch.changed.connect(self._outputs_changed)
        self._media: ModuleType | None
        try:
            # By name and here: without the system's libpulse0 this import fails, and a kiosk without sound
            # must still come up.
            self._media = importlib.import_module("PySide6.QtMultimedia")
        except ImportError:
            self._media = None
        self._player: QMediaPlayer | None = None
        self._output: QAudioOutput | None = None
        self._playing: _Playing | None = None
        self._memory: deque[QBuffer] = deque()
        self._stretched = 0
        if self._media is not None:
            self._devices = self._media.QMediaDevices(self)
            self._devices.audioOutputsChanged.connect(self._outputs_changed)

    def available(self, output: str = "") -> bool:
        """Whether there is anything to play on now. output: a device's name, ``""`` the default one."""
        return self._device(output) is not None

    @property
    def outputs_known(self) -> bool:
        """Whether it is known by now which named outputs are there."""
        return self._watch is None or self._watch.known

    def _device(self, output: str) -> QAudioDevice | None:
        if self._media is None:
            return None
        devices: Any = self._media.QMediaDevices
        if not output:
            device: QAudioDevice = devices.defaultAudioOutput()
            return None if device.isNull() else device
        for device in devices.audioOutputs():
            name = bytes(device.id().data()).decode()
            if output in (device.description(), name):
                return device if self._watch is not None and name in self._watch.names else None
        return None

    async def play(self, sound: Path, volume: float, rate: float, output: str = "") -> None:
        """Play to the end; cancelling stops at once. volume 0..1, linear. Raises ``SoundFailed``.

        Playing while something plays stops that one, which then raises ``SoundFailed``.
        """
        stretched = await self._stretch(sound, rate)
        device = self._device(output)
        if device is None:
            raise SoundFailed("no device")
        if self._playing is not None:
            self._finish(SoundFailed("interrupted"))
            self._clear()
        self._output_on(device).setVolume(volume)
        source = QUrl.fromLocalFile(str(sound)) if stretched is None else self._name()
        playing = _Playing(source, output, asyncio.get_running_loop().create_future())
        self._playing = playing
        if stretched is None:
            self._load.emit(source)
        else:
            self._load_memory.emit(self._buffer(stretched), source)
        self._start.emit()
        try:
            await playing.ended
        finally:
            if self._playing is playing:
                self._clear()

    async def _stretch(self, sound: Path, rate: float) -> bytes | None:
        if rate == 1 and sound.suffix != ".opus":
            return None  # straight from the file
        # FFmpeg prints a line at the beginning and one at the end of every Opus sound: so it gets none.
        try:
            return await asyncio.to_thread(wave_at, sound, rate)
        except (OSError, ValueError) as error:
            raise SoundFailed("not a sound") from error

    def _name(self) -> QUrl:
        self._stretched += 1
        return QUrl(f"memory:{self._stretched}.wav")

    def _buffer(self, sound: bytes) -> QBuffer:
        buffer = QBuffer(self)
        buffer.setData(sound)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._memory.append(buffer)
        while len(self._memory) > BUFFERS_KEPT:
            self._memory.popleft().deleteLater()
        return buffer

    def _outputs_changed(self) -> None:
        # What is played must not go on elsewhere: the sound system moves it to whatever is left.
        if self._playing is not None and not self.available(self._playing.output):
            self._finish(SoundFailed("output gone"))
            self._clear()
        self.outputs_changed.emit()

    def _clear(self) -> None:
        self._playing = None
        self._halt.emit()
        self._load.emit(QUrl())  # lets go of the file, which may be deleted next

    def _output_on(self, device: QAudioDevice) -> QAudioOutput:
        media: Any = self._media
        if self._output is not None and self._output.device() == device:
            return self._output
        self._drop()
        self._player = media.QMediaPlayer(self)
        self._output = media.QAudioOutput(device, self._player)
        self._player.setAudioOutput(self._output)
        self._player.sourceChanged.connect(self._on_source)
        self._player.mediaStatusChanged.connect(self._on_status)
        self._player.errorOccurred.connect(self._on_error)
        self._load_memory.connect(self._player.setSourceDevice, Qt.ConnectionType.QueuedConnection)
        self._load.connect(self._player.setSource, Qt.ConnectionType.QueuedConnection)
        self._start.connect(self._player.play, Qt.ConnectionType.QueuedConnection)
        self._halt.connect(self._player.stop, Qt.ConnectionType.QueuedConnection)
        return self._output

    def _drop(self) -> None:
        if self._player is not None:
            self._load_memory.disconnect(self._player.setSourceDevice)
            self._load.disconnect(self._player.setSource)
            self._start.disconnect(self._player.play)
            self._halt.disconnect(self._player.stop)
            self._player.deleteLater()
            self._player = self._output = None

    def _on_source(self, source: QUrl) -> None:
        # Until then, whatever the media player says is about the sound before.
        if self._playing is not None and source == self._playing.source:
            self._playing.loaded = True

    def _on_status(self, status: QMediaPlayer.MediaStatus) -> None:
        assert self._media is not None
        if status == self._media.QMediaPlayer.MediaStatus.EndOfMedia:
            self._finish_loaded(None)
        elif status == self._media.QMediaPlayer.MediaStatus.InvalidMedia:
            self._finish_loaded(SoundFailed("not a sound"))

    def _on_error(self, *_: object) -> None:
        self._finish_loaded(SoundFailed("player"))

    def _finish_loaded(self, failure: SoundFailed | None) -> None:
        if self._playing is not None and self._playing.loaded:
            self._finish(failure)

    def _finish(self, failure: SoundFailed | None) -> None:
        if self._playing is None or self._playing.ended.done():
            return
        if failure is None:
            self._playing.ended.set_result(None)
        else:
            self._playing.ended.set_exception(failure)


@dataclass
class _Playing:
    """What is being played, and on which output. loaded: the media player has taken it up."""

    source: QUrl
    output: str
    ended: asyncio.Future[None]
    loaded: bool = False
