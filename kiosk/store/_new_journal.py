"""A kiosk's changes counted anew, in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from kiosk.store._tables import JournalRow

# In two steps, as no number may stand twice on the way.
_PLACE = (
    "UPDATE outgoing_change SET seq = -place.n, body = json_set(body, '$.seq', place.n) "
    "FROM (SELECT seq AS was, row_number() OVER (ORDER BY seq) AS n FROM outgoing_change WHERE kiosk = ?) "
    "AS place WHERE kiosk = ? AND seq = place.was"
)
_SETTLE = "UPDATE outgoing_change SET seq = -seq WHERE kiosk = ?"


def begin_anew(session: Session, row: JournalRow, journal: str, now: datetime) -> None:
    """All changes that are kept get new numbers, from 1 on, in ``journal``; none counts as delivered.

    ``told`` stays: it counts the hub's decisions, whatever the journal.
    """
    close_gaps(session, row)
    row.journal, row.delivered, row.begun_at = journal, 0, now
    row.refused_as = row.refused_why = row.refused_at = None
    session.add(row)


def close_gaps(session: Session, row: JournalRow) -> None:
    """Number the changes that are kept from 1 on. Only where no hub has heard a number of this journal."""
    execute = session.connection().exec_driver_sql
    row.made = execute(_PLACE, (row.kiosk, row.kiosk)).rowcount
    execute(_SETTLE, (row.kiosk,))
    session.add(row)
