"""The journal of what goes to the hall's hub, and what comes back from it, in SQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from sqlalchemy import Engine, delete, func, tuple_, update
from sqlmodel import Session, col, select

from kiosk.assist.call import OPEN_STATES, Call, CallState, Outcome
from kiosk.assist.change import Change, ChangeKind, HallCall, at_kiosk
from kiosk.assist.change_form import Malformed, read_change, write_change
from kiosk.assist.outbox import Backlog, HubRefusal, Mark, RefusalReason
from kiosk.cases.difficult import Source
from kiosk.clock import Clock
from kiosk.ids import new_id
from kiosk.store._difficult import Difficult
from kiosk.store._engine import reading, writing
from kiosk.store._new_journal import begin_anew
from kiosk.store._tables import CallRow, JournalRow, OutgoingRow
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.seal import Cell, Seal

_COUNT = (
    "INSERT INTO outgoing_journal (kiosk, journal, made, delivered, told) VALUES (?, ?, 1, 0, 0) "
    "ON CONFLICT (kiosk) DO UPDATE SET made = made + 1 RETURNING made"
)
_PUT = "INSERT INTO outgoing_change (kiosk, seq, id, call_id, body) VALUES (?, ?, ?, ?, ?)"


class Rows(Protocol):
    """What a statement found."""

    def fetchall(self) -> Sequence[Any]:
        """All of it."""
        ...


def put_change(
    execute: Callable[[str, tuple[Any, ...]], Rows],
    kind: ChangeKind,
    call: Call,
    clock: Clock,
    officer: str | None = None,
) -> None:
    """Put the change that made ``call`` what it is into the journal, within the transaction of ``execute``.

    In two plain statements: it is part of every change, and of the tap that a resident waits for.
    """
    ((seq,),) = execute(_COUNT, (call.kiosk, new_id())).fetchall()
    change = Change(new_id(), call.kiosk, seq, kind, clock.now(), officer, call)
    execute(_PUT, (call.kiosk, seq, change.id, call.id, write_change(change)))


def note_change(
    session: Session, kind: ChangeKind, row: CallRow, clock: Clock, officer: str | None = None
) -> None:
    """Put the change that was just made to ``row`` into the journal, within the same transaction."""
    put_change(session.connection().exec_driver_sql, kind, noteless(row), clock, officer)


def note_cell(call_id: str) -> Cell:
    """Where an officer's note stands."""
    return Cell("call", call_id, "note")


def noteless(row: CallRow) -> Call:
    """The call as it may leave the machine. Raises ValueError for a state or outcome that is none."""
    return Call(
        id=row.id,
        kiosk=row.kiosk,
        kiosk_name=row.kiosk_name,
        place=row.place,
        service=row.service,
        step=row.step,
        locale=row.locale,
        priority=row.priority,
        quiet=row.quiet,
        state=CallState(row.state),
        created_at=row.created_at,
        seen_at=row.seen_at,
        claimed_at=row.claimed_at,
        officer=row.officer,
        arrived_at=row.arrived_at,
        closed_at=row.closed_at,
        outcome=None if row.outcome is None else Outcome(row.outcome),
    )


LONGEST_DETAIL = 400
"""So many characters of what the hub says are kept."""

KEPT_DELIVERED = 200
"""So many of the last delivered changes stay, for a hub whose database was restored from a copy."""
MOST_PRUNED = 500
"""In one transaction: a journal that grew for years must not keep a tap waiting."""


