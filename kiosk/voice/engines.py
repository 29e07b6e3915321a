"""Engines that make packs, besides the natural voice: the system's own, and any program on this machine."""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from pathlib import Path

from kiosk.voice import opus
from kiosk.voice.engine import Pyttsx3Engine, VoiceFailed
from kiosk.voice.opus import Samples
from kiosk.voice.pace import NORMAL_WPM
from kiosk.voice.reading import as_spoken, numbers_in_words

_SPEAK_WITHIN_S = 60


class SystemEngine:
    """What pyttsx3 finds: espeak-ng on Linux, SAPI 5 on Windows. Raises VoiceFailed without any."""

    def __init__(self) -> None:
        self._engine = Pyttsx3Engine()

    def made(self, locale: str) -> str:
        """The same for every voice: the system chooses it."""
        return "pyttsx3/1"

    def speak(self, text: str, locale: str) -> tuple[Samples, int]:
        """The sound at the usual pace, and its rate. Raises OSError."""
        with tempfile.TemporaryDirectory() as folder:
            sound = Path(folder) / "said.wav"
            try:
                self._engine.write(as_spoken(text, locale), locale, NORMAL_WPM, sound)
            except VoiceFailed as failed:
                raise OSError(f"the engine failed: {failed.code}") from failed
            return opus.read(sound)


class CommandEngine:
    """A program started once a sentence, without a shell.

    template: its words, such as ``espeak-ng -v {voice} -w {out} {text}``; ``{out}`` is the sound file that it
    has to write, and where no word has ``{text}`` it reads the text from its input. Raises ValueError.
    """

    def __init__(self, template: str, voice: str) -> None:
        self._words = shlex.split(template)
        if not any("{out}" in word for word in self._words):
            raise ValueError("the command must have {out}, the file that it writes")
        self._template, self._voice = template, voice

    def made(self, locale: str) -> str:
        """The command and its voice."""
        return f"command {self._template} {self._voice}"

    def speak(self, text: str, locale: str) -> tuple[Samples, int]:
        """The sound as the program makes it, and its rate. Raises OSError."""
        said = numbers_in_words(text, locale)
        with tempfile.TemporaryDirectory() as folder:
            sound = Path(folder) / "said.wav"
            filled = {"{out}": str(sound), "{text}": said, "{voice}": self._voice}
            command = [_fill(word, filled) for word in self._words]
            try:
                subprocess.run(  # noqa: S603 - whoever builds a pack names the program
                    command, input=said.encode(), check=True, capture_output=True, timeout=_SPEAK_WITHIN_S
                )
            except subprocess.SubprocessError as error:
                raise OSError(f"{command[0]} failed") from error
            return opus.read(sound)


def _fill(word: str, filled: dict[str, str]) -> str:
    """One gap after the other in the template itself, so that nothing in a text is taken for a gap."""
    for at, (gap, value) in enumerate(filled.items()):
        if gap in word:
            rest = dict(list(filled.items())[at + 1 :])
            return value.join(_fill(part, rest) for part in word.split(gap))
    return word
