"""What the hall's hub has still to hear beside calls: read where it stands, no copy of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Engine, delete, func, literal, true, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col, select

from kiosk.cases.case import ASKED
from kiosk.cases.channel import Channel
from kiosk.cases.difficult import DifficultState
from kiosk.cases.facts import (
    CaseFact,
    DifficultFact,
    Fact,
    FactBacklog,
    FactKind,
    FiledAnswer,
    FiledDeed,
    PreparedUsed,
    RatingFact,
    ReleaseFact,
    Waiting,
)
from kiosk.cases.visit_end import Ending, VisitEnd
from kiosk.cases.window_deeds import deed_json
from kiosk.clock import Clock
from kiosk.store._cases import answer_cell
from kiosk.store._difficult import Difficult
from kiosk.store._engine import reading, writing
from kiosk.store._kinds import UtcTime
from kiosk.store._noting import note_fact
from kiosk.store._tables import (
    AnswerRow,
    CaseRow,
    DifficultRow,
    OutgoingFactRow,
    QuestionRow,
    RatingRow,
    ReleaseRow,
    ThanksRow,
    VisitEndRow,
    WindowCaseRow,
)
from kiosk.store._thanks import thanks_of
from kiosk.store._window import Window
from kiosk.store.failure import StoreFailed
from kiosk.store.seal import Seal, Unreadable

_EVERYTHING = (
    (FactKind.RELEASE, col(ReleaseRow.sha256)),
    (FactKind.CASE, col(CaseRow.id)),
    (FactKind.RATING, col(RatingRow.visit_id)),
    (FactKind.THANKS, col(ThanksRow.day)),
    (FactKind.VISIT, col(VisitEndRow.visit_id)),
    (FactKind.DIFFICULT, col(DifficultRow.id)),
)


class OutgoingFacts:
    """Each method is one transaction."""

    def __init__(
        self, engine: Engine, seal: Seal, clock: Clock, difficult: Difficult, window: Window
    ) -> None:
        self._engine = engine
        self._seal = seal
        self._clock = clock
        self._difficult = difficult
        self._window = window

    def waiting(self, after: int, limit: int) -> Waiting:
        """In order; one that does not open is passed over, as the others must not wait for it."""
        with reading(self._engine) as session:
            rows = session.exec(
                select(OutgoingFactRow)
                .where(col(OutgoingFactRow.seq) > after)
                .order_by(col(OutgoingFactRow.seq))
                .limit(limit)
            ).all()
            found = [(row.seq, self._fact(session, row)) for row in rows]
        return Waiting(
            facts=tuple((seq, fact) for seq, fact in found if fact is not None),
            looked=rows[-1].seq if rows else after,
            unreadable=tuple(seq for seq, fact in found if fact is None),
        )

    def kept(self, facts: Sequence[tuple[int, Fact]]) -> None:
        """To a difficult case, an open question or a case at the window the hub sees from now on."""
        with writing(self._engine) as session:
            for seq, fact in facts:
                row = session.get(OutgoingFactRow, seq)
                if row is None:
                    continue
                kind, ref, same = FactKind(row.kind), row.ref, self._fact(session, row) == fact
                session.exec(delete(OutgoingFactRow).where(col(OutgoingFactRow.seq) == seq))
                if not same:  # changed since it was read: to be told once more
                    note_fact(session, kind, ref, self._clock)
                elif isinstance(fact, DifficultFact):
                    session.exec(
                        update(DifficultRow)
                        .where(col(DifficultRow.id) == fact.case.id)
                        .values(moved_at=self._clock.now())
                    )
                elif isinstance(fact, CaseFact) and fact.state == ASKED:
                    session.exec(
                        update(QuestionRow)
                        .where(col(QuestionRow.case_id) == fact.id)
                        .values(moved_at=self._clock.now())
                    )
                elif isinstance(fact, CaseFact):
                    session.exec(
                        update(WindowCaseRow)
                        .where(col(WindowCaseRow.case_id) == fact.id)
                        .values(moved_at=self._clock.now())
                    )

    def again(self) -> None:
        """All there is, in an order in which the hub can keep it; of difficult cases the open ones.

        Those were seen to at the hub and are, for all that is known here, still open.
        """
        noted_at = self._clock.now()
        with writing(self._engine) as session:
            for kind, ids in _EVERYTHING:
                noted = select(literal(str(kind)), ids, literal(noted_at, UtcTime()))
                if kind is FactKind.DIFFICULT:
                    noted = noted.where(DifficultRow.state == DifficultState.OPEN)
                session.exec(
                    insert(OutgoingFactRow)
                    .from_select(["kind", "ref", "noted_at"], noted.where(true()).order_by(ids))
                    .on_conflict_do_nothing(index_elements=["kind", "ref"])
                )

    def backlog(self) -> FactBacklog:
        """Of all kinds."""
        with reading(self._engine) as session:
            count, oldest = session.exec(select(func.count(), func.min(OutgoingFactRow.noted_at))).one()
            return FactBacklog(count, oldest)

    def _fact(self, session: Session, row: OutgoingFactRow) -> Fact | None:
        """None where there is nothing of it any more, or where it does not open."""
        try:
            match FactKind(row.kind):
                case FactKind.RELEASE:
                    return _release(session, row.ref)
                case FactKind.CASE:
                    return self._case(session, row.ref)
                case FactKind.RATING:
                    rating = session.get(RatingRow, row.ref)
                    if rating is None:
                        return None
                    return RatingFact(rating.visit_id, rating.level, rating.rated_at)
                case FactKind.THANKS:
                    return thanks_of(session, date.fromisoformat(row.ref))
                case FactKind.VISIT:
                    end = session.get(VisitEndRow, row.ref)
                    return (
                        None if end is None else VisitEnd(**end.model_dump() | {"ending": Ending(end.ending)})
                    )
                case FactKind.DIFFICULT:
                    case = self._difficult.within(session, row.ref)
                    return None if case is None else DifficultFact(case)
                case FactKind.PREPARED:
                    return PreparedUsed(row.ref)
        except (ValueError, Unreadable, StoreFailed):
            return None

    def _case(self, session: Session, case_id: str) -> CaseFact | None:
        row = session.get(CaseRow, case_id)
        if row is None:
            return None
        answers = session.exec(
            select(AnswerRow).where(AnswerRow.case_id == case_id).order_by(col(AnswerRow.position))
        )
        question = session.get(QuestionRow, case_id)
        return CaseFact(
            id=row.id,
            visit_id=row.visit_id,
            number=row.number,
            service=row.service,
            flow_version=row.flow_version,
            flow_sha256=row.flow_sha256,
            locale=row.locale,
            priority=row.priority,
            state=row.state,
            filed_at=row.filed_at,
            answers=tuple(
                FiledAnswer(
                    answer.step,
                    answer.schema_version,
                    self._seal.open(answer.value, answer_cell(case_id, answer.step)),
                )
                for answer in answers
            ),
            deeds=tuple(
                FiledDeed(deed.id, deed.at, deed_json(deed.deed))
                for deed in self._window.deeds_within(session, case_id)
            ),
            channel=Channel((question and question.channel) or Channel.KIOSK),
        )


def _release(session: Session, sha256: str) -> ReleaseFact | None:
    row = session.get(ReleaseRow, sha256)
    return None if row is None else ReleaseFact(row.sha256, row.flow, row.version, row.source)
