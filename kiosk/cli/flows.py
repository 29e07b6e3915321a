"""``kiosk flows``: the services, checked, published and rolled back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import typer

from kiosk.cli import release_commands as told
from kiosk.cli.flow_check import check
from kiosk.cli.laying_out import lay_out_share
from kiosk.cli.officers import ask_store
from kiosk.cli.preview import preview, try_
from kiosk.cli.release_commands import (
    After,
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
from kiosk.cli.shown import AsJson, print_json
from kiosk.officers.record import CONSOLE
from kiosk.settings import SettingsError
from kiosk.settings import load as load_settings

if TYPE_CHECKING:
    from kiosk.studio.releases import ReleaseBook

flows = typer.Typer(no_args_is_help=True, help="The services, described as data, and their releases.")
flows.command("check")(check)
flows.command("preview")(preview)
flows.command("try")(try_)
flows.command("lay-out", hidden=True)(lay_out_share)

T = TypeVar("T")


@flows.command("list")
def list_(as_json: AsJson = False) -> None:
    """Each service with the release in force, and what is scheduled or waits for approval."""
    settings = load_settings()
    if settings.of_a_hall:  # what is in force here is the hall's word
        from kiosk.clock import SystemClock
        from kiosk.in_force_here import in_force_here

        found = ask_store(lambda store: in_force_here(settings, store, SystemClock()))
        told.print_in_force(found, as_json=as_json)
    else:
        told.print_standings(_asked, as_json=as_json)


@flows.command("releases")
def releases(service: Service, as_json: AsJson = False) -> None:
    """Every release of a service, with what changed in each."""
    told.print_releases(_asked, service, as_json=as_json)


@flows.command("publish")
def publish(
    path: File, starts_on: StartsOn = None, based_on: BasedOn = None, screens: Screens = True
) -> None:
    """Check a service and publish it as its next release; the number is written into it."""
    _is_shaped_here()
    told.publish_file(_asked, path, starts_on, based_on, screens=screens)


@flows.command("import")
def import_(paths: Files, screens: Screens = True) -> None:
    """Check several services and publish each; one that is in force already is passed over."""
    _is_shaped_here()
    import_files(_asked, paths, screens=screens)


@flows.command("approve")
def approve(service: Service, number: Number) -> None:
    """Approve a proposed release, as the second person; then it is published."""
    told.done(_shaping, lambda book: book.approve(service, number, CONSOLE))


@flows.command("withdraw")
def withdraw(service: Service, number: Number) -> None:
    """Take back a release that is proposed, or has not begun yet."""
    told.done(_shaping, lambda book: book.withdraw(service, number, CONSOLE))


@flows.command("roll-back")
def roll_back(service: Service, number: Number) -> None:
    """Go back to a release that was in force before, at once."""
    told.done(_shaping, lambda book: book.roll_back(service, number, CONSOLE))


@flows.command("retire")
def retire(service: Service) -> None:
    """Offer a service no more; its releases stay, and publishing or rolling back brings it back."""
    told.done(_shaping, lambda book: book.retire(service, CONSOLE))


@flows.command("diff")
def diff(service: Service, before: Before, after: After) -> None:
    """What changed from one release of a service to another, in words."""
    told.print_diff(_asked, service, before, after)


@flows.command("export")
def export(folder: Folder, only: Only = None) -> None:
    """Write every release into a folder as it was published, with a manifest of their SHA-256."""
    told.export_to(_asked, folder, only)


@flows.command("schema")
def schema() -> None:
    """The JSON Schema of a service's file, for editors."""
    from kiosk.studio.schema import flow_schema

    print_json(flow_schema())


def _asked(work: Callable[[ReleaseBook], Awaitable[T]]) -> T:
    return ask_store(lambda store: work(store.releases))


def _shaping(work: Callable[[ReleaseBook], Awaitable[T]]) -> T:
    _is_shaped_here()
    return _asked(work)


def _is_shaped_here() -> None:
    """Before anything is changed: where there is a hub, the services are the hall's."""
    if load_settings().of_a_hall:
        raise SettingsError(
            "This machine belongs to a hall with a hub: its services are published there, for all kiosks. "
            "Open the studio at a desk of the hall, or on the hub's machine run: kiosk hub flows"
        )
