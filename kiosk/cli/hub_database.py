"""How the commands reach the hub's database, and what they say where they do not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

from kiosk.settings import SettingsError
from kiosk.settings import load as load_settings

if TYPE_CHECKING:
    from kiosk.hub.database import Pool

T = TypeVar("T")

Database = Annotated[
    str, typer.Option(metavar="URL", help="PostgreSQL, such as postgresql://hub@db/hall; else hub_database.")
]


def asked(database: str, work: Callable[[Pool], Awaitable[T]]) -> T:
    """Do ``work`` on the hub's database, brought up to date first.

    What it puts on record is marked with this machine's key where that is the hall's.
    """
    settings = load_settings()
    url = named(database or settings.hub_database)

    async def on() -> T:
        from kiosk.cli.hub_seal import kept_seal
        from kiosk.hub.database import connect, open_pool
        from kiosk.hub.schema import bring_up_to_date
        from kiosk.hub.sealing import fits

        kept = kept_seal(settings.data_dir)
        connection = await connect(url)
        try:
            await bring_up_to_date(connection)
            seal = kept[0] if kept is not None and await fits(connection, kept[0]) else None
        finally:
            await connection.close()
        pool = await open_pool(url, seal, largest=1)
        try:
            return await work(pool)
        finally:
            pool.terminate()

    return run(on())


def named(url: str) -> str:
    """The address. Raises ``SettingsError`` where there is none."""
    if not url:
        raise SettingsError("There is no database. Set hub_database, or give --database URL.")
    return url


def run(work: Coroutine[Any, Any, T]) -> T:
    """What goes wrong with the database is told in one line, without its address: a password may be in it."""
    from kiosk.hub.database import OUT_OF_ORDER
    from kiosk.hub.schema import NewerSchema
    from kiosk.hub.sealing import OtherKey

    def wrong(why: str) -> NoReturn:
        raise SettingsError(f"{why} Mend hub_database or --database.") from None

    try:
        return asyncio.run(work)
    except NewerSchema:
        wrong("The hub's database is of a newer program.")
    except OtherKey:
        raise SettingsError(
            "What is personal in the hub's database is sealed with another key. Copy hub/key from the "
            "data folder of the hub that was there first; if it is lost, start once with --forget-notes."
        ) from None
    except ValueError:
        wrong("The database's address is not understood.")
    except OUT_OF_ORDER as error:
        wrong(f"The hub's database does not answer ({type(error).__name__}).")
