"""A connection to the hub that is opened again whenever it ends, with back-off."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from random import Random

import structlog

from kiosk.assist.change_form import Malformed
from kiosk.assist.outbox import RefusalReason
from kiosk.child.backoff import Backoff
from kiosk.clock import Clock
from kiosk.failure import StoreFailed
from kiosk.hub.link import Connect, Link, LinkLost

STEADY_S = 10.0
"""A connection that lasted this long counts as one that worked."""

LEAST_PAUSE_S = 0.5
"""Before the first try again: a hub that was restarted is not to meet everybody in one moment."""

_log = structlog.stdlib.get_logger("kiosk.hub_link")


class Refusal(Exception):
    """The hub will not have what it is told; someone must look at it. detail: in its own words."""

    def __init__(self, reason: RefusalReason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class KeptUp:
    """random: spreads the tries of many; pause: waits, as asyncio.sleep does."""

    def __init__(
        self,
        connect: Connect,
        clock: Clock,
        random: Random,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._connect = connect
        self._clock = clock
        self._random = random
        self._pause = pause
        self._since: float | None = None
        self._trouble: str | None = None

    @property
    def up(self) -> bool:
        """Whether the hub is there and has welcomed us."""
        return self._since is not None

    def welcomed(self) -> None:
        """The hub has let us in, over the connection that is open now."""
        self._since = self._clock.monotonic()
        self._note(None)

    async def run(self, talk: Callable[[Link], Awaitable[None]]) -> None:
        """Talk over one connection after the other, for ever. What hub or network do never ends it."""
        backoff = Backoff(self._clock.monotonic)
        while True:
            try:
                async with self._connect() as link:
                    await talk(link)
            except (LinkLost, Malformed, Refusal, StoreFailed, TimeoutError) as error:
                if self._since is not None and self._clock.monotonic() - self._since >= STEADY_S:
                    backoff.worked()
                self._note(str(error) or type(error).__name__)
            finally:
                self._since = None
            backoff.failed()
            await self._pause(max(LEAST_PAUSE_S, backoff.wait_s()) * self._random.uniform(0.5, 1.5))

    def _note(self, trouble: str | None) -> None:
        """Once each time that it changes; a hub that is away for an hour fills no log."""
        if trouble is None:
            _log.info("hub_reached")
        elif trouble != self._trouble:
            _log.warning("hub_away", why=trouble)
        self._trouble = trouble
