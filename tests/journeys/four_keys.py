"""A resident with four keys and no finger: what to press is found by listening, that is in the tree."""

from __future__ import annotations

import time
from typing import Any

from tests.journeys.conftest import DEADLINE_S, KEY_ROLES, SETTLE_S, Hall
from tests.journeys.screen_reader import Item, ScreenReader

QUICK_MS = "60"
"""Quicker than anybody presses, and not so quick that it is taken for a keyboard gone mad."""


class FourKeyHall:
    """A hall whose screen is worked by Left, Right, Return and R alone. Never a pointer."""

    def __init__(self, hall: Hall, reader: ScreenReader) -> None:
        self._hall, self._reader = hall, reader
        self._chosen_at = 0.0
        self.presses = 0

    def __getattr__(self, name: str) -> Any:
        assert name != "touch", "this resident has no finger"
        return getattr(self._hall, name)

    # --- the four keys --------------------------------------------------------------------------

    def next(self, times: int = 1) -> None:
        """So many times next, or back where it is less than none."""
        if times:
            self._press(["Right" if times > 0 else "Left"] * abs(times))

    def choose(self) -> None:
        """Choose; the same press is never made twice within 300 ms."""
        wait = self._chosen_at + SETTLE_S - time.monotonic()
        self._press(["Return"], "sleep", f"{max(0.0, wait):.2f}")
        self._chosen_at = time.monotonic()

    def repeat(self) -> None:
        """Hear it again."""
        self._press(["r"])

    def _press(self, keys: list[str], *before: str) -> None:
        self.presses += len(keys)
        self._hall._xdotool(*before, "key", "--delay", QUICK_MS, *keys)

    # --- what a resident does -------------------------------------------------------------------

    def stops(self) -> list[Item]:
        """What there is to go to, from the first to the last."""
        return [i for i in self._reader.read() if i.name and i.role != "filler" and i.enabled]

    def tap(self, name: str, *, starts: bool = False) -> None:
        """Go to the key of this name and choose it."""
        self.go_to(name, starts=starts)
        self.choose()

    def go_to(self, name: str, *, starts: bool = False) -> None:
        """As many times next or back as it takes; each time looking where one is."""
        end, left = time.monotonic() + DEADLINE_S, None
        while time.monotonic() < end:
            there = self.stops()
            at = next((k for k, i in enumerate(there) if i.focused), None)
            goal = next((k for k, i in enumerate(there) if _fits(i, name, starts=starts)), None)
            if at is None and left is None:
                self.next()
                left = there[0].place if there else None
            elif at is None or goal is None or there[at].place == left:
                continue  # the screen is changing, or the press is on its way
            elif at == goal:
                return
            else:
                # Words that are read with the title are no stops: the way may be one or two shorter.
                left = there[at].place
                self.next(goal - at)
        raise AssertionError(f"the four keys do not reach {name!r}: {[i.name for i in self.stops()]}")

    def type(self, letters: str) -> None:
        """Go from key to key of the pad; between two of one pad there are only keys."""
        for letter in letters:
            self.tap(letter)


def _fits(item: Item, name: str, *, starts: bool) -> bool:
    return item.role in KEY_ROLES and (item.name == name or (starts and item.name.startswith(name)))
