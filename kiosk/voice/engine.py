"""The speech engine, seen from inside the worker: pyttsx3 with the traps of version 2.99 walked around.

One engine in one process that only makes files: two queued files write only the last, engines in threads
crash, and ``runAndWait`` comes back before the file is there. The engine says when an utterance is finished,
and that is what is waited for.
"""

from __future__ import annotations

import threading
import wave
from pathlib import Path
from typing import Any, Protocol

import pyttsx3

from kiosk.voice.pace import Pace, espeak_pace

FINISH_WITHIN_S = 20.0
_ATTEMPTS = 2  # an engine that was cut short by its own end signal makes an empty file, once
_ESPEAK_WORDGAP = 7  # espeak_PARAMETER in speak_lib.h; pyttsx3 has no name for it

# The voices to prefer, by the start of the locale. cmn-latn-pinyin reads Chinese characters through
# espeak-ng's dictionary and speaks them as Mandarin; plain sit/cmn finds the same syllables and then
# pronounces their spelling as English.
_PREFERRED = {"zh": ("sit/cmn-latn-pinyin", "huihui", "xiaoxiao"), "en": ("gmw/en", "zira", "hazel")}


class VoiceFailed(Exception):
    """No file was made. ``code`` is one word and never carries any of the text."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Engine(Protocol):
    """Writes one sentence into one file."""

    def write(self, text: str, locale: str, wpm: int, file: Path) -> None:
        """Write a WAV file. Raises :class:`VoiceFailed`."""
        ...


class Pyttsx3Engine:
    """The system's voices: espeak-ng on Linux, SAPI 5 on Windows.

    Raises VoiceFailed("engine") when there is no engine on this machine.
    """

    def __init__(self) -> None:
        self._finished = threading.Event()
        self._failed = threading.Event()
        try:
            self._engine: Any = pyttsx3.init()
            self._settle()
            self._engine.runAndWait()  # until its first run the engine only queues what it is told
            self._voices = [_VoiceKey.of(voice) for voice in self._engine.getProperty("voices")]
        except Exception as error:  # the drivers raise whatever their library raises
            raise VoiceFailed("engine") from error
        self._using = ""
        self._engine.connect("finished-utterance", self._on_finished)
        self._engine.connect("error", self._on_error)

    def write(self, text: str, locale: str, wpm: int, file: Path) -> None:
        """Write a WAV file. Raises :class:`VoiceFailed`."""
        voice = self._voice(locale)
        pace = espeak_pace(locale, wpm) if self._is_espeak else Pace(wpm)
        for _ in range(_ATTEMPTS):
            self._write(text, voice, pace, file)
            if has_sound(file):
                return
        raise VoiceFailed("empty")

    def _write(self, text: str, voice: str, pace: Pace, file: Path) -> None:
        try:
            self._settle()
            if voice != self._using:
                self._engine.setProperty("voice", voice)
                self._using = voice
            if self._is_espeak:
                self._library.SetParameter(_ESPEAK_WORDGAP, pace.gap, 0)
            self._engine.setProperty("rate", pace.rate)
            self._settle()
            self._finished.clear()
            self._failed.clear()
            self._engine.save_to_file(text, str(file))
            self._engine.runAndWait()
        except Exception as error:
            raise VoiceFailed("engine") from error
        # SAPI 5 writes before runAndWait returns and reports nothing; espeak-ng reports and writes later.
        if self._is_espeak and not self._finished.wait(FINISH_WITHIN_S):
            raise VoiceFailed("slow")
        if self._failed.is_set():
            raise VoiceFailed("engine")

    @property
    def _library(self) -> Any:
        return self._engine.proxy._module._espeak

    @property
    def _is_espeak(self) -> bool:
        return str(self._engine) == "espeak"

    def _settle(self) -> None:
        # espeak-ng says "finished" from a thread of its own before it is. Begun right then, the next file
        # comes out empty, and a change of voice meets settings that are still on their way.
        if self._is_espeak:
            self._library.Synchronize()

    def _voice(self, locale: str) -> str:
        language = locale.lower()[:2]
        for wanted in _PREFERRED.get(language, ()):
            for voice in self._voices:
                if voice.id.lower() == wanted or wanted in voice.name:
                    return voice.id
        for voice in self._voices:
            if any(spoken.startswith(language) for spoken in voice.languages):
                return voice.id
        raise VoiceFailed("voice")  # silence is better than Chinese in an English mouth

    def _on_finished(self, **_: object) -> None:
        self._finished.set()

    def _on_error(self, **_: object) -> None:
        self._failed.set()
        self._finished.set()


class _VoiceKey:
    """What a voice is chosen by."""

    def __init__(self, id: str, name: str, languages: tuple[str, ...]) -> None:
        self.id = id
        self.name = name
        self.languages = languages

    @classmethod
    def of(cls, voice: Any) -> _VoiceKey:
        spoken = [one for one in (getattr(voice, "languages", None) or ()) if isinstance(one, str)]
        return cls(str(voice.id), str(voice.name).lower(), tuple(one.lower() for one in spoken))


def has_sound(file: Path) -> bool:
    """Whether ``file`` is a WAV file with anything but silence in it."""
    try:
        with wave.open(str(file), "rb") as sound:
            return bool(sound.readframes(sound.getnframes()).strip(b"\0"))
    except (OSError, EOFError, RuntimeError, wave.Error):  # RuntimeError: a piece ends beyond the file
        return False
