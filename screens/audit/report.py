"""The audit as one page: the table, every failure with its picture, and the gallery."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from screens.audit.looks import NOTE
from screens.audit.measure import Row
from screens.audit.pictures import SHOWN
from screens.audit.run import Result
from screens.audit.table import HEAD, cells, where

STYLE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>The audit</title>
<style>
body { font-family: "Noto Sans SC", sans-serif; background: #FAF6EC; color: #1B1A17; margin: 2em; }
table { border-collapse: collapse; }
td, th { border: 1px solid #575347; padding: 0.3em 0.6em; text-align: left; }
tr.failed { background: #FFD9D0; } figure { display: inline-block; margin: 0.5em; vertical-align: top; }
figure { width: 216px; } img { width: 216px; border: 1px solid #575347; }
figcaption { font-size: 12px; overflow-wrap: anywhere; }
</style>
"""


def write_report(result: Result, out: Path) -> Path:
    """Write ``index.html`` beside the pictures."""
    parts = [STYLE, "<h1>The audit</h1>", _table(result)]
    for row in result.tally.rows.values():
        if row.found:
            parts += _failures(row)
    parts += _gallery(result)
    index = out / "index.html"
    index.write_text("\n".join(parts) + "\n", encoding="utf-8")
    return index


def _table(result: Result) -> str:
    rows = ["<tr>" + "".join(f"<th>{h}</th>" for h in HEAD) + "</tr>"]
    for row in result.tally.rows.values():
        kind = ' class="failed"' if row.failures else ""
        rows.append(f"<tr{kind}>" + "".join(f"<td>{escape(c)}</td>" for c in cells(row)) + "</tr>")
    total = f"<p>{NOTE}</p><p>{result.tally.sum}</p>"
    return "<table>" + "\n".join(rows) + "</table>" + total


def _failures(row: Row) -> Iterator[str]:
    yield f"<h2>{escape(row.check)}: {row.failures}</h2>"
    for found in row.found:
        words = escape(f"{where(found)}: {found.measure.value:g} / {found.measure.floor:g}")
        if found.picture:
            file = escape(found.picture)
            yield _figure(file, words)
        else:
            yield f"<p>{words}</p>"


def _figure(file: str, words: str) -> str:
    return (
        f'<figure><a href="{file}"><img loading="lazy" src="{file}" alt="{words}"></a>'
        f"<figcaption>{words}</figcaption></figure>"
    )


def _gallery(result: Result) -> Iterator[str]:
    yield "<h2>Every screen</h2>"
    looks = sorted((look.name for look in SHOWN), key=len, reverse=True)

    def shot(name: str) -> str:
        return next((name.removesuffix(f"-{x}.png") for x in looks if name.endswith(f"-{x}.png")), name)

    for name, some in groupby(sorted(result.pictures, key=lambda n: (shot(n), n)), key=shot):
        yield f"<h3>{escape(name)}</h3>"
        for file in some:
            yield _figure(escape(file), escape(file.removeprefix(f"{name}-").removesuffix(".png")))
