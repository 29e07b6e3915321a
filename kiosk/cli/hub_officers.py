"""``kiosk hub officers`` and ``kiosk hub record``: the roll of the whole hall, and its record."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from kiosk.cli import hub_database
from kiosk.cli.hub_database import Database
from kiosk.cli.officers_told import (
    BROKEN,
    AsJson,
    Number,
    PinStdin,
    Roles,
    entry_json,
    entry_line,
    new_pin,
    print_officers,
    refusals,
    verdict_line,
)
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE, Entry
from kiosk.settings import SettingsError
from kiosk.settings import load as load_settings

if TYPE_CHECKING:
    from kiosk.hub.database import Pool
    from kiosk.hub.officers import Officers
    from kiosk.hub.record import HallVerdict

officers = typer.Typer(no_args_is_help=True, help="Who works at the desks of the hall.")
record = typer.Typer(no_args_is_help=True, help="The hall's record of what officers did, a chain a desk.")

MARK = "kiosk hub audit-log mark"

T = TypeVar("T")


@officers.command("add")
def add(number: Number, roles: Roles = None, pin_stdin: PinStdin = False, database: Database = "") -> None:
    """Put somebody on the roll; without --role as an officer. The first one also becomes the leader."""
    pin, wanted = new_pin(pin_stdin), frozenset(roles or {Role.OFFICER})
    _done(database, lambda roll: roll.add(CONSOLE, Officer(number, "", wanted), pin, CONSOLE))


@officers.command("change")
def change(
    number: Number,
    roles: Annotated[list[Role], typer.Option("--role", help="May be given more than once.")],
    database: Database = "",
) -> None:
    """Give other roles in place of all there were."""
    _done(database, lambda roll: roll.change(CONSOLE, number, frozenset(roles), CONSOLE))


@officers.command("pin")
def pin(number: Number, pin_stdin: PinStdin = False, database: Database = "") -> None:
    """Set a new PIN; a number that is shut after wrong ones is open again."""
    new = new_pin(pin_stdin)
    _done(database, lambda roll: roll.set_pin(CONSOLE, number, new, CONSOLE))


@officers.command("remove")
def remove(number: Number, database: Database = "") -> None:
    """They work here no longer, and act at no desk from now on. The number stays taken."""
    _done(database, lambda roll: roll.remove(CONSOLE, number, CONSOLE))


@officers.command("list")
def list_(as_json: AsJson = False, database: Database = "") -> None:
    """Everybody, those too who left."""
    print_officers(_roll(database, lambda roll: roll.all()), as_json=as_json)


@record.command("list")
def entries(as_json: AsJson = False, database: Database = "") -> None:
    """Every entry, chain by chain, the oldest first."""

    async def work(pool: Pool) -> list[tuple[str, tuple[Entry, ...]]]:
        from kiosk.hub import record as book

        async with pool.acquire() as connection:
            return [(chain, await book.entries(connection, chain)) for chain in await book.chains(connection)]

    found = hub_database.asked(database, work)
    if as_json:
        rows = [{"chain": chain, **entry_json(entry)} for chain, told in found for entry in told]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for chain, told in found:
        typer.echo(f"{chain}:")
        for entry in told:
            typer.echo(f"  {entry_line(entry)}")


@record.command("verify")
def verify(as_json: AsJson = False, database: Database = "") -> None:
    """Whether anything was changed, taken out, cut off or made anew. Ends with 1 where that is so."""
    from kiosk.cli.hub_seal import kept_seal

    kept = kept_seal(load_settings().data_dir)
    seal, must = (None, False) if kept is None else kept

    async def work(pool: Pool) -> HallVerdict:
        from kiosk.hub import record as book

        async with pool.acquire() as connection:
            return await book.verified_all(connection, seal, must=must)

    found = hub_database.asked(database, work)
    if as_json:
        rows = [{"chain": chain, **asdict(told)} for chain, told in found.chains.items()]
        typer.echo(json.dumps(rows, indent=2))
    else:
        for chain, told in found.chains.items():
            typer.echo(f"{chain}: {verdict_line(told, 'the database', MARK)}")
    if not found.named:
        typer.echo(
            "Which chains there are is not marked any more, so one may have been taken out whole. "
            "Compare with the last copy of the database.",
            err=True,
        )
    raise typer.Exit(0 if found.whole else BROKEN)


@record.command("mark")
def mark(database: Database = "") -> None:
    """Once a copy from before there were marks was put back: take what stands in it for right, and mark it.

    It is on record. Nothing else that may be wrong with the record is made right by it.
    """
    from kiosk.cli.hub_seal import kept_seal

    kept = kept_seal(load_settings().data_dir)

    async def work(pool: Pool) -> bool:
        from kiosk.hub import record as book
        from kiosk.hub.sealing import OtherKey

        if kept is None:
            raise OtherKey
        async with pool.acquire() as connection:
            return await book.mark_anew(connection, kept[0], CONSOLE)

    if not hub_database.asked(database, work):
        raise SettingsError("There is nothing without marks to be marked. See: kiosk hub audit-log verify")
    typer.echo("What stands there is marked, and told apart as from before there were marks.")


def _done(database: str, work: Callable[[Officers], Awaitable[None]]) -> None:
    _roll(database, work)
    typer.echo("Done.")


def _roll(database: str, work: Callable[[Officers], Awaitable[T]]) -> T:
    async def on(pool: Pool) -> T:
        from kiosk.hub.officers import Officers
        from kiosk.pin import PinHasher

        return await work(Officers(pool, PinHasher()))

    with refusals():
        return hub_database.asked(database, on)
