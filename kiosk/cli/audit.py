"""``kiosk audit``: every screen measured against the numbers that residents need."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli import wiring
from kiosk.settings import load

FAILED = 1


def audit(
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the report with its pictures here.")
    ] = None,
    only: Annotated[str, typer.Option(help="Only screens whose name contains this.")] = "",
    covering: Annotated[
        bool, typer.Option("--covering", help="Each screen once, every two properties of a look together.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure every screen in every look. Ends with 1 where something is not as it must be."""
    from screens.audit import report, table
    from screens.audit.run import Plan
    from screens.audit.run import audit as measure

    begun = time.monotonic()
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for old in out.glob("*.png"):
            old.unlink()
    result = measure(Plan(wiring.tour_parts(load(), only), covering=covering, out=out))
    took = round(time.monotonic() - begun)
    if out is not None:
        report.write_report(result, out)
    if as_json:
        typer.echo(json.dumps({**table.as_json(result), "seconds": took}, ensure_ascii=False, indent=2))
    else:
        for line in table.lines(result):
            typer.echo(line)
        typer.echo(f"{took} s" + (f", report in {out}" if out is not None else ""))
    raise typer.Exit(FAILED if result.tally.failures else 0)
