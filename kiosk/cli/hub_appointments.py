"""``kiosk hub appointments``: by which plan the hall's appointments are given."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import typer

from kiosk.cli import hub_database
from kiosk.cli.appointments import PlanFile, print_plan, read_plan
from kiosk.cli.hub_database import Database
from kiosk.cli.officers_told import refusals
from kiosk.cli.shown import AsJson
from kiosk.settings import load

if TYPE_CHECKING:
    from kiosk.hub.database import Pool
    from kiosk.hub.visiting_plan import HallPlan

appointments = typer.Typer(no_args_is_help=True, help="The plan by which the hall's appointments are given.")

T = TypeVar("T")


@appointments.command("plan")
def plan(as_json: AsJson = False, database: Database = "") -> None:
    """The plan in force, as the file it could be set from."""
    print_plan(_asked(database, lambda book: book.plan()), as_json=as_json)


@appointments.command("set")
def set_(path: PlanFile, database: Database = "") -> None:
    """Take the plan from a file, in place of the one before; what is booked already stays booked."""
    from kiosk import outfit

    given = read_plan(path)
    known = {release.flow.id for release in outfit.load_releases(load().flows)}
    _asked(database, lambda book: book.set(given, known))
    typer.echo("Done.")


def _asked(database: str, work: Callable[[HallPlan], Awaitable[T]]) -> T:
    async def on(pool: Pool) -> T:
        from kiosk.hub.visiting_plan import HallPlan

        return await work(HallPlan(pool))

    with refusals():
        return hub_database.asked(database, on)
