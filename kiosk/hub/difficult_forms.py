"""What is said of difficult cases between kiosk, hub and desk."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from kiosk.assist.change_form import Form, Id, Moment, Words
from kiosk.cases.difficult import DifficultCase, DifficultState, DifficultStep, Source, StepKind, Way
from kiosk.hub.duty_forms import Digits

Written = Annotated[str, Field(max_length=4000, pattern=r"^[^\x00]*$")]
"""What an officer wrote."""

MOST_STEPS = 1000
MOST_CASES = 1000


class StepForm(Form):
    """A step on record."""

    id: Id
    at: Moment
    by: Words
    kind: StepKind
    way: Way | None
    owner: Words | None
    noted: bool
    text: Written

    @classmethod
    def of(cls, step: DifficultStep) -> StepForm:
        """Taken as it is."""
        return cls.model_construct(**{name: getattr(step, name) for name in cls.model_fields})

    def value(self) -> DifficultStep:
        """The step."""
        return DifficultStep(**dict(self))


class DifficultForm(Form):
    """A difficult case; what officers wrote is empty in one that is masked."""

    id: Id
    source: Source
    opened_at: Moment
    opened_by: Words | None
    due: date
    state: DifficultState
    call_id: Id | None
    visit_id: Id | None
    service: Words | None
    owner: Words | None
    closed_at: Moment | None
    closed_by: Words | None
    masked: bool
    noted: bool
    subject: Written
    steps: Annotated[list[StepForm], Field(max_length=MOST_STEPS)]

    @classmethod
    def of(cls, case: DifficultCase) -> DifficultForm:
        """Taken as it is."""
        values = {name: getattr(case, name) for name in cls.model_fields if name != "steps"}
        return cls.model_construct(**values, steps=[StepForm.of(step) for step in case.steps])

    def value(self) -> DifficultCase:
        """The case."""
        return DifficultCase(**(dict(self) | {"steps": tuple(step.value() for step in self.steps)}))


class ByOfficer(Form):
    """An officer at the desk that asks."""

    officer: Digits


class OfDifficult(ByOfficer):
    """And a case."""

    case: Id


class NewForm(ByOfficer):
    """What a leader opens from a conversation."""

    id: Id
    subject: Written
    service: Words | None
    owner: Words | None


class NewStepForm(OfDifficult):
    """What an officer did in a case."""

    step: Id
    kind: StepKind
    way: Way | None
    text: Written
    owner: Words | None


class Difficulties(Form):
    """Cases, the one due first first."""

    cases: list[DifficultForm]


class Difficulty(Form):
    """One; None where it is not there, or not for this officer."""

    case: DifficultForm | None
