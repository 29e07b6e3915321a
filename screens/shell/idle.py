"""Noticing that nobody is there: asks, counts down, and never in all too soon (ACCESSIBILITY.md, idle)."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.clock import Clock

TICK_MS = 200


class IdleWatch(QObject):
    """quiet: nobody touched anything for ``after_s``. counting: seconds left, once each. over: none left.

    ``touch`` begins anew. It rests while ``resting`` (a call for a guide is open).
    """

    quiet = Signal()
    counting = Signal(int)
    over = Signal()

    def __init__(
        self, clock: Clock, after_s: float, countdown_s: float, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._after, self._countdown = after_s, countdown_s
        self._since = clock.monotonic()
        self._asking: float | None = None
        self._told: int | None = None
        self._resting = False
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def asking(self) -> bool:
        """Whether the countdown runs."""
        return self._asking is not None

    def start(self) -> None:
        """Watch from now on."""
        self.touch()
        self._timer.start()

    def stop(self) -> None:
        """Stop watching."""
        self._timer.stop()

    def rest(self, resting: bool) -> None:
        """Rest, or watch again from now on."""
        if self._resting != resting:
            self._resting = resting
            self.touch()

    def touch(self) -> None:
        """Somebody is there."""
        self._since = self._clock.monotonic()
        self._asking = self._told = None

    def tick(self) -> None:
        """Look at the clock."""
        if self._resting:
            return
        now = self._clock.monotonic()
        if self._asking is None:
            if now - self._since >= self._after:
                self._asking = now
                self.quiet.emit()
                self._count(now)
            return
        self._count(now)

    def _count(self, now: float) -> None:
        if self._asking is None:
            return
        left = self._countdown - (now - self._asking)
        if left <= 0:
            self.touch()
            self.over.emit()
            return
        seconds = int(-(-left // 1))
        if seconds != self._told:
            self._told = seconds
            self.counting.emit(seconds)
