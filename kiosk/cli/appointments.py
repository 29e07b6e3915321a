"""``kiosk appointments``: by which plan they are given, and what is free."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.officers import ask_store
from kiosk.cli.shown import AsJson, show
from kiosk.cli.toml_file import read_toml
from kiosk.settings import load

if TYPE_CHECKING:
    from kiosk.cases.visiting_hours import VisitingPlan
    from kiosk.store.local import LocalStore

appointments = typer.Typer(no_args_is_help=True, help="Appointments, and the plan by which they are given.")

PlanFile = Annotated[Path, typer.Argument(metavar="FILE", help="A TOML file with the whole plan.")]


@appointments.command("plan")
def plan(as_json: AsJson = False) -> None:
    """The plan in force, as the file it could be set from."""
    print_plan(ask_store(lambda store: store.plan.plan()), as_json=as_json)


@appointments.command("set")
def set_(path: PlanFile) -> None:
    """Take the plan from a file, in place of the one before; what is booked already stays booked.

    To begin with, write the plan in force into a file: kiosk appointments plan > plan.toml
    """
    given = read_plan(path)

    async def work(store: LocalStore) -> None:
        from kiosk import outfit
        from kiosk.cli.serving import served
        from kiosk.clock import SystemClock
        from kiosk.studio.hall import HallClock

        settings = load()
        known = await served(
            settings, store, HallClock(SystemClock()), lambda: outfit.load_releases(settings.flows)
        ).known()
        await store.plan.set(given, {release.flow.id for release in known})

    ask_store(work)
    typer.echo("Done.")


@appointments.command("free")
def free(
    service: Annotated[str, typer.Argument(help="The service's id, as kiosk flows list has it.")],
    elderly: Annotated[bool, typer.Option("--elderly", help="For somebody of 60 or older.")] = False,
    as_json: AsJson = False,
) -> None:
    """The half hours with a place left, the nearest first."""
    found = ask_store(lambda store: store.appointments.free(service, elderly=elderly))
    rows = [
        {"day": str(each.half.day), "begins": f"{each.half.begins:%H:%M}", "places": each.places}
        for each in found
    ]
    show(rows, ("day", "begins", "places"), as_json=as_json)


def print_plan(found: VisitingPlan, *, as_json: bool) -> None:
    """All of it, as JSON or as TOML."""
    from kiosk.cases.visiting_hours import as_toml

    typer.echo(found.model_dump_json(indent=2) if as_json else as_toml(found), nl=as_json)


def read_plan(path: Path) -> VisitingPlan:
    """The plan in a TOML file. Raises ``SettingsError``, which says which place to mend."""
    from kiosk.cases.visiting_hours import VisitingPlan

    return read_toml(path, VisitingPlan, "the plan for appointments")
