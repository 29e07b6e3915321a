"""The connections to PostgreSQL."""

from __future__ import annotations

from typing import TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

Record: TypeAlias = asyncpg.Record
Connection: TypeAlias = "asyncpg.Connection[Record] | PoolConnectionProxy[Record]"
Pool: TypeAlias = "asyncpg.Pool[Record]"

STATEMENT_S = 10.0
"""How long a statement may take before the hub gives it up."""

OUT_OF_ORDER = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError)
"""What a database that is away or going away makes of a statement."""


async def open_pool(database: str, *, largest: int = 8) -> Pool:
    """Connections to ``database``, a URL postgresql://... or a DSN. Raises one of ``OUT_OF_ORDER``.

    A commit returns when it is on the disk, whatever the server's own setting says.
    """
    return await asyncpg.create_pool(
        database,
        min_size=1,
        max_size=largest,
        command_timeout=STATEMENT_S,
        server_settings={"application_name": "kiosk hub", "synchronous_commit": "on", "timezone": "UTC"},
    )


async def connect(database: str) -> asyncpg.Connection[Record]:
    """A connection of one's own, for listening."""
    return await asyncpg.connect(database, timeout=STATEMENT_S, command_timeout=STATEMENT_S)
