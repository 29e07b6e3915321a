"""Thanks of officers, in SQL, and their counting."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import uuid4

from sqlalchemy import func
from sqlmodel import Session, col, select

from kiosk.cases.facts import FactKind, Thanks, ThanksFact
from kiosk.clock import Clock
from kiosk.figures.period import Period
from kiosk.store._noting import note_fact
from kiosk.store._tables import ThanksRow


def thank(session: Session, officers: Collection[str], clock: Clock) -> None:
    """Each of them once, today in the hall."""
    if not officers:
        return
    day = clock.today()
    session.add_all(ThanksRow(id=str(uuid4()), officer=officer, day=day) for officer in set(officers))
    session.flush()
    # By the day: what waits for the hub stands beside the rating, and must not name whom it thanked.
    note_fact(session, FactKind.THANKS, day.isoformat(), clock)


def thanks_of(session: Session, day: date) -> ThanksFact | None:
    """All of one day."""
    rows = session.exec(select(ThanksRow).where(ThanksRow.day == day).order_by(col(ThanksRow.id))).all()
    return ThanksFact(day, tuple(Thanks(row.id, row.officer) for row in rows)) if rows else None


def count_thanks(session: Session, period: Period) -> dict[str, int]:
    """How often each officer was thanked in these days."""
    rows = session.exec(
        select(ThanksRow.officer, func.count())
        .where(col(ThanksRow.day).between(period.first, period.last))
        .group_by(col(ThanksRow.officer))
    )
    return dict(rows.all())
