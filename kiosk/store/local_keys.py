"""The keys of the local store: a new one, and the end of the old ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kiosk.store.line import Line
from kiosk.store.rotation import KeysKept, Place, Rotated

BATCH = 50
"""Values sealed anew in one transaction: a few milliseconds in which nobody else can write."""


class LocalKeys:
    """Values are sealed anew in small transactions; between two of them everybody else has their turn."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def kept(self) -> KeysKept:
        """The keys there are, and how many values wait to be sealed anew."""
        return await self._line.run(lambda shelf: shelf.keys.kept())

    async def rotate(self, by: str) -> Rotated:
        """Seal everything with a new key; or bring to its end what was broken off, and make none."""
        kept = await self.kept()
        # Values from before there could be a second key wait as well, and are no sign of one.
        begun = len(kept.keys) == 1 or not kept.left
        if begun:
            await self._line.run(lambda shelf: shelf.keys.begin(by))
        resealed, unreadable = await self.reseal()
        return Rotated(begun, (await self.kept()).keys[-1].name, resealed, unreadable)

    async def reseal(self) -> tuple[int, int]:
        """Seal with the key in force whatever is not: how many were, and how many do not open."""
        place: Place | None = Place()
        resealed = unreadable = 0
        while place is not None:
            at = place
            progress = await self._line.run(lambda shelf: shelf.keys.some(at, BATCH))  # noqa: B023
            resealed, unreadable = resealed + progress.done, unreadable + progress.unreadable
            place = progress.following
        await self._line.run(lambda shelf: shelf.empty_log())
        return resealed, unreadable

    async def drop(self, by: str, folders: Sequence[Path]) -> tuple[str, ...]:
        """Let go of earlier keys that nothing needs; their names. folders: where copies are kept."""
        kept_in = tuple(folders)
        return await self._line.run(lambda shelf: shelf.keys.drop(by, kept_in))
