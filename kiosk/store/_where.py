"""Residents ask where their case is, withdraw and correct it, in SQL: each in one transaction, on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Engine, delete
from sqlmodel import Session, col, select

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.number import valid
from kiosk.cases.where_given import Given
from kiosk.cases.where_tries import FORGOTTEN, PREFIX, counted, proves
from kiosk.cases.whereabouts import (
    Corrected,
    Enquiry,
    Handed,
    NotTold,
    Whereabouts,
    at_hall,
    unreadable,
    whereabouts,
)
from kiosk.cases.window_acts import Correct
from kiosk.cases.window_doing import ByResident
from kiosk.clock import Clock
from kiosk.flow.answer import Answer
from kiosk.officers.record import RESIDENT, Deed
from kiosk.store._engine import writing
from kiosk.store._guesses import note, wrong_of
from kiosk.store._record import Record
from kiosk.store._tables import CaseRow, PreparedGuessRow, WindowCaseRow
from kiosk.store._window import Window
from kiosk.store.failure import StoreFailed, Trouble

T = TypeVar("T")


class Where:
    """What is said is kept too, a wrong try among it: so that nothing here is raised."""

    def __init__(self, engine: Engine, clock: Clock, record: Record, window: Window) -> None:
        self._engine, self._clock, self._record, self._window = engine, clock, record, window

    def ask(self, enquiry: Enquiry) -> Whereabouts | NotTold:
        """Where it is, or why that is not told."""
        return self._of_whom_it_is(enquiry, self._told)

    def ask_here(self, enquiry: Enquiry) -> Whereabouts | None:
        """Where it is, of a case that the hall has not yet; the hall has counted the try already."""
        return self._not_the_halls(enquiry, self._told)

    def withdraw(self, enquiry: Enquiry, act_id: str) -> Whereabouts | NotTold:
        """Withdraw it where that is still legal; where it is then."""
        return self._of_whom_it_is(enquiry, lambda session, case: self._withdrawn(session, case, act_id))

    def withdraw_here(self, enquiry: Enquiry, act_id: str) -> Whereabouts | None:
        """See :meth:`ask_here`."""
        return self._not_the_halls(enquiry, lambda session, case: self._withdrawn(session, case, act_id))

    def answers(self, enquiry: Enquiry) -> Handed | NotTold:
        """What was handed in, where it can still be corrected."""
        return self._of_whom_it_is(enquiry, self._handed)

    def answers_here(self, enquiry: Enquiry) -> Handed | None:
        """See :meth:`ask_here`."""
        return self._not_the_halls(enquiry, self._handed)

    def correct(self, enquiry: Enquiry, act_id: str, changes: Mapping[str, Answer]) -> Corrected | NotTold:
        """Correct it where that is still legal and fits; where it is then."""
        act = Correct(d.RESIDENT, changes)
        return self._of_whom_it_is(enquiry, lambda session, case: self._corrected(session, case, act_id, act))

    def correct_here(self, enquiry: Enquiry, act_id: str, changes: Mapping[str, Answer]) -> Corrected | None:
        """See :meth:`ask_here`."""
        act = Correct(d.RESIDENT, changes)
        return self._not_the_halls(enquiry, lambda session, case: self._corrected(session, case, act_id, act))

    def _of_whom_it_is(self, enquiry: Enquiry, how: Callable[[Session, CaseRow], T]) -> T | NotTold:
        with writing(self._engine) as session:
            found = self._proven(session, enquiry)
            return found if isinstance(found, NotTold) else how(session, found)

    def _not_the_halls(self, enquiry: Enquiry, how: Callable[[Session, CaseRow], T]) -> T | None:
        with writing(self._engine) as session:
            found = self._right(session, enquiry)
            return None if found is None or _moved(session, found) else how(session, found)

    def _withdrawn(self, session: Session, case: CaseRow, act_id: str) -> Whereabouts:
        self._done(session, case, act_id, d.Withdrawn(by=d.RESIDENT))
        return self._told(session, case)

    def _handed(self, session: Session, case: CaseRow) -> Handed:
        where = self._told(session, case)
        if not where.can_correct:
            return Handed(where, None)
        filed, _, _ = self._window.stands(session, case.id)
        assert filed.flow is not None  # else it could not be corrected
        self._record.append(session, RESIDENT, Deed.ANSWERS_SEEN, case.id)
        return Handed(where, Given(filed.flow, filed.answers, filed.filed_on))

    def _corrected(self, session: Session, case: CaseRow, act_id: str, act: Correct) -> Corrected:
        kept = self._done(session, case, act_id, act)
        return Corrected(self._told(session, case), kept)

    def _done(self, session: Session, case: CaseRow, act_id: str, act: ByResident) -> bool:
        """Whether it is done; what is told says why not: it is the hall's, it was decided meanwhile, or its
        papers cannot be read."""
        if _moved(session, case):
            return False
        try:
            self._window.by_resident(session, case.id, act_id, act)
        except Refused:
            return False
        except StoreFailed as failed:
            if failed.trouble is not Trouble.DAMAGED:
                raise
            return False
        return True

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


def _moved(session: Session, case: CaseRow) -> bool:
    row = session.get(WindowCaseRow, case.id)
    return row is not None and row.moved_at is not None


def _forget(session: Session, now: datetime) -> None:
    session.exec(
        delete(PreparedGuessRow).where(
            col(PreparedGuessRow.asker).startswith(PREFIX), col(PreparedGuessRow.at) < now - FORGOTTEN
        )
    )
