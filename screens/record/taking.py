"""One take: from the microphone into memory, until somebody stops it or nobody speaks any more."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.voice.loudness import dbfs
from kiosk.voice.opus import Samples
from screens.record.parts import RATE, Microphone, MicrophoneFailed

FRAME_S = 0.05
SILENCE_S = 2.0
"""After the last word: then the take ends by itself."""
PATIENCE_S = 10.0
"""Nobody began to speak."""
LONGEST_S = 60.0
SILENT_DBFS, QUIET_DBFS, LOUD_DBFS = -50.0, -36.0, -12.0
_FULL_PEAK = 0.9
_ABOVE_ROOM_DB = 12.0
_SURELY_VOICE_DBFS = -25.0
_FRAMES_OF_VOICE = 3
_LOOKED_BACK = 16


class Zone(StrEnum):
    """How loud the speaker is just now."""

    SILENT = "silent"
    QUIET = "quiet"
    GOOD = "good"
    LOUD = "loud"


class Ear:
    """Hears, in frames of 50 ms, how loud it is and when the speaker has ended. Time is what was heard."""

    def __init__(self) -> None:
        self._rest = np.empty(0, np.float32)
        self._levels: list[float] = []
        self._peak_at = -_LOOKED_BACK
        self.level = -120.0

    @property
    def zone(self) -> Zone:
        """The loudest of the last 0.8 s counts: between two words everybody is silent."""
        loudest = max(self._levels[-_LOOKED_BACK:], default=-120.0)
        if len(self._levels) - self._peak_at < _LOOKED_BACK or loudest > LOUD_DBFS:
            return Zone.LOUD
        if loudest < SILENT_DBFS:
            return Zone.SILENT
        return Zone.QUIET if loudest < QUIET_DBFS else Zone.GOOD

    @property
    def over(self) -> bool:
        """Whether to stop."""
        frames = len(self._levels)
        # Looked at anew each time: who speaks at once shows how quiet the room is only later.
        room = min(self._levels, default=-120.0)
        voice = max(SILENT_DBFS, min(room + _ABOVE_ROOM_DB, _SURELY_VOICE_DBFS))
        voiced = [at for at, level in enumerate(self._levels) if level > voice]
        if len(voiced) < _FRAMES_OF_VOICE:
            return frames * FRAME_S >= PATIENCE_S
        return (frames - 1 - voiced[-1]) * FRAME_S >= SILENCE_S or frames * FRAME_S >= LONGEST_S

    def hear(self, block: Samples) -> None:
        """Listen to what comes next."""
        size = round(FRAME_S * RATE)
        told = np.concatenate([self._rest, block])
        whole = len(told) - len(told) % size
        self._rest = told[whole:]
        for frame in told[:whole].reshape(-1, size):
            self._hear(frame)

    def _hear(self, frame: Samples) -> None:
        self.level = dbfs(frame)
        self._levels.append(self.level)
        if float(np.abs(frame).max()) > _FULL_PEAK:
            self._peak_at = len(self._levels)


class Taking(QObject):
    """heard: level in dBFS and :class:`Zone`. ended: the samples. failed: the microphone is gone.

    After an end or a failure nothing more is told until the next ``start``.
    """

    heard = Signal(float, str)
    ended = Signal(object)
    failed = Signal()

    def __init__(self, microphone: Microphone, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._microphone = microphone
        self._ear = Ear()
        self._blocks: list[Samples] = []
        self._ending = QTimer(self, singleShot=True, interval=0)
        self._ending.timeout.connect(self.stop)
        self.going = False

    def start(self) -> None:
        """Begin a take."""
        self._ear, self._blocks, self.going = Ear(), [], True
        try:
            self._microphone.start(self._hear, self._lose)
        except MicrophoneFailed:
            self._lose()

    def stop(self) -> None:
        """The take ends here."""
        self._ending.stop()
        if not self.going:
            return
        self._microphone.stop()
        self.going = False
        blocks, self._blocks = self._blocks, []
        self.ended.emit(np.concatenate([np.empty(0, np.float32), *blocks]))

    def drop(self) -> None:
        """Forget the take."""
        self._ending.stop()
        self.going = False
        self._blocks = []
        self._microphone.stop()

    def _hear(self, block: Samples) -> None:
        if not self.going:
            return
        self._blocks.append(block)
        self._ear.hear(block)
        self.heard.emit(self._ear.level, self._ear.zone.value)
        if self._ear.over:
            self._ending.start()  # not from within the microphone's own call

    def _lose(self) -> None:
        if self.going:
            self._ending.stop()
            self.going = False
            self._blocks = []
            self.failed.emit()
