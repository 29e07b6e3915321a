"""What one hub has to say to kiosks and desks that are connected to another hub on the same database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import structlog

from kiosk.hub.database import Connection, Pool
from kiosk.hub.part import Part
from kiosk.ids import new_id

CHANNEL = "told"
"""Of NOTIFY; the payload is a list in JSON: the hub that says it, part, to whom (or null), the message or
the number under which it lies in the table ``told``."""

LARGEST_PAYLOAD = 7500
"""Bytes; PostgreSQL takes less than 8000."""

_KEEP = "INSERT INTO told (message) VALUES ($1) RETURNING id"
_FORGET = "DELETE FROM told WHERE at < now() - interval '1 minute'"


_log = structlog.stdlib.get_logger("kiosk.hub")


class Others:
    """The other hubs."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._me = new_id()
        self._heard: asyncio.Queue[tuple[Part, str | None, str | int]] = asyncio.Queue()

    async def pass_on(self, part: Part, to: str | None, message: str) -> None:
        """Let them all hear it. Raises what the database raises."""
        payload = json.dumps([self._me, part, to, message])
        if len(payload.encode()) > LARGEST_PAYLOAD:
            await self._pool.execute(_FORGET)
            number = await self._pool.fetchval(_KEEP, message)
            payload = json.dumps([self._me, part, to, number])
        await self._pool.execute("SELECT pg_notify($1, $2)", CHANNEL, payload)

    def heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        """Another hub, or this one, has said something."""
        try:
            hub, part, to, message = json.loads(str(payload))
            known = Part(part)
        except (ValueError, TypeError, RecursionError):
            known = None
        if known is None or not isinstance(to, str | None) or not isinstance(message, str | int):
            _log.warning("no_word_of_a_hub")  # another program's on the same database
        elif hub != self._me:
            self._heard.put_nowait((known, to, message))

    async def run(self, hand_over: Callable[[Part, str | None, str], object]) -> None:
        """Hand over what the others say, for as long as the database is listened to."""
        while True:
            part, to, message = await self._heard.get()
            if isinstance(message, int):
                message = await self._pool.fetchval("SELECT message FROM told WHERE id = $1", message)
            if message is not None:  # else it took more than a minute: nobody waits for it any more
                hand_over(part, to, message)


async def tell_with(connection: Connection, part: Part, message: str) -> None:
    """Let all hubs tell all of one part, once this transaction is committed. The message is a short one."""
    payload = json.dumps([new_id(), part, None, message])
    await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, payload)
