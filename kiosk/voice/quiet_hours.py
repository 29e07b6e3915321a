"""The hours at which the loudspeaker speaks lower, such as the midday rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time

from kiosk.clock import HALL_ZONE

QUIET_LEVEL = 0.32
"""10 dB less: heard as half as loud. Never silence, for the voice may be all that a resident has."""
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


class QuietHours:
    """Spans of the day, such as ``12:00-13:30``, in the hall's time; one that ends before it begins goes on
    over midnight. Each holds from its first minute on and no longer in its last.
    """

    def __init__(self, spans: Sequence[str] = ()) -> None:
        """Raises ValueError for what is no span of hours."""
        self._spans = [_read(span) for span in spans]

    def hold(self, now: datetime) -> bool:
        """Whether they hold at this moment."""
        at = now.astimezone(HALL_ZONE).time().replace(tzinfo=None)
        return any(
            (begin <= at < end) if begin < end else (at >= begin or at < end) for begin, end in self._spans
        )

    def level(self, now: datetime) -> float:
        """By how much the loudspeaker is turned down, 0..1."""
        return QUIET_LEVEL if self.hold(now) else 1.0


def _read(span: str) -> tuple[time, time]:
    told = _SPAN.fullmatch(span.strip())
    if told is None:
        raise ValueError(f"{span!r} is no span of hours such as '12:00-13:30'")
    begin, end = time(int(told[1]), int(told[2])), time(int(told[3]), int(told[4]))
    if begin == end:
        raise ValueError(f"{span!r} ends when it begins")
    return begin, end
