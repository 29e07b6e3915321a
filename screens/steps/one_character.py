"""One character after another in one box: when it is read, and when it is meant.

There is but one box, so something must part one character from the next. A fixed short pause, as telephones
have it, is wrong for an old hand: it rests between two strokes, and half a character would be taken. So
three things hold here:

- What stands in the box is what the next stroke belongs to. As long as strokes are seen there, they are
  added to; a character that is taken leaves the box empty, and only then does another one begin. Nobody has
  to know of any pause.
- The pause follows the hand: at least :data:`PAUSE_MS`, twice the longest rest that this resident made
  within a character, and half as much again after a single stroke, which is seldom a character of its own.
- A character taken too early is got back with its strokes by one key ("go on with this one"), and the pause
  is twice as long from then on. It stands underlined in the text meanwhile, where another candidate can
  still replace it.

A candidate that is touched is taken at once, whatever the pause.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from kiosk.writing.aids import Expected, Handwriting, Ink, Reading
from screens.widgets.writing_pad import WritingPad

PAUSE_MS, LONGEST_MS = 1500, 6000


class OneCharacter(QObject):
    """Between the box and the recogniser.

    guessed: :attr:`guesses` changed. settled: no stroke came for a while, and the first guess is meant; the
    box is empty now and :attr:`guesses` still stand. begun: strokes of the next character are there. again:
    it could not be read, for the n-th time; the box is empty. gone: nothing can be read now.

    settles: whether a pause takes the first guess. pause: the timer, whose ``timeout`` a test may emit.
    """

    guessed = Signal()
    settled = Signal(str)
    begun = Signal()
    again = Signal(int)
    gone = Signal()

    def __init__(
        self, pad: WritingPad, hand: Handwriting, expected: Callable[[], Expected], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._pad, self._hand, self._expected = pad, hand, expected
        self.settles = True
        self.guesses: tuple[str, ...] = ()
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.timeout.connect(self._paused)
        self._kept: Ink = ()
        self._last: Reading | None = None
        self._asked = 0
        self._due = False
        self._lifted_at: int | None = None
        self._longest = 0
        self._failed = 0
        pad.began.connect(self._began)
        pad.lifted.connect(self._lifted)

    @property
    def written(self) -> bool:
        """Whether something stands in the box."""
        return bool(self._pad.ink)

    @property
    def wait_ms(self) -> int:
        """How long no stroke must come for the character to be taken."""
        wait = max(PAUSE_MS, 2 * self._longest)
        if len(self._pad.ink) == 1:
            wait += wait // 2
        return min(wait, LONGEST_MS)

    @property
    def can_go_on(self) -> bool:
        """Whether a character that was taken by a pause can be got back into the box."""
        return bool(self._kept) and not self.written

    # --- the hand -------------------------------------------------------------------------------

    def _began(self, now: int) -> None:
        self.pause.stop()
        self._due = False
        self._hand.warm()
        if len(self._pad.ink) > 1 and self._lifted_at is not None:
            self._longest = max(self._longest, now - self._lifted_at)

    def _lifted(self, now: int) -> None:
        self._lifted_at = now
        if not self._pad.ink:
            return  # a palm, not a stroke
        if self._kept:
            self._kept = ()
            self.guesses = ()
            self.begun.emit()
        self.read_again()

    def read_again(self) -> None:
        """Read what stands in the box."""
        self._forget()
        if self._pad.ink:
            asked = self._asked
            self._hand.read(self._pad.ink, self._expected(), lambda reading: self._read(asked, reading))
            self.pause.start(self.wait_ms)
        else:
            self._guess(())

    def undo(self) -> None:
        """Take the last stroke back; or, where the box is empty, the character that a pause took."""
        if self.can_go_on:
            ink, self._kept = self._kept, ()
            self._longest = max(2 * self._longest, PAUSE_MS)
            self._lifted_at = None
            self._pad.set_ink(ink)
            self._guess(self.guesses)
        elif self.written:
            self._pad.undo()
            self.read_again()

    def clear(self) -> None:
        """Empty the box; nothing of it counts."""
        self._forget()
        self._pad.clear()
        self._kept = ()
        self._guess(())

    def taken(self) -> None:
        """A character was chosen: the next one begins."""
        self._failed = 0
        self.clear()

    def restore(self, ink: Ink) -> None:
        """Go on with strokes that were written in another box (:meth:`WritingPad.relative`)."""
        self._pad.set_relative(ink)
        self.read_again()

    # --- the recogniser -------------------------------------------------------------------------

    def _forget(self) -> None:
        """What was asked needs no answer any more."""
        self.pause.stop()
        self._asked += 1
        self._last = None
        self._due = False
        self._hand.forget()

    def _read(self, asked: int, reading: Reading) -> None:
        if asked != self._asked or not isValid(self):
            return
        if reading.problem == "gone":
            self.clear()
            self.gone.emit()
            return
        self._last = reading
        self._guess(reading.guesses)
        if self._due:
            self._paused()

    def _guess(self, guesses: tuple[str, ...]) -> None:
        self.guesses = guesses
        self.guessed.emit()

    def _paused(self) -> None:
        """No stroke came for a while. An answer that is still on its way is waited for."""
        if self._pad.drawing or not self._pad.ink:
            return
        if self._last is None:
            self._due = True
        elif not self._last.guesses:
            self._failed += 1
            self.clear()
            self.again.emit(self._failed)
        elif self.settles:
            self._due = False
            self._kept = self._pad.ink
            self._pad.clear()
            self.settled.emit(self.guesses[0])
