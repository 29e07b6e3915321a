"""What the commands about officers ask and print."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated

import typer

from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import Entry, Fault, Verdict

BROKEN, REFUSED = 1, 2

Number = Annotated[str, typer.Argument(help="The officer's number, 3 to 8 digits.")]
Roles = Annotated[list[Role] | None, typer.Option("--role", help="May be given more than once.")]
PinStdin = Annotated[bool, typer.Option("--pin-stdin", help="Read the PIN from standard input, one line.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


_FAULTS = {
    Fault.CHANGED: "it was changed",
    Fault.REMOVED: "it was taken out",
    Fault.REORDERED: "it stands in another place than where it was written",
    Fault.CUT_OFF: "it was cut off, and whatever followed",
    Fault.FORGED: "it was written by somebody who had not this machine's key",
    Fault.UNMARKED: "where the record ends is not marked any more, so something may have been cut off",
    Fault.NO_MARKS: "the entries up to {earlier} have no marks, though the record was marked: either a "
    "backup from before there were marks was put back (if you know that it was, run: {mark}), or somebody "
    "took the marks away",
    Fault.OTHER_KEY: "it is marked with a key that the key file has not: either that file is older than what "
    "stands here (put back the newest copy of it), or somebody without the key wrote the mark",
}


def new_pin(from_stdin: bool) -> str:
    """Asked for twice, or one line of standard input."""
    if from_stdin:
        return sys.stdin.readline().strip()
    told: str = typer.prompt("New PIN", hide_input=True, confirmation_prompt="The same again")
    return told


@contextmanager
def refusals() -> Iterator[None]:
    """A refusal is told in a line, and ends with 2."""
    from kiosk import outfit
    from kiosk.officers.roll import Refused
    from kiosk.paths import Paths

    try:
        yield
    except Refused as refused:
        words = outfit.load_words(Paths.here().locales)["en"]
        typer.echo(f"kiosk: {words.say(refused.reason.id, **refused.reason.params)}", err=True)
        raise typer.Exit(REFUSED) from None


def print_officers(found: Iterable[Officer], *, as_json: bool) -> None:
    """Everybody, those too who left."""
    all_ = tuple(found)
    if as_json:
        rows = [
            {"number": o.number, "name": o.name, "roles": sorted(o.roles), "active": o.active} for o in all_
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for o in all_:
        told = [o.number, o.name or "-", ",".join(sorted(o.roles))]
        typer.echo("  ".join(told if o.active else [*told, "left"]))
    typer.echo(f"{len(all_)} in all")


def entry_json(entry: Entry) -> dict[str, object]:
    """An entry, ready for JSON."""
    return {**asdict(entry), "at": entry.at.isoformat(), "deed": str(entry.deed)}


def entry_line(entry: Entry) -> str:
    """An entry in one line."""
    at = entry.at.isoformat(timespec="seconds")
    return f"{entry.seq}  {at}  {entry.who}  {entry.deed}  {entry.about}".rstrip()


def verdict_line(verdict: Verdict, where: str, mark: str) -> str:
    """How a record stands. where: what to keep a copy of where it is broken. mark: the command that marks."""
    if verdict.broken is None:
        apart = ""
        if verdict.earlier:
            apart = (
                f" Up to entry {verdict.earlier} they are from before there were marks: if the chain was "
                "made anew before it was marked, nobody can tell."
            )
        return f"{verdict.count} entries, whole.{apart} Head: {verdict.head}"
    why = _FAULTS[verdict.fault or Fault.CHANGED].format(earlier=verdict.earlier, mark=mark)
    return (
        f"The record is broken at entry {verdict.broken}: {why}. "
        f"Keep a copy of {where} as it is, and compare it with the last backup."
    )
