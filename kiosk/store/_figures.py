"""What figures are made from, in SQL: only the columns that they need, nothing sealed among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, func
from sqlmodel import col, select

from kiosk.figures.book import NEEDED, Figures, a_call, figures_of
from kiosk.figures.period import Period
from kiosk.figures.ratings import LEVELS, RatingFigures
from kiosk.store._engine import reading
from kiosk.store._tables import CaseRow, RatingRow
from kiosk.store.failure import StoreFailed, Trouble

_MADE = f"SELECT {', '.join(NEEDED)} FROM call WHERE created_at >= ? AND created_at < ?"  # noqa: S608
_TIMES = frozenset(at for at, name in enumerate(NEEDED) if name.endswith("_at"))


def _kept(moment: datetime) -> str:
    """As SQLite has it."""
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"


def _values(row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(_time(value) if at in _TIMES else value for at, value in enumerate(row))


def _time(kept: str | None) -> datetime | None:
    return None if kept is None else datetime.fromisoformat(kept).replace(tzinfo=UTC)


def read_figures(engine: Engine, period: Period) -> Figures:
    """Of this machine."""
    first, after = period.bounds()
    with reading(engine) as session:
        rows = session.connection().exec_driver_sql(_MADE, (_kept(first), _kept(after))).all()
        try:
            calls = [a_call(*_values(row)) for row in rows]
        except (ValueError, TypeError):
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
