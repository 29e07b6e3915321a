"""How long to leave something alone that keeps failing."""

from __future__ import annotations

from collections.abc import Callable

LONGEST_S = 30.0


class Backoff:
    """Nothing to wait for after the first failure, then 1, 2, 4 ... seconds, at most ``LONGEST_S``."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._failures = 0
        self._not_before = 0.0

    def failed(self) -> None:
        """Once more."""
        self._failures += 1
        # The exponent is capped because the count is not.
        pause = 0.0 if self._failures == 1 else min(LONGEST_S, 2.0 ** min(self._failures - 2, 10))
        self._not_before = self._monotonic() + pause

    def worked(self) -> None:
        """All is well again."""
        self._failures = 0
        self._not_before = 0.0

    def wait_s(self) -> float:
        """Seconds until the next try is due; 0 when it is."""
        return max(0.0, self._not_before - self._monotonic()) if self._failures else 0.0
