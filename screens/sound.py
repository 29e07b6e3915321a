"""Playing sound files with QtMultimedia. Import this after the first paint: it takes a while."""

from __future__ import annotations

import asyncio
import importlib
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl

from kiosk.voice.sentence import SoundFailed

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer


class QtPlayer(QObject):
    """A ``kiosk.voice.sentence.Player`` for the machine's default audio output, chosen anew each time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._media: ModuleType | None
        try:
            # By name and here: without the system's libpulse0 this import fails, and a kiosk without sound
            # must still come up.
            self._media = importlib.import_module("PySide6.QtMultimedia")
        except ImportError:
            self._media = None
        self._player: QMediaPlayer | None = None
        self._output: QAudioOutput | None = None
        self._ended: asyncio.Future[None] | None = None

    def available(self) -> bool:
        """Whether there is anything to play on now."""
        return self._media is not None and bool(self._media.QMediaDevices.audioOutputs())

    async def play(self, sound: Path, volume: float) -> None:
        """Play to the end; cancelling stops at once. volume 0..1, linear. Raises ``SoundFailed``.

        Playing while something plays stops that one, which then raises ``SoundFailed``.
        """
        if not self.available():
            raise SoundFailed("no device")
        player, output = self._ready()
        self._finish(SoundFailed("interrupted"))
        assert self._media is not None
        output.setDevice(self._media.QMediaDevices.defaultAudioOutput())
        output.setVolume(volume)
        ended = asyncio.get_running_loop().create_future()
        self._ended = ended
        player.setSource(QUrl.fromLocalFile(str(sound)))
        player.play()
        try:
            await ended
        finally:
            if self._ended is ended:
                self._ended = None
                player.stop()
                player.setSource(QUrl())  # lets go of the file, which may be deleted next

    def _ready(self) -> tuple[QMediaPlayer, QAudioOutput]:
        if self._player is None or self._output is None:
            media: Any = self._media
            self._player = media.QMediaPlayer(self)
            self._output = media.QAudioOutput(self)
            self._player.setAudioOutput(self._output)
            self._player.mediaStatusChanged.connect(self._on_status)
            self._player.errorOccurred.connect(self._on_error)
        return self._player, self._output

    def _on_status(self, status: QMediaPlayer.MediaStatus) -> None:
        assert self._media is not None
        if status == self._media.QMediaPlayer.MediaStatus.EndOfMedia:
            self._finish(None)
        elif status == self._media.QMediaPlayer.MediaStatus.InvalidMedia:
            self._finish(SoundFailed("not a sound"))

    def _on_error(self, *_: object) -> None:
        self._finish(SoundFailed("player"))

    def _finish(self, failure: SoundFailed | None) -> None:
        ended = self._ended
        if ended is None or ended.done():
            return
        if failure is None:
            ended.set_result(None)
        else:
            ended.set_exception(failure)
