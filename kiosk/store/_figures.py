"""What figures are made from, in SQL: only the columns that they need, nothing sealed among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func
from sqlmodel import col, select

from kiosk.figures.book import Figures, figures_of
from kiosk.figures.counted import OUTCOMES, STATES, CountedCall
from kiosk.figures.period import Period
from kiosk.figures.ratings import LEVELS, RatingFigures
from kiosk.store._engine import reading
from kiosk.store._tables import CaseRow, RatingRow
from kiosk.store.failure import StoreFailed, Trouble

_MADE = f"SELECT {', '.join(CountedCall._fields)} FROM call WHERE created_at >= ? AND created_at < ?"  # noqa: S608


def _kept(moment: datetime) -> str:
    """As SQLite has it."""
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"


def _counted(row: Sequence[Any]) -> CountedCall:
    service, step, priority, quiet, state, made, seen, claimed, officer, arrived, closed, outcome = row
    created_at = _time(made)
    assert created_at is not None
    return CountedCall(
        service,
        step,
        bool(priority),
        bool(quiet),
        STATES[state],
        created_at,
        _time(seen),
        _time(claimed),
        officer,
        _time(arrived),
        _time(closed),
        OUTCOMES[outcome],
    )


def _time(kept: str | None) -> datetime | None:
    return None if kept is None else datetime.fromisoformat(f"{kept}+00:00")


def read_figures(engine: Engine, period: Period) -> Figures:
    """Of this machine."""
    first, after = period.bounds()
    with reading(engine) as session:
        rows = session.connection().exec_driver_sql(_MADE, (_kept(first), _kept(after))).all()
        try:
            calls = [_counted(row) for row in rows]
        except (KeyError, ValueError, TypeError):
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
