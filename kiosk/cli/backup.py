"""``kiosk backup``: copies of the store, made, looked at, put back."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.officers import MARK, ask_store
from kiosk.cli.officers_told import verdict_line
from kiosk.cli.shown import AsJson, print_json
from kiosk.settings import Settings
from kiosk.settings import load as load_settings

if TYPE_CHECKING:
    from kiosk.store.folder import DataFolder
    from kiosk.store.local_backups import LocalBackups
    from kiosk.store.recovered import Recovery, Seen

BAD, REFUSED = 1, 2

backup = typer.Typer(no_args_is_help=True, help="Backups of the calls, applications and records kept here.")

File = Annotated[Path | None, typer.Argument(metavar="[FILE]", help="A backup; without one the newest.")]


@backup.command("make")
def make() -> None:
    """Make one now; the kiosk may go on running, and makes one itself every hour."""
    settings = load_settings()
    made = asyncio.run(_backups(settings).make())
    typer.echo(f"{made.path} ({made.size} bytes), whole")
    if made.path.parent == settings.backup_dir:
        typer.echo(
            f"To be read it needs the key file {settings.data_dir / 'key'}, which is not copied with it."
        )


@backup.command("list")
def list_(as_json: AsJson = False) -> None:
    """Every backup, the oldest first."""
    found = _backups(load_settings()).list()
    rows = [{"file": str(each.path), "at": each.at.isoformat(), "bytes": each.size} for each in found]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['at']}  {row['bytes']:>10}  {row['file']}")
    typer.echo(f"{len(rows)} in all")


@backup.command("verify")
def verify(file: File = None, as_json: AsJson = False) -> None:
    """Whether a backup is whole and made here; without FILE of all. Ends with 1 where one is not."""
    from kiosk.store.backup import TOLD, Standing

    kept = _backups(load_settings())
    paths = [each.path for each in kept.list()] if file is None else [file]
    if not paths:
        typer.echo("There are no backups.")
        raise typer.Exit(BAD)

    async def looked() -> list[tuple[Path, Standing]]:
        return [(path, await kept.look(path)) for path in paths]

    found = asyncio.run(looked())
    if as_json:
        print_json([{"file": str(path), "standing": str(stands)} for path, stands in found])
    else:
        for path, stands in found:
            typer.echo(f"{path}: {TOLD[stands]}")
    raise typer.Exit(0 if all(stands is Standing.GOOD for _path, stands in found) else BAD)


@backup.command("restore")
def restore(
    file: File = None,
    as_it_was: Annotated[
        bool, typer.Option("--as-it-was", help="Leave out what happened since that backup.")
    ] = False,
    trusted: Annotated[
        bool, typer.Option("--trusted", help="Take FILE even where its maker cannot be told.")
    ] = False,
) -> None:
    """Put a backup in the place of the database, and bring in what happened since. No kiosk may be running.

    The database that is there is set aside under another name, never deleted.
    """
    from kiosk.clock import SystemClock
    from kiosk.officers.record import CONSOLE, Deed
    from kiosk.store.backup import TOLD
    from kiosk.store.restoring import NotRestored, Wanted
    from kiosk.store.restoring import restore as put_back

    settings = load_settings()
    wanted = Wanted(None if file is None else file.absolute(), as_it_was=as_it_was, trusted=trusted)
    try:
        told = put_back(_folder(settings), SystemClock(), wanted)
    except NotRestored as refused:
        why = "there is no good backup" if refused.found is None else f"{file}: {TOLD[refused.found]}"
        typer.echo(f"kiosk: Nothing was changed: {why}. See: kiosk backup verify", err=True)
        raise typer.Exit(REFUSED) from None
    ask_store(lambda store: store.record.note(CONSOLE, Deed.STORE_RESTORED, told.backup or ""))
    for line in _lines(told):
        typer.echo(line)
    verdict = ask_store(lambda store: store.record.verify())
    if verdict.broken is not None:
        typer.echo(f"  {verdict_line(verdict, 'the data folder', MARK)}")


@backup.command("recovered")
def recovered(
    as_json: AsJson = False,
    looked: Annotated[
        bool, typer.Option("--seen", help="Tell of it no more: somebody has looked at all of it.")
    ] = False,
) -> None:
    """Each time the database was put back, by hand or by itself: what was done, and what is missing."""
    from kiosk.clock import SystemClock
    from kiosk.officers.record import CONSOLE
    from kiosk.store.recovered import recoveries, seen

    settings = load_settings()
    folder = _folder(settings).recovered
    found = recoveries(folder)
    if looked and found:
        ask_store(lambda store: store.put_backs.looked_at(CONSOLE, SystemClock().now()))
    who = {one.at: seen(folder, one) for one in found}
    if as_json:
        print_json([one.as_json() | {"seen": _seen_json(who[one.at])} for one in found])
        return
    for one in found:
        for line in _lines(one, who[one.at]):
            typer.echo(line)
    typer.echo(f"{len(found)} in all")


def _seen_json(seen: Seen | None) -> dict[str, str] | None:
    return None if seen is None else {"by": seen.by, "at": seen.at.isoformat()}


def _lines(one: Recovery, seen: Seen | None = None) -> list[str]:
    begun = one.backup or ("nothing but the changes" if one.aside else "the database as it was")
    lines = [
        f"{_second(one.at)}  {one.cause}",
        f"  begun with {begun}; {one.applied} changes since were brought in",
    ]
    lines += [f"  passed over: {each}" for each in one.passed_over]
    lines += [f"  set aside: {each}" for each in one.aside]
    lines += [f"  MISSING: the changes {first} to {last}" for first, last in one.missing]
    lines += [f"  MISSING: {lost.table} {'/'.join(lost.key)}: {lost.why}" for lost in one.lost]
    lines.append("  complete" if one.complete else "  not complete: see what is set aside")
    return lines if seen is None else [*lines, f"  looked at by {seen.by} {_second(seen.at)}"]


def _second(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _folder(settings: Settings) -> DataFolder:
    from kiosk.store.folder import DataFolder

    return DataFolder(
        settings.data_dir.absolute(), settings.kiosk_no, kiosk_lock=False, backup_dir=settings.backup_dir
    )


def _backups(settings: Settings) -> LocalBackups:
    from kiosk.clock import SystemClock
    from kiosk.store.local_backups import LocalBackups

    return LocalBackups(_folder(settings), SystemClock())
