"""``kiosk retention``: what has outlived the time for which it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from kiosk.cli.officers import ask_store
from kiosk.cli.shown import AsJson, print_json
from kiosk.officers.record import CONSOLE
from kiosk.settings import load

if TYPE_CHECKING:
    from kiosk.store.retention import Gone

retention = typer.Typer(no_args_is_help=True, help="How long things are kept, and what goes.")


@retention.command("show")
def show(as_json: AsJson = False) -> None:
    """For how many days each kind is kept, and what would go now."""
    from kiosk import outfit

    keep = outfit.keep(load())
    due = ask_store(lambda store: store.retention.due(keep))
    if as_json:
        print_json([_json(gone) | {"days": keep.days(gone.kind)} for gone in due])
        return
    for gone in due:
        typer.echo(f"{gone.kind}  {keep.days(gone.kind)} days  {_line(gone)}")


@retention.command("run")
def run(as_json: AsJson = False) -> None:
    """Delete it now; the kiosk does so by itself every day. Each lot stands on record.

    What is open, and what a hub has still to hear, stays.
    """
    from kiosk import outfit

    keep = outfit.keep(load())
    lots = ask_store(lambda store: store.retention.run(keep, CONSOLE))
    if as_json:
        print_json([_json(gone) for gone in lots])
        return
    for gone in lots:
        typer.echo(f"{gone.kind}  {_line(gone)}")
    typer.echo(f"{sum(gone.count for gone in lots)} deleted")


def _json(gone: Gone) -> dict[str, object]:
    return {
        "kind": str(gone.kind),
        "count": gone.count,
        "oldest": None if gone.oldest is None else f"{gone.oldest:%Y-%m-%d}",
        "newest": None if gone.newest is None else f"{gone.newest:%Y-%m-%d}",
    }


def _line(gone: Gone) -> str:
    if gone.oldest is None or gone.newest is None:
        return "nothing"
    return f"{gone.count} of {gone.oldest:%Y-%m-%d} to {gone.newest:%Y-%m-%d}"
