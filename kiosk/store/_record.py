"""The record of what officers did, in SQL."""

from __future__ import annotations

from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from kiosk.clock import Clock
from kiosk.officers.record import START, Deed, Entry, Verdict, digest, verify
from kiosk.store._engine import reading, writing
from kiosk.store._tables import RecordRow, SequenceRow
from kiosk.store.failure import StoreFailed, Trouble

_COUNTER = "record"


class Record:
    """Appends within the transaction of the deed itself: there is no deed without its entry."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def append(self, session: Session, who: str, deed: Deed, about: str = "") -> None:
        """One entry more."""
        before = session.exec(select(RecordRow).order_by(col(RecordRow.seq).desc()).limit(1)).one_or_none()
        seq, at = (1 if before is None else before.seq + 1), self._clock.now()
        mark = digest(START if before is None else before.digest, seq, at, who, deed, about)
        session.add(RecordRow(seq=seq, at=at, who=who, deed=str(deed), about=about, digest=mark))
        session.connection().execute(
            text(
                "INSERT INTO sequence (name, last) VALUES (:name, 1) "
                "ON CONFLICT (name) DO UPDATE SET last = last + 1"
            ),
            {"name": _COUNTER},
        )
        session.flush()

    def note(self, who: str, deed: Deed, about: str = "") -> None:
        """A deed that changes nothing else in the store."""
        with writing(self._engine) as session:
            self.append(session, who, deed, about)

    def entries(self) -> tuple[Entry, ...]:
        """All, the oldest first."""
        with reading(self._engine) as session:
            return self._entries(session)

    def verify(self) -> Verdict:
        """Go along the whole chain."""
        with reading(self._engine) as session:
            counter = session.get(SequenceRow, _COUNTER)
            return verify(self._entries(session), 0 if counter is None else counter.last)

    def _entries(self, session: Session) -> tuple[Entry, ...]:
        rows = session.exec(select(RecordRow).order_by(col(RecordRow.seq)))
        try:
            return tuple(Entry(r.seq, r.at, r.who, Deed(r.deed), r.about, r.digest) for r in rows)
        except ValueError:
            raise StoreFailed(Trouble.DAMAGED, "an entry of the record cannot be read") from None
