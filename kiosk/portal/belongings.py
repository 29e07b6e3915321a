"""All that one visitor has here, whatever it is: it goes on under a new number, or is forgotten, together."""

from __future__ import annotations

from typing import Any

from kiosk.portal.drafts import Held


class Belongings:
    """held: everything that is held by visitor. Nothing that belongs to one may be left out."""

    def __init__(self, *held: Held[Any]) -> None:
        self._held = held

    def hand_on(self, before: str, visitor_id: str) -> None:
        """The visitor has another number from now on."""
        for each in self._held:
            each.hand_on(before, visitor_id)

    def drop(self, visitor_id: str) -> None:
        """Forget all of it."""
        for each in self._held:
            each.drop(visitor_id)

    def sweep(self) -> None:
        """Forget what was left alone."""
        for each in self._held:
            each.sweep()
