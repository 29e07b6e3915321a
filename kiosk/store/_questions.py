"""Questions and what was done about them, in SQL. What was asked stands with the case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Engine, func, update
from sqlmodel import Session, col, select

from kiosk.cases.channel import Channel
from kiosk.cases.difficult import Refused
from kiosk.cases.question import How, NewReply, Question, QuestionState, Reply, after, check_reply
from kiosk.cases.question_note import NewNote
from kiosk.clock import Clock
from kiosk.message import Message
from kiosk.officers.officer import Officer
from kiosk.officers.record import Deed
from kiosk.store._cases import Cases
from kiosk.store._engine import reading, writing
from kiosk.store._record import Record
from kiosk.store._rights import Rights
from kiosk.store._tables import CaseRow, QuestionReplyRow, QuestionRow, ReleaseRow
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.seal import Cell, Seal, Unreadable


class Questions:
    """The book of questions; each method is one transaction, with its entry on record."""

    def __init__(
        self, engine: Engine, seal: Seal, clock: Clock, record: Record, cases: Cases, rights: Rights
    ) -> None:
        self._engine = engine
        self._seal = seal
        self._clock = clock
        self._record = record
        self._cases = cases
        self._rights = rights

    def questions(self, *, every: bool, reveal: bool) -> tuple[Question, ...]:
        """The ones open here, the urgent ones first; or ``every`` one, the oldest first."""
        order = (col(CaseRow.filed_at), col(CaseRow.id))
        wanted = select(QuestionRow).join(CaseRow, col(CaseRow.id) == col(QuestionRow.case_id))
        if every:
            wanted = wanted.order_by(*order)
        else:
            open_ = wanted.where(QuestionRow.state == QuestionState.OPEN, col(QuestionRow.moved_at).is_(None))
            wanted = open_.order_by(col(CaseRow.priority).desc(), *order)
        with reading(self._engine) as session:
            return self._values(session, session.exec(wanted).all(), reveal=reveal)

    def open_for(self, by: str) -> tuple[Question, ...]:
        """The open ones, masked, for whoever sits at the desk."""
        with reading(self._engine) as session:
            self._rights.act(session, by, locked=True)
        return self.questions(every=False, reveal=False)

    def read(self, question_id: str, by: Officer) -> Question | None:
        """One with all its words, on record."""
        with writing(self._engine) as session:
            self._rights.act(session, by.number)
            row = session.get(QuestionRow, question_id)
            if row is None:
                return None
            self._record.append(session, by.number, Deed.ANSWERS_SEEN, question_id)
            return self._values(session, [row], reveal=True)[0]

    def within(self, session: Session, question_id: str) -> Question | None:
        """One with all its words, in a transaction under way; the caller says on record who reads it."""
        row = session.get(QuestionRow, question_id)
        return None if row is None else self._values(session, [row], reveal=True)[0]

    def reply(self, question_id: str, reply: NewReply) -> Question:
        """Note it; the same one again changes nothing."""
        check_reply(reply)
        with writing(self._engine) as session:
            self._rights.act(session, reply.by)
            row = session.get(QuestionRow, question_id)
            if row is None:
                raise Refused(Message("question.unknown"))
            known = session.get(QuestionReplyRow, reply.id)
            if known is not None and known.case_id != question_id:
                raise ValueError("this reply belongs to another question")
            if known is None:
                if row.moved_at is not None:
                    raise Refused(Message("question.at_hall"))
                self._note(session, row, reply)
            return self._values(session, [row], reveal=False)[0]

    def note(self, note: NewNote, kiosk: str) -> Question:
        """Write it down; the same one again changes nothing, but for an answer that it had not yet."""
        filing, reply = note.filing(kiosk), note.reply()
        with writing(self._engine) as session:
            self._rights.act(session, note.by)
            known = session.exec(select(CaseRow.id).where(CaseRow.visit_id == note.id)).first()
            receipt = self._cases.hand_in_within(session, filing)
            row = session.get(QuestionRow, receipt.case_id)
            if row is None:
                raise ValueError("this note is another case")
            if known is None:
                self._record.append(session, note.by, Deed.QUESTION_NOTED, receipt.case_id)
            if reply is not None and session.get(QuestionReplyRow, reply.id) is None:
                if row.moved_at is not None:
                    raise Refused(Message("question.at_hall"))
                self._note(session, row, reply)
            return self._values(session, [row], reveal=False)[0]

    def _note(self, session: Session, row: QuestionRow, reply: NewReply) -> None:
        counted = session.exec(
            select(func.count()).where(
                QuestionReplyRow.case_id == row.case_id, QuestionReplyRow.how == How.NOT_REACHED
            )
        ).one()
        state = after(QuestionState(row.state), counted, reply.how)
        now = self._clock.now()
        if state is not QuestionState.OPEN:
            # The state stands in the WHERE, so that of two who answer the same question one finds no row.
            moved = session.exec(
                update(QuestionRow)
                .where(col(QuestionRow.case_id) == row.case_id, col(QuestionRow.state) == QuestionState.OPEN)
                .values(state=state, closed_at=now, closed_by=reply.by)
            )
            if moved.rowcount != 1:
                raise Refused(Message("question.is_closed"))
            session.exec(update(CaseRow).where(col(CaseRow.id) == row.case_id).values(state=state))
        # Whatever is noted while a question is open is an attempt, but for the last.
        session.add(
            QuestionReplyRow(
                id=reply.id,
                case_id=row.case_id,
                position=counted,
                at=now,
                by=reply.by,
                how=reply.how,
                text=self._seal.close(reply.text, reply_cell(reply.id)) if reply.text else None,
            )
        )
        session.flush()
        session.refresh(row)
        tried = reply.how is How.NOT_REACHED
        deed = Deed.QUESTION_TRIED if tried else Deed.QUESTION_ANSWERED
        self._record.append(session, reply.by, deed, row.case_id)

    def _values(self, session: Session, rows: Iterable[QuestionRow], *, reveal: bool) -> tuple[Question, ...]:
        kept = tuple(rows)
        replies: defaultdict[str, list[Reply]] = defaultdict(list)
        wanted = select(QuestionReplyRow).order_by(col(QuestionReplyRow.position))
        if len(kept) == 1:
            wanted = wanted.where(QuestionReplyRow.case_id == kept[0].case_id)
        for row in session.exec(wanted):
            replies[row.case_id].append(self._reply(row, reveal=reveal))
        return tuple(self._value(session, row, tuple(replies[row.case_id]), reveal=reveal) for row in kept)

    def _value(
        self, session: Session, row: QuestionRow, replies: tuple[Reply, ...], *, reveal: bool
    ) -> Question:
        case = session.get(CaseRow, row.case_id)
        if case is None:
            raise StoreFailed(Trouble.DAMAGED, "a question has no case")
        release = session.get(ReleaseRow, case.flow_sha256) if reveal else None
        try:
            state, channel = QuestionState(row.state), Channel(row.channel or Channel.KIOSK)
        except ValueError:
            raise StoreFailed(Trouble.DAMAGED, "a question cannot be read") from None
        return Question(
            id=case.id,
            number=case.number,
            kiosk=case.kiosk,
            service=case.service,
            locale=case.locale,
            priority=case.priority,
            asked_at=case.filed_at,
            channel=channel,
            state=state,
            closed_at=row.closed_at,
            closed_by=row.closed_by,
            replies=replies,
            masked=not reveal,
            at_hall=row.moved_at is not None,
            answers=self._cases.answers_within(session, case.id) if reveal else {},
            flow_source="" if release is None else release.source,
        )

    def _reply(self, row: QuestionReplyRow, *, reveal: bool) -> Reply:
        try:
            text = self._seal.open(row.text, reply_cell(row.id)) if reveal and row.text is not None else ""
            return Reply(row.id, row.at, row.by, How(row.how), row.text is not None, text)
        except (ValueError, Unreadable):
            raise StoreFailed(Trouble.DAMAGED, "what was done about a question cannot be read") from None


def reply_cell(reply_id: str) -> Cell:
    """Where the text of a reply stands."""
    return Cell("question_reply", reply_id, "text")
