"""Figures as tables, and tables as CSV and JSON."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

from kiosk.figures.book import Figures
from kiosk.figures.calls import HOURS
from kiosk.figures.ratings import LEVELS

Cell = str | int | float | None

_Rows = tuple[tuple[Cell, ...], ...]
_FORMULA = frozenset("=+-@＝＋－＠")
_DIGITS = 4


@dataclass(frozen=True)
class Table:
    """name: also the file's, without its ending. The words of name and header are slugs in English."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(figures: Figures) -> tuple[Table, ...]:
    """All of them. Shares are 0 to 1, times seconds; what is not known is None.

    Ratings, visits and questions that only the kiosks know are in no table.
    """
    calls, ratings, visits = figures.calls, figures.ratings, figures.visits
    times = (
        ("seen", calls.to_seen),
        ("claim", calls.to_claim),
        ("arrival", calls.to_arrival),
        ("done", calls.to_done),
    )
    told: tuple[Table, ...] = (
        Table("totals", ("measure", "value"), _totals(figures)),
        Table(
            "call_times",
            ("until", "known", "median_s", "p90_s", "p95_s"),
            tuple((until, told.known, told.median_s, told.p90_s, told.p95_s) for until, told in times),
        ),
        Table("calls_by_hour", ("hour", "calls"), tuple(zip(HOURS, calls.by_hour, strict=True))),
        Table("calls_by_day", ("day", "calls"), tuple((str(day), count) for day, count in calls.by_day)),
        Table(
            "calls_by_step",
            ("service", "step", "calls"),
            tuple((each.service, each.step, each.calls) for each in calls.by_step),
        ),
        Table(
            "officers",
            ("officer", "done", "helped", "thanked", "claim_median_s", "arrival_median_s"),
            tuple(
                (e.officer, e.done, e.helped, e.thanked, e.to_claim.median_s, e.to_arrival.median_s)
                for e in figures.officers
            ),
        ),
    )
    if visits is not None:
        by_service = tuple((e.service, e.visits, e.handed_in, e.given_up) for e in visits.by_service)
        by_step = tuple((e.service, e.step, e.left, e.timed_out) for e in visits.by_step)
        told += (
            Table("visits_by_service", ("service", "visits", "handed_in", "given_up"), by_service),
            Table("give_ups_by_step", ("service", "step", "left", "timed_out"), by_step),
        )
    if ratings is not None:
        by_level = tuple(zip(LEVELS, ratings.by_level, strict=True))
        told += (Table("ratings_by_level", ("level", "ratings"), by_level),)
    return told


def _totals(figures: Figures) -> _Rows:
    period, calls, ratings, visits = figures.period, figures.calls, figures.ratings, figures.visits
    told: _Rows = (
        ("first_day", str(period.first)),
        ("last_day", str(period.last)),
        ("calls", calls.total),
        ("priority_calls", calls.priority),
        ("priority_share", _rounded(calls.priority_share)),
        ("priority_helped", calls.priority_helped),
        ("still_open", calls.still_open),
        ("cancelled", calls.cancelled),
        ("helped", calls.helped),
        ("to_window", calls.to_window),
        ("not_solved", calls.not_solved),
        ("solved_share", _rounded(calls.solved_share)),
    )
    if visits is not None:
        told += (
            ("visits", visits.visits),
            ("visits_handed_in", visits.handed_in),
            ("visits_told", visits.told),
            ("visits_left", visits.left),
            ("visits_timed_out", visits.timed_out),
            ("visits_to_window", visits.to_window),
            ("visits_out_of_service", visits.out_of_service),
            ("visits_given_up_share", _rounded(visits.given_up_share)),
        )
    if (questions := figures.questions) is not None:
        told += (
            ("questions", questions.asked),
            ("questions_answered", questions.answered),
            ("questions_unreached", questions.unreached),
            ("questions_open", questions.open),
            ("questions_late", questions.late),
            ("questions_from_home", questions.home),
            ("questions_by_telephone", questions.phone),
            ("question_answer_median_s", questions.to_answer.median_s),
            ("question_answer_p90_s", questions.to_answer.p90_s),
        )
    if ratings is None:
        return told
    return (
        *told,
        ("ratings", ratings.ratings),
        ("satisfied", ratings.satisfied),
        ("satisfied_share", _rounded(ratings.satisfied_share)),
        ("cases", ratings.cases),
        ("cases_rated", ratings.rated),
        ("response_rate", _rounded(ratings.response_rate)),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def csv_text(table: Table) -> str:
    """By RFC 4180, the header first; what is not known is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(defused(cell) for cell in table.header)
    writer.writerows([defused(cell) for cell in row] for row in table.rows)
    return text.getvalue()


def defused(cell: Cell) -> Cell:
    """A text that a spreadsheet would read as a formula, with an apostrophe before it: then it is a text.

    Before the sign, white space and what cannot be seen are looked through, as some spreadsheets do.
    """
    if not isinstance(cell, str):
        return cell
    seen = next((sign for sign in cell if sign.isprintable() and not sign.isspace()), None)
    return f"'{cell}" if seen in _FORMULA else cell


def tables_json(told: tuple[Table, ...]) -> dict[str, Any]:
    """Ready for JSON: a list of rows a table; the totals as one object."""
    return {table.name: _json(table) for table in told}


def _json(table: Table) -> Any:
    if table.name == "totals":
        return {str(measure): value for measure, value in table.rows}
    return [dict(zip(table.header, row, strict=True)) for row in table.rows]
