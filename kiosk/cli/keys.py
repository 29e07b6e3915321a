"""``kiosk keys``: what is personal is sealed with them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from kiosk.cli.officers import ask_store
from kiosk.cli.shown import AsJson, print_json
from kiosk.officers.record import CONSOLE
from kiosk.settings import load

if TYPE_CHECKING:
    from kiosk.store.rotation import KeptKey, KeysKept, Rotated

keys = typer.Typer(no_args_is_help=True, help="The keys with which this machine seals what is personal.")


@keys.command("list")
def keys_list(as_json: AsJson = False) -> None:
    """Every key that is kept, by its name, and why; never the keys themselves."""
    kept: KeysKept = ask_store(lambda store: store.keys.kept())
    if as_json:
        print_json(asdict(kept))
        return
    for key in kept.keys:
        typer.echo(_line(key, kept.left))
    if kept.left:
        typer.echo(f"{kept.left} values are not sealed with the last one yet: kiosk keys rotate")


@keys.command("rotate")
def keys_rotate() -> None:
    """Put a new key into force, and seal everything anew; kiosk and desk may run.

    Broken off, it is brought to its end by the same command. The old key goes by itself, or with
    'kiosk keys drop', once no backup needs it.
    """
    done: Rotated = ask_store(lambda store: store.keys.rotate(CONSOLE))
    if done.begun:
        typer.echo(f"Key {done.key} is in force; {done.resealed} values sealed anew.")
        typer.echo("Renew the copy of the file 'key' that you keep with the backups.")
    else:
        typer.echo(f"A change that was broken off is done: {done.resealed} values sealed anew.")
        typer.echo("For another new key give the command once more.")
    if done.unreadable:
        typer.echo(f"{done.unreadable} values do not open; they are as they were, and so is the old key.")


@keys.command("drop")
def keys_drop() -> None:
    """Let go of old keys that neither the database nor a backup needs; the kiosk does so every day too."""
    from kiosk import outfit

    folders = outfit.copies(load())
    dropped = ask_store(lambda store: store.keys.drop(CONSOLE, folders))
    kept: KeysKept = ask_store(lambda store: store.keys.kept())
    for name in dropped:
        typer.echo(f"Key {name} is gone.")
    for key in kept.keys[:-1]:
        typer.echo(_line(key, kept.left))
    if not dropped and len(kept.keys) == 1:
        typer.echo("There is no old key.")


def _line(key: KeptKey, left: int) -> str:
    made = "" if key.made_at is None else f"  made {key.made_at:%Y-%m-%d}"
    if key.retired_at is None:
        return f"{key.name}{made}  in force"
    if left:
        why = "values in the database need it"
    elif key.copies is None:
        why = "a copy of the database may be in the making; it is looked for an hour after the change"
    else:
        why = f"{key.copies} files of the backups may need it"
    return f"{key.name}{made}  until {key.retired_at:%Y-%m-%d}: {why}"
