"""Cases, their sealed answers, the wish apart, and ratings, in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Engine, delete
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col, select

from kiosk.cases.case import ASKED, Case, Filing, Receipt
from kiosk.cases.channel import Channel
from kiosk.cases.difficult import LOW_LEVELS, Source
from kiosk.cases.facts import FactKind
from kiosk.cases.number import registration_number
from kiosk.cases.question import QuestionState
from kiosk.cases.rating import SATISFIED, Rating
from kiosk.cases.window import WindowState
from kiosk.clock import Clock
from kiosk.flow.answer import SCHEMA_VERSION, Answer, Wish
from kiosk.ids import new_id
from kiosk.store._difficult import Difficult
from kiosk.store._engine import reading, writing
from kiosk.store._noting import note_fact
from kiosk.store._prepared import wipe
from kiosk.store._tables import (
    AnswerRow,
    CaseRow,
    QuestionRow,
    RatingRow,
    ReleaseRow,
    SequenceRow,
    WindowCaseRow,
    WishRow,
)
from kiosk.store._thanks import thank
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.seal import Cell, Seal, Unreadable

HANDED_IN = str(WindowState.HANDED_IN)
"""The state of a new case. "Accepted" is the window's act, not the kiosk's."""

_ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)


class Cases:
    """The book of cases; each method is one transaction."""

    def __init__(self, engine: Engine, seal: Seal, clock: Clock, kiosk_no: str, difficult: Difficult) -> None:
        self._engine = engine
        self._seal = seal
        self._clock = clock
        self._kiosk_no = kiosk_no
        self._difficult = difficult

    def hand_in(self, filing: Filing) -> Receipt:
        """All of the filing or nothing; the same visit again gets the receipt it has."""
        with writing(self._engine) as session:
            return self.hand_in_within(session, filing)

    def hand_in_within(self, session: Session, filing: Filing) -> Receipt:
        """The same, in a transaction that is under way."""
        known = session.exec(select(CaseRow).where(CaseRow.visit_id == filing.visit_id)).one_or_none()
        if known is not None:
            return Receipt(known.id, known.number)
        self._keep_release(session, filing)
        receipt = Receipt(new_id(), registration_number(self._kiosk_no, self._next(session)))
        session.add(
            CaseRow(
                id=receipt.case_id,
                visit_id=filing.visit_id,
                number=receipt.number,
                kiosk=filing.kiosk,
                service=filing.service,
                flow_version=filing.flow_version,
                flow_sha256=filing.flow_sha256,
                locale=filing.locale,
                priority=filing.priority,
                state=ASKED if filing.question else HANDED_IN,
                filed_at=self._clock.now(),
            )
        )
        session.flush()
        if filing.question:
            channel = None if filing.channel is Channel.KIOSK else str(filing.channel)
            session.add(QuestionRow(case_id=receipt.case_id, state=QuestionState.OPEN, channel=channel))
        else:
            session.add(WindowCaseRow(case_id=receipt.case_id, state=WindowState.HANDED_IN))
        self._keep_answers(session, receipt.case_id, filing.answers)
        self._keep_wish(session, receipt.case_id, filing)
        note_fact(session, FactKind.CASE, receipt.case_id, self._clock)
        if filing.prepared is not None and not wipe(session, filing.prepared):
            note_fact(session, FactKind.PREPARED, filing.prepared, self._clock)
        return receipt

    def rate(self, visit_id: str, level: int, helpers: Collection[str]) -> None:
        """The first rating of a visit stays. A low one opens a difficult case with it; one of a satisfied
        resident thanks those who helped."""
        with writing(self._engine) as session:
            kept = session.exec(
                insert(RatingRow)
                .values(visit_id=visit_id, level=level, rated_at=self._clock.now())
                .on_conflict_do_nothing(index_elements=["visit_id"])
            )
            if kept.rowcount != 1:
                return
            note_fact(session, FactKind.RATING, visit_id, self._clock)
            if level in SATISFIED:
                thank(session, helpers, self._clock)
            if level in LOW_LEVELS:
                # Of the visit only what was handed in: who the resident is stands in the case alone.
                service = session.exec(
                    select(CaseRow.service).where(CaseRow.visit_id == visit_id)
                ).one_or_none()
                self._difficult.open_within(session, Source.LOW_RATING, visit_id=visit_id, service=service)

    def ratings(self) -> tuple[Rating, ...]:
        """All ratings, the oldest first; whose visit each was stays here."""
        with reading(self._engine) as session:
            rows = session.exec(select(RatingRow.level, RatingRow.rated_at).order_by(col(RatingRow.rated_at)))
            return tuple(Rating(level, rated_at) for level, rated_at in rows)

    def cases(self, *, reveal: bool) -> tuple[Case, ...]:
        """All cases, the oldest first. Masked, no answer is even opened."""
        with reading(self._engine) as session:
            answers: defaultdict[str, list[AnswerRow]] = defaultdict(list)
            for answer in session.exec(select(AnswerRow).order_by(col(AnswerRow.position))):
                answers[answer.case_id].append(answer)
            rows = session.exec(
                select(CaseRow, RatingRow.level)
                .join(RatingRow, col(RatingRow.visit_id) == col(CaseRow.visit_id), isouter=True)
                .order_by(col(CaseRow.filed_at), col(CaseRow.id))
            )
            return tuple(self._value(row, rating, answers[row.id], reveal=reveal) for row, rating in rows)

    def wish_for_officer(self, case_id: str) -> Wish | None:
        """The private wish, for the officer who must ask again. ``None`` where it was not asked."""
        with reading(self._engine) as session:
            row = session.get(WishRow, case_id)
            if row is None:
                return None
            wish = self._open(row.value, wish_cell(case_id), row.schema_version)
            if not isinstance(wish, Wish):
                raise StoreFailed(Trouble.DAMAGED, "a wish cannot be read")
            return wish

    def flow_source(self, sha256: str) -> str | None:
        """The release's text, as it was when a case was filed under it."""
        with reading(self._engine) as session:
            row = session.get(ReleaseRow, sha256)
            return None if row is None else row.source

    def answers_within(self, session: Session, case_id: str) -> dict[str, Answer]:
        """What a resident said, in a transaction that is under way, in the flow's order."""
        rows = session.exec(
            select(AnswerRow).where(AnswerRow.case_id == case_id).order_by(col(AnswerRow.position))
        )
        return self._opened(case_id, rows)

    def _keep_release(self, session: Session, filing: Filing) -> None:
        new = session.exec(
            insert(ReleaseRow)
            .values(
                sha256=filing.flow_sha256,
                flow=filing.service,
                version=filing.flow_version,
                source=filing.flow_source,
            )
            .on_conflict_do_nothing(index_elements=["sha256"])
        )
        if new.rowcount == 1:
            note_fact(session, FactKind.RELEASE, filing.flow_sha256, self._clock)

    def _next(self, session: Session) -> int:
        """The next number of this kiosk's sequence; given back if the transaction fails."""
        name = f"registration/{self._kiosk_no}"
        row = session.get(SequenceRow, name) or SequenceRow(name=name, last=0)
        row.last += 1
        session.add(row)
        return row.last

    def replace_answers(self, session: Session, case_id: str, answers: Mapping[str, Answer]) -> None:
        """Other answers in their place, in a transaction that is under way; what was there is wiped."""
        session.exec(delete(AnswerRow).where(col(AnswerRow.case_id) == case_id))
        self._keep_answers(session, case_id, answers)

    def _keep_answers(self, session: Session, case_id: str, answers: Mapping[str, Answer]) -> None:
        for position, (step, answer) in enumerate(answers.items()):
            if isinstance(answer, Wish):
                continue  # never among the answers, whatever the caller thought
            value = self._seal.close(_text(answer), answer_cell(case_id, step))
            session.add(
                AnswerRow(
                    case_id=case_id, step=step, position=position, schema_version=SCHEMA_VERSION, value=value
                )
            )

    def _keep_wish(self, session: Session, case_id: str, filing: Filing) -> None:
        among = (answer for answer in filing.answers.values() if isinstance(answer, Wish))
        wish = filing.wish or next(among, None)
        if wish is not None:
            value = self._seal.close(_text(wish), wish_cell(case_id))
            session.add(WishRow(case_id=case_id, schema_version=SCHEMA_VERSION, value=value))

    def _value(self, row: CaseRow, rating: int | None, answers: Iterable[AnswerRow], *, reveal: bool) -> Case:
        kept = tuple(answers)
        return Case(
            id=row.id,
            number=row.number,
            kiosk=row.kiosk,
            service=row.service,
            flow_version=row.flow_version,
            flow_sha256=row.flow_sha256,
            locale=row.locale,
            priority=row.priority,
            state=row.state,
            filed_at=row.filed_at,
            rating=rating,
            masked=not reveal,
            answers=self._opened(row.id, kept) if reveal else {},
            answered=tuple(answer.step for answer in kept),
        )

    def _opened(self, case_id: str, rows: Iterable[AnswerRow]) -> dict[str, Answer]:
        return {
            row.step: self._open(row.value, answer_cell(case_id, row.step), row.schema_version)
            for row in rows
        }

    def _open(self, sealed: bytes, cell: Cell, schema_version: int) -> Answer:
        if not isinstance(schema_version, int):
            raise StoreFailed(Trouble.DAMAGED, f"{cell.table} cannot be read")
        if schema_version > SCHEMA_VERSION:
            raise StoreFailed(Trouble.UNKNOWN, "an answer is of a newer program")
        try:
            return _ANSWER.validate_json(self._seal.open(sealed, cell))
        except (ValidationError, Unreadable):
            # Without the cause: a validation error quotes the answer.
            raise StoreFailed(Trouble.DAMAGED, f"{cell.table} cannot be read") from None


def _text(answer: Answer) -> str:
    return _ANSWER.dump_json(answer).decode()


def answer_cell(case_id: str, step: str) -> Cell:
    """Where an answer stands."""
    return Cell("case_answer", f"{case_id}/{step}", "value")


def wish_cell(case_id: str) -> Cell:
    """Where a wish stands."""
    return Cell("wish", case_id, "value")
