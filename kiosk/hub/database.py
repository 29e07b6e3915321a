"""The connections to PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import asyncpg
import structlog
from asyncpg.pool import PoolConnectionProxy

if TYPE_CHECKING:
    from kiosk.hub.sealing import HallSeal

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


class _Marking(asyncpg.Connection):  # type: ignore[misc]  # asyncpg tells no types
    """Has the seal with which the record is marked: so no deed of the hub can be written past it."""

    record_seal: HallSeal | None = None


def record_seal(connection: Connection) -> HallSeal | None:
    """With what the record's entries are marked that are written on this connection."""
    seal: HallSeal | None = getattr(connection, "record_seal", None)
    return seal


async def open_pool(database: str, seal: HallSeal | None = None, *, largest: int = 8) -> Pool:
    """Connections to ``database``, a URL postgresql://... or a DSN. Raises one of ``OUT_OF_ORDER``.

    seal: marks the record; without one nothing can be put on record once marking has begun. A commit returns
    when it is on the disk, whatever the server's own setting says.
    """

    async def give(connection: _Marking) -> None:
        connection.record_seal = seal

    return await asyncpg.create_pool(
        database,
        connection_class=_Marking,
        init=give,
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
