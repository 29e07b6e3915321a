"""Notes that there is something for the hall's hub to hear, within the transaction that made it."""

from __future__ import annotations

from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session

from kiosk.cases.facts import FactKind
from kiosk.clock import Clock
from kiosk.store._tables import OutgoingFactRow


def note_fact(session: Session, kind: FactKind, ref: str, clock: Clock) -> None:
    """Once, however often it is noted before the hub has it."""
    session.exec(
        insert(OutgoingFactRow)
        .values(kind=kind, ref=ref, noted_at=clock.now())
        .on_conflict_do_nothing(index_elements=["kind", "ref"])
    )
