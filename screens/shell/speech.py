"""What the voice says of a screen: on arrival, and again on one tap; what was entered to earphones alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from kiosk.voice.sentence import Sentence
from screens.screen import Screen, Spoken
from screens.shell.focus_voice import Told


class Voice(Protocol):
    """The speaker, as the shell uses it."""

    def say(self, sentences: Sequence[Sentence], *, first: bool = False) -> None:
        """Say these now, instead of what is being said; before any notice where they are ``first``."""
        ...

    def announce(self, sentence: Sentence) -> None:
        """Say this notice between two sentences."""
        ...

    def withdraw(self) -> None:
        """What was announced is no longer so."""
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

    def use_earphones(self, use: bool) -> None:
        """Speak to the earphones alone, or to the hall."""
        ...

    @property
    def earphones(self) -> bool:
        """Whether only the earphones are spoken to."""
        ...

    @property
    def earphones_there(self) -> bool:
        """Whether there are any."""
        ...

    @property
    def lowered(self) -> bool:
        """Whether the loudspeaker is turned down at this hour."""
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
    """Speaks the screen shown, and marks the sentence that is being spoken.

    dialect: how it is spoken, ``""`` the usual way of the screen's locale.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dialect = ""
        self._voice: Voice | None = None
        self._screen: Screen | None = None
        self._widgets: tuple[QWidget | None, ...] = ()
        self._locale = "zh_CN"
        self._first = False

    def lend(self, voice: Voice) -> None:
        """The voice is ready; the screen shown is spoken."""
        self._voice = voice
        self.speak()

    @property
    def voice(self) -> Voice | None:
        """The voice, once it is there."""
        return self._voice

    def arrive(self, screen: Screen, locale: str, *, first: bool = False) -> None:
        """A screen is shown now; where it comes ``first``, notices wait until it is said."""
        self._screen, self._locale, self._first = screen, locale, first
        screen.destroyed.connect(lambda _o=None, s=screen: self._gone(s))
        self.speak()

    def speak(self) -> None:
        """Say the screen, from its title."""
        if self._screen is not None:
            self._speak((*self._screen.spoken(), *self._entered()))

    def go_on(self) -> None:
        """Another page of the screen is shown: say what stands on it, and not its title again."""
        if self._screen is not None:
            head = (self._screen.title, self._screen.help)
            said = (*self._screen.spoken(), *self._entered())
            self._speak([s for s in said if s.widget is None or s.widget not in head] or said)

    def say(self, text: str) -> None:
        """Say one sentence of the product."""
        self.read(text)

    def read(self, text: str, *, private: bool = False) -> None:
        """Say one thing that is touched or focused, instead of what is being said."""
        self.hear([Spoken(text, private=private)])

    def hear(self, said: Sequence[Spoken]) -> None:
        """Say these of what has the focus, instead of what is being said; what is private by earphones."""
        if self._voice is not None and any(s.text.strip() for s in said):
            self._widgets = ()
            self._voice.say([self._sentence(s) for s in said if s.text.strip()])

    def announce(self, text: str, *, fixed: bool = True) -> None:
        """Say one thing that happened, such as that the guide is coming, between two sentences."""
        if self._voice is not None and text.strip():
            self._voice.announce(self._sentence(Spoken(text, fixed=fixed)))

    def withdraw(self) -> None:
        """What was announced is no longer so."""
        if self._voice is not None:
            self._voice.withdraw()

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

    def _entered(self) -> Sequence[Spoken]:
        """What was entered on this screen, once earphones are in use."""
        if self._screen is None or self._voice is None or not self._voice.earphones:
            return ()
        told = [s for item in self._screen.page_items() if isinstance(item, Told) for s in item.told()]
        return (*told, *self._screen.told_entry())

    def _speak(self, spoken: Sequence[Spoken]) -> None:
        if self._voice is None:
            return
        said = [s for s in spoken if s.text.strip() and (self._voice.earphones or not s.private)]
        self._widgets = tuple(s.widget for s in said)
        self._voice.say([self._sentence(s) for s in said], first=self._first)

    def _sentence(self, said: Spoken) -> Sentence:
        return Sentence(
            said.text,
            self._locale,
            fixed=said.fixed and not said.private,
            dialect=self.dialect,
            private=said.private,
        )

    def _gone(self, screen: Screen) -> None:
        if self._screen is screen:
            self._screen, self._widgets = None, ()
