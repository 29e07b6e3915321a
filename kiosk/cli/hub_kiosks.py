"""``kiosk hub kiosks``: who is enrolled at the hub, and who no longer is."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli import hub_database
from kiosk.cli.hub_database import Database
from kiosk.cli.shown import AsJson, print_json
from kiosk.officers.record import CONSOLE
from kiosk.settings import SettingsError

if TYPE_CHECKING:
    from kiosk.hub.database import Pool
    from kiosk.hub.part import Part
    from kiosk.hub.roll import Enrolled

kiosks = typer.Typer(no_args_is_help=True, help="The kiosks, desks and portals that are enrolled at the hub.")


@kiosks.command("list")
def list_(as_json: AsJson = False, database: Database = "") -> None:
    """Every kiosk, desk and portal, since when it has its key, and whether it was cut off."""

    async def work(pool: Pool) -> tuple[Enrolled, ...]:
        from kiosk.hub.roll import enrolled

        async with pool.acquire() as connection:
            return await enrolled(connection)

    found = hub_database.asked(database, work)
    if as_json:
        print_json([asdict(each) | {"part": str(each.part)} for each in found])
        return
    for each in found:
        cut = "" if each.cut_off_at is None else f"  cut off {each.cut_off_at.isoformat(timespec='seconds')}"
        typer.echo(f"{each.part}  {each.id}  {each.enrolled_at.isoformat(timespec='seconds')}{cut}")
    typer.echo(f"{len(found)} in all")


@kiosks.command("cut-off")
def cut_off(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="The kiosk's kiosk_no, or the desk's or portal's name.")
    ],
    desk: Annotated[bool, typer.Option("--desk", help="A desk, not a kiosk.")] = False,
    portal: Annotated[bool, typer.Option("--portal", help="A portal, not a kiosk.")] = False,
    database: Database = "",
) -> None:
    """Void the key of a kiosk that was stolen: it is cut at once, and not let in again. What it told stays.

    'kiosk hub enrol' gives it another key.
    """
    part = which(desk=desk, portal=portal)

    async def work(pool: Pool) -> bool:
        from kiosk.hub.roll import cut_off

        async with pool.acquire() as connection:
            return await cut_off(connection, part, name, CONSOLE)

    if not hub_database.asked(database, work):
        raise SettingsError(f"There is no {part} {name}. See: kiosk hub kiosks list")
    typer.echo("Done.")


def which(*, desk: bool, portal: bool) -> Part:
    """What somebody is, by a command's options. Raises ``SettingsError`` where it would be two things."""
    from kiosk.hub.part import Part

    if desk and portal:
        raise SettingsError("--desk and --portal: choose one.")
    return Part.DESK if desk else Part.PORTAL if portal else Part.KIOSK
