"""Residents ask where their case is, and withdraw it, in SQL: each in one transaction, on record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, delete
from sqlmodel import Session, col, select

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.number import valid
from kiosk.cases.where_tries import FORGOTTEN, PREFIX, counted, proves
from kiosk.cases.whereabouts import Enquiry, NotTold, Whereabouts, at_hall, unreadable, whereabouts
from kiosk.clock import Clock
from kiosk.officers.record import RESIDENT, Deed
from kiosk.store._engine import writing
from kiosk.store._guesses import note, wrong_of
from kiosk.store._record import Record
from kiosk.store._tables import CaseRow, PreparedGuessRow, QuestionRow, WindowCaseRow
from kiosk.store._window import Window
from kiosk.store.failure import StoreFailed, Trouble


class Where:
    """What is said is kept too, a wrong try among it: so that nothing here is raised."""

    def __init__(self, engine: Engine, clock: Clock, record: Record, window: Window) -> None:
        self._engine, self._clock, self._record, self._window = engine, clock, record, window

    def ask(self, enquiry: Enquiry) -> Whereabouts | NotTold:
        """Where it is, or why that is not told."""
        with writing(self._engine) as session:
            found = self._proven(session, enquiry)
            return found if isinstance(found, NotTold) else self._told(session, found)

    def ask_here(self, enquiry: Enquiry) -> Whereabouts | None:
        """Where it is, of a case that the hall has not yet; the hall has counted the try already."""
        with writing(self._engine) as session:
            found = self._right(session, enquiry)
            return None if found is None or _moved(session, found) else self._told(session, found)

    def withdraw(self, enquiry: Enquiry, act_id: str) -> Whereabouts | NotTold:
        """Withdraw it where that is still legal; where it is then."""
        with writing(self._engine) as session:
            found = self._proven(session, enquiry)
            if isinstance(found, NotTold):
                return found
            self._withdraw(session, found, act_id)
            return self._told(session, found)

    def withdraw_here(self, enquiry: Enquiry, act_id: str) -> Whereabouts | None:
        """See :meth:`ask_here`."""
        with writing(self._engine) as session:
            found = self._right(session, enquiry)
            if found is None or _moved(session, found):
                return None
            self._withdraw(session, found, act_id)
            return self._told(session, found)

    def _withdraw(self, session: Session, case: CaseRow, act_id: str) -> None:
        if _moved(session, case):
            return  # it is the hall's: what is told says so
        try:
            self._window.by_resident(session, case.id, act_id, d.Withdrawn(by=d.RESIDENT))
        except Refused:
            return  # decided meanwhile: what is told says so
        except StoreFailed as failed:
            if failed.trouble is not Trouble.DAMAGED:
                raise
            # What is told says that its papers cannot be read.

    def _told(self, session: Session, case: CaseRow) -> Whereabouts:
        self._record.append(session, RESIDENT, Deed.WHEREABOUTS_TOLD, case.id)
        try:
            filed, now, deeds = self._window.stands(session, case.id)
        except StoreFailed as failed:
            if failed.trouble is not Trouble.DAMAGED:
                raise
            return unreadable(case.number, case.service, case.filed_at)
        if _moved(session, case):
            return at_hall(case.number, case.service, filed)
        return whereabouts(case.number, case.service, filed, now, deeds, self._clock.today())

    def _proven(self, session: Session, enquiry: Enquiry) -> CaseRow | NotTold:
        now = self._clock.now()
        wrong = [(who, how, wrong_of(session, who, now)) for who, how in counted(enquiry)]
        if left := max(each.seconds_left(patience, now) for _, patience, each in wrong):
            return NotTold(left)
        case = self._right(session, enquiry)
        if case is not None:
            return case
        if not enquiry.from_home and _is_question(session, enquiry.number):
            return NotTold()
        more = [(who, how, each.one_more(how, now)) for who, how, each in wrong]
        for who, _, each in more:
            note(session, who, each)
        _forget(session, now)
        return NotTold(max(each.seconds_left(how, now) for _, how, each in more))

    def _right(self, session: Session, enquiry: Enquiry) -> CaseRow | None:
        """One way for all: where there is no such case, another one is looked at in its place."""
        at_window = select(CaseRow).join(WindowCaseRow, col(WindowCaseRow.case_id) == col(CaseRow.id))
        case = session.exec(at_window.where(CaseRow.number == enquiry.number)).one_or_none()
        other = session.exec(at_window.order_by(col(CaseRow.id).desc()).limit(1)).one_or_none()
        looked_at = case or other
        if looked_at is None:
            return None
        try:
            answers = self._window.answers_within(session, looked_at.id)
        except StoreFailed as failed:
            if failed.trouble is not Trouble.DAMAGED:
                raise
            return None  # nobody can show that it is theirs; it is told as any other
        right = proves(enquiry, answers)
        return case if right and valid(enquiry.number) else None


def _is_question(session: Session, number: str) -> bool:
    """Whoever asked it is looked for among the questions next, where a wrong try counts."""
    wanted = select(QuestionRow.case_id).join(CaseRow, col(CaseRow.id) == col(QuestionRow.case_id))
    return session.exec(wanted.where(CaseRow.number == number)).first() is not None


def _moved(session: Session, case: CaseRow) -> bool:
    row = session.get(WindowCaseRow, case.id)
    return row is not None and row.moved_at is not None


def _forget(session: Session, now: datetime) -> None:
    session.exec(
        delete(PreparedGuessRow).where(
            col(PreparedGuessRow.asker).startswith(PREFIX), col(PreparedGuessRow.at) < now - FORGOTTEN
        )
    )
