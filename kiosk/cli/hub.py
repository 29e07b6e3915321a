"""``kiosk hub``: the hall's hub, and who may talk to it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

from kiosk.settings import SettingsError
from kiosk.settings import load as load_settings

if TYPE_CHECKING:
    from kiosk.hub.part import Part

T = TypeVar("T")

hub = typer.Typer(help="The hall's hub, where kiosks and desks meet.")

Database = Annotated[
    str, typer.Option(metavar="URL", help="PostgreSQL, such as postgresql://hub@db/hall; else hub_database.")
]


@hub.callback(invoke_without_command=True)
def serve(
    context: typer.Context,
    database: Database = "",
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0: any.")] = 8460,
    certificate: Annotated[
        Path | None, typer.Option(metavar="PEM", help="For https, with its chain.")
    ] = None,
    private_key: Annotated[Path | None, typer.Option(metavar="PEM", help="The certificate's key.")] = None,
) -> None:
    """Serve kiosks and desks until it is stopped. Without a certificate: behind a proxy that has one."""
    if context.invoked_subcommand is not None:
        return
    from kiosk.cli import commands

    if (certificate is None) != (private_key is None):
        raise SettingsError("--certificate and --private-key belong together.")
    settings = load_settings()
    url = _database(database or settings.hub_database)
    commands._log(settings)
    from kiosk.hub.features import features
    from kiosk.hub.service import Place, Service, server

    async def run() -> bool:
        service = Service(url, features())
        await service.prepare()
        serving = server(service, Place(host, port, certificate, private_key))
        serving.on_start = lambda ports: typer.echo(f"listening on {host}:{', '.join(map(str, ports))}")
        await serving.serve()
        return serving.started

    if not _run(run()):
        raise SettingsError(f"{host}:{port} cannot be listened on.")


@hub.command("enrol")
def enrol(
    name: Annotated[str, typer.Argument(metavar="ID", help="The kiosk's kiosk_no, or a name for a desk.")],
    desk: Annotated[bool, typer.Option("--desk", help="A desk, not a kiosk.")] = False,
    database: Database = "",
) -> None:
    """Print a new key for a kiosk or a desk, this once; one that it had before is no longer valid."""
    from kiosk.hub.part import Part
    from kiosk.hub.roll import is_name

    if not is_name(name):
        raise SettingsError(f"ID {name!r}: up to 64 letters of A-Z, a-z, 0-9, - and _.")
    url = _database(database or load_settings().hub_database)
    typer.echo(_run(_enrol(url, Part.DESK if desk else Part.KIOSK, name)))


async def _enrol(url: str, part: Part, name: str) -> str:
    from kiosk.hub.database import connect
    from kiosk.hub.roll import enrol
    from kiosk.hub.schema import bring_up_to_date

    connection = await connect(url)
    try:
        await bring_up_to_date(connection)
        return await enrol(connection, part, name)
    finally:
        await connection.close()


def _database(url: str) -> str:
    if not url:
        raise SettingsError("There is no database. Set hub_database, or give --database URL.")
    return url


def _run(work: Coroutine[Any, Any, T]) -> T:
    """What goes wrong with the database is told in one line, without its address: a password may be in it."""
    from kiosk.hub.database import OUT_OF_ORDER
    from kiosk.hub.schema import NewerSchema

    def wrong(why: str) -> NoReturn:
        raise SettingsError(f"{why} Mend hub_database or --database.") from None

    try:
        return asyncio.run(work)
    except NewerSchema:
        wrong("The hub's database is of a newer program.")
    except ValueError:
        wrong("The database's address is not understood.")
    except OUT_OF_ORDER as error:
        wrong(f"The hub's database does not answer ({type(error).__name__}).")
