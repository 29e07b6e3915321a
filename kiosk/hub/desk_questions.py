"""The hall's questions, as a desk works on them through the hub."""

from __future__ import annotations

from typing import TypeVar

from kiosk.assist.change_form import Form
from kiosk.cases.difficult import Refused
from kiosk.cases.question import LONGEST_SEARCH, NewReply, Question, Similar
from kiosk.cases.question_note import NewNote
from kiosk.failure import StoreFailed, Trouble
from kiosk.hub.asking import NotAnswered
from kiosk.hub.desk_difficult import NOT_THE_OFFICERS
from kiosk.hub.difficult_forms import ByOfficer
from kiosk.hub.hub_line import HubLine
from kiosk.hub.question_forms import (
    AskSimilar,
    NewReplyForm,
    NoteForm,
    OfQuestion,
    OneQuestion,
    QuestionForm,
    QuestionsForm,
    SimilarForms,
)
from kiosk.message import Message
from kiosk.officers.officer import Officer

F = TypeVar("F", bound=Form)


class HubQuestions:
    """See QuestionDesk."""

    def __init__(self, line: HubLine) -> None:
        self._line = line

    async def open_questions(self, by: Officer) -> tuple[Question, ...]:
        """The open ones, masked."""
        told = await self._ask("question.open", ByOfficer(officer=by.number), QuestionsForm)
        return tuple(_value(form) for form in told.questions)

    async def read(self, question_id: str, by: Officer) -> Question | None:
        """One with all its words; on record."""
        asked = OfQuestion(officer=by.number, question=question_id)
        form = (await self._ask("question.read", asked, OneQuestion)).question
        return None if form is None else _value(form)

    async def reply(self, question_id: str, reply: NewReply) -> Question:
        """Note it."""
        asked = NewReplyForm(
            officer=reply.by, question=question_id, reply=reply.id, how=reply.how, text=reply.text
        )
        form = (await self._ask("question.reply", asked, OneQuestion)).question
        if form is None:
            raise Refused(Message("question.unknown"))
        return _value(form)

    async def note(self, note: NewNote) -> Question:
        """Write down one that came by telephone."""
        form = (await self._ask("question.note", NoteForm.of(note), OneQuestion)).question
        if form is None:
            raise Refused(Message("question.unknown"))
        return _value(form)

    async def similar(self, words: str, by: Officer) -> tuple[Similar, ...]:
        """Of those answered last the most alike."""
        asked = AskSimilar(officer=by.number, words=words[:LONGEST_SEARCH].replace("\0", ""))
        told = await self._ask("question.similar", asked, SimilarForms)
        return tuple(form.value() for form in told.similar)

    async def _ask(self, what: str, body: Form, answer: type[F]) -> F:
        try:
            return await self._line.ask(what, body, answer)
        except NotAnswered as refused:
            if refused.reason.id in NOT_THE_OFFICERS:
                raise StoreFailed(Trouble.UNKNOWN, refused.reason.id) from None
            raise Refused(refused.reason) from None


def _value(form: QuestionForm) -> Question:
    try:
        return form.value()
    except ValueError:
        # Without the cause: it quotes the answer.
        raise StoreFailed(Trouble.UNKNOWN, "a question cannot be read") from None
