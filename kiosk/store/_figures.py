"""What figures are made from, in SQL: only the columns that they need, nothing sealed among them."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy import Engine, func
from sqlmodel import col, select

from kiosk.cases.channel import Channel
from kiosk.cases.question import QuestionState
from kiosk.figures.book import Figures
from kiosk.figures.period import Period
from kiosk.figures.questions import Asked, question_figures
from kiosk.figures.ratings import LEVELS, RatingFigures
from kiosk.figures.visits import visit_figures
from kiosk.store._engine import reading
from kiosk.store._tables import CaseRow, QuestionRow, RatingRow
from kiosk.store._tally import tally
from kiosk.store._thanks import count_thanks
from kiosk.store._visit_ends import count_ends
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.working_days import WorkingDays


def read_figures(engine: Engine, period: Period, today: date, calendar: WorkingDays) -> Figures:
    """Of this machine. today, calendar: for questions that nobody has answered in time."""
    first, after = period.bounds()
    with reading(engine) as session:
        try:
            counted = tally(session.connection(), period)
            visits = visit_figures(count_ends(session.connection(), period))
        except (KeyError, ValueError):
            raise StoreFailed(Trouble.DAMAGED, "a call or the end of a visit cannot be read") from None
        thanked = count_thanks(session, period)
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
            .join(QuestionRow, col(QuestionRow.case_id) == col(CaseRow.id), isouter=True)
            # Who asked from home or by telephone stood at no kiosk that would have asked for a rating.
            .where(col(CaseRow.filed_at) >= first, col(CaseRow.filed_at) < after)
            .where(col(QuestionRow.channel).is_(None))
        ).one()
        asked = session.exec(
            select(QuestionRow.state, CaseRow.filed_at, QuestionRow.closed_at, QuestionRow.channel)
            .join(CaseRow, col(CaseRow.id) == col(QuestionRow.case_id))
            .where(col(CaseRow.filed_at) >= first, col(CaseRow.filed_at) < after)
        ).all()
    questions = question_figures(
        (
            Asked(QuestionState(state), at, closed, Channel(channel or Channel.KIOSK))
            for state, at, closed, channel in asked
        ),
        today,
        calendar,
    )
    ratings = RatingFigures(tuple(levels[level] for level in LEVELS), cases, rated)
    return Figures(period, counted.calls(period), counted.officers(thanked), ratings, visits, questions)
