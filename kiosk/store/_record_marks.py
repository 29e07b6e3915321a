"""The marks of the record: what stands there, sealed with the key."""

from __future__ import annotations

import json
from dataclasses import asdict

from sqlalchemy import delete
from sqlmodel import Session, col, select

from kiosk.officers.marks import END, Marks
from kiosk.officers.record import Ends
from kiosk.store._tables import RecordMarkRow
from kiosk.store.seal import Cell, Seal, Unreadable

_PUT = "INSERT OR REPLACE INTO record_mark (seq, mark) VALUES (?, ?)"


class RecordMarks:
    """Every method works within a transaction of somebody else."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    def put(self, session: Session, seq: int, digest: str) -> None:
        """This entry stands there rightly."""
        session.connection().exec_driver_sql(_PUT, (seq, self._seal.close(digest, _cell(seq))))

    def ends(self, session: Session) -> Ends | None:
        """Where it begins and ends; ``None`` where that is not marked, or by somebody without the key."""
        told = self._opened(session.get(RecordMarkRow, END))
        try:
            return None if told is None else Ends(**json.loads(told))
        except (TypeError, ValueError):
            return None

    def put_ends(self, session: Session, ends: Ends) -> None:
        """So it begins and ends now."""
        self.put(session, END, json.dumps(asdict(ends)))

    def forget(self, session: Session, up_to: int) -> None:
        """These entries go."""
        between = col(RecordMarkRow.seq).between(END + 1, up_to)
        session.exec(delete(RecordMarkRow).where(between))

    def all(self, session: Session) -> Marks:
        """Every mark there is."""
        rows = session.exec(select(RecordMarkRow)).all()
        opened = {row.seq: self._opened(row) for row in rows}
        return Marks(
            {seq: told for seq, told in opened.items() if seq != END and told is not None},
            frozenset(row.seq for row in rows if opened[row.seq] is None and self._seal.strange(row.mark)),
            frozenset(row.seq for row in rows),
        )

    def _opened(self, row: RecordMarkRow | None) -> str | None:
        try:
            return None if row is None else self._seal.open(row.mark, _cell(row.seq))
        except Unreadable:
            return None


def _cell(seq: int) -> Cell:
    return Cell("record_mark", str(seq), "mark")
