"""The hall's questions: any officer who is signed in at a desk answers them."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.assist.change_form import Form
from kiosk.cases.question import How, NewReply, check_reply
from kiosk.hub import record
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Room, read_body
from kiosk.hub.database import Connection
from kiosk.hub.difficult import SIGNED_OUT, at_desk
from kiosk.hub.difficult_forms import ByOfficer
from kiosk.hub.officers import may_act
from kiosk.hub.question_forms import NewReplyForm, OfQuestion, OneQuestion, QuestionForm, QuestionsForm
from kiosk.hub.question_rows import Questions
from kiosk.message import Message
from kiosk.officers.record import Deed


class HallQuestions(Feature):
    """See above."""

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {
            "question.open": at_desk(_open),
            "question.read": at_desk(_read),
            "question.reply": at_desk(_reply),
        }


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


async def _signed_in(room: Room, connection: Connection, officer: str) -> None:
    if not await may_act(connection, room.who, officer):
        raise NotAnswered(SIGNED_OUT)
