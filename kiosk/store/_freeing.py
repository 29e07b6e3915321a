"""A claim whose officer's desk has fallen silent is free again, on a machine that needs no hub."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, col, select

from kiosk.assist.call import CallState
from kiosk.assist.change import ChangeKind
from kiosk.assist.queue import SILENT_S
from kiosk.clock import Clock
from kiosk.officers.record import Deed
from kiosk.store._outgoing import note_change
from kiosk.store._record import Record
from kiosk.store._tables import CallRow, PresenceRow


def free_silent(session: Session, record: Record, clock: Clock) -> bool:
    """Put back what officers of silent desks had claimed; whether there was any. The calls keep their age.

    Whoever has said at the kiosk that they are there keeps the call. Officers at desks of a hub are not known
    here, and so keep theirs: the hub looks after them.
    """
    limit = clock.now() - timedelta(seconds=SILENT_S)
    rows = session.exec(
        select(CallRow)
        .join(PresenceRow, col(PresenceRow.officer) == col(CallRow.officer))
        .where(
            col(CallRow.state) == CallState.CLAIMED,
            col(CallRow.arrived_at).is_(None),
            col(CallRow.claimed_at) < limit,
            col(PresenceRow.heard_at) < limit,
        )
        .order_by(col(CallRow.id))
    ).all()
    for row in rows:
        officer = row.officer
        assert officer is not None
        row.state, row.officer, row.claimed_at = CallState.WAITING, None, None
        session.add(row)
        session.flush()
        record.append(session, officer, Deed.CALL_FREED, row.id)
        note_change(session, ChangeKind.PUT_BACK, row, clock, officer)
    return bool(rows)
