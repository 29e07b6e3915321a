"""The record of what officers did, in SQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import takewhile

from sqlalchemy import Engine, func, text
from sqlmodel import Session, col, select

from kiosk.clock import Clock
from kiosk.officers.marks import followed, prove
from kiosk.officers.record import START, Deed, Ends, Entry, Fault, Verdict, digest, verify
from kiosk.store._engine import reading, writing
from kiosk.store._record_marks import RecordMarks
from kiosk.store._tables import RecordRow, SequenceRow
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.retention import Gone, Kept
from kiosk.store.seal import Seal

_COUNTER = "record"
_GUARD = "record_entry_no_delete"
_MAKE_GUARD = (
    f"CREATE TRIGGER {_GUARD} BEFORE DELETE ON record_entry "
    "BEGIN SELECT RAISE(ABORT, 'the record is only appended to'); END"
)
"""As the migrations make it."""

BATCH = 1000
"""Entries that go in one transaction."""


class Record:
    """Appends within the transaction of the deed itself: there is no deed without its entry.

    Each entry is chained to the one before, which shows what was changed; and marked with the key, which
    shows a chain that was made anew.
    """

    def __init__(
        self, engine: Engine, clock: Clock, seal: Seal, marked: Callable[[], bool] = lambda: False
    ) -> None:
        """marked: whether the keys' file says that there were marks, so that there must be some."""
        self._engine = engine
        self._clock = clock
        self._marked = marked
        self._marks = RecordMarks(seal)

    def append(self, session: Session, who: str, deed: Deed, about: str = "") -> None:
        """One entry more."""
        before = session.exec(select(RecordRow).order_by(col(RecordRow.seq).desc()).limit(1)).one_or_none()
        ends = self._marks.ends(session)
        if before is None and ends is None and not self._ever(session) and not self._marked():
            ends = Ends(head=START)  # the very first
        if before is not None:
            last, head = before.seq, before.digest
        else:  # nothing yet, nothing any more, or all of it was taken out: the numbers go on, and it shows
            last, head = (0, START) if ends is None else (ends.last, ends.start)
        seq, at = last + 1, self._clock.now()
        mark = digest(head, seq, at, who, deed, about)
        session.add(RecordRow(seq=seq, at=at, who=who, deed=str(deed), about=about, digest=mark))
        self._marks.put(session, seq, mark)
        if ends is not None and (now := followed(ends, last, head, mark)) != ends:
            self._marks.put_ends(session, now)
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
        """Go along the whole chain, and see that each entry has its mark."""
        with reading(self._engine) as session:
            return self._verdict(session)

    def _verdict(self, session: Session) -> Verdict:
        entries = self._entries(session)
        ends = self._marks.ends(session)
        counted = Ends(last=self._ever(session))
        # Since the store was opened, or from its first entry on, there are marks.
        must = bool(entries) or self._marked()
        return prove(entries, ends, counted, self._marks.all(session), must=must)

    def older(self, session: Session, before: datetime) -> Gone:
        """The entries from the oldest on that are older."""
        return _told(list(takewhile(lambda each: each.at < before, self._entries(session))))

    def forget(self, session: Session, before: datetime, by: str) -> Gone:
        """Let go of the oldest entries, at most :data:`BATCH`; the chain is then proved from there on.

        Nothing of a record that is broken goes: it is what tells of the breach.
        """
        oldest = session.exec(select(func.min(RecordRow.at))).one()
        if (
            oldest is None
            or oldest.replace(tzinfo=UTC) >= before
            or self._verdict(session).broken is not None
        ):
            return _told([])
        entries = list(takewhile(lambda each: each.at < before, self._entries(session)))[:BATCH]
        ends = self._marks.ends(session)
        if not entries or ends is None:
            return _told([])
        last = entries[-1]
        execute = session.connection().exec_driver_sql
        execute(f"DROP TRIGGER {_GUARD}")
        execute("DELETE FROM record_entry WHERE seq <= ?", (last.seq,))
        execute(_MAKE_GUARD)
        self._marks.forget(session, last.seq)
        self._marks.put_ends(session, replace(ends, first=last.seq + 1, start=last.digest))
        gone = _told(entries)
        self.append(session, by, Deed.DATA_DELETED, gone.about())
        return gone

    def mark_anew(self, by: str) -> int | None:
        """Take the entries without marks for right, and mark them; on record. Which is the last of them.

        ``None`` where that is not what is wrong with the record; then nothing is done.
        """
        with writing(self._engine) as session:
            verdict = self._verdict(session)
            if verdict.fault is not Fault.NO_MARKS:
                return None
            entries = self._entries(session)
            for entry in entries:
                self._marks.put(session, entry.seq, entry.digest)
            last = entries[-1]
            self._marks.put_ends(session, Ends(last=last.seq, head=last.digest, earlier=verdict.earlier))
            self.append(session, by, Deed.RECORD_MARKED, str(verdict.earlier))
            return verdict.earlier

    def mark_all(self) -> bool:
        """Where nothing was marked ever before, mark what stands there, as far as its chain is whole.

        Whether there is anything, and so must be from now on.
        """
        with writing(self._engine) as session:
            entries, ever = self._entries(session), self._ever(session)
            if not ever or self._marks.ends(session) is not None:
                return ever > 0
            verdict = verify(entries, Ends(last=ever))
            whole = entries if verdict.broken is None else entries[: verdict.broken - 1]
            for entry in whole:
                self._marks.put(session, entry.seq, entry.digest)
            # How many there ever were stays: what was cut off before shows afterwards too.
            last = max(ever, len(whole))
            self._marks.put_ends(session, Ends(last=last, head=verdict.head, earlier=last))
            return True

    def _ever(self, session: Session) -> int:
        counter = session.get(SequenceRow, _COUNTER)
        if counter is None:
            return 0
        if not isinstance(counter.last, int):
            raise StoreFailed(Trouble.DAMAGED, "how many entries there ever were is no number")
        return counter.last

    def _entries(self, session: Session) -> tuple[Entry, ...]:
        rows = session.exec(select(RecordRow).order_by(col(RecordRow.seq)))
        try:
            entries = tuple(Entry(r.seq, r.at, r.who, Deed(r.deed), r.about, r.digest) for r in rows)
        except ValueError:
            raise StoreFailed(Trouble.DAMAGED, "an entry of the record cannot be read") from None
        if not all(isinstance(told, str) for each in entries for told in (each.who, each.about, each.digest)):
            raise StoreFailed(Trouble.DAMAGED, "an entry of the record cannot be read")
        return entries


def _told(entries: Sequence[Entry]) -> Gone:
    if not entries:
        return Gone(Kept.RECORD, 0)
    return Gone(Kept.RECORD, len(entries), entries[0].at, entries[-1].at)
