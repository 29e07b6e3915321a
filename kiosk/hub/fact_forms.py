"""What a kiosk tells the hub beside its calls. Read strictly; a private wish has no place in it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from kiosk.assist.change_form import Form, Id, Moment, Number, Words
from kiosk.cases.channel import Channel
from kiosk.cases.facts import (
    CaseFact,
    DifficultFact,
    Fact,
    FiledAnswer,
    PreparedUsed,
    RatingFact,
    ReleaseFact,
    ThanksFact,
)
from kiosk.cases.visit_end import Ending, VisitEnd
from kiosk.hub.difficult_forms import DifficultForm

MOST_FACTS = 50
"""In one message."""
MOST_ANSWERS = 500
MOST_DEEDS = 500
MOST_THANKS = 2000
"""Of one kiosk in a day: more than there are minutes in it."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Source = Annotated[str, Field(max_length=800_000, pattern=r"^[^\x00]*$")]
AnswerText = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")]
DeedText = Annotated[str, Field(max_length=400_000, pattern=r"^[^\x00]*$")]
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]


class ReleaseForm(Form):
    """The release of a service."""

    kind: Literal["release"] = "release"
    sha256: Sha256
    flow: Words
    version: Version
    source: Source


class AnswerForm(Form):
    """One answer."""

    step: Words
    schema_version: Number
    value: AnswerText


class DeedForm(Form):
    """What was done with a case at the kiosk's own window."""

    id: Id
    at: Moment
    body: DeedText


def without_usual(form: dict[str, Any]) -> dict[str, Any]:
    """A form without its channel where that is the kiosk."""
    return {name: value for name, value in form.items() if (name, value) != ("channel", Channel.KIOSK)}


class CaseForm(Form):
    """A case as it was handed in."""

    kind: Literal["case"] = "case"
    id: Id
    visit_id: Id
    number: Words
    service: Words
    flow_version: Version
    flow_sha256: Sha256
    locale: Words
    priority: bool
    state: Words
    filed_at: Moment
    answers: Annotated[list[AnswerForm], Field(max_length=MOST_ANSWERS)]
    deeds: list[DeedForm] = Field(default_factory=list, max_length=MOST_DEEDS)
    channel: Channel = Channel.KIOSK
    """Of a question; left out where it is the usual one, so that a hub of before takes it too."""

    @model_serializer(mode="wrap")
    def _short(self, written: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return without_usual(written(self))


class RatingForm(Form):
    """A rating."""

    kind: Literal["rating"] = "rating"
    visit_id: Id
    level: Annotated[int, Field(ge=1, le=5)]
    rated_at: Moment


class ThankForm(Form):
    """One officer, thanked once."""

    id: Id
    officer: Words


class ThanksForm(Form):
    """The thanks of one day."""

    kind: Literal["thanks"] = "thanks"
    day: date
    thanks: Annotated[list[ThankForm], Field(min_length=1, max_length=MOST_THANKS)]


class VisitForm(Form):
    """How a visit ended; it holds no answer."""

    kind: Literal["visit"] = "visit"
    visit_id: Id
    service: Words
    flow_version: Version
    locale: Words
    step: Words | None
    ending: Ending
    priority: bool
    began_at: Moment
    ended_at: Moment


class DifficultyForm(Form):
    """A difficult case, seen to at the hub from now on."""

    kind: Literal["difficult"] = "difficult"
    case: DifficultForm


class PreparedUsedForm(Form):
    """A form prepared at home was handed in: nothing of it stays."""

    kind: Literal["prepared"] = "prepared"
    id: Id


AnyForm = ReleaseForm | CaseForm | RatingForm | ThanksForm | VisitForm | DifficultyForm | PreparedUsedForm
FactForm = Annotated[AnyForm, Field(discriminator="kind")]


class Facts(Form):
    """In order. sent_at: by the kiosk's clock, so that the hub sees how far off it is."""

    sent_at: Moment
    facts: Annotated[list[FactForm], Field(min_length=1, max_length=MOST_FACTS)]


def form_of(fact: Fact) -> AnyForm:
    """Taken as it is."""
    match fact:
        case ReleaseFact():
            return ReleaseForm.model_construct(kind="release", **vars(fact))
        case RatingFact():
            return RatingForm.model_construct(kind="rating", **vars(fact))
        case ThanksFact():
            thanks = [ThankForm.model_construct(**vars(each)) for each in fact.thanks]
            return ThanksForm.model_construct(kind="thanks", day=fact.day, thanks=thanks)
        case VisitEnd():
            told = {name: getattr(fact, name) for name in VisitForm.model_fields if name != "kind"}
            return VisitForm.model_construct(kind="visit", **told)
        case DifficultFact():
            return DifficultyForm.model_construct(kind="difficult", case=DifficultForm.of(fact.case))
        case PreparedUsed():
            return PreparedUsedForm.model_construct(kind="prepared", id=fact.id)
        case CaseFact():
            answers = [AnswerForm.model_construct(**vars(answer)) for answer in fact.answers]
            deeds = [DeedForm.model_construct(**vars(deed)) for deed in fact.deeds]
            told = vars(fact) | {"answers": answers, "deeds": deeds}
            return CaseForm.model_construct(kind="case", **told)


def answers_of(form: CaseForm) -> tuple[FiledAnswer, ...]:
    """As they were told."""
    return tuple(FiledAnswer(each.step, each.schema_version, each.value) for each in form.answers)
