"""What has outlived its time goes, and it is on record that it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, delete, exists, or_, update
from sqlmodel import Session, col, func, select

from kiosk.assist.call import OPEN_STATES
from kiosk.cases.difficult import DifficultState
from kiosk.cases.facts import FactKind
from kiosk.cases.question import QuestionState
from kiosk.cases.window_deeds import RESIDENT
from kiosk.clock import Clock
from kiosk.officers.record import Deed
from kiosk.store._engine import reading, writing
from kiosk.store._new_journal import close_gaps
from kiosk.store._prepared import wipe
from kiosk.store._record import Record
from kiosk.store._tables import (
    AnswerRow,
    AppointmentRow,
    CallRow,
    CaseRow,
    DifficultRow,
    DifficultStepRow,
    JournalRow,
    MovingRow,
    OutgoingFactRow,
    OutgoingRow,
    PreparedRow,
    QuestionReplyRow,
    QuestionRow,
    RatingRow,
    ThanksRow,
    VisitEndRow,
    WindowCaseRow,
    WindowDeedRow,
    WishRow,
)
from kiosk.store.retention import Gone, Keep, Kept

BATCH = 200
"""Things deleted in one transaction: nobody who calls a guide waits for more than that."""

_STAY_HERE = frozenset({Kept.PREPARED, Kept.APPOINTMENTS})
"""No hub hears of these from here."""

Found = Sequence[tuple[str, datetime]]


class Retention:
    """Each method is one transaction."""

    def __init__(self, engine: Engine, clock: Clock, record: Record) -> None:
        self._engine = engine
        self._clock = clock
        self._record = record

    def due(self, keep: Keep) -> tuple[Gone, ...]:
        """What would go now, of each kind."""
        with reading(self._engine) as session:
            return tuple(
                self._record.older(session, self._before(keep, kind))
                if kind is Kept.RECORD
                else _gone(kind, self._found(session, keep, kind, None))
                for kind in Kept
            )

    def some(self, keep: Keep, kind: Kept, by: str) -> Gone:
        """Delete at most :data:`BATCH` things of this kind, the oldest first; a count of 0 is the end."""
        with writing(self._engine) as session:
            if kind is Kept.RECORD:
                return self._record.forget(session, self._before(keep, kind), by)
            found = self._found(session, keep, kind, BATCH)
            gone = _gone(kind, found)
            if found:
                _DELETE[kind](session, [ref for ref, _ in found])
                self._record.append(session, by, Deed.DATA_DELETED, gone.about())
            return gone

    def _before(self, keep: Keep, kind: Kept) -> datetime:
        return self._clock.now() - timedelta(days=keep.days(kind))

    def _found(self, session: Session, keep: Keep, kind: Kept, limit: int | None) -> Found:
        ref, made, over = _WHICH[kind](self._before(keep, kind))
        wanted = select(ref, made).where(over).order_by(made, ref).limit(limit)
        if keep.to_hall and kind not in _STAY_HERE:
            wanted = wanted.where(~_waiting(kind, ref))
        return [(key, _moment(at)) for key, at in session.exec(wanted)]


def _moment(made: Any) -> datetime:
    return made if isinstance(made, datetime) else datetime.combine(made, time(), UTC)


def _gone(kind: Kept, found: Found) -> Gone:
    moments = [made for _, made in found]
    return Gone(kind, len(found), min(moments, default=None), max(moments, default=None))


def _prepared(before: datetime) -> tuple[Any, Any, ColumnElement[bool]]:
    over = and_(col(PreparedRow.kept_at) <= before, col(PreparedRow.form).is_not(None))
    return col(PreparedRow.id), col(PreparedRow.kept_at), over


def _cases(before: datetime) -> tuple[Any, Any, ColumnElement[bool]]:
    asked_still = exists().where(
        col(QuestionRow.case_id) == col(CaseRow.id),
        col(QuestionRow.state) == QuestionState.OPEN,
        col(QuestionRow.moved_at).is_(None),
    )
    # One with which the window never began is of a resident who did not come, whatever they did themselves.
    in_hand = exists().where(
        col(WindowCaseRow.case_id) == col(CaseRow.id),
        exists().where(
            col(WindowDeedRow.case_id) == col(WindowCaseRow.case_id), col(WindowDeedRow.by) != RESIDENT
        ),
        col(WindowCaseRow.moved_at).is_(None),
        or_(col(WindowCaseRow.over_at).is_(None), col(WindowCaseRow.over_at) >= before),
    )
    over = and_(col(CaseRow.filed_at) < before, ~asked_still, ~in_hand)
    return col(CaseRow.id), col(CaseRow.filed_at), over


def _difficult(before: datetime) -> tuple[Any, Any, ColumnElement[bool]]:
    over = or_(
        and_(col(DifficultRow.state) == DifficultState.CLOSED, col(DifficultRow.closed_at) < before),
        col(DifficultRow.moved_at) < before,
    )
    return col(DifficultRow.id), col(DifficultRow.opened_at), over


def _calls(before: datetime) -> tuple[Any, Any, ColumnElement[bool]]:
    over = and_(
        col(CallRow.state).not_in(OPEN_STATES),
        col(CallRow.closed_at) < before,
        ~exists().where(col(DifficultRow.call_id) == col(CallRow.id)),
        ~exists().where(col(MovingRow.call_id) == col(CallRow.id)),
    )
    return col(CallRow.id), col(CallRow.created_at), over


def _appointments(before: datetime) -> tuple[Any, Any, ColumnElement[bool]]:
    return col(AppointmentRow.id), col(AppointmentRow.day), col(AppointmentRow.day) < before.date()


def _ratings(before: datetime) -> tuple[Any, Any, ColumnElement[bool]]:
    return col(RatingRow.visit_id), col(RatingRow.rated_at), col(RatingRow.rated_at) < before


def _thanks(before: datetime) -> tuple[Any, Any, ColumnElement[bool]]:
    return col(ThanksRow.id), col(ThanksRow.day), col(ThanksRow.day) < before.date()


def _ends(before: datetime) -> tuple[Any, Any, ColumnElement[bool]]:
    return col(VisitEndRow.visit_id), col(VisitEndRow.ended_at), col(VisitEndRow.ended_at) < before


_WHICH: dict[Kept, Callable[[datetime], tuple[Any, Any, ColumnElement[bool]]]] = {
    Kept.PREPARED: _prepared,
    Kept.CASES: _cases,
    Kept.DIFFICULT: _difficult,
    Kept.APPOINTMENTS: _appointments,
    Kept.CALLS: _calls,
    Kept.RATINGS: _ratings,
    Kept.THANKS: _thanks,
    Kept.VISIT_ENDS: _ends,
}

_FACTS = {
    Kept.CASES: FactKind.CASE,
    Kept.DIFFICULT: FactKind.DIFFICULT,
    Kept.RATINGS: FactKind.RATING,
    Kept.VISIT_ENDS: FactKind.VISIT,
}


def _waiting(kind: Kept, ref: Any) -> ColumnElement[bool]:
    """Whether the hall's hub has still to hear of it."""
    if kind is Kept.CALLS:
        return exists().where(
            col(OutgoingRow.call_id) == ref,
            col(JournalRow.kiosk) == col(OutgoingRow.kiosk),
            col(OutgoingRow.seq) > col(JournalRow.delivered),
        )
    if kind is Kept.THANKS:  # told by the day
        return exists().where(
            col(OutgoingFactRow.kind) == FactKind.THANKS,
            col(OutgoingFactRow.ref) == func.strftime("%Y-%m-%d", col(ThanksRow.day)),
        )
    return exists().where(col(OutgoingFactRow.kind) == _FACTS[kind], col(OutgoingFactRow.ref) == ref)


