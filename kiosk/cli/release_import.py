"""Taking services over from files, such as those of another station's export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kiosk.cli.flow_check import must_fit
from kiosk.cli.release_commands import Asked, print_made, publish_one, read_service
from kiosk.settings import SettingsError

if TYPE_CHECKING:
    from kiosk.studio.releases import ReleaseBook


def import_files(asked: Asked, paths: Sequence[Path], *, screens: bool) -> None:
    """Check several services and publish each; one that is in force already is passed over.

    None is published where one of them is not what the manifest beside it says, or does not fit on the
    ``screens``.
    """
    for path in paths:
        _compare(path)
    for path in paths if screens else ():
        if not _is_last(asked, path):
            must_fit(path)
    for path in paths:
        made = publish_one(asked, path, None, None, pass_over=True)
        if made is None:
            typer.echo(f"{path}: in force already")
        else:
            print_made(made)


def _compare(path: Path) -> None:
    """With the manifest of an export that it lies in."""
    from kiosk.studio.archive import MANIFEST, is_as_exported

    manifest = path.parent / MANIFEST
    if not (path.is_file() and manifest.is_file()):
        return
    try:
        same = is_as_exported(manifest.read_bytes(), path.name, path.read_bytes())
    except OSError as error:
        raise SettingsError(f"{path} and {manifest} cannot be read ({error.strerror}).") from None
    except ValueError:
        raise SettingsError(f"{manifest} is no manifest of an export. Take the export once more.") from None
    if not same:
        raise SettingsError(
            f"{path} was changed after it was exported (its SHA-256 is not that of {MANIFEST}). "
            "Take the export once more; to publish your own change, move the file to another folder."
        )


def _is_last(asked: Asked, path: Path) -> bool:
    """Whether it is what comes last in force: to lay it out once more would only take time."""
    from kiosk.studio.numbering import numbered, read_release
    from kiosk.studio.releases import Standing

    service, source = read_service(path)

    async def work(book: ReleaseBook) -> bool:
        found = {one.number: one for one in await book.releases(service)}
        standing = next(
            (one for one in await book.standings() if one.service == service), Standing(service, 0)
        )
        numbers = [standing.live or 0, *(number for number, _ in standing.scheduled)]
        last = found.get(numbers[-1])
        return last is not None and numbered(read_release(source, service), last.number).source == last.source

    return asked(work)
