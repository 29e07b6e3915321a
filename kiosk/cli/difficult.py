"""``kiosk difficult``: what somebody must see to its end."""

from __future__ import annotations

from typing import Annotated

import typer

from kiosk.cli.officers import note_answers_seen
from kiosk.cli.shown import AsJson, print_json, show
from kiosk.settings import SettingsError, load

difficult = typer.Typer(no_args_is_help=True, help="Difficult cases: what somebody must see to its end.")

Reveal = Annotated[bool, typer.Option("--reveal", help="Show what officers wrote too.")]


@difficult.command("list")
def difficult_list(
    every: Annotated[bool, typer.Option("--all", help="Closed ones too, the oldest first.")] = False,
    as_json: AsJson = False,
    reveal: Reveal = False,
) -> None:
    """Every open difficult case, the one due first first; what officers wrote is not shown."""
    from kiosk.enquiry import difficult_cases

    rows = difficult_cases(load(), every=every, reveal=reveal)
    if reveal:
        note_answers_seen([row["id"] for row in rows])
    show(
        rows,
        ("id", "due", "overdue", "state", "source", "service", "owner"),
        as_json=as_json or reveal,
    )


@difficult.command("show")
def difficult_show(
    case_id: Annotated[str, typer.Argument(metavar="ID", help="The case's id, as listed.")],
    reveal: Reveal = False,
) -> None:
    """One difficult case with its steps, as JSON; what officers wrote is not shown unless --reveal."""
    from kiosk.enquiry import difficult_case

    told = difficult_case(load(), case_id, reveal=reveal)
    if told is None:
        raise SettingsError(f"There is no difficult case {case_id}. See: kiosk difficult list --all")
    if reveal:
        note_answers_seen([case_id])
    print_json(told)
