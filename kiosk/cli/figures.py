"""``kiosk figures``: what can be learnt from calls and ratings."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.shown import AsJson, line, print_json
from kiosk.settings import SettingsError, load

if TYPE_CHECKING:
    from kiosk.figures.table import Table

_DAY = ["%Y-%m-%d"]


def figures(
    first: Annotated[datetime, typer.Option("--from", formats=_DAY, metavar="DATE", help="The first day.")],
    last: Annotated[
        datetime, typer.Option("--to", formats=_DAY, metavar="DATE", help="The last day, counted in.")
    ],
    to_csv: Annotated[
        Path | None, typer.Option("--csv", metavar="DIR", help="Write one CSV file a table here.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Calls and ratings of some days, in figures: hours and days as in the hall, shares 0 to 1."""
    from kiosk.enquiry import figure_tables
    from kiosk.figures.period import Period
    from kiosk.figures.table import tables_json

    try:
        period = Period(first.date(), last.date())
    except ValueError:
        raise SettingsError(f"--to {last:%Y-%m-%d} lies before --from {first:%Y-%m-%d}.") from None
    told = figure_tables(load(), period)
    if to_csv is not None:
        _write(told, to_csv)
    if as_json:
        print_json(tables_json(told))
    elif to_csv is not None:
        typer.echo(f"{len(told)} tables in {to_csv}")
    else:
        _print(told)


def _print(told: tuple[Table, ...]) -> None:
    for table in told:
        typer.echo(f"{table.name}: {line(table.header)}")
        for row in table.rows:
            typer.echo(f"  {line(row)}")


def _write(told: tuple[Table, ...], folder: Path) -> None:
    from kiosk.figures.table import csv_text

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table in told:
            (folder / f"{table.name}.csv").write_text(csv_text(table), encoding="utf-8", newline="")
    except OSError as error:
        raise SettingsError(f"--csv {folder} cannot be written ({error.strerror}).") from None
