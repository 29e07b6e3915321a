"""``kiosk prepared``: forms that residents filled in at home, where they lie on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from kiosk.cli.officers import ask_store
from kiosk.cli.prepared_told import Codes, FromDay, ToDay, days, print_lying, print_purged
from kiosk.cli.shown import AsJson
from kiosk.officers.record import CONSOLE
from kiosk.settings import SettingsError, load

if TYPE_CHECKING:
    from kiosk.settings import Settings

prepared = typer.Typer(no_args_is_help=True, help="Forms that residents filled in at home.")


@prepared.command("show")
def show(as_json: AsJson = False) -> None:
    """How many lie here, how many codes are taken, and whether codes can be entered."""
    _here(load())
    print_lying(ask_store(lambda store: store.prepared.lying()), as_json)


@prepared.command("purge")
def purge(from_: FromDay = "", to: ToDay = "", codes: Codes = False) -> None:
    """Wipe them before their time, on record: all, or those that were kept on these days.

    Who kept one fills it in anew. Its code is given to nobody else for a month, but with --codes.
    """
    _here(load())
    since, before = days(from_, to)
    print_purged(ask_store(lambda store: store.prepared.purge(CONSOLE, since, before, codes=codes)))


@prepared.command("release")
def release() -> None:
    """Let codes be entered again at once, after many wrong ones; on record.

    So can cases and answers to questions be looked up again, whose wrong tries are counted beside them.
    """
    _here(load())
    ask_store(lambda store: store.prepared.release_codes(CONSOLE))
    typer.echo("Done.")


def _here(settings: Settings) -> None:
    """See that they lie on this machine."""
    if settings.hub_url is not None:
        raise SettingsError("In this hall they lie at the hub. There, run: kiosk hub prepared ...")
