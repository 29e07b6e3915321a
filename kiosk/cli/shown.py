"""How the commands print what they found."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def show(rows: list[dict[str, object]], columns: tuple[str, ...], *, as_json: bool) -> None:
    """A line a row, and how many they are; or all of it as JSON."""
    if as_json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(line(row.get(column) for column in columns))
    typer.echo(f"{len(rows)} in all")


def line(cells: Iterable[object]) -> str:
    """Cells side by side; what is not known is a dash."""
    return "  ".join("-" if cell is None else str(cell) for cell in cells)


def print_json(value: object) -> None:
    """As JSON, in its own characters."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