class Outgoing:
    """One kiosk's journal; each method is one transaction."""

    def __init__(self, engine: Engine, seal: Seal, clock: Clock, kiosk: str, difficult: Difficult) -> None:
        self._seal = seal
        self._engine = engine
        self._clock = clock
        self._kiosk = kiosk
        self._difficult = difficult

    def mark(self) -> Mark:
        """How far it has come; the first time, the journal is begun."""
        with writing(self._engine) as session:
            row = _journal(session, self._kiosk)
            session.add(row)
            session.flush()
            return Mark(journal=row.journal, made=row.made, delivered=row.delivered, told=row.told)

    def after(self, seq: int, limit: int) -> tuple[Change, ...]:
        """In order."""
        with reading(self._engine) as session:
            bodies = session.exec(
                select(OutgoingRow.body)
                .where(OutgoingRow.kiosk == self._kiosk, col(OutgoingRow.seq) > seq)
                .order_by(col(OutgoingRow.seq))
                .limit(limit)
            ).all()
        return tuple(_read(body) for body in bodies)

    def backlog(self) -> Backlog:
        """What the hub has still to hear; begins no journal."""
        with reading(self._engine) as session:
            journal = session.get(JournalRow, self._kiosk)
            if journal is None:
                return Backlog(0, None, None)
            waiting = (OutgoingRow.kiosk == self._kiosk, col(OutgoingRow.seq) > journal.delivered)
            count = session.exec(select(func.count()).select_from(OutgoingRow).where(*waiting)).one()
            first = select(OutgoingRow.body).where(*waiting).order_by(col(OutgoingRow.seq)).limit(1)
            body = session.exec(first).first()
            oldest = None if body is None else _read(body).at
            return Backlog(count, oldest, _refusal(journal), journal.begun_at)

    def begin_journal(self, journal: str, instead_of: str) -> None:
        """Unless the folder was exchanged meanwhile."""
        with writing(self._engine) as session:
            row = session.get(JournalRow, self._kiosk)
            if row is not None and row.journal == instead_of:
                begin_anew(session, row, journal, self._clock.now())

    def refused(self, reason: RefusalReason, detail: str) -> None:
        """Instead of the refusal before."""
        with writing(self._engine) as session:
            journal = _journal(session, self._kiosk)
            journal.refused_as, journal.refused_why = reason, detail[:LONGEST_DETAIL]
            journal.refused_at = self._clock.now()
            session.add(journal)

    def delivered(self, seq: int) -> None:
        """Never goes back, and never past what was made. A change that is kept ends a refusal.

        Older ones that were delivered go: all but the last KEPT_DELIVERED, and those of calls that are open.
        """
        with writing(self._engine) as session:
            moved = session.exec(
                update(JournalRow)
                .where(
                    col(JournalRow.kiosk) == self._kiosk,
                    col(JournalRow.delivered) < seq,
                    col(JournalRow.made) >= seq,
                )
                .values(delivered=seq, refused_as=None, refused_why=None, refused_at=None)
            )
            if moved.rowcount:
                _prune(session, self._kiosk, seq - KEPT_DELIVERED)

    def at_hub(self, call_id: str) -> bool:
        """Whether the first change of this call is delivered."""
        with reading(self._engine) as session:
            first = session.exec(
                select(OutgoingRow.seq)
                .join(JournalRow, col(JournalRow.kiosk) == col(OutgoingRow.kiosk))
                .where(
                    OutgoingRow.call_id == call_id,
                    OutgoingRow.kiosk == self._kiosk,
                    col(OutgoingRow.seq) <= col(JournalRow.delivered),
                )
                .limit(1)
            ).first()
            return first is not None

    def take_over(self, calls: Sequence[HallCall]) -> None:
        """Nothing of it goes back to the hub: it came from there."""
        with writing(self._engine) as session:
            journal = _journal(session, self._kiosk)
            for hall in sorted(calls, key=lambda each: each.no):
                if hall.no <= journal.told:
                    continue
                journal.told = hall.no
                row = session.get(CallRow, hall.call.id)
                # One that is unknown here was made before this data folder.
                if row is not None and row.kiosk == self._kiosk:
                    _settle(row, at_kiosk(noteless(row), hall, _unheard(session, hall), self._clock.now()))
                    if row.state == CallState.DONE and hall.call.note:
                        row.note = self._seal.close(hall.call.note, note_cell(row.id))
                    session.add(row)
                    session.flush()
                    self._open_difficult(session, row, hall.call.note)
            session.add(journal)

    def _open_difficult(self, session: Session, row: CallRow, note: str) -> None:
        """What a desk of the hall could not solve goes on here, as after a call at this machine."""
        if row.outcome == Outcome.NOT_SOLVED and row.officer is not None:
            self._difficult.open_within(
                session,
                Source.NOT_SOLVED,
                call_id=row.id,
                by=row.officer,
                service=row.service,
                owner=row.officer,
                subject=note,
            )


def _read(body: str) -> Change:
    try:
        return read_change(body)
    except Malformed:
        raise StoreFailed(Trouble.DAMAGED, "a change cannot be read") from None


def _refusal(journal: JournalRow) -> HubRefusal | None:
    if journal.refused_as is None or journal.refused_at is None:
        return None
    return HubRefusal(RefusalReason(journal.refused_as), journal.refused_why or "", journal.refused_at)


def _journal(session: Session, kiosk: str) -> JournalRow:
    return session.get(JournalRow, kiosk) or JournalRow(
        kiosk=kiosk, journal=new_id(), made=0, delivered=0, told=0
    )


def _prune(session: Session, kiosk: str, up_to: int) -> None:
    # How far an open call has come is read from its changes; of one that is over nobody asks any more.
    still_open = select(CallRow.id).where(col(CallRow.state).in_(OPEN_STATES))
    old = (
        select(OutgoingRow.kiosk, OutgoingRow.seq)
        .where(
            OutgoingRow.kiosk == kiosk,
            col(OutgoingRow.seq) <= up_to,
            col(OutgoingRow.call_id).not_in(still_open),
        )
        .order_by(col(OutgoingRow.seq))
        .limit(MOST_PRUNED)
    )
    session.exec(delete(OutgoingRow).where(tuple_(col(OutgoingRow.kiosk), col(OutgoingRow.seq)).in_(old)))


def _unheard(session: Session, hall: HallCall) -> bool:
    return (
        session.exec(
            select(OutgoingRow.seq)
            .where(OutgoingRow.call_id == hall.call.id, col(OutgoingRow.seq) > hall.heard)
            .limit(1)
        ).first()
        is not None
    )


def _settle(row: CallRow, call: Call) -> None:
    row.state = call.state
    row.officer = call.officer
    row.outcome = call.outcome
    row.seen_at, row.claimed_at = call.seen_at, call.claimed_at
    row.arrived_at, row.closed_at = call.arrived_at, call.closed_at
