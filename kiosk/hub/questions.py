"""The hall's questions: any officer who is signed in at a desk answers them."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.assist.change_form import Form
from kiosk.cases.difficult import Refused
from kiosk.cases.question import How, NewReply, check_reply
from kiosk.cases.question_told import NotTold
from kiosk.hub import record
from kiosk.hub.answering import MALFORMED, UNKNOWN
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Room, read_body
from kiosk.hub.database import Connection
from kiosk.hub.difficult import SIGNED_OUT, at_desk
from kiosk.hub.difficult_forms import ByOfficer
from kiosk.hub.officers import may_act
from kiosk.hub.part import FOR_RESIDENTS, Part
from kiosk.hub.question_forms import (
    AnswerForm,
    AskAnswer,
    AskQuestion,
    AskSimilar,
    NewReplyForm,
    NoteForm,
    OfQuestion,
    OneQuestion,
    QuestionForm,
    QuestionsForm,
    ReceiptForm,
    SimilarForm,
    SimilarForms,
)
from kiosk.hub.question_rows import Questions
from kiosk.hub.question_search import QuestionSearch
from kiosk.hub.window_rows import Flows
from kiosk.message import Message
from kiosk.officers.record import Deed


class HallQuestions(Feature):
    """See above. What is answered, its own resident reads at any kiosk and from home."""

    def __init__(self) -> None:
        self._flows = Flows()

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {
            "question.open": at_desk(_open),
            "question.read": at_desk(_read),
            "question.reply": at_desk(_reply),
            "question.note": at_desk(_note),
            "question.similar": at_desk(self._similar),
            "question.ask": _ask,
            "question.told": self._told,
        }

    async def _similar(self, room: Room, connection: Connection, body: Body) -> Form:
        asked = read_body(AskSimilar, body)
        await _signed_in(room, connection, asked.officer)
        found = await QuestionSearch(connection, room.seal, self._flows).similar(asked.words)
        if found:
            shown = " ".join(each.id for each in found)
            await record.append(connection, room.who, asked.officer, Deed.QUESTIONS_SEARCHED, shown)
        return SimilarForms.model_construct(similar=[SimilarForm.of(each) for each in found])

    async def _told(self, room: Room, body: Body) -> Form:
        if room.part not in FOR_RESIDENTS:
            raise NotAnswered(UNKNOWN)
        asked = read_body(AskAnswer, body)
        home = bool(asked.asker) or room.part is Part.PORTAL  # a portal's is from home, whatever it says
        asker = f"{room.who}/{asked.asker}" if home else room.who
        everybody = f"{room.who}/*" if home else "*"
        async with room.pool.acquire() as connection, connection.transaction():
            search = QuestionSearch(connection, room.seal, self._flows)
            told = await search.told(asked.number, asked.proof, asker, everybody)
        return AnswerForm(wait_s=told.wait_s) if isinstance(told, NotTold) else AnswerForm.of(told)


async def _open(room: Room, connection: Connection, body: Body) -> Form:
    await _signed_in(room, connection, read_body(ByOfficer, body).officer)
    found = await Questions(connection, room.seal).open_questions()
    return QuestionsForm.model_construct(questions=[QuestionForm.of(question) for question in found])


async def _read(room: Room, connection: Connection, body: Body) -> Form:
    asked = read_body(OfQuestion, body)
    await _signed_in(room, connection, asked.officer)
    question = await Questions(connection, room.seal).get(asked.question, reveal=True)
    if question is None:
        return OneQuestion(question=None)
    await record.append(connection, room.who, asked.officer, Deed.ANSWERS_SEEN, question.id)
    return OneQuestion.model_construct(question=QuestionForm.of(question))


async def _reply(room: Room, connection: Connection, body: Body) -> Form:
    form = read_body(NewReplyForm, body)
    await _signed_in(room, connection, form.officer)
    reply = NewReply(form.reply, form.officer, form.how, form.text)
    check_reply(reply)
    questions = Questions(connection, room.seal)
    if await questions.reply(form.question, reply):
        tried = form.how is How.NOT_REACHED
        deed = Deed.QUESTION_TRIED if tried else Deed.QUESTION_ANSWERED
        await record.append(connection, room.who, form.officer, deed, form.question)
    question = await questions.get(form.question)
    if question is None:
        raise NotAnswered(Message("question.unknown"))
    return OneQuestion.model_construct(question=QuestionForm.of(question))


async def _ask(room: Room, body: Body) -> Form:
    if room.part is not Part.PORTAL:  # a kiosk keeps what it is told, and tells of it
        raise NotAnswered(UNKNOWN)
    try:
        filing = read_body(AskQuestion, body).value()
    except ValueError:  # without the cause, which quotes an answer
        raise NotAnswered(MALFORMED) from None
    async with room.pool.acquire() as connection, connection.transaction():
        try:
            id_, number, _ = await Questions(connection, room.seal).file(filing)
        except Refused as refused:
            raise NotAnswered(refused.message) from None
    return ReceiptForm(id=id_, number=number)


async def _note(room: Room, connection: Connection, body: Body) -> Form:
    form = read_body(NoteForm, body)
    await _signed_in(room, connection, form.officer)
    questions = Questions(connection, room.seal)
    question_id, new, answered = await questions.note(form.value())
    if new:
        await record.append(connection, room.who, form.officer, Deed.QUESTION_NOTED, question_id)
    if answered:
        await record.append(connection, room.who, form.officer, Deed.QUESTION_ANSWERED, question_id)
    question = await questions.get(question_id)
    if question is None:
        raise NotAnswered(Message("question.unknown"))
    return OneQuestion.model_construct(question=QuestionForm.of(question))


async def _signed_in(room: Room, connection: Connection, officer: str) -> None:
    if not await may_act(connection, room.who, officer):
        raise NotAnswered(SIGNED_OUT)
