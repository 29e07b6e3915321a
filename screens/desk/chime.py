"""Two soft tones when somebody calls, made here and played from memory."""

from __future__ import annotations

import math
import struct

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices, QtAudio

RATE = 44100
TONES = ((659.3, 0.18), (880.0, 0.42))
"""Frequency in Hz and length in s; within what ageing ears hear best."""
LOUDNESS, LOUD = 0.5, 1.0
"""Amplitude: as a rule, and for a call that nobody goes to, 6 dB more."""


def tones(loudness: float = LOUDNESS) -> bytes:
    """The sound: 16-bit samples, one channel, :data:`RATE` a second, each tone fading out."""
    samples: list[int] = []
    for frequency, seconds in TONES:
        count = round(seconds * RATE)
        for k in range(count):
            fade = min(1.0, k / 400) * (1 - k / count) ** 1.5
            samples.append(round(32767 * loudness * fade * math.sin(2 * math.pi * frequency * k / RATE)))
    return struct.pack(f"<{len(samples)}h", *samples)


class DeskChime(QObject):
    """Rings on ``device``, or on the machine's own sound device; silent where there is none."""

    def __init__(self, device: QAudioDevice | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sounds = [QByteArray(tones(loudness)) for loudness in (LOUDNESS, LOUD)]
        self._buffers = [QBuffer(sound, self) for sound in self._sounds]
        for buffer in self._buffers:
            buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        form = QAudioFormat()
        form.setSampleRate(RATE)
        form.setChannelCount(1)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        device = QMediaDevices.defaultAudioOutput() if device is None else device
        self._sink = None if device.isNull() else QAudioSink(device, form, self)

    def available(self) -> bool:
        """Whether there is a device, and the last ring did not fail on it."""
        # An underrun is what the end of the sound looks like.
        fine = (QtAudio.Error.NoError, QtAudio.Error.UnderrunError)
        return self._sink is not None and self._sink.error() in fine

    def ring(self, *, loud: bool = False) -> None:
        """Ring once, from the beginning."""
        if self._sink is not None:
            self._sink.stop()
            buffer = self._buffers[loud]
            buffer.seek(0)
            self._sink.start(buffer)
