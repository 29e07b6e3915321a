"""What the voice says of a screen: on arrival, again on one tap; nothing that a resident entered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from kiosk.voice.sentence import Sentence
from screens.screen import Screen


class Voice(Protocol):
    """The speaker, as the shell uses it."""

    def say(self, sentences: Sequence[Sentence]) -> None:
        """Say these now, instead of what is being said."""
        ...

    def stop(self) -> None:
        """Be silent at once."""
        ...

    def reset(self) -> None:
        """Back to the usual rate and volume."""
        ...

    def slower(self) -> None:
        """One step."""
        ...

    def faster(self) -> None:
        """One step."""
        ...

    def louder(self) -> None:
        """One step."""
        ...

    def softer(self) -> None:
        """One step."""
        ...

    def toggle(self) -> None:
        """On or off."""
        ...

    @property
    def on(self) -> bool:
        """Whether it is switched on."""
        ...

    @property
    def rate_percent(self) -> int:
        """50 to 200."""
        ...

    @property
    def volume_level(self) -> int:
        """1 to 5."""
        ...

    @property
    def silent(self) -> bool:
        """Whether nothing can be heard, whatever one does."""
        ...

    async def close(self) -> None:
        """End the worker."""
        ...


class Speech(QObject):
    """Speaks the screen shown, and marks the sentence that is being spoken."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._voice: Voice | None = None
        self._screen: Screen | None = None
        self._widgets: tuple[QWidget | None, ...] = ()
        self._locale = "zh_CN"

    def lend(self, voice: Voice) -> None:
        """The voice is ready; the screen shown is spoken."""
        self._voice = voice
        self.speak()

    @property
    def voice(self) -> Voice | None:
        """The voice, once it is there."""
        return self._voice

    def arrive(self, screen: Screen, locale: str) -> None:
        """A screen is shown now."""
        self._screen, self._locale = screen, locale
        screen.destroyed.connect(lambda _o=None, s=screen: self._gone(s))
        self.speak()

    def speak(self) -> None:
        """Say the screen, from its title."""
        if self._screen is None or self._voice is None:
            return
        said = [s for s in self._screen.spoken() if not s.private and s.text.strip()]
        self._widgets = tuple(s.widget for s in said)
        self._voice.say([Sentence(s.text, self._locale, fixed=s.fixed) for s in said])

    def say(self, text: str) -> None:
        """Say one sentence of the product."""
        if self._voice is not None and text.strip():
            self._widgets = ()
            self._voice.say([Sentence(text, self._locale)])

    def read(self, text: str, *, private: bool = False) -> None:
        """Say one thing that is touched or focused, instead of what is being said."""
        if self._voice is not None and text.strip() and not private:
            self._widgets = ()
            self._voice.say([Sentence(text, self._locale)])

    def announce(self, text: str) -> None:
        """Say one thing that happened, such as that the guide is coming."""
        self.say(text)

    def stop(self) -> None:
        """Be silent at once."""
        if self._voice is not None:
            self._voice.stop()
        self.mark(None)

    def mark(self, index: int | None) -> None:
        """The voice says the sentence of this index now; None: it is silent."""
        if self._screen is not None:
            known = index is not None and index < len(self._widgets)
            self._screen.mark(self._widgets[index] if known and index is not None else None)

    def _gone(self, screen: Screen) -> None:
        if self._screen is screen:
            self._screen, self._widgets = None, ()
