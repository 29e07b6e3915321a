"""Recording and playing with QtMultimedia: 16 bit, one channel, from and into memory."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QObject
from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QAudioSource, QMediaDevices, QtAudio

from kiosk.voice.opus import Samples
from screens.record.parts import RATE, MicrophoneFailed

_FULL = 32768.0
_BROKEN = (QtAudio.Error.OpenError, QtAudio.Error.IOError, QtAudio.Error.FatalError)


def _format(rate: int) -> QAudioFormat:
    form = QAudioFormat()
    form.setSampleRate(rate)
    form.setChannelCount(1)
    form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return form


class QtMicrophone(QObject):
    """The machine's default input, chosen anew for each take."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: QAudioSource | None = None
        self._stream: QIODevice | None = None
        self._heard: Callable[[Samples], None] | None = None
        self._lost: Callable[[], None] | None = None
        self._odd = b""
        self._devices = QMediaDevices(self)
        self._devices.audioInputsChanged.connect(self._look)

    def available(self) -> bool:
        """Whether there is an input now."""
        return not QMediaDevices.defaultAudioInput().isNull()

    def start(self, heard: Callable[[Samples], None], lost: Callable[[], None]) -> None:
        """Begin. Raises :class:`MicrophoneFailed`."""
        self.stop()
        device = QMediaDevices.defaultAudioInput()
        if device.isNull():
            raise MicrophoneFailed("no input")
        source = QAudioSource(device, _format(RATE), self)
        stream = source.start()
        if stream is None or source.error() in _BROKEN:
            source.deleteLater()
            raise MicrophoneFailed("the input does not open")
        self._source, self._stream, self._odd = source, stream, b""
        self._heard, self._lost = heard, lost
        stream.readyRead.connect(self._read)
        source.stateChanged.connect(self._look)

    def stop(self) -> None:
        """End; what still lies in the buffer is given first."""
        if self._source is None:
            return
        self._read()
        source, self._source = self._source, None
        self._stream = self._heard = self._lost = None
        source.stop()
        source.deleteLater()

    def _read(self) -> None:
        if self._stream is None or self._heard is None:
            return
        told = self._odd + bytes(self._stream.readAll().data())
        whole = len(told) - len(told) % 2
        self._odd = told[whole:]
        if whole:
            self._heard((np.frombuffer(told[:whole], np.int16) / _FULL).astype(np.float32))

    def _look(self) -> None:
        """The plug was pulled, or the sound system ended."""
        source, lost = self._source, self._lost
        if source is not None and lost is not None and (source.error() in _BROKEN or not self.available()):
            self.stop()
            lost()


class QtTakePlayer(QObject):
    """The machine's default output, chosen anew for each take."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sink: QAudioSink | None = None
        self._buffer: QBuffer | None = None

    def available(self) -> bool:
        """Whether there is an output now."""
        return not QMediaDevices.defaultAudioOutput().isNull()

    def play(self, samples: Samples, rate: int) -> None:
        """Play from memory."""
        self.stop()
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            return
        told = (np.clip(samples, -1, 1) * (_FULL - 1)).astype("<i2").tobytes()
        self._buffer = QBuffer(self)
        self._buffer.setData(told)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._sink = QAudioSink(device, _format(rate), self)
        self._sink.start(self._buffer)

    def stop(self) -> None:
        """Silence."""
        if self._sink is not None and self._buffer is not None:
            self._sink.stop()
            self._sink.deleteLater()
            self._buffer.deleteLater()
        self._sink = self._buffer = None
