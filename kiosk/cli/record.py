"""``kiosk voice record``: the window in which station staff record a voice."""

from __future__ import annotations

import sys

import typer

from kiosk.cli import wiring


def record() -> None:
    """Record a voice, sentence by sentence, those that residents hear most often first."""
    from kiosk.cli import commands
    from screens.record.app import run

    settings = commands._settings()
    viewing = commands._viewing(settings)
    note_error = commands._log(settings)
    sys.excepthook = lambda _kind, error, _trace: note_error(error)
    raise typer.Exit(run(wiring.record_parts(settings, note_error), commands._once_up(viewing)))
