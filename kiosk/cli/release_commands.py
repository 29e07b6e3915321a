"""What the commands about releases ask and print, at this machine's store or at the hall's hub."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol, TypeVar

import typer

from kiosk.cli.flow_check import check, must_fit
from kiosk.cli.shown import print_json
from kiosk.officers.record import CONSOLE
from kiosk.settings import SettingsError
from kiosk.settings import load as load_settings

if TYPE_CHECKING:
    from kiosk.message import Message
    from kiosk.studio.here import InForce
    from kiosk.studio.releases import Published, ReleaseBook, Standing

T = TypeVar("T")

Service = Annotated[str, typer.Argument(metavar="SERVICE", help="The service's id, such as endorsement.")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The number of a release.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="A service, as YAML.")]
Files = Annotated[list[Path], typer.Argument(metavar="FILE...")]
StartsOn = Annotated[
    datetime | None,
    typer.Option("--from", formats=["%Y-%m-%d"], help="In force from this day on; at once without."),
]
BasedOn = Annotated[
    int | None, typer.Option(help="Refuse it if this is not the number of the last release any more.")
]
Screens = Annotated[
    bool, typer.Option("--screens/--no-screens", help="Lay every text out on the real screens first.")
]
Before = Annotated[int, typer.Argument(metavar="A")]
After = Annotated[int, typer.Argument(metavar="B")]
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Made where there is none.")]
Only = Annotated[str | None, typer.Option("--service", metavar="SERVICE", help="This one alone.")]


class Asked(Protocol):
    """Does some work on a book of releases; what is refused is told in a line."""

    def __call__(self, work: Callable[[ReleaseBook], Awaitable[T]]) -> T:
        """Do it."""
        ...


def print_standings(asked: Asked, *, as_json: bool) -> None:
    """Each service with the release in force, and what is scheduled or waits for approval."""
    found = asked(lambda book: book.standings())
    if as_json:
        print_json([_standing_row(one) for one in found])
        return
    for one in found:
        told = [one.service, "not offered" if one.live is None else f"{one.live} in force"]
        told += [f"{number} from {day}" for number, day in one.scheduled]
        told += [f"{number} waits for approval" for number in one.proposed]
        typer.echo("  ".join(told))
    typer.echo(f"{len(found)} in all")


def print_in_force(found: Sequence[InForce], *, as_json: bool) -> None:
    """The same on a machine of a hall, with where each was published."""
    if as_json:
        print_json([_in_force_row(one) for one in found])
        return
    for one in found:
        told = [one.service, "not offered" if one.number is None else f"{one.number} in force"]
        told += [_FROM[one.origin]]
        told += [f"{number} from {day}" for number, day in one.scheduled]
        told += [] if one.not_served is None else [f"{one.not_served} was not taken: see kiosk doctor"]
        typer.echo("  ".join(told))
    typer.echo(f"{len(found)} in all")


def print_releases(asked: Asked, service: str, *, as_json: bool) -> None:
    """Every release of a service, with what changed in each."""
    found = asked(lambda book: book.releases(service))
    if as_json:
        print_json([_release_row(one) for one in found])
        return
    for one in found:
        by = "" if one.approved_by is None else f", approved by {one.approved_by}"
        at = "came with the product" if one.published_at is None else f"{one.published_at:%Y-%m-%d %H:%M} UTC"
        starts = "" if one.starts_on is None else f", from {one.starts_on}"
        typer.echo(f"{one.number}  {one.sha256[:12]}  {at}  {one.author or '-'}{by}{starts}")
        for sentence in _told(one.changes):
            typer.echo(f"    {sentence}")
    typer.echo(f"{len(found)} in all")


def publish_file(
    asked: Asked, path: Path, starts_on: datetime | None, based_on: int | None, *, screens: bool
) -> None:
    """Check a service, lay it out on the ``screens``, and publish it as its next release."""
    if screens:
        must_fit(path)
    day = None if starts_on is None else starts_on.date()
    made = publish_one(asked, path, based_on, day, pass_over=False)
    assert made is not None
    print_made(made)


def print_diff(asked: Asked, service: str, before: int, after: int) -> None:
    """What changed from one release of a service to another, in words."""
    from kiosk.studio.changes import changes
    from kiosk.studio.numbering import read_release

    found = {one.number: one for one in asked(lambda book: book.releases(service))}
    for number in (before, after):
        if number not in found:
            raise SettingsError(f"There is no release {number} of {service}. See: kiosk flows list")
    old, new = (read_release(found[number].source, service).flow for number in (before, after))
    told = _told(changes(old, new))
    for sentence in told:
        typer.echo(sentence)
    typer.echo(f"{len(told)} in all")


def export_to(asked: Asked, folder: Path, only: str | None) -> None:
    """Write every release into a folder as it was published, with a manifest of their SHA-256."""
    from kiosk.studio.archive import MANIFEST, archive

    async def work(book: ReleaseBook) -> list[Published]:
        services = [one.service for one in await book.standings()]
        wanted = [one for one in services if only in (None, one)]
        return [release for one in wanted for release in await book.releases(one)]

    found = asked(work)
    if not found:
        raise SettingsError(f"There is no service {only}. See: kiosk flows list")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, raw in archive(found).items():
            (folder / name).write_bytes(raw)
    except OSError as error:
        raise SettingsError(f"{folder} cannot be written ({error.strerror}). Name another folder.") from None
    typer.echo(f"{len(found)} release(s) and {MANIFEST} in {folder}")


def done(asked: Asked, work: Callable[[ReleaseBook], Awaitable[None]]) -> None:
    """Do it and say so."""
    asked(work)
    typer.echo("Done.")


def publish_one(
    asked: Asked, path: Path, based_on: int | None, day: date | None, *, pass_over: bool
) -> Published | None:
    """None where it is in force already, and is to be passed over then.

    What the check finds is told as ``flows check`` tells it, and ends the command.
    """
    from kiosk.officers.roll import Refused
    from kiosk.studio.releases import SAME, has_problems

    service, source = read_service(path)
    amiss = False

    async def work(book: ReleaseBook) -> Published | None:
        try:
            return await book.publish(service, source, CONSOLE, based_on=based_on, starts_on=day)
        except Refused as refused:
            if pass_over and refused.reason == SAME:
                return None
            if refused.reason.id == has_problems(0, 0).id:
                nonlocal amiss
                amiss = True
                return None
            raise

    made = asked(work)
    if amiss:
        check([path])
    return made


def print_made(made: Published) -> None:
    """What changed, and from when on it is in force."""
    for sentence in _told(made.changes):
        typer.echo(f"    {sentence}")
    waits = load_settings().releases_need_approval
    begins = "waits for approval by a second person" if waits else f"in force {made.starts_on or 'at once'}"
    typer.echo(f"{made.service} {made.number}: {begins}")


def read_service(path: Path) -> tuple[str, str]:
    """(service, text) of a file. What keeps it from being read is told as ``flows check`` tells it."""
    from kiosk.flow.load import load
    from kiosk.flow.problem import FlowFileError

    if not path.is_file():
        raise SettingsError(f"There is no file {path}.")
    try:
        release = load(path)
    except FlowFileError:
        check([path])
        raise
    return release.flow.id, release.source


def _standing_row(one: Standing) -> dict[str, object]:
    scheduled = [{"number": number, "from": day} for number, day in one.scheduled]
    return {
        "service": one.service,
        "live": one.live,
        "scheduled": scheduled or None,
        "proposed": list(one.proposed) or None,
    }


_FROM = {
    "product": "came with the product",
    "here": "published on this machine",
    "hall": "published in the hall",
}


def _in_force_row(one: InForce) -> dict[str, object]:
    scheduled = [{"number": number, "from": day} for number, day in one.scheduled]
    return {
        "service": one.service,
        "live": one.number,
        "published": one.origin,
        "scheduled": scheduled or None,
        "not_taken": one.not_served,
    }


def _release_row(one: Published) -> dict[str, object]:
    left_out = {"source", "changes"}
    told = {name: value for name, value in vars(one).items() if name not in left_out}
    return {**told, "changes": _told(one.changes)}


def _told(changes: tuple[Message, ...]) -> list[str]:
    from kiosk import outfit
    from kiosk.paths import Paths
    from kiosk.studio.changes import told

    words = outfit.load_words(Paths.here().locales)["en"]
    return [told(change, words) for change in changes]
