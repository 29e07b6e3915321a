"""Residents' questions in the hub's tables. What they asked stands with the case; all texts are sealed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

import structlog
from pydantic import TypeAdapter, ValidationError

from kiosk.cases.difficult import Refused
from kiosk.cases.question import How, NewReply, Question, QuestionState, Reply, after
from kiosk.figures.period import Period
from kiosk.figures.questions import QuestionFigures, question_figures
from kiosk.flow.answer import Answer
from kiosk.hub.database import Connection, Pool, Record
from kiosk.hub.sealing import HallSeal, NotOpened
from kiosk.message import Message

ANSWERS = "case_answers"
"""The place of a case's answers, which are sealed as one."""
REPLY = "question_reply"
MOST = 1000

_ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)
_OPEN = (
    "INSERT INTO question (id, state) SELECT id, 'open' FROM filed_case WHERE id = $1 ON CONFLICT DO NOTHING"
)
_SELECT = (
    "SELECT filed_case.*, question.state AS stands, closed_at, closed_by "
    "FROM question JOIN filed_case USING (id) "
)
_REPLY = (
    "INSERT INTO question_reply (id, question, position, at, by, how, text) "
    "VALUES ($1, $2, $3, clock_timestamp(), $4, $5, $6)"
)
_CLOSE = "UPDATE question SET state = $2, closed_at = clock_timestamp(), closed_by = $3 WHERE id = $1"
_FIGURES = (
    "SELECT question.state, filed_at, closed_at FROM question JOIN filed_case USING (id) "
    "WHERE filed_at >= $1 AND filed_at < $2"
)

_log = structlog.stdlib.get_logger("kiosk.hub")


class Questions:
    """In a transaction that is under way."""

    def __init__(self, connection: Connection, seal: HallSeal) -> None:
        self._connection = connection
        self._seal = seal

    async def open(self, case_id: str) -> None:
        """Of a case that is a question; once, however often it is told."""
        await self._connection.execute(_OPEN, case_id)

    async def reply(self, question_id: str, reply: NewReply) -> bool:
        """Whether it is new. Raises :class:`Refused`."""
        known = await self._connection.fetchval("SELECT question FROM question_reply WHERE id = $1", reply.id)
        if known is not None:
            if known != question_id:
                raise Refused(Message("question.unknown"))
            return False
        # Takes the row, so that of two who answer it one waits for the other.
        state = await self._connection.fetchval(
            "SELECT state FROM question WHERE id = $1 FOR UPDATE", question_id
        )
        if state is None:
            raise Refused(Message("question.unknown"))
        # Whatever is noted while a question is open is an attempt, but for the last.
        attempts = await self._connection.fetchval(
            "SELECT count(*) FROM question_reply WHERE question = $1", question_id
        )
        becomes = after(QuestionState(state), attempts, reply.how)
        sealed = self._seal.close(reply.text, reply.id, REPLY) if reply.text else None
        await self._connection.execute(
            _REPLY, reply.id, question_id, attempts, reply.by, str(reply.how), sealed
        )
        if becomes is not QuestionState.OPEN:
            await self._connection.execute(_CLOSE, question_id, str(becomes), reply.by)
        return True

    async def get(self, question_id: str, *, reveal: bool = False) -> Question | None:
        """One."""
        rows = await self._connection.fetch(_SELECT + "WHERE question.id = $1", question_id)
        found = await self._values(rows, reveal=reveal)
        return found[0] if found else None

    async def open_questions(self) -> tuple[Question, ...]:
        """Masked: the urgent ones first, among them the oldest."""
        rows = await self._connection.fetch(
            _SELECT + "WHERE question.state = 'open' ORDER BY priority DESC, filed_at, id LIMIT $1", MOST
        )
        return await self._values(rows, reveal=False)

    async def _values(self, rows: Sequence[Record], *, reveal: bool) -> tuple[Question, ...]:
        replies: defaultdict[str, list[Reply]] = defaultdict(list)
        for row in await self._connection.fetch(
            "SELECT * FROM question_reply WHERE question = ANY($1) ORDER BY position",
            [row["id"] for row in rows],
        ):
            replies[row["question"]].append(self._reply(row, reveal=reveal))
        return tuple([await self._value(row, tuple(replies[row["id"]]), reveal=reveal) for row in rows])

    async def _value(self, row: Record, replies: tuple[Reply, ...], *, reveal: bool) -> Question:
        source = ""
        if reveal:
            source = await self._connection.fetchval(
                "SELECT source FROM flow_release WHERE sha256 = $1", row["flow_sha256"]
            )
        return Question(
            id=row["id"],
            number=row["number"],
            kiosk=row["kiosk"],
            service=row["service"],
            locale=row["locale"],
            priority=row["priority"],
            asked_at=row["filed_at"],
            state=QuestionState(row["stands"]),
            closed_at=row["closed_at"],
            closed_by=row["closed_by"],
            replies=replies,
            masked=not reveal,
            answers=self._answers(row) if reveal else {},
            flow_source=source or "",
        )

    def _answers(self, row: Record) -> dict[str, Answer]:
        """Empty where they do not open: the number leads to the kiosk, which has them."""
        text = self._text(row["answers"], row["id"], ANSWERS)
        try:
            return {step: _ANSWER.validate_json(value) for step, _version, value in json.loads(text or "[]")}
        except ValidationError:  # of a newer kiosk; without the cause, which quotes the answer
            _log.error("question_not_read", row=row["id"])
            return {}

    def _reply(self, row: Record, *, reveal: bool) -> Reply:
        return Reply(
            id=row["id"],
            at=row["at"],
            by=row["by"],
            how=How(row["how"]),
            noted=row["text"] is not None,
            text=self._text(row["text"], row["id"], REPLY) if reveal else "",
        )

    def _text(self, sealed: bytes | None, row: str, place: str) -> str:
        """Empty where it does not open: the question itself must be answered all the same."""
        if sealed is None:
            return ""
        try:
            return self._seal.open(sealed, row, place)
        except NotOpened:
            _log.error("question_not_opened", place=place, row=row)
            return ""


async def questions_of(pool: Pool, period: Period) -> QuestionFigures:
    """Of the questions asked in these days."""
    rows = await pool.fetch(_FIGURES, *period.bounds())
    return question_figures((QuestionState(r["state"]), r["filed_at"], r["closed_at"]) for r in rows)
