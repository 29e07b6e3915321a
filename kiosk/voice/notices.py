"""What happened meanwhile and is to be said between two sentences: one thing at most, the newest."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.voice.sentence import Sentence

TIMES_BEGUN = 2
"""A notice that was cut short is begun once more; then it is taken as known."""


@dataclass(frozen=True)
class _Notice:
    sentence: Sentence
    begun: int = 0


class Notices:
    """The notice that waits, and the one being said."""

    def __init__(self) -> None:
        self._waiting: _Notice | None = None
        self._said: _Notice | None = None

    @property
    def waits(self) -> bool:
        """Whether one is to be said."""
        return self._waiting is not None

    def add(self, sentence: Sentence) -> None:
        """It waits from now on, in place of one that did."""
        self._waiting = _Notice(sentence)

    def clear(self) -> None:
        """Nothing waits, and what is being said does not come again when it is cut short."""
        self._waiting = self._said = None

    def begin(self) -> Sentence | None:
        """What waits is being said now."""
        if self._waiting is None:
            return None
        self._said = replace(self._waiting, begun=self._waiting.begun + 1)
        self._waiting = None
        return self._said.sentence

    def ended(self) -> None:
        """It was said to its end."""
        self._said = None

    def cut(self) -> None:
        """It was cut short: it waits again, unless there is a newer one or it was begun often enough."""
        cut, self._said = self._said, None
        if cut is not None and self._waiting is None and cut.begun < TIMES_BEGUN:
            self._waiting = cut
