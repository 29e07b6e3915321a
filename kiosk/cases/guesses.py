"""Wrong tries at the codes of prepared forms: how long nothing more is looked at after them.

Wrong tries are forgotten one by one, never all at once: a right one in between, which whoever guesses could
make with a form of their own, forgives nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Patience:
    """free: so many wrong tries are made at once. After the last of them nothing is looked at for
    ``first_s``, and twice as long after each further one, ``most_s`` at most. forgets: so long, and one
    wrong try is forgotten.
    """

    free: int
    first_s: int
    most_s: int
    forgets: timedelta

    def shut_for_s(self, wrong: int) -> int:
        """How many seconds nothing is looked at after so many wrong tries."""
        if wrong < self.free:
            return 0
        doubled = min(wrong - self.free, self.most_s.bit_length())
        return min(self.most_s, self.first_s << doubled)


OF_ONE = Patience(free=5, first_s=30, most_s=4 * 3600, forgets=timedelta(hours=2))
"""Of one asker: fingers slip, and many residents use the same kiosk."""

FEW_KIOSKS = 4
"""Up to so many kiosks the patience with all of them together is the same."""


def of_all(kiosks: int) -> Patience:
    """Of all askers together: whoever goes from kiosk to kiosk is slowed down as well.

    kiosks: how many there are in the hall. Fingers slip at each of them, so that a hall of more than
    :data:`FEW_KIOSKS` has for each further one ten more tries at once, and forgets as much more often: else
    a day's honest mistakes at twenty kiosks would shut all of them.
    """
    many = max(FEW_KIOSKS, kiosks)
    return Patience(
        free=10 * many, first_s=30, most_s=4 * 3600, forgets=timedelta(hours=1) * FEW_KIOSKS / many
    )


OF_ALL = of_all(1)
"""Of all askers at a kiosk without a hub."""


@dataclass(frozen=True)
class Wrong:
    """Wrong tries that are not forgotten yet. at: when the last one was made; since: from when on the next
    one is being forgotten. Both in UTC."""

    count: int = 0
    at: datetime | None = None
    since: datetime | None = None

    def faded(self, patience: Patience, now: datetime) -> Wrong:
        """Without those that are forgotten by now. A clock that was set back forgets none."""
        if self.since is None or self.count == 0:
            return Wrong()
        over = max(0, (now - self.since) // patience.forgets)
        if over >= self.count:
            return Wrong()
        return Wrong(self.count - over, self.at, self.since + over * patience.forgets)

    def seen_at(self, now: datetime) -> Wrong:
        """As it is to be kept from now on. What was made while the clock ran ahead counts as made now: else
        its wait would not get shorter until the clock has caught up."""
        if self.at is None or self.at <= now:
            return self
        return Wrong(self.count, now, now if self.since is None else min(self.since, now))

    def seconds_left(self, patience: Patience, now: datetime) -> int:
        """How many more seconds nothing is looked at, rounded up; 0: it may be tried.

        A clock that was set back shuts nobody out for longer than the time itself.
        """
        whole = patience.shut_for_s(self.count)
        if self.at is None or not whole:
            return 0
        left = timedelta(seconds=whole) - max(timedelta(0), now - self.at)
        return max(0, -int(-left.total_seconds() // 1))

    def one_more(self, patience: Patience, now: datetime) -> Wrong:
        """With another wrong try made now."""
        left = self.faded(patience, now)
        return Wrong(left.count + 1, now, left.since or now)


def most_guesses(patience: Patience, within: timedelta) -> int:
    """No more wrong tries than that are looked at within a time, however they are spread.

    Each one adds to the count. What is taken from it is one for each ``forgets``; what is left at the end had
    to be reached one wait after another: those that cost nothing, those until a wait is the longest there is,
    and one more for each longest wait.
    """
    growing = (patience.most_s // patience.first_s).bit_length()
    longest = int(within.total_seconds()) // patience.most_s
    return within // patience.forgets + patience.free + growing + longest + 1
