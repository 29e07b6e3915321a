"""How the voice is heard: the keys of its sheet, earphones that come and go, and whether it is silent."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from screens.shell.frame import Frame
from screens.shell.prompts import Prompts
from screens.shell.speech import Speech
from screens.shell.stage import Stage


class Hearing(QObject):
    """unheard: nothing can be heard any more, switched off or silent. silence: it came or went."""

    unheard = Signal()
    silence = Signal()

    def __init__(self, stage: Stage, speech: Speech, prompts: Prompts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage, self._speech, self._prompts = stage, speech, prompts

    @property
    def heard(self) -> bool:
        """Whether what is said now can be heard."""
        voice = self._speech.voice
        return voice is not None and voice.on and not voice.silent

    def act(self, action: str) -> None:
        """A key of the voice's sheet: it takes effect at once and the sheet shows and says it."""
        voice = self._speech.voice
        if voice is not None:
            steps: dict[str, Callable[[], None]] = {
                "slower": voice.slower,
                "faster": voice.faster,
                "louder": voice.louder,
                "softer": voice.softer,
                "toggle": voice.toggle,
                "earphones": lambda: voice.use_earphones(not voice.earphones),
            }
            steps[action]()
        self._prompts.voice_sheet(voice)
        self._show()

    def plugged(self, in_use: bool) -> None:
        """A plug moved the sound to the earphones, or back to the hall: say so there, then the screen."""
        if self._stage.top == "voice":
            self._prompts.voice_sheet(self._speech.voice)
        else:
            self._speech.speak()
        frame = self._stage.frame
        if frame is not None and in_use:
            self._speech.announce(frame.ui.say("voice.only_you"))

    def silence_changed(self, _silent: bool) -> None:
        """Nothing can be heard from now on, or again."""
        if self._stage.top == "voice":
            self._prompts.voice_sheet(self._speech.voice)
        self._show()
        self.silence.emit()

    def show_on(self, frame: Frame) -> None:
        """The voice's key tells whether there is anything to hear."""
        silent = self._speech.voice is not None and not self.heard
        words = frame.ui.say("shell.voice_silent" if silent else "shell.voice")
        frame.settings_keys["voice"].set_words(words)

    def _show(self) -> None:
        if self._stage.frame is not None:
            self.show_on(self._stage.frame)
        if not self.heard:
            self.unheard.emit()
