"""What figures are made from, in SQL: only the columns that they need, nothing sealed among them."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import Any

from sqlalchemy import Engine, func
from sqlalchemy import select as sql_select
from sqlmodel import col, select

from kiosk.assist.call import Call, CallState, Outcome
from kiosk.figures.book import Figures, figures_of
from kiosk.figures.period import Period
from kiosk.figures.ratings import LEVELS, RatingFigures
from kiosk.store._engine import reading
from kiosk.store._tables import CallRow, CaseRow, RatingRow
from kiosk.store.failure import StoreFailed, Trouble

_NAMES = tuple(field.name for field in fields(Call) if field.name != "note")


def read_figures(engine: Engine, period: Period) -> Figures:
    """Of this machine."""
    first, after = period.bounds()
    with reading(engine) as session:
        table = CallRow.metadata.tables["call"]
        query = sql_select(*(table.c[name] for name in _NAMES)).where(
            table.c.created_at >= first, table.c.created_at < after
        )
        try:
            calls = [_call(dict(zip(_NAMES, row, strict=True))) for row in session.execute(query)]
        except ValueError:
            raise StoreFailed(Trouble.DAMAGED, "a call cannot be read") from None
        levels = Counter(
            dict(
                session.exec(
                    select(RatingRow.level, func.count())
                    .where(col(RatingRow.rated_at) >= first, col(RatingRow.rated_at) < after)
                    .group_by(col(RatingRow.level))
                ).all()
            )
        )
        cases, rated = session.exec(
            select(func.count(), func.count(col(RatingRow.level)))
            .select_from(CaseRow)
            .join(RatingRow, col(RatingRow.visit_id) == col(CaseRow.visit_id), isouter=True)
            .where(col(CaseRow.filed_at) >= first, col(CaseRow.filed_at) < after)
        ).one()
    ratings = RatingFigures(tuple(levels[level] for level in LEVELS), cases, rated)
    return figures_of(calls, ratings, period)


def _call(values: dict[str, Any]) -> Call:
    outcome = values["outcome"]
    values |= {
        "state": CallState(values["state"]),
        "outcome": None if outcome is None else Outcome(outcome),
    }
    return Call(**values)
