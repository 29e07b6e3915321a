"""Residents' questions in the hub's tables. What they asked stands with the case; all texts are sealed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import structlog
from pydantic import TypeAdapter, ValidationError

from kiosk.cases.case import ASKED, Filing
from kiosk.cases.channel import Channel
from kiosk.cases.difficult import Refused
from kiosk.cases.number import registration_number
from kiosk.cases.question import How, NewReply, Question, QuestionState, Reply, after
from kiosk.cases.question_note import NewNote
from kiosk.figures.period import Period
from kiosk.figures.questions import Asked, QuestionFigures, question_figures
from kiosk.flow.answer import SCHEMA_VERSION, Answer
from kiosk.hub.database import Connection, Pool, Record
from kiosk.hub.sealing import HallSeal, NotOpened
from kiosk.ids import new_id
from kiosk.message import Message
from kiosk.working_days import WorkingDays

ANSWERS = "case_answers"
"""The place of a case's answers, which are sealed as one."""
REPLY = "question_reply"
MOST = 1000
MOST_FROM_HOME = 300
"""Waiting at a time, so that whoever fills them up leaves room for those of the hall."""
HALL = "00"
"""Stands where a kiosk's number does, in the registration numbers of what no kiosk has kept."""
_NOTING = 0x6E6F7465
"""Any number: whoever notes a question has its turn alone."""

_ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)
_OPEN = (
    "INSERT INTO question (id, state, channel) SELECT id, 'open', $2 FROM filed_case WHERE id = $1 "
    "ON CONFLICT DO NOTHING"
)
_NOTE = (
    "INSERT INTO filed_case (id, visit, number, service, flow_version, flow_sha256, locale, priority, state, "
    "filed_at, heard_at, answers) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp(), clock_timestamp(), $10)"
)
_RELEASE = (
    "INSERT INTO flow_release (sha256, flow, version, source) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
)
_SELECT = (
    "SELECT filed_case.*, question.state AS stands, channel, closed_at, closed_by "
    "FROM question JOIN filed_case USING (id) "
)
_REPLY = (
    "INSERT INTO question_reply (id, question, position, at, by, how, text) "
    "VALUES ($1, $2, $3, clock_timestamp(), $4, $5, $6)"
)
_CLOSE = "UPDATE question SET state = $2, closed_at = clock_timestamp(), closed_by = $3 WHERE id = $1"
_FIGURES = (
    "SELECT question.state, filed_at, closed_at, channel FROM question JOIN filed_case USING (id) "
    "WHERE filed_at >= $1 AND filed_at < $2"
)

_log = structlog.stdlib.get_logger("kiosk.hub")


class Questions:
    """In a transaction that is under way."""

    def __init__(self, connection: Connection, seal: HallSeal) -> None:
        self._connection = connection
        self._seal = seal

    async def open(self, case_id: str, channel: Channel = Channel.KIOSK) -> None:
        """Of a case that is a question; once, however often it is told."""
        await self._connection.execute(_OPEN, case_id, str(channel))

    async def note(self, note: NewNote) -> tuple[str, bool, bool]:
        """One that came by telephone: its id, whether it is new, and whether its answer is.

        The same again may bring an answer that it had not yet. Raises :class:`Refused`.
        """
        reply = note.reply()
        case_id, _, new = await self.file(note.filing(HALL))
        answered = reply is not None and await self.reply(case_id, reply)
        return case_id, new, answered

    async def file(self, filing: Filing) -> tuple[str, str, bool]:
        """One that no kiosk has kept: its id, its number, and whether it is new."""
        # One after the other: of the same one told twice at once the second finds the first.
        await self._connection.execute("SELECT pg_advisory_xact_lock($1)", _NOTING)
        known = await self._connection.fetchrow(
            "SELECT id, number FROM filed_case WHERE visit = $1", filing.visit_id
        )
        if known is not None:
            return known["id"], known["number"], False
        waiting = await self._connection.fetchval(
            "SELECT count(*) FROM question WHERE state = 'open' AND channel = $1", str(Channel.HOME)
        )
        if filing.channel is Channel.HOME and waiting >= MOST_FROM_HOME:
            raise Refused(Message("question.too_many"))
        case_id = new_id()
        number = registration_number(
            HALL, await self._connection.fetchval("SELECT nextval('noted_question')")
        )
        answers = json.dumps(
            [
                [step, SCHEMA_VERSION, _ANSWER.dump_json(value).decode()]
                for step, value in filing.answers.items()
            ]
        )
        if filing.flow_source:
            await self._connection.execute(
                _RELEASE, filing.flow_sha256, filing.service, filing.flow_version, filing.flow_source
            )
        await self._connection.execute(
            _NOTE,
            case_id,
            filing.visit_id,
            number,
            filing.service,
            filing.flow_version,
            filing.flow_sha256,
            filing.locale,
            filing.priority,
            ASKED,
            self._seal.close(answers, case_id, ANSWERS),
        )
        await self.open(case_id, filing.channel)
        return case_id, number, True

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
            kiosk=row["kiosk"] or "",
            service=row["service"],
            locale=row["locale"],
            priority=row["priority"],
            asked_at=row["filed_at"],
            channel=Channel(row["channel"]),
            state=QuestionState(row["stands"]),
            closed_at=row["closed_at"],
            closed_by=row["closed_by"],
            replies=replies,
            masked=not reveal,
            answers=self.answers(row) if reveal else {},
            flow_source=source or "",
        )

    def answers(self, row: Record) -> dict[str, Answer]:
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


async def questions_of(pool: Pool, period: Period, today: date, calendar: WorkingDays) -> QuestionFigures:
    """Of the questions asked in these days."""
    rows = await pool.fetch(_FIGURES, *period.bounds())
    asked = [
        Asked(QuestionState(r["state"]), r["filed_at"], r["closed_at"], Channel(r["channel"])) for r in rows
    ]
    return question_figures(asked, today, calendar)
