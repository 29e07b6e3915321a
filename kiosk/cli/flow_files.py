"""``kiosk flows export`` and ``schema``: services as files for elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.officers import ask_store
from kiosk.cli.shown import print_json
from kiosk.settings import SettingsError

if TYPE_CHECKING:
    from kiosk.store.local import LocalStore
    from kiosk.studio.releases import Published


def export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Made where there is none.")],
    only: Annotated[str | None, typer.Option("--service", metavar="SERVICE", help="This one alone.")] = None,
) -> None:
    """Write every release into a folder as it was published, with a manifest of their SHA-256."""
    from kiosk.studio.archive import MANIFEST, archive

    async def work(store: LocalStore) -> list[Published]:
        services = [one.service for one in await store.releases.standings()]
        wanted = [one for one in services if only in (None, one)]
        return [release for one in wanted for release in await store.releases.releases(one)]

    found = ask_store(work)
    if not found:
        raise SettingsError(f"There is no service {only}. See: kiosk flows list")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, raw in archive(found).items():
            (folder / name).write_bytes(raw)
    except OSError as error:
        raise SettingsError(f"{folder} cannot be written ({error.strerror}). Name another folder.") from None
    typer.echo(f"{len(found)} release(s) and {MANIFEST} in {folder}")


def schema() -> None:
    """The JSON Schema of a service's file, for editors."""
    from kiosk.studio.schema import flow_schema

    print_json(flow_schema())
