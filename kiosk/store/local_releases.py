"""Releases of services, in the local store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kiosk.clock import Clock
from kiosk.flow.load import Release
from kiosk.store.line import Line
from kiosk.studio.acts import Act
from kiosk.studio.in_force import History
from kiosk.studio.releases import Published


class LocalReleases:
    """See ReleaseStore."""

    def __init__(self, line: Line, clock: Clock) -> None:
        self._line, self._clock = line, clock

    async def mark(self) -> int:
        """It grows with every change."""
        return await self._line.run(lambda shelf: shelf.releases.mark())

    async def histories(self) -> Mapping[str, History]:
        """What was done, by service."""
        return await self._line.run(lambda shelf: shelf.releases.histories())

    async def kept(self) -> tuple[Published, ...]:
        """Every release that is in the store."""
        return await self._line.run(lambda shelf: shelf.releases.kept())

    async def now(self) -> datetime:
        """By this machine's clock."""
        return self._clock.now()

    async def act(self, service: str, act: Act, by: str, shipped: Release | None) -> int:
        """Do it in one transaction."""
        return await self._line.run(lambda shelf: shelf.releases.act(service, act, by, shipped))
