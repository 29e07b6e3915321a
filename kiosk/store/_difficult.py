"""Difficult cases and their steps, in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Engine, func, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col, select

from kiosk.cases.difficult import (
    EVENTS,
    DifficultCase,
    DifficultEvent,
    DifficultState,
    DifficultStep,
    NewDifficult,
    NewStep,
    Refused,
    Source,
    StepKind,
    Way,
    after,
    check_new,
    check_step,
    concerns,
    may_close,
)
from kiosk.cases.facts import FactKind
from kiosk.clock import Clock
from kiosk.ids import new_id
from kiosk.message import Message
from kiosk.officers.officer import Officer
from kiosk.officers.record import Deed
from kiosk.store._engine import reading, writing
from kiosk.store._noting import note_fact
from kiosk.store._record import Record
from kiosk.store._rights import Rights
from kiosk.store._tables import DifficultRow, DifficultStepRow
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.seal import Cell, Seal, Unreadable
from kiosk.working_days import DueRule

NOT_YOURS = Message("difficult.not_yours")
LEADERS_ONLY = Message("hub.leaders_only")


class Difficult:
    """The book of difficult cases; each method is one transaction, with its entry on record."""

    def __init__(
        self, engine: Engine, seal: Seal, clock: Clock, rule: DueRule, record: Record, rights: Rights
    ) -> None:
        self._engine = engine
        self._seal = seal
        self._clock = clock
        self._rule = rule
        self._record = record
        self._rights = rights

    def open(self, new: NewDifficult) -> DifficultCase:
        """From a conversation; the same id again gives the same case."""
        check_new(new)
        with writing(self._engine) as session:
            self._rights.act(session, new.by)
            if not self._rights.leads(session, new.by):
                raise Refused(LEADERS_ONLY)
            self.open_within(
                session,
                Source.CONVERSATION,
                case_id=new.id,
                by=new.by,
                service=new.service,
                owner=new.owner,
                subject=new.subject,
            )
            return self._kept(session, new.id)

    def open_within(
        self,
        session: Session,
        source: Source,
        *,
        case_id: str | None = None,
        call_id: str | None = None,
        visit_id: str | None = None,
        by: str | None = None,
        service: str | None = None,
        owner: str | None = None,
        subject: str = "",
    ) -> None:
        """Open a case in a transaction that is under way, at most once for one id, call or visit."""
        case_id = case_id or new_id()
        opened = session.exec(
            insert(DifficultRow)
            .values(
                id=case_id,
                source=source,
                opened_at=self._clock.now(),
                opened_by=by,
                due=self._rule.due(self._clock.today()),
                state=DifficultState.OPEN,
                call_id=call_id,
                visit_id=visit_id,
                service=service,
                owner=owner,
                subject=self._seal.close(subject, subject_cell(case_id)) if subject else None,
            )
            .on_conflict_do_nothing()
        )
        if opened.rowcount == 1:
            note_fact(session, FactKind.DIFFICULT, case_id, self._clock)
            # What a rating opened is no deed of an officer.
            if by is not None:
                self._record.append(session, by, Deed.DIFFICULT_OPENED, case_id)

    def record(self, case_id: str, step: NewStep) -> DifficultCase:
        """Add a step; the same one again changes nothing."""
        check_step(step)
        with writing(self._engine) as session:
            self._must_concern(session, case_id, step.by)
            known = session.get(DifficultStepRow, step.id)
            if known is not None and known.case_id != case_id:
                raise ValueError("this step belongs to another case")
            if known is None:
                self._move(session, case_id, EVENTS[step.kind], **_owner(step))
                self._add(session, case_id, step)
                self._note(session, case_id, step)
            return self._kept(session, case_id)

    def close(self, case_id: str, by: str) -> DifficultCase:
        """Close it, where its steps allow that."""
        with writing(self._engine) as session:
            self._must_concern(session, case_id, by)
            self._move(session, case_id, DifficultEvent.CLOSE, closed_at=self._clock.now(), closed_by=by)
            steps = session.exec(select(DifficultStepRow.kind).where(DifficultStepRow.case_id == case_id))
            # Refused here, the whole transaction is undone.
            may_close(StepKind(kind) for kind in steps)
            self._record.append(session, by, Deed.DIFFICULT_CLOSED, case_id)
            return self._kept(session, case_id)

    def get(self, case_id: str, *, reveal: bool) -> DifficultCase | None:
        """One case."""
        with reading(self._engine) as session:
            row = session.get(DifficultRow, case_id)
            return None if row is None else self._values(session, [row], reveal=reveal)[0]

    def read(self, case_id: str, by: Officer) -> DifficultCase | None:
        """One that this officer may see, with all its words; where there are any, on record."""
        with writing(self._engine) as session:
            self._rights.act(session, by.number)
            case = self.within(session, case_id)
            if case is None or not (concerns(case, by) and self._concerns(session, case.owner, by.number)):
                return None
            if case.worded:
                self._record.append(session, by.number, Deed.ANSWERS_SEEN, case_id)
            return case

    def within(self, session: Session, case_id: str) -> DifficultCase | None:
        """One case with all that was written, in a transaction that is under way."""
        row = session.get(DifficultRow, case_id)
        return None if row is None else self._values(session, [row], reveal=True)[0]

    def open_cases(self, *, reveal: bool) -> tuple[DifficultCase, ...]:
        """Those that are open here, the one due first first."""
        with reading(self._engine) as session:
            rows = session.exec(
                select(DifficultRow)
                .where(DifficultRow.state == DifficultState.OPEN, col(DifficultRow.moved_at).is_(None))
                .order_by(col(DifficultRow.due), col(DifficultRow.opened_at), col(DifficultRow.id))
            )
            return self._values(session, rows.all(), reveal=reveal)

    def concerning(self, by: Officer) -> tuple[DifficultCase, ...]:
        """Those that are open here and that this officer may see, masked."""
        with reading(self._engine) as session:
            self._rights.act(session, by.number, locked=True)
            leads = self._rights.leads(session, by.number)
        seen = (case for case in self.open_cases(reveal=False) if concerns(case, by))
        return tuple(case for case in seen if leads or case.owner == by.number)

    def all_cases(self, *, reveal: bool) -> tuple[DifficultCase, ...]:
        """All of them, the oldest first."""
        with reading(self._engine) as session:
            rows = session.exec(
                select(DifficultRow).order_by(col(DifficultRow.opened_at), col(DifficultRow.id))
            )
            return self._values(session, rows.all(), reveal=reveal)

    def _must_concern(self, session: Session, case_id: str, by: str) -> None:
        self._rights.act(session, by)
        row = session.get(DifficultRow, case_id)
        if row is not None and not self._concerns(session, row.owner, by):
            raise Refused(NOT_YOURS)

    def _concerns(self, session: Session, owner: str | None, by: str) -> bool:
        """By the roll, whatever roles the desk takes them for: a leader sees all, others their own."""
        return owner == by or self._rights.leads(session, by)

    def _move(
        self, session: Session, case_id: str, event: DifficultEvent, **values: datetime | str | None
    ) -> None:
        row = session.get(DifficultRow, case_id)
        if row is None:
            raise Refused(Message("difficult.unknown"))
        if row.moved_at is not None:
            raise Refused(Message("difficult.at_hall"))
        before = DifficultState(row.state)
        state = after(before, event)
        # The state stands in the WHERE, so that of two who close the same case one finds no row.
        moved = session.exec(
            update(DifficultRow)
            .where(col(DifficultRow.id) == case_id, col(DifficultRow.state) == before)
            .values(state=state, **values)
        )
        if moved.rowcount != 1:
            raise Refused(Message("difficult.is_closed"))
        session.refresh(row)

    def _add(self, session: Session, case_id: str, step: NewStep) -> None:
        last = session.exec(
            select(func.max(DifficultStepRow.position)).where(DifficultStepRow.case_id == case_id)
        ).one()
        session.add(
            DifficultStepRow(
                id=step.id,
                case_id=case_id,
                position=0 if last is None else last + 1,
                at=self._clock.now(),
                by=step.by,
                kind=step.kind,
                way=step.way,
                owner=step.owner,
                text=self._seal.close(step.text, step_cell(step.id)) if step.text else None,
            )
        )
        session.flush()

    def _note(self, session: Session, case_id: str, step: NewStep) -> None:
        """Who did it, and to which case; nothing of what was written."""
        if step.kind is StepKind.ASSIGNED:
            self._record.append(session, step.by, Deed.DIFFICULT_ASSIGNED, f"{case_id} {step.owner}")
        else:
            self._record.append(session, step.by, Deed.DIFFICULT_STEP, case_id)

    def _kept(self, session: Session, case_id: str) -> DifficultCase:
        row = session.get(DifficultRow, case_id)
        if row is None:
            raise Refused(Message("difficult.unknown"))
        return self._values(session, [row], reveal=False)[0]

    def _values(
        self, session: Session, rows: Iterable[DifficultRow], *, reveal: bool
    ) -> tuple[DifficultCase, ...]:
        """With their steps. Masked, no free text is even opened."""
        kept = tuple(rows)
        steps: defaultdict[str, list[DifficultStep]] = defaultdict(list)
        wanted = select(DifficultStepRow).order_by(col(DifficultStepRow.position))
        if len(kept) == 1:
            wanted = wanted.where(DifficultStepRow.case_id == kept[0].id)
        for row in session.exec(wanted):
            steps[row.case_id].append(self._step(row, reveal=reveal))
        return tuple(self._value(row, tuple(steps[row.id]), reveal=reveal) for row in kept)

    def _value(self, row: DifficultRow, steps: tuple[DifficultStep, ...], *, reveal: bool) -> DifficultCase:
        try:
            return DifficultCase(
                id=row.id,
                source=Source(row.source),
                opened_at=row.opened_at,
                opened_by=row.opened_by,
                due=row.due,
                state=DifficultState(row.state),
                call_id=row.call_id,
                visit_id=row.visit_id,
                service=row.service,
                owner=row.owner,
                closed_at=row.closed_at,
                closed_by=row.closed_by,
                at_hall=row.moved_at is not None,
                masked=not reveal,
                noted=row.subject is not None,
                subject=self._text(row.subject, subject_cell(row.id)) if reveal else "",
                steps=steps,
            )
        except (ValueError, Unreadable):
            raise StoreFailed(Trouble.DAMAGED, "a difficult case cannot be read") from None

    def _step(self, row: DifficultStepRow, *, reveal: bool) -> DifficultStep:
        try:
            return DifficultStep(
                id=row.id,
                at=row.at,
                by=row.by,
                kind=StepKind(row.kind),
                way=None if row.way is None else Way(row.way),
                owner=row.owner,
                noted=row.text is not None,
                text=self._text(row.text, step_cell(row.id)) if reveal else "",
            )
        except (ValueError, Unreadable):
            raise StoreFailed(Trouble.DAMAGED, "a step of a difficult case cannot be read") from None

    def _text(self, sealed: bytes | None, cell: Cell) -> str:
        return "" if sealed is None else self._seal.open(sealed, cell)


def _owner(step: NewStep) -> dict[str, str | None]:
    return {"owner": step.owner} if step.kind is StepKind.ASSIGNED else {}


def subject_cell(case_id: str) -> Cell:
    """Where the subject of a case stands."""
    return Cell("difficult_case", case_id, "subject")


def step_cell(step_id: str) -> Cell:
    """Where the text of a step stands."""
    return Cell("difficult_step", step_id, "text")
