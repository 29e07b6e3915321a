"""``kiosk hub roster``: who is on duty when, for all desks of the hall."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import typer

from kiosk.cli import hub_database
from kiosk.cli.hub_database import Database
from kiosk.cli.officers_told import refusals
from kiosk.cli.roster import WeekFile, print_roster, read_week
from kiosk.cli.shown import AsJson

if TYPE_CHECKING:
    from kiosk.hub.database import Pool
    from kiosk.hub.roster import HallRoster

roster = typer.Typer(no_args_is_help=True, help="Who is on duty when at the desks of the hall.")

T = TypeVar("T")


@roster.command("show")
def show(as_json: AsJson = False, database: Database = "") -> None:
    """The roster, and who is on duty now."""
    print_roster(_asked(database, lambda book: book.roster()), as_json=as_json)


@roster.command("set")
def set_(path: WeekFile, database: Database = "") -> None:
    """Take the roster from a file, in place of the one before; its form: kiosk roster set --help."""
    given = read_week(path)
    _asked(database, lambda book: book.set(given))
    typer.echo("Done.")


def _asked(database: str, work: Callable[[HallRoster], Awaitable[T]]) -> T:
    async def on(pool: Pool) -> T:
        from kiosk.hub.roster import HallRoster

        return await work(HallRoster(pool))

    with refusals():
        return hub_database.asked(database, on)
