"""A claim whose officer's desk has fallen silent is free again: no resident waits for one who cannot come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import structlog

from kiosk.hub.asking import Feature, Teller
from kiosk.hub.book import Book, NotMoved
from kiosk.hub.database import Pool

SILENT_S = 60.0
"""A desk says every few seconds who sits there; so long silent, it is off or broken, not slow."""
LOOK_S = 5.0

_log = structlog.stdlib.get_logger("kiosk.hub")


class FreeClaims(Feature):
    """Looks every :data:`LOOK_S`. Whoever has said at the kiosk that they are there keeps the call."""

    def __init__(self, pause: Callable[[float], Any] = asyncio.sleep) -> None:
        self._pause = pause

    async def run(self, pool: Pool, _teller: Teller) -> None:
        """For as long as the hub runs; of two hubs one frees a call, and on record is whose it was."""
        book = Book(pool)
        while True:
            for call_id in await book.silent_claims(SILENT_S):
                try:
                    await book.free(call_id, SILENT_S)
                except NotMoved:
                    continue  # the officer is back, or another hub was first
                _log.warning("claim_freed", call=call_id)
            await self._pause(LOOK_S)
