"""``kiosk roster``: who is on duty when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.officers import ask_store
from kiosk.cli.shown import AsJson
from kiosk.cli.toml_file import read_toml

if TYPE_CHECKING:
    from kiosk.duty.roster import Roster

roster = typer.Typer(no_args_is_help=True, help="Who is on duty when, lunch, and the leader's deputy.")


WeekFile = Annotated[Path, typer.Argument(metavar="FILE", help="A TOML file with the whole week.")]


@roster.command("show")
def show(as_json: AsJson = False) -> None:
    """The roster, and who is on duty now."""
    print_roster(ask_store(lambda store: store.roster.roster()), as_json=as_json)


@roster.command("set")
def set_(path: WeekFile) -> None:
    """Take the roster from a file, in place of the one before.

    leader = "0101"; [[shifts]] with officer, days = ["mon", ...], begins, ends; [[lunch]] with officer, by,
    begins, ends; [[absences]] with officer, deputy, first, last.
    """
    given = read_week(path)
    ask_store(lambda store: store.roster.set(given))
    typer.echo("Done.")


def print_roster(found: Roster, *, as_json: bool) -> None:
    """All of it, and who is on duty now."""
    from kiosk.clock import SystemClock

    if as_json:
        typer.echo(found.model_dump_json(indent=2))
        return
    now = SystemClock().now()
    typer.echo(f"On duty now: {', '.join(found.on_duty(now)) or 'nobody'}")
    typer.echo(f"Answers for the station now: {found.leader_at(now) or 'nobody is named'}")
    for shift in found.shifts:
        typer.echo(f"{shift.officer}  {shift.begins:%H:%M}-{shift.ends:%H:%M}  {' '.join(shift.days)}")
    for cover in found.lunch:
        typer.echo(f"{cover.officer}  {cover.begins:%H:%M}-{cover.ends:%H:%M}  covered by {cover.by}")
    for away in found.absences:
        typer.echo(f"{away.officer}  {away.first} to {away.last}  deputy {away.deputy}")


def read_week(path: Path) -> Roster:
    """The roster in a TOML file. Raises ``SettingsError``, which says which place to mend."""
    from kiosk.duty.roster import Roster

    return read_toml(path, Roster, "the roster")
