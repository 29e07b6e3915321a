"""Which numbers are to be called by the voice, each time that they are called."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from kiosk.cases.waiting import Board, Called
from kiosk.voice.sentence import Sentence
from kiosk.words import Words
from screens.board.parts import BoardVoice


class Calling:
    """Says every new call in every language, one after the other; never two at once, and none is lost.

    What was called before the board was there is not said: who was meant has heard it, or has gone.
    """

    def __init__(self, words: Sequence[Words], voice: BoardVoice | None) -> None:
        self._words = words
        self._voice = voice
        self._known: frozenset[Called] | None = None
        self._waiting: deque[Called] = deque()

    def look(self, board: Board) -> None:
        """The board stands so now."""
        now = frozenset(board.called)
        if self._known is not None:
            # The latest stands first, and is said last.
            self._waiting += [each for each in reversed(board.called) if each not in self._known]
        self._known = now
        self._waiting = deque(each for each in self._waiting if each in now)

    def tick(self) -> None:
        """Say the next one, unless one is being said."""
        if self._voice is not None and self._waiting and not self._voice.speaking:
            self._voice.say([said(words, self._waiting[0]) for words in self._words])
            self._waiting.popleft()


def said(words: Words, called: Called) -> Sentence:
    """A call as it is spoken: the number digit by digit, for in a hall "fifty" and "fifteen" sound alike."""
    digits = " ".join(str(called.number))
    return Sentence(words.say("board.call", number=digits, window=called.window), words.locale, fixed=False)
