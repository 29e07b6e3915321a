"""What is said of residents' questions between hub and desk."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, TypeAdapter

from kiosk.assist.change_form import Form, Id, Moment, Words
from kiosk.cases.question import How, Question, QuestionState, Reply
from kiosk.flow.answer import Answer
from kiosk.hub.difficult_forms import ByOfficer, Written

MOST_REPLIES = 100
_ANSWERS: TypeAdapter[dict[str, Answer]] = TypeAdapter(dict[str, Answer])


class ReplyForm(Form):
    """What was done, as it is kept."""

    id: Id
    at: Moment
    by: Words
    how: How
    noted: bool
    text: Written

    @classmethod
    def of(cls, reply: Reply) -> ReplyForm:
        """Taken as it is."""
        return cls.model_construct(**{name: getattr(reply, name) for name in cls.model_fields})

    def value(self) -> Reply:
        """The reply."""
        return Reply(**dict(self))


class QuestionForm(Form):
    """A question. answers: as JSON; they, flow_source and the texts are empty in one that is masked."""

    id: Id
    number: Words
    kiosk: Words
    service: Words
    locale: Words
    priority: bool
    asked_at: Moment
    state: QuestionState
    closed_at: Moment | None
    closed_by: Words | None
    masked: bool
    answers: str
    flow_source: str
    replies: Annotated[list[ReplyForm], Field(max_length=MOST_REPLIES)]

    @classmethod
    def of(cls, question: Question) -> QuestionForm:
        """Taken as it is."""
        own = {"answers", "replies"}
        values = {name: getattr(question, name) for name in cls.model_fields if name not in own}
        answers = _ANSWERS.dump_json(dict(question.answers)).decode()
        return cls.model_construct(
            **values, answers=answers, replies=[ReplyForm.of(reply) for reply in question.replies]
        )

    def value(self) -> Question:
        """The question. Raises ValueError where its answers cannot be read."""
        changed = {
            "answers": _ANSWERS.validate_json(self.answers),
            "replies": tuple(reply.value() for reply in self.replies),
        }
        return Question(**(dict(self) | changed))


class OfQuestion(ByOfficer):
    """An officer, and a question."""

    question: Id


class NewReplyForm(OfQuestion):
    """What an officer did."""

    reply: Id
    how: How
    text: Written


class QuestionsForm(Form):
    """The open ones: the urgent first, among them the oldest."""

    questions: list[QuestionForm]


class OneQuestion(Form):
    """One; None where it is not there."""

    question: QuestionForm | None
