"""``kiosk writing``: how well handwriting is read."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

PROBLEMS, WRONG_USE = 1, 2

writing = typer.Typer(no_args_is_help=True, help="Writing by hand.")


@writing.callback()
def _group() -> None:
    # With one command alone typer would drop the group's name.
    return


@writing.command("bench")
def bench(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="Samples, one JSON object a line.")],
    context: Annotated[
        bool, typer.Option("--context", help="Let what the field expects put the guesses in order too.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Read written characters and print how often the right one came first, or among the first ten.

    A line is {"label": "永", "strokes": [[[x, y], ...], ...]}, with "field" (name, address or text), "before"
    and "places" where the context is to know them. Ends with 1 where a line could not be read, with 2 where
    none could.
    """
    from kiosk.paths import Paths
    from kiosk.writing.hand.bench import BadLine, Sample, measure, samples
    from kiosk.writing.hand.context import Context
    from kiosk.writing.hand.load import engines
    from kiosk.writing.hand.model import ModelUnusable

    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            read = list(samples(lines))
    except OSError as error:
        typer.echo(f"{file} cannot be read: {error.strerror}", err=True)
        raise typer.Exit(WRONG_USE) from None
    bad = [each for each in read if isinstance(each, BadLine)]
    written = [each for each in read if isinstance(each, Sample)]
    for each in bad:
        typer.echo(f"line {each.number}: {each.why}", err=True)
    if not written:
        typer.echo(f"{file} holds no sample", err=True)
        raise typer.Exit(WRONG_USE)
    try:
        there = engines(Paths.here().handwriting)
    except ModelUnusable as error:
        typer.echo(f"The network for handwriting cannot be used ({error}). Run: make setup", err=True)
        raise typer.Exit(WRONG_USE) from None
    if "zinnia" not in there:
        typer.echo("zinnia is not installed: setup/system run", err=True)
    ranked = Context.load(Paths.here().data).ranked if context else None
    rows = measure(there, written, ranked)
    if as_json:
        told = {
            "rows": [asdict(row) for row in rows],
            "bad": [asdict(each) for each in bad],
            "context": context,
        }
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        typer.echo(f"{'engine':10}{'n':>8}{'top-1':>8}{'top-10':>8}{'median ms':>11}{'95 % ms':>9}")
        for row in rows:
            typer.echo(
                f"{row.engine:10}{row.n:8}{row.top_1:8.2f}{row.top_10:8.2f}{row.median_ms:11.1f}{row.p95_ms:9.1f}"
            )
    if bad:
        raise typer.Exit(PROBLEMS)
