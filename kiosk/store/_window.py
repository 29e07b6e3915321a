"""Cases at the window and what was done with them, in SQL. What the resident said stands with the case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from kiosk.cases import window_deeds as d
from kiosk.cases.difficult import Refused
from kiosk.cases.window import OVER, Standing, WindowState, lateness, standing
from kiosk.cases.window_acts import Act, may_see
from kiosk.cases.window_desk import KeptDeed, WindowCase, in_order
from kiosk.cases.window_doing import ByResident, Done, Filed, do, do_by_resident, repeats
from kiosk.clock import Clock
from kiosk.flow.answer import Answer
from kiosk.flow.load import load_bytes
from kiosk.flow.problem import FlowFileError
from kiosk.message import Message
from kiosk.officers.record import Deed
from kiosk.store._cases import Cases
from kiosk.store._engine import reading, writing
from kiosk.store._record import Record
from kiosk.store._rights import Rights
from kiosk.store._tables import CaseRow, ReleaseRow, WindowCaseRow, WindowDeedRow
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.seal import Cell, Seal, Unreadable
from kiosk.working_days import WorkingDays

NO_RIGHT = Message("window.no_right")
UNKNOWN = Message("window.unknown")


class Window:
    """The window's book; each method is one transaction, with its entry on record."""

    def __init__(
        self,
        engine: Engine,
        seal: Seal,
        clock: Clock,
        calendar: WorkingDays,
        record: Record,
        cases: Cases,
        rights: Rights,
    ) -> None:
        self._engine = engine
        self._seal = seal
        self._clock = clock
        self._calendar = calendar
        self._record = record
        self._cases = cases
        self._rights = rights

    def open_for(self, by: str) -> tuple[WindowCase, ...]:
        """Those that are not over and are handled here, masked, as far as this officer may see them."""
        with reading(self._engine) as session:
            officer = self._rights.at_window(session, by, otherwise=NO_RIGHT, locked=True)
            wanted = select(WindowCaseRow).where(
                col(WindowCaseRow.state).not_in(OVER), col(WindowCaseRow.moved_at).is_(None)
            )
            found = self._values(session, session.exec(wanted).all(), marking=True)
            return tuple(sorted((case for case in found if may_see(officer, case.standing)), key=in_order))

    def find(self, number: str, by: str) -> WindowCase | None:
        """By its registration number, masked."""
        with reading(self._engine) as session:
            officer = self._rights.at_window(session, by, otherwise=NO_RIGHT)
            wanted = select(WindowCaseRow).join(CaseRow, col(CaseRow.id) == col(WindowCaseRow.case_id))
            row = session.exec(wanted.where(CaseRow.number == number)).one_or_none()
            if row is None or row.moved_at is not None:
                return None
            (case,) = self._values(session, [row])
            return case if may_see(officer, case.standing) else None

    def read(self, case_id: str, by: str) -> WindowCase | None:
        """One with all its words, on record."""
        with writing(self._engine) as session:
            officer = self._rights.at_window(session, by, otherwise=NO_RIGHT)
            row = session.get(WindowCaseRow, case_id)
            if row is None:
                return None
            (case,) = self._values(session, [row])
            if not may_see(officer, case.standing):
                raise Refused(NO_RIGHT)
            self._record.append(session, by, Deed.ANSWERS_SEEN, case_id)
            return self._with_words(session, case, self._filed(session, case_id))

    def act(self, case_id: str, act_id: str, act: Act, by: str) -> WindowCase:
        """Do it; the same one again changes nothing."""
        with writing(self._engine) as session:
            officer = self._rights.at_window(session, by, otherwise=NO_RIGHT)
            row = session.get(WindowCaseRow, case_id)
            if row is None:
                raise Refused(UNKNOWN)
            filed = self._filed(session, case_id)
            known = session.get(WindowDeedRow, act_id)
            if known is not None and (known.case_id, known.by) != (case_id, by):
                raise ValueError("this act is another one's")
            if known is not None and not repeats(act, self._deed(known).deed, filed.answers):
                raise ValueError("this act is another one")
            if known is None:
                if row.moved_at is not None:
                    raise Refused(Message("window.at_hall"))
                now = standing(each.deed for each in self._deeds(session, row))
                done = do(now, act, officer, filed, self._clock.today(), self._calendar)
                self._keep(session, row, act_id, done)
                if done.answers is not None:
                    filed = replace(filed, answers=done.answers)
            (case,) = self._values(session, [row])
            if known is not None:
                # What is told is what others did since too: as with any reading.
                if not may_see(officer, case.standing):
                    raise Refused(NO_RIGHT)
                self._record.append(session, by, Deed.ANSWERS_SEEN, case_id)
            return self._with_words(session, case, filed)

    def deeds_within(self, session: Session, case_id: str) -> tuple[KeptDeed, ...]:
        """All that was done with a case, in a transaction that is under way."""
        row = session.get(WindowCaseRow, case_id)
        return () if row is None else self._deeds(session, row)

    def answers_within(self, session: Session, case_id: str) -> dict[str, Answer]:
        """What its resident said, in a transaction that is under way."""
        return self._cases.answers_within(session, case_id)

    def stands(self, session: Session, case_id: str) -> tuple[Filed, Standing, tuple[KeptDeed, ...]]:
        """Where a case stands, in a transaction that is under way."""
        row = session.get(WindowCaseRow, case_id)
        if row is None:
            raise StoreFailed(Trouble.DAMAGED, "a case at the window is not there")
        deeds = self._deeds(session, row)
        return self._filed(session, case_id), _stands(row, deeds), deeds

    def by_resident(self, session: Session, case_id: str, act_id: str, act: ByResident) -> None:
        """What the resident does themselves, in a transaction that is under way; the same again changes
        nothing. Raises :class:`Refused`."""
        filed, now, _ = self.stands(session, case_id)
        row, known = session.get(WindowCaseRow, case_id), session.get(WindowDeedRow, act_id)
        assert row is not None
        if known is not None:
            if (known.case_id, known.by) != (case_id, d.RESIDENT):
                raise ValueError("this act is another one's")
            if not repeats(act, self._deed(known).deed, filed.answers):
                raise ValueError("this act is another one")
            return
        self._keep(session, row, act_id, do_by_resident(now, act, filed))

    def _keep(self, session: Session, row: WindowCaseRow, act_id: str, done: Done) -> None:
        deed, now, at = done.deed, done.now, self._clock.now()
        session.add(
            WindowDeedRow(
                id=act_id,
                case_id=row.case_id,
                position=row.deeds,
                at=at,
                by=deed.by,
                kind=deed.kind,
                body=self._seal.close(d.deed_json(deed), deed_cell(row.case_id, row.deeds, act_id)),
            )
        )
        session.flush()
        row.state, row.handler, row.due, row.deeds = str(now.state), now.handler, now.due, now.deeds
        row.over_at = at if now.over else None
        session.add(row)
        session.exec(update(CaseRow).where(col(CaseRow.id) == row.case_id).values(state=str(now.state)))
        if done.answers is not None:
            self._cases.replace_answers(session, row.case_id, done.answers)
        session.flush()
        self._record.append(session, deed.by, Deed(f"case_{deed.kind}"), row.case_id)

    def _filed(self, session: Session, case_id: str) -> Filed:
        case = session.get(CaseRow, case_id)
        release = None if case is None else session.get(ReleaseRow, case.flow_sha256)
        if case is None or release is None:
            raise StoreFailed(Trouble.DAMAGED, "a case at the window is not there")
        try:
            flow = load_bytes(release.source.encode(), Path(f"{case.service}.yaml")).flow
        except FlowFileError:
            flow = None
        return Filed(flow, self._cases.answers_within(session, case_id), case.filed_at)

    def _with_words(self, session: Session, case: WindowCase, filed: Filed) -> WindowCase:
        row, kept = session.get(CaseRow, case.id), session.get(WindowCaseRow, case.id)
        assert row is not None
        assert kept is not None
        release = session.get(ReleaseRow, row.flow_sha256)
        return replace(
            case,
            masked=False,
            answers=filed.answers,
            flow_source="" if release is None else release.source,
            asks=filed.asks,
            deeds=self._deeds(session, kept),
        )

    def _values(
        self, session: Session, rows: Sequence[WindowCaseRow], *, marking: bool = False
    ) -> tuple[WindowCase, ...]:
        """Masked, with where each stands. marking: one that cannot be read is told as damaged, and the
        others beside it."""
        wanted = select(CaseRow).where(col(CaseRow.id).in_([row.case_id for row in rows]))
        cases = {case.id: case for case in session.exec(wanted)}
        deeds = self._deed_rows(session, rows)
        return tuple(
            self._value(cases[row.case_id], row, deeds[row.case_id], marking=marking) for row in rows
        )

    def _value(
        self, case: CaseRow, row: WindowCaseRow, deeds: Iterable[WindowDeedRow], *, marking: bool
    ) -> WindowCase:
        damaged = False
        try:
            now = _stands(row, [self._deed(each) for each in deeds])
        except StoreFailed:
            if not marking:
                raise
            damaged = True
            now = Standing(WindowState(row.state), handler=row.handler, due=row.due, deeds=row.deeds)
        return WindowCase(
            id=case.id,
            number=case.number,
            kiosk=case.kiosk,
            service=case.service,
            flow_version=case.flow_version,
            locale=case.locale,
            priority=case.priority,
            filed_at=case.filed_at,
            standing=now,
            lateness=lateness(now, self._clock.today(), self._calendar),
            damaged=damaged,
        )

    def _deeds(self, session: Session, row: WindowCaseRow) -> tuple[KeptDeed, ...]:
        deeds = tuple(self._deed(each) for each in self._deed_rows(session, [row])[row.case_id])
        if len(deeds) != row.deeds:
            raise StoreFailed(Trouble.DAMAGED, "a deed of a case is missing")
        return deeds

    def _deed_rows(self, session: Session, rows: Sequence[WindowCaseRow]) -> dict[str, list[WindowDeedRow]]:
        found: defaultdict[str, list[WindowDeedRow]] = defaultdict(list)
        ids = [row.case_id for row in rows if row.deeds]
        wanted = select(WindowDeedRow).where(col(WindowDeedRow.case_id).in_(ids))
        for row in session.exec(wanted.order_by(col(WindowDeedRow.position))):
            found[row.case_id].append(row)
        return found

    def _deed(self, row: WindowDeedRow) -> KeptDeed:
        try:
            return KeptDeed(
                row.id,
                row.at,
                d.read_deed(self._seal.open(row.body, deed_cell(row.case_id, row.position, row.id))),
            )
        except (ValueError, Unreadable):
            # Without the cause: it quotes what was written.
            raise StoreFailed(Trouble.DAMAGED, "a deed of a case cannot be read") from None


def _stands(row: WindowCaseRow, deeds: Iterable[KeptDeed]) -> Standing:
    try:
        now = standing(each.deed for each in deeds)
    except Refused:
        raise StoreFailed(Trouble.DAMAGED, "the deeds of a case do not follow on each other") from None
    if (now.deeds, now.state) != (row.deeds, WindowState(row.state)):
        raise StoreFailed(Trouble.DAMAGED, "a deed of a case is missing")
    return now


def deed_cell(case_id: str, position: int, deed_id: str) -> Cell:
    """Where a deed's body stands. Those of earlier versions are bound to their id alone."""
    before = Cell("window_deed", deed_id, "body")
    return Cell("window_deed", f"{case_id}/{position}/{deed_id}", "body", before)
