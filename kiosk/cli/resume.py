"""``kiosk resume``: a desk goes on with a visit that was brought to it."""

from __future__ import annotations

import sys

import typer

from kiosk.cli import wiring


def resume() -> None:
    """Go on with an unfinished visit, given on the standard input; how it ended is said on the output."""
    from kiosk.cli import commands
    from kiosk.visit.travelling import CannotResume, Ended, Travelling
    from screens.shell.app import run
    from screens.shell.parts import Resumed

    ends = [Ended(how="left")]
    try:
        travelling = Travelling.read(sys.stdin.buffer.read().decode(errors="replace"))
    except CannotResume:
        typer.echo(ends[-1].model_dump_json())
        return
    settings = commands._settings(windowed=True)
    viewing = commands._viewing(settings)
    note_error = commands._log(settings)
    parts = wiring.kiosk_parts(settings, Resumed(travelling, ends.append))
    run(parts, note_error, commands._once_up(viewing))
    typer.echo(ends[-1].model_dump_json())
