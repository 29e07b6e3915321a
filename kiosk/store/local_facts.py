"""What the hall's hub has still to hear beside calls, in the local store."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from kiosk.cases.facts import Fact, FactBacklog, Waiting
from kiosk.store.line import Line


class LocalFacts:
    """See FactOutbox."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._noted = asyncio.Event()

    def note(self) -> None:
        """This process may have made one."""
        self._noted.set()

    async def waiting(self, after: int, limit: int) -> Waiting:
        """At most ``limit`` of them with numbers after ``after``."""
        return await self._line.run(lambda shelf: shelf.facts.waiting(after, limit))

    async def kept(self, facts: Sequence[tuple[int, Fact]]) -> None:
        """The hub has these."""
        told = tuple(facts)
        await self._line.run(lambda shelf: shelf.facts.kept(told))

    async def again(self) -> None:
        """All that is here is to be told once more."""
        await self._line.run(lambda shelf: shelf.facts.again())

    async def backlog(self) -> FactBacklog:
        """What the hub has still to hear."""
        return await self._line.run(lambda shelf: shelf.facts.backlog())

    async def changed(self) -> None:
        """Wait until this process makes one."""
        await self._noted.wait()
        self._noted.clear()
