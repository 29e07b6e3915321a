"""The connections to PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias, TypeVar

import asyncpg
import structlog
from asyncpg.pool import PoolConnectionProxy

Record: TypeAlias = asyncpg.Record
Connection: TypeAlias = "asyncpg.Connection[Record] | PoolConnectionProxy[Record]"
Pool: TypeAlias = "asyncpg.Pool[Record]"

STATEMENT_S = 10.0
"""How long a statement may take before the hub gives it up."""

HELD_UP = (
    TimeoutError,
    asyncpg.QueryCanceledError,
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)
"""What a database that has too much to do makes of a statement. It is there, and may be asked again; whether
a transaction that was given up has been committed nobody knows."""

OUT_OF_ORDER = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError)
"""What a database that is away or going away makes of a statement; :data:`HELD_UP` is among them."""

AGAIN_S = 0.1
"""Between two tries of what was held up."""

T = TypeVar("T")

_log = structlog.stdlib.get_logger("kiosk.hub")


async def open_pool(database: str, *, largest: int = 8) -> Pool:
    """Connections to ``database``, a URL postgresql://... or a DSN. Raises one of ``OUT_OF_ORDER``.

    A commit returns when it is on the disk, whatever the server's own setting says.
    """
    return await asyncpg.create_pool(
        database,
        min_size=1,
        max_size=largest,
        command_timeout=STATEMENT_S,
        reset=_as_it_is,
        server_settings={"application_name": "kiosk hub", "synchronous_commit": "on", "timezone": "UTC"},
    )


async def _as_it_is(_connection: Connection) -> None:
    """What is given back has no transaction open, and nothing else is ever set in a session.

    asyncpg's own way is a statement that undoes all that could have been: a turn more with the database for
    each one of ours.
    """


async def connect(database: str) -> asyncpg.Connection[Record]:
    """A connection of one's own, for listening."""
    return await asyncpg.connect(database, timeout=STATEMENT_S, command_timeout=STATEMENT_S)


async def patiently(work: Callable[[], Awaitable[T]]) -> T:
    """Until it is done, however often the database holds it up. work: what may be done twice.

    Raises what else the database raises. It ends where nobody waits any longer: whoever calls this is stopped
    with the connection it works for, and all of them are when the database is lost.
    """
    while True:
        try:
            return await work()
        except HELD_UP as error:
            _log.warning("held_up", error=type(error).__name__)
        await asyncio.sleep(AGAIN_S)