def _wipe_prepared(session: Session, refs: Sequence[str]) -> None:
    for ref in refs:
        wipe(session, ref)


def _delete_cases(session: Session, refs: Sequence[str]) -> None:
    session.exec(delete(QuestionReplyRow).where(col(QuestionReplyRow.case_id).in_(refs)))
    # What its resident alone did ended with it: the deeds of a case that is not over could not go.
    filed_at = select(CaseRow.filed_at).where(col(CaseRow.id) == col(WindowCaseRow.case_id)).scalar_subquery()
    ran_out = col(WindowCaseRow.case_id).in_(refs), col(WindowCaseRow.over_at).is_(None)
    session.exec(update(WindowCaseRow).where(*ran_out).values(over_at=filed_at))
    session.exec(delete(WindowDeedRow).where(col(WindowDeedRow.case_id).in_(refs)))
    for table in (QuestionRow, WindowCaseRow, AnswerRow, WishRow):
        session.exec(delete(table).where(col(table.case_id).in_(refs)))
    session.exec(delete(CaseRow).where(col(CaseRow.id).in_(refs)))
    _no_longer_told(session, FactKind.CASE, refs)


def _delete_difficult(session: Session, refs: Sequence[str]) -> None:
    session.exec(delete(DifficultStepRow).where(col(DifficultStepRow.case_id).in_(refs)))
    session.exec(delete(DifficultRow).where(col(DifficultRow.id).in_(refs)))
    _no_longer_told(session, FactKind.DIFFICULT, refs)


