"""``kiosk hub keys``: what is personal in the hub's database is sealed with them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import typer

from kiosk.cli import hub_database
from kiosk.cli.hub_database import Database
from kiosk.officers.record import CONSOLE, Deed
from kiosk.settings import SettingsError, load

if TYPE_CHECKING:
    from kiosk.hub.database import Pool
    from kiosk.store.keys import KeyFile, Ring

keys = typer.Typer(no_args_is_help=True, help="The keys with which the hall seals what is personal.")

SETTLES = timedelta(hours=1)
"""A hub may still be writing something that it sealed before."""
COPY = "Copy hub/key from this data folder to every other hub of the hall"


@keys.command("prepare")
def prepare() -> None:
    """For several hubs: make a new key that each of them must have before one seals with it."""
    from kiosk.clock import SystemClock

    file, ring = _keys()
    if ring.prepared is not None:
        raise SettingsError(
            f"Key {ring.prepared.name} is prepared already. {COPY}, then: kiosk hub keys rotate"
        )
    _write(ring, ring.with_prepared(SystemClock().now()))
    prepared = file.ring().prepared
    assert prepared is not None
    typer.echo(f"Key {prepared.name} is prepared. {COPY}, then: kiosk hub keys rotate")


@keys.command("rotate")
def rotate(database: Database = "") -> None:
    """Put a new key into force, or the one that is prepared, and seal everything anew; hubs work on.

    Broken off, it is brought to its end by the same command.
    """
    from kiosk.cli.hub_seal import HubSeal
    from kiosk.clock import SystemClock

    file, ring = _keys()
    seal = HubSeal(file)

    async def work(pool: Pool) -> tuple[bool, int, int]:
        from kiosk.hub import record
        from kiosk.hub.rekeying import left, reseal
        from kiosk.hub.sealing import check_key

        async with pool.acquire() as connection:
            await check_key(connection, seal)
        # As at a kiosk: a change that was broken off is ended, and no key more is made.
        begun = ring.prepared is not None or len(ring.keys) == 1 or not await left(pool, seal)
        if begun:
            new = ring.with_new(SystemClock().now())
            async with pool.acquire() as connection, connection.transaction():
                await record.append(connection, CONSOLE, CONSOLE, Deed.KEY_CHANGED, new.current.name)
            _write(ring, new)
        return begun, *await reseal(pool, seal)

    begun, done, unreadable = hub_database.asked(database, work)
    if begun:
        typer.echo(f"Key {file.ring().current.name} is in force; {done} values sealed anew. {COPY}.")
    else:
        typer.echo(f"A change that was broken off is done: {done} values sealed anew. {COPY}.")
    if unreadable:
        typer.echo(f"{unreadable} values do not open; they are as they were, and so is the old key.")


@keys.command("list")
def list_() -> None:
    """Every key of this folder by its name, never the keys themselves."""
    _, ring = _keys()
    for key in ring.keys:
        made = "" if key.made_at is None else f"  made {key.made_at:%Y-%m-%d}"
        if key == ring.current:
            how = "in force"
        elif key.retired_at is None:
            how = "prepared"
        else:
            how = f"until {key.retired_at:%Y-%m-%d}"
        typer.echo(f"{key.name}{made}  {how}")


@keys.command("drop")
def drop(database: Database = "") -> None:
    """Let go of keys an hour after the change at the earliest. Older copies of the database need them."""
    from dataclasses import replace

    from kiosk.cli.hub_seal import HubSeal
    from kiosk.clock import SystemClock

    file, ring = _keys()
    now = SystemClock().now()
    old = [key for key in ring.keys[:-1] if key.retired_at is not None and now - key.retired_at >= SETTLES]

    async def work(pool: Pool) -> int:
        from kiosk.hub import record
        from kiosk.hub.rekeying import left, reseal

        seal = HubSeal(file)
        await reseal(pool, seal)
        remain = await left(pool, seal)
        if not remain:
            async with pool.acquire() as connection, connection.transaction():
                for key in old:
                    await record.append(connection, CONSOLE, CONSOLE, Deed.KEY_DROPPED, key.name)
        return remain

    if not old:
        typer.echo("There is no old key that may go.")
        return
    remain = hub_database.asked(database, work)
    if remain:
        raise SettingsError(f"{remain} values still need an old key; a hub may seal with it. {COPY}.")
    _write(ring, replace(ring, keys=tuple(key for key in ring.keys if key not in old)))
    typer.echo("\n".join(f"Key {key.name} is gone." for key in old))


def _keys() -> tuple[KeyFile, Ring]:
    from kiosk.cli.hub_seal import hub_keys

    file = hub_keys(load().data_dir)
    return file, file.ring()


def _write(before: Ring, ring: Ring) -> None:
    from filelock import FileLock

    from kiosk.cli.hub_seal import FOLDER
    from kiosk.store.keys import read_ring, write_ring

    folder = load().data_dir / FOLDER
    with FileLock(folder / "key.lock"):
        if read_ring(folder) != before:
            raise SettingsError("Somebody else changes the keys just now. Try again.")
        write_ring(folder, ring)
