"""What the commands about forms filled in at home take and say, on a kiosk and at the hub alike."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.shown import print_json
from kiosk.clock import HALL_ZONE
from kiosk.settings import SettingsError

if TYPE_CHECKING:
    from kiosk.cases.prepared import Lying, Purged

FromDay = Annotated[str, typer.Option("--from", metavar="DATE", help="Kept on this day or later.")]
ToDay = Annotated[str, typer.Option("--to", metavar="DATE", help="Kept on this day or before.")]
Codes = Annotated[
    bool, typer.Option("--codes", help="Their codes do not rest, and can be given again at once.")
]


def days(from_: str, to: str) -> tuple[datetime, datetime]:
    """From the beginning of the one day in the hall to the end of the other; none: without end."""
    first = _day(from_, "--from") if from_ else date(2000, 1, 1)
    last = _day(to, "--to") if to else date(9000, 1, 1)
    if last < first:
        raise SettingsError("--to: before --from.")
    return _midnight(first), _midnight(last + timedelta(days=1))


def print_lying(lying: Lying, as_json: bool) -> None:
    """How many there are, and where no code is looked at."""
    if as_json:
        print_json(
            {
                "forms": lying.forms,
                "resting": lying.resting,
                "room": lying.room,
                "wait_s": lying.wait_s,
                "shut": list(lying.shut),
            }
        )
        return
    typer.echo(f"{lying.forms} forms, {lying.resting} codes resting, room for {lying.room} more")
    if lying.wait_s:
        typer.echo(f"after wrong codes nothing is looked at for another {lying.wait_s} s")
    if lying.shut:
        typer.echo(f"no code can be entered at: {', '.join(lying.shut)}")


def print_purged(purged: Purged) -> None:
    """What went."""
    typer.echo(f"{purged.count} deleted")


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{option} {text!r}: a day such as 2026-09-30.") from None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=HALL_ZONE)
