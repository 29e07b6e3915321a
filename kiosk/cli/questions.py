"""``kiosk questions``: what residents asked, and what was done about it."""

from __future__ import annotations

from typing import Annotated

import typer

from kiosk.cli.officers import note_answers_seen
from kiosk.cli.shown import AsJson, show
from kiosk.settings import load

questions = typer.Typer(no_args_is_help=True, help="Questions that residents asked at the kiosk.")


@questions.command("list")
def questions_list(
    every: Annotated[bool, typer.Option("--all", help="Closed ones too, the oldest first.")] = False,
    as_json: AsJson = False,
    reveal: Annotated[bool, typer.Option("--reveal", help="Show what was asked and answered too.")] = False,
) -> None:
    """Every open question, the urgent ones first; what residents and officers wrote is not shown."""
    from kiosk.enquiry import all_questions

    rows = all_questions(load(), every=every, reveal=reveal)
    if reveal:
        note_answers_seen([row["id"] for row in rows])
    show(
        rows,
        ("id", "number_grouped", "asked_at", "priority", "state", "service", "kiosk"),
        as_json=as_json or reveal,
    )
