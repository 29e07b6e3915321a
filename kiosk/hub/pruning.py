"""Changes that no kiosk can send again go after a while: what became of the calls stands in the calls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from kiosk.hub.asking import Feature, Teller
from kiosk.hub.database import Pool

LOOK_S = 3600.0
KEPT_DAYS = 30
"""So long, a kiosk that repeats a change of a call that is over is held to what it said then."""
BATCH = 1000
"""In one transaction, so that nobody who keeps changes waits for long."""

# The last change of each journal stays: it tells at any time whether a kiosk goes on from where it was.
_PRUNE = (
    "DELETE FROM heard_change WHERE (journal, seq) IN ("
    "SELECT h.journal, h.seq FROM heard_change h "
    "JOIN call c ON c.id = h.call JOIN journal j ON j.id = h.journal "
    "WHERE h.heard_at < clock_timestamp() - make_interval(days => $1) "
    "AND c.state NOT IN ('waiting', 'claimed') AND h.seq < j.heard "
    "ORDER BY h.heard_at LIMIT $2) RETURNING 1"
)


class PruneChanges(Feature):
    """Looks every :data:`LOOK_S`, by the database's clock. Any number of hubs may look at once."""

    def __init__(self, pause: Callable[[float], Any] = asyncio.sleep) -> None:
        self._pause = pause

    async def run(self, pool: Pool, _teller: Teller) -> None:
        """For as long as the hub runs."""
        while True:
            while len(await pool.fetch(_PRUNE, KEPT_DAYS, BATCH)) == BATCH:
                pass
            await self._pause(LOOK_S)