def _delete_calls(session: Session, refs: Sequence[str]) -> None:
    # Delivered changes of a journal that a hub knows go by themselves. One that no hub ever heard would keep
    # each of its changes: it is counted anew without them, as a hub of later on wants no gap.
    unheard = select(JournalRow.kiosk).where(col(JournalRow.delivered) == 0)
    taken = session.exec(
        delete(OutgoingRow).where(col(OutgoingRow.call_id).in_(refs), col(OutgoingRow.kiosk).in_(unheard))
    )
    if taken.rowcount:
        for journal in session.exec(select(JournalRow).where(col(JournalRow.delivered) == 0)):
            close_gaps(session, journal)
    session.exec(delete(CallRow).where(col(CallRow.id).in_(refs)))


def _delete_appointments(session: Session, refs: Sequence[str]) -> None:
    session.exec(delete(AppointmentRow).where(col(AppointmentRow.id).in_(refs)))


def _delete_ratings(session: Session, refs: Sequence[str]) -> None:
    session.exec(delete(RatingRow).where(col(RatingRow.visit_id).in_(refs)))
    _no_longer_told(session, FactKind.RATING, refs)


def _delete_thanks(session: Session, refs: Sequence[str]) -> None:
    days = {row.day for row in session.exec(select(ThanksRow).where(col(ThanksRow.id).in_(refs)))}
    session.exec(delete(ThanksRow).where(col(ThanksRow.id).in_(refs)))
    _no_longer_told(session, FactKind.THANKS, [day.isoformat() for day in days])


def _delete_ends(session: Session, refs: Sequence[str]) -> None:
    session.exec(delete(VisitEndRow).where(col(VisitEndRow.visit_id).in_(refs)))
    _no_longer_told(session, FactKind.VISIT, refs)


def _no_longer_told(session: Session, kind: FactKind, refs: Sequence[str]) -> None:
    session.exec(
        delete(OutgoingFactRow).where(col(OutgoingFactRow.kind) == kind, col(OutgoingFactRow.ref).in_(refs))
    )


_DELETE: dict[Kept, Callable[[Session, Sequence[str]], None]] = {
    Kept.PREPARED: _wipe_prepared,
    Kept.CASES: _delete_cases,
    Kept.DIFFICULT: _delete_difficult,
    Kept.APPOINTMENTS: _delete_appointments,
    Kept.CALLS: _delete_calls,
    Kept.RATINGS: _delete_ratings,
    Kept.THANKS: _delete_thanks,
    Kept.VISIT_ENDS: _delete_ends,
}
