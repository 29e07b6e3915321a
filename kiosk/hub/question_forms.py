"""What is said of residents' questions between hub and desk."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from pydantic import Field, SerializerFunctionWrapHandler, TypeAdapter, model_serializer

from kiosk.assist.change_form import Form, Id, Moment, Words
from kiosk.cases.case import Filing
from kiosk.cases.channel import Channel
from kiosk.cases.question import LONGEST_SEARCH, How, Question, QuestionState, Reply, Similar
from kiosk.cases.question_note import NewNote
from kiosk.cases.question_told import AnswerTold
from kiosk.flow.answer import SCHEMA_VERSION, Answer, Wish
from kiosk.hub.difficult_forms import ByOfficer, Written
from kiosk.hub.fact_forms import MOST_ANSWERS, Source, Version, without_usual
from kiosk.hub.fact_forms import AnswerForm as FiledForm

MOST_REPLIES = 100
_ONE: TypeAdapter[Answer] = TypeAdapter(Answer)
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
    channel: Channel = Channel.KIOSK
    """Left out where it is the usual one, so that a desk of before takes it too."""
    state: QuestionState
    closed_at: Moment | None
    closed_by: Words | None
    masked: bool
    answers: str
    flow_source: str
    replies: Annotated[list[ReplyForm], Field(max_length=MOST_REPLIES)]

    @model_serializer(mode="wrap")
    def _short(self, written: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return without_usual(written(self))

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


class NoteForm(ByOfficer):
    """A question that came by telephone."""

    note: Id
    question: Written
    name: Written
    phone: Written
    elderly: bool
    answer: Written
    locale: Words

    @classmethod
    def of(cls, note: NewNote) -> NoteForm:
        """Taken as it is: what is too long is said in words, not by the form."""
        told: dict[str, Any] = {name: getattr(note, name, None) for name in cls.model_fields}
        return cls.model_construct(**told | {"officer": note.by, "note": note.id})

    def value(self) -> NewNote:
        """The note."""
        told = {name: value for name, value in self if name not in ("officer", "note")}
        return NewNote(id=self.note, by=self.officer, **told)


class AskSimilar(ByOfficer):
    """What is looked for."""

    words: Annotated[str, Field(max_length=LONGEST_SEARCH, pattern=r"^[^\x00]*$", repr=False)]


class SimilarForm(Form):
    """One that was answered."""

    id: Id
    question: Written
    answer: Written
    words: list[Words]
    at: Moment

    @classmethod
    def of(cls, similar: Similar) -> SimilarForm:
        """Taken as it is."""
        told = vars(similar) | {"words": list(similar.words)}
        return cls.model_construct(**told)

    def value(self) -> Similar:
        """It."""
        return Similar(self.id, self.question, self.answer, tuple(self.words), self.at)


class SimilarForms(Form):
    """The most alike first."""

    similar: list[SimilarForm]


class AskQuestion(Form):
    """A question from home, as it was filled in. source: the release's text."""

    visit: Id
    service: Words
    flow_version: Version
    source: Source
    locale: Words
    priority: bool
    answers: Annotated[list[FiledForm], Field(max_length=MOST_ANSWERS, repr=False)]

    @classmethod
    def of(cls, filing: Filing) -> AskQuestion:
        """Taken as it is."""
        answers = [
            FiledForm(step=step, schema_version=SCHEMA_VERSION, value=_ONE.dump_json(value).decode())
            for step, value in filing.answers.items()
            if not isinstance(value, Wish)
        ]
        return cls.model_construct(
            visit=filing.visit_id,
            service=filing.service,
            flow_version=filing.flow_version,
            source=filing.flow_source,
            locale=filing.locale,
            priority=filing.priority,
            answers=answers,
        )

    def value(self) -> Filing:
        """It. Raises ValueError where its answers cannot be read."""
        return Filing(
            visit_id=self.visit,
            kiosk="",
            service=self.service,
            flow_version=self.flow_version,
            flow_sha256=hashlib.sha256(self.source.encode()).hexdigest(),
            flow_source=self.source,
            locale=self.locale,
            priority=self.priority,
            answers={each.step: _ONE.validate_json(each.value) for each in self.answers},
            question=True,
            channel=Channel.HOME,
        )


class ReceiptForm(Form):
    """What the resident gets."""

    id: Id
    number: Words


class AskAnswer(Form):
    """What a resident entered. asker: what stands for an address, at a portal; empty at a kiosk."""

    number: Annotated[str, Field(pattern=r"^[0-9]{1,20}$", repr=False)]
    proof: Annotated[str, Field(pattern=r"^[0-9]{4}$", repr=False)]
    asker: Annotated[str, Field(pattern=r"^[0-9a-f]{0,64}$")]


class AnswerForm(Form):
    """What its resident is told; nothing where it is not told, and then wait_s says how long nothing is."""

    state: QuestionState | None = None
    asked_at: Moment | None = None
    answered_at: Moment | None = None
    text: Written = ""
    wait_s: Annotated[int, Field(ge=0, le=10**6)] = 0

    @classmethod
    def of(cls, told: AnswerTold) -> AnswerForm:
        """Taken as it is."""
        return cls.model_construct(**vars(told), wait_s=0)

    def value(self) -> AnswerTold | None:
        """It, or that nothing is told."""
        if self.state is None or self.asked_at is None:
            return None
        return AnswerTold(self.state, self.asked_at, self.answered_at, self.text)
