"""``kiosk officers`` and ``kiosk record``: who works here, and what each of them did."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

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
from kiosk.officers.record import CONSOLE, Deed
from kiosk.settings import SettingsError
from kiosk.settings import load as load_settings

if TYPE_CHECKING:
    from kiosk.store.local import LocalStore

officers = typer.Typer(no_args_is_help=True, help="Who works at this station: numbers, PINs, roles.")
record = typer.Typer(no_args_is_help=True, help="The record of what officers did.")

MARK = "kiosk audit-log mark"

IN_ONE = 50
"""So many numbers an entry tells at most: a list of all applications is many entries, none without an end."""

T = TypeVar("T")
Name = Annotated[str | None, typer.Option(help="Kept sealed.")]


@officers.command("add")
def add(number: Number, name: Name = None, roles: Roles = None, pin_stdin: PinStdin = False) -> None:
    """Put somebody on the roll; without --role as an officer. The first one also becomes the leader."""
    pin = new_pin(pin_stdin)

    async def work(store: LocalStore) -> None:
        wanted = frozenset(roles or {Role.OFFICER})
        if not await store.officers.anybody():
            wanted |= {Role.LEADER}
        await store.officers.add(Officer(number, name or "", wanted), pin, CONSOLE)

    _done(work)


@officers.command("change")
def change(number: Number, name: Name = None, roles: Roles = None) -> None:
    """Give another name, or other roles in place of all there were."""
    _done(
        lambda store: store.officers.change(
            number, name, None if roles is None else frozenset(roles), CONSOLE
        )
    )


@officers.command("pin")
def pin(number: Number, pin_stdin: PinStdin = False) -> None:
    """Set a new PIN; a number that is shut after wrong ones is open again."""
    new = new_pin(pin_stdin)
    _done(lambda store: store.officers.set_pin(number, new, CONSOLE))


@officers.command("remove")
def remove(number: Number) -> None:
    """They work here no longer. The number stays taken: what was done under it is on record."""
    _done(lambda store: store.officers.remove(number, CONSOLE))


@officers.command("list")
def list_(as_json: AsJson = False) -> None:
    """Everybody, those too who left."""
    print_officers(ask_store(lambda store: store.officers.officers()), as_json=as_json)


@record.command("list")
def entries(as_json: AsJson = False) -> None:
    """Every entry, the oldest first."""
    found = ask_store(lambda store: store.record.entries())
    if as_json:
        typer.echo(json.dumps([entry_json(entry) for entry in found], ensure_ascii=False, indent=2))
        return
    for entry in found:
        typer.echo(entry_line(entry))
    typer.echo(f"{len(found)} in all")


@record.command("verify")
def verify(as_json: AsJson = False) -> None:
    """Whether anything was changed, taken out or cut off. Ends with 1 where that is so.

    Note the head elsewhere from time to time: a record that was written anew from its beginning has another.
    """
    verdict = ask_store(lambda store: store.record.verify())
    if as_json:
        typer.echo(json.dumps(asdict(verdict), indent=2))
    else:
        typer.echo(verdict_line(verdict, "the data folder", MARK))
    raise typer.Exit(0 if verdict.broken is None else BROKEN)


@record.command("mark")
def mark() -> None:
    """Once a backup from before there were marks was put back: take what stands in it for right, and mark it.

    It is on record. Nothing else that may be wrong with the record is made right by it.
    """
    last = ask_store(lambda store: store.record.mark_anew(CONSOLE))
    if last is None:
        raise SettingsError("There is nothing without marks to be marked. See: kiosk audit-log verify")
    typer.echo(f"The entries up to {last} are marked, and told apart as from before there were marks.")


def note_answers_seen(shown: Sequence[object]) -> None:
    """What residents said, or officers wrote of them, is about to be shown to whoever sits at the machine.

    shown: the numbers or ids of what exactly, as read just now; :data:`IN_ONE` of them in one entry.
    """

    async def noted(store: LocalStore) -> None:
        for first in range(0, len(shown), IN_ONE):
            about = " ".join(map(str, shown[first : first + IN_ONE]))
            await store.record.note(CONSOLE, Deed.ANSWERS_SEEN, about)

    if shown:
        ask_store(noted)


def _done(work: Callable[[LocalStore], Awaitable[None]]) -> None:
    ask_store(work)
    typer.echo("Done.")


def ask_store(work: Callable[[LocalStore], Awaitable[T]]) -> T:
    """Ask the store of this machine."""
    from kiosk import outfit
    from kiosk.clock import SystemClock
    from kiosk.store.local import LocalStore

    settings = load_settings()

    async def asked() -> T:
        store = LocalStore(
            settings.data_dir,
            settings.kiosk_no,
            SystemClock(),
            kiosk_lock=False,
            publishing=outfit.publishing(settings),
        )
        try:
            await store.start()
            return await work(store)
        finally:
            await store.close()

    with refusals():
        return asyncio.run(asked())
