"""Time, given by the constructor so that tests can turn it."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

HALL_ZONE = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """UTC, aware."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back."""
        ...

    def today(self) -> date:
        """The date in the hall."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """UTC, aware."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()

    def today(self) -> date:
        """The date in the hall."""
        return datetime.now(HALL_ZONE).date()
