"""Answered questions looked through by an officer, and one answer read by its own resident, in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from kiosk.cases.asked import asked_text
from kiosk.cases.question import LONGEST_SEARCH, MOST_SEARCHED, How, Question, QuestionState, Similar
from kiosk.cases.question_search import Answered, most_alike
from kiosk.cases.question_told import AnswerTold, NotTold, proves, told_of
from kiosk.clock import Clock
from kiosk.flow.load import load_bytes
from kiosk.flow.model import Flow
from kiosk.flow.problem import FlowFileError
from kiosk.officers.record import Deed
from kiosk.store._cases import Cases
from kiosk.store._engine import writing
from kiosk.store._guessing import Guessing
from kiosk.store._questions import Questions, reply_cell
from kiosk.store._record import Record
from kiosk.store._rights import Rights
from kiosk.store._tables import CaseRow, QuestionReplyRow, QuestionRow, ReleaseRow
from kiosk.store.failure import StoreFailed, Trouble
from kiosk.store.seal import Seal, Unreadable

WHAT = "answer"
"""What is tried by whoever reads an answer."""


class QuestionSearch:
    """Each method is one transaction, with its entry on record."""

    def __init__(
        self,
        engine: Engine,
        seal: Seal,
        clock: Clock,
        record: Record,
        cases: Cases,
        questions: Questions,
        rights: Rights,
    ) -> None:
        self._engine = engine
        self._seal = seal
        self._clock = clock
        self._record = record
        self._cases = cases
        self._questions = questions
        self._rights = rights

    def similar(self, words: str, by: str) -> tuple[Similar, ...]:
        """Those answered last, each opened here and forgotten again."""
        with writing(self._engine) as session:
            self._rights.act(session, by)
            found = most_alike(words[:LONGEST_SEARCH], self._answered(session))
            if found:
                shown = " ".join(each.id for each in found)
                self._record.append(session, by, Deed.QUESTIONS_SEARCHED, shown)
            return found

    def told(self, number: str, proof: str, asker: str, everybody: str) -> AnswerTold | NotTold:
        """The answer, or that nothing is told: what is said is kept too, so that nothing here is raised."""
        with writing(self._engine) as session:
            guessing = Guessing(session, self._clock.now(), WHAT, asker, everybody)
            if left := guessing.seconds_left():
                return NotTold(left)
            try:
                question = self._of_number(session, number)
            except StoreFailed as failed:
                if failed.trouble is not Trouble.DAMAGED:
                    raise
                question = None  # nobody can show that it is theirs; it is told as any other
            if proves({} if question is None else question.answers, proof) and question is not None:
                return told_of(question)
            return NotTold(guessing.one_more())

    def _of_number(self, session: Session, number: str) -> Question | None:
        case_id = session.exec(
            select(QuestionRow.case_id)
            .join(CaseRow, col(CaseRow.id) == col(QuestionRow.case_id))
            .where(CaseRow.number == number)
        ).first()
        return None if case_id is None else self._questions.within(session, case_id)

    def _answered(self, session: Session) -> Iterator[Answered]:
        rows = session.exec(
            select(QuestionRow, CaseRow, QuestionReplyRow)
            .join(CaseRow, col(CaseRow.id) == col(QuestionRow.case_id))
            .join(QuestionReplyRow, col(QuestionReplyRow.case_id) == col(QuestionRow.case_id))
            .where(
                QuestionRow.state == QuestionState.ANSWERED,
                QuestionReplyRow.how != How.NOT_REACHED,
                col(QuestionReplyRow.text).is_not(None),
            )
            .order_by(col(QuestionReplyRow.at).desc())
            .limit(MOST_SEARCHED)
        ).all()

        @cache
        def flow_of(sha256: str) -> Flow | None:
            release = session.get(ReleaseRow, sha256)
            return None if release is None else _flow(release)

        for _, case, reply in rows:
            try:
                answers = self._cases.answers_within(session, case.id)
                answer = self._seal.open(reply.text or b"", reply_cell(reply.id))
            except (StoreFailed, Unreadable):
                continue  # one that cannot be read must not hide the others; `kiosk doctor` tells of it
            yield Answered(case.id, asked_text(answers, flow_of(case.flow_sha256)), answer, reply.at)


def _flow(release: ReleaseRow) -> Flow | None:
    try:
        return load_bytes(release.source.encode(), Path(f"{release.flow}.yaml")).flow
    except FlowFileError:
        return None
