"""How long a number stays shut after wrong PINs."""

from __future__ import annotations

from datetime import datetime, timedelta

FREE = 3
"""So many wrong PINs in a row cost nothing: fingers slip."""
FIRST_S, MOST_S = 30, 900
"""Then the number is shut for so long, twice as long with each further one, at most the latter."""


def shut_for_s(failures: int) -> int:
    """How many seconds a number is shut after so many wrong PINs in a row."""
    if failures < FREE:
        return 0
    doubled = min(failures - FREE, MOST_S.bit_length())
    return min(MOST_S, FIRST_S << doubled)


def seconds_left(failures: int, failed_at: datetime | None, now: datetime) -> int:
    """How many more seconds the number is shut, rounded up; 0: it is open.

    A clock that was set back shuts nobody out for longer than the time itself.
    """
    whole = shut_for_s(failures)
    if failed_at is None or not whole:
        return 0
    gone = max(timedelta(0), now - failed_at)
    left = timedelta(seconds=whole) - gone
    return max(0, -int(-left.total_seconds() // 1))
