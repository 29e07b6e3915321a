"""Wrong tries, of whoever has made them: read and written in a transaction that is under way."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session

from kiosk.cases.guesses import Wrong
from kiosk.store._tables import PreparedGuessRow


def wrong_of(session: Session, asker: str, now: datetime) -> Wrong:
    """Those of one asker, that are not forgotten."""
    row = session.get(PreparedGuessRow, asker)
    kept = Wrong() if row is None else Wrong(row.count, row.at, row.since)
    seen = kept.seen_at(now)
    if seen != kept:
        note(session, asker, seen)
    return seen


def note(session: Session, asker: str, wrong: Wrong) -> None:
    """So many now."""
    values = {"count": wrong.count, "at": wrong.at, "since": wrong.since}
    session.exec(
        insert(PreparedGuessRow)
        .values(asker=asker, **values)
        .on_conflict_do_update(index_elements=["asker"], set_=values)
    )
