"""``kiosk hub prepared``: forms that residents of the hall filled in at home."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import typer

from kiosk.cli import hub_database
from kiosk.cli.hub_database import Database
from kiosk.cli.prepared_told import Codes, FromDay, ToDay, days, print_lying, print_purged
from kiosk.cli.shown import AsJson
from kiosk.officers.record import CONSOLE

if TYPE_CHECKING:
    from kiosk.hub.database import Pool
    from kiosk.hub.prepared_desk import PreparedDesk

T = TypeVar("T")

prepared = typer.Typer(no_args_is_help=True, help="Forms that residents of the hall filled in at home.")


@prepared.command("show")
def show(as_json: AsJson = False, database: Database = "") -> None:
    """How many lie at the hub, how many codes are taken, and whether codes can be entered."""
    print_lying(_asked(database, lambda desk: desk.lying()), as_json)


@prepared.command("purge")
def purge(from_: FromDay = "", to: ToDay = "", codes: Codes = False, database: Database = "") -> None:
    """Wipe them before their time, on record: all, or those that were kept on these days.

    Who kept one fills it in anew. Its code is given to nobody else for a month, but with --codes.
    """
    since, before = days(from_, to)
    print_purged(_asked(database, lambda desk: desk.purge(CONSOLE, since, before, codes=codes)))


@prepared.command("release")
def release(database: Database = "") -> None:
    """Let codes be entered again at once in the whole hall, after many wrong ones; on record.

    So can cases and answers to questions be looked up again, whose wrong tries are counted beside them.
    """
    _asked(database, lambda desk: desk.release_codes(CONSOLE))
    typer.echo("Done.")


def _asked(database: str, work: Callable[[PreparedDesk], Awaitable[T]]) -> T:
    async def on(pool: Pool) -> T:
        from kiosk.hub.prepared_desk import PreparedDesk

        async with pool.acquire() as connection, connection.transaction():
            return await work(PreparedDesk(connection))

    return hub_database.asked(database, on)
