"""``kiosk hub``: the hall's hub, and who may talk to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli import hub_database
from kiosk.cli.hub_appointments import appointments
from kiosk.cli.hub_database import Database
from kiosk.cli.hub_flows import hub_flows
from kiosk.cli.hub_keys import keys
from kiosk.cli.hub_kiosks import kiosks, which
from kiosk.cli.hub_officers import officers, record
from kiosk.cli.hub_prepared import prepared
from kiosk.cli.hub_roster import roster
from kiosk.officers.record import CONSOLE
from kiosk.settings import SettingsError
from kiosk.settings import load as load_settings

if TYPE_CHECKING:
    from kiosk.hub.database import Pool

hub = typer.Typer(help="The hall's hub, where kiosks and desks meet.")
hub.add_typer(officers, name="officers")
hub.add_typer(record, name="record")
hub.add_typer(record, name="audit-log", help="The same as record.")
hub.add_typer(keys, name="keys")
hub.add_typer(kiosks, name="kiosks")
hub.add_typer(roster, name="roster")
hub.add_typer(prepared, name="prepared")
hub.add_typer(appointments, name="appointments")
hub.add_typer(hub_flows, name="flows")


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
    forget_notes: Annotated[
        bool, typer.Option("--forget-notes", help="Let go of all that is sealed: its key is lost.")
    ] = False,
) -> None:
    """Serve kiosks and desks until it is stopped. Without a certificate: behind a proxy that has one."""
    if context.invoked_subcommand is not None:
        return
    from kiosk.cli import commands

    if (certificate is None) != (private_key is None):
        raise SettingsError("--certificate and --private-key belong together.")
    settings = load_settings()
    url = hub_database.named(database or settings.hub_database)
    commands._log(settings)
    from kiosk import outfit
    from kiosk.cli.hub_seal import HubSeal, hub_keys, note_marked
    from kiosk.hub.features import features
    from kiosk.hub.forgetting import ForgetOld
    from kiosk.hub.service import Place, Service, server

    keys_ = hub_keys(settings.data_dir)
    seal = HubSeal(keys_)

    async def run() -> bool:
        rule = outfit.due_rule(settings)
        keep = outfit.keep(settings)
        able = (
            *features(rule, outfit.publishing(settings)),
            ForgetOld(keep.cases, keep.difficult, keep.calls, keep.appointments),
        )
        service = Service(url, seal, able, rule)
        if await service.prepare(forget_notes=forget_notes, marked=keys_.ring().marked):
            note_marked(settings.data_dir)
        else:
            typer.echo("kiosk: The record has lost its marks. See: kiosk hub audit-log verify", err=True)
        serving = server(service, Place(host, port, certificate, private_key))
        serving.on_start = lambda ports: typer.echo(f"listening on {host}:{', '.join(map(str, ports))}")
        await serving.serve()
        return serving.started

    if not hub_database.run(run()):
        raise SettingsError(f"{host}:{port} cannot be listened on.")


@hub.command("enrol")
def enrol(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="The kiosk's kiosk_no, or a name for a desk or a portal.")
    ],
    desk: Annotated[bool, typer.Option("--desk", help="A desk, not a kiosk.")] = False,
    portal: Annotated[bool, typer.Option("--portal", help="A portal, not a kiosk.")] = False,
    database: Database = "",
) -> None:
    """Print a new key for a kiosk, desk or portal, this once; one that it had before is no longer valid."""
    from kiosk.hub.roll import is_name

    if not is_name(name):
        raise SettingsError(f"ID {name!r}: up to 64 letters of A-Z, a-z, 0-9, - and _.")
    part = which(desk=desk, portal=portal)

    async def work(pool: Pool) -> str:
        from kiosk.hub.roll import enrol

        async with pool.acquire() as connection:
            return await enrol(connection, part, name, CONSOLE)

    typer.echo(hub_database.asked(database, work))
