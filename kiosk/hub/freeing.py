"""A claim whose officer's desk has fallen silent is free again: no resident waits for one who cannot come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import structlog

from kiosk.assist.queue import SILENT_S
from kiosk.hub import record
from kiosk.hub.asking import Feature, Teller
from kiosk.hub.book import NEXT, notify
from kiosk.hub.database import Pool
from kiosk.officers.record import Deed

LOOK_S = 5.0
THE_HUB = "hub"
"""The chain of the record for what the hub does by itself."""

_SILENT = (
    "state = 'claimed' AND arrived_at IS NULL "
    "AND claimed_at < clock_timestamp() - make_interval(secs => $1) "
    "AND NOT EXISTS (SELECT 1 FROM presence p WHERE p.officer = call.officer "
    "AND p.heard_at > clock_timestamp() - make_interval(secs => $1))"
)
_FIND = f"SELECT id, kiosk, officer FROM call WHERE {_SILENT}"  # noqa: S608 - a constant
_FREE = (
    "UPDATE call SET no = $3, state = 'waiting', officer = NULL, claimed_at = NULL "  # noqa: S608 - constants
    f"WHERE id = $2 AND officer = $4 AND {_SILENT} RETURNING id"
)

_log = structlog.stdlib.get_logger("kiosk.hub")


class FreeClaims(Feature):
    """Looks every :data:`LOOK_S`. Whoever has said at the kiosk that they are there keeps the call."""

    def __init__(self, pause: Callable[[float], Any] = asyncio.sleep) -> None:
        self._pause = pause

    async def run(self, pool: Pool, _teller: Teller) -> None:
        """For as long as the hub runs; of two hubs one frees a call, and on record is whose it was."""
        while True:
            for row in await pool.fetch(_FIND, SILENT_S):
                if await _free(pool, row["id"], row["kiosk"], row["officer"]):
                    _log.warning("claim_freed", call=row["id"])
            await self._pause(LOOK_S)


async def _free(pool: Pool, call_id: str, kiosk: str, officer: str) -> bool:
    """False: the officer is back, or another hub was first."""
    async with pool.acquire() as connection, connection.transaction():
        no = await connection.fetchval(NEXT, kiosk)
        if await connection.fetchval(_FREE, SILENT_S, call_id, no, officer) is None:
            return False  # the number stays unused: that is no gap that anybody waits for
        await record.append(connection, THE_HUB, officer, Deed.CALL_FREED, call_id)
        await notify(connection, kiosk, call_id)
        return True
