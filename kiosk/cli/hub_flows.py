"""``kiosk hub flows``: the services of the whole hall."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import typer

from kiosk.cli import hub_database
from kiosk.cli import release_commands as told
from kiosk.cli.hub_database import Database
from kiosk.cli.officers_told import refusals
from kiosk.cli.release_commands import (
    After,
    Asked,
    BasedOn,
    Before,
    File,
    Files,
    Folder,
    Number,
    Only,
    Screens,
    Service,
    StartsOn,
)
from kiosk.cli.release_import import import_files
from kiosk.cli.shown import AsJson
from kiosk.officers.record import CONSOLE
from kiosk.settings import load as load_settings

if TYPE_CHECKING:
    from kiosk.hub.database import Pool
    from kiosk.studio.releases import ReleaseBook

hub_flows = typer.Typer(
    no_args_is_help=True, help="The hall's services: every kiosk takes what is published."
)

T = TypeVar("T")


@hub_flows.command("list")
def list_(as_json: AsJson = False, database: Database = "") -> None:
    """Each service with the release in force, and what is scheduled or waits for approval."""
    told.print_standings(_at(database), as_json=as_json)


@hub_flows.command("releases")
def releases(service: Service, as_json: AsJson = False, database: Database = "") -> None:
    """Every release of a service, with what changed in each."""
    told.print_releases(_at(database), service, as_json=as_json)


@hub_flows.command("publish")
def publish(
    path: File,
    starts_on: StartsOn = None,
    based_on: BasedOn = None,
    screens: Screens = True,
    database: Database = "",
) -> None:
    """Check a service and publish it as its next release, for all kiosks of the hall."""
    told.publish_file(_at(database), path, starts_on, based_on, screens=screens)


@hub_flows.command("import")
def import_(paths: Files, screens: Screens = True, database: Database = "") -> None:
    """Check several services and publish each; one that is in force already is passed over."""
    import_files(_at(database), paths, screens=screens)


@hub_flows.command("approve")
def approve(service: Service, number: Number, database: Database = "") -> None:
    """Approve a proposed release, as the second person; then it is published."""
    told.done(_at(database), lambda book: book.approve(service, number, CONSOLE))


@hub_flows.command("withdraw")
def withdraw(service: Service, number: Number, database: Database = "") -> None:
    """Take back a release that is proposed, or has not begun yet."""
    told.done(_at(database), lambda book: book.withdraw(service, number, CONSOLE))


@hub_flows.command("roll-back")
def roll_back(service: Service, number: Number, database: Database = "") -> None:
    """Go back to a release that was in force before, at once."""
    told.done(_at(database), lambda book: book.roll_back(service, number, CONSOLE))


@hub_flows.command("retire")
def retire(service: Service, database: Database = "") -> None:
    """Offer a service no more; its releases stay, and publishing or rolling back brings it back."""
    told.done(_at(database), lambda book: book.retire(service, CONSOLE))


@hub_flows.command("diff")
def diff(service: Service, before: Before, after: After, database: Database = "") -> None:
    """What changed from one release of a service to another, in words."""
    told.print_diff(_at(database), service, before, after)


@hub_flows.command("export")
def export(folder: Folder, only: Only = None, database: Database = "") -> None:
    """Write every release into a folder as it was published, with a manifest of their SHA-256."""
    told.export_to(_at(database), folder, only)


def _at(database: str) -> Asked:
    def asked(work: Callable[[ReleaseBook], Awaitable[T]]) -> T:
        async def on(pool: Pool) -> T:
            from kiosk import outfit
            from kiosk.hub.release_rows import HubReleases
            from kiosk.studio.publishing import ReleasesIn

            return await work(ReleasesIn(HubReleases(pool, CONSOLE), outfit.publishing(load_settings())))

        with refusals():
            return hub_database.asked(database, on)

    return asked
