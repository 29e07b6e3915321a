"""What a kiosk does for itself once a day, while nobody is in front of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from kiosk.clock import Clock
from kiosk.duty.kiosks import KioskReport

DAY_S = 24 * 3600.0

Step = Callable[[], Awaitable[bool]]
"""Does a little; whether there is more of it."""


class Tidying:
    """A KioskReporting: at each report of a kiosk that nobody uses, one step is done.

    A step that fails is told of, and comes again the next day; the others are done.
    """

    def __init__(self, steps: Sequence[Step], clock: Clock) -> None:
        self._steps = tuple(steps)
        self._clock = clock
        self._at = 0
        self._begun_at = clock.monotonic()

    async def report(self, report: KioskReport) -> None:
        """The kiosk does so now."""
        if report.in_use or not report.in_service:
            return
        now = self._clock.monotonic()
        if self._at == len(self._steps):
            if now - self._begun_at < DAY_S:
                return
            self._at, self._begun_at = 0, now
        more = False
        try:
            more = await self._steps[self._at]()
        finally:
            self._at += not more
