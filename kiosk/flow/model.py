"""A service described as data: the model that a flow file is read into.

A flow is a list of steps in order. A step that does not apply (``when``) is passed over; there are
no jumps, so every path through a flow can be enumerated. Texts are given per locale inside the flow.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal, get_args

from pydantic import Field

from kiosk.flow.glossary import Term as Term
from kiosk.flow.handling import Limit as Limit
from kiosk.flow.handling import Sheet as Sheet
from kiosk.flow.handling import Window as Window
from kiosk.flow.part import Part as Part
from kiosk.flow.part import Slug as Slug
from kiosk.flow.part import Text as Text
from kiosk.flow.ready_answer import ReadyAnswer as ReadyAnswer

# --- Conditions: structured data, never code -------------------------------------------------


class Is(Part):
    """The answer of ``step`` equals ``is`` (yes/no steps: ``true``/``false``)."""

    step: Slug
    is_: str | bool = Field(alias="is")


class In(Part):
    """The answer of ``step`` is one of ``in``."""

    step: Slug
    in_: tuple[str, ...] = Field(alias="in", min_length=1)


class Has(Part):
    """The answer of a several-choices or checklist step contains ``has``."""

    step: Slug
    has: str


class IsUnknown(Part):
    """The resident said "I don't know" at ``step`` (``unknown: false``: answered it with a value)."""

    step: Slug
    unknown: bool


class AtLeast(Part):
    """A number answer is at least this."""

    step: Slug
    at_least: int


class AgeAtLeast(Part):
    """The age derived from an identity number (or a date of birth) answer is at least this, in years."""

    step: Slug
    age_at_least: int = Field(ge=0, le=150)


class Before(Part):
    """A date answer lies before today plus this many months and days (negative: in the past).

    "long-term" is never before anything.
    """

    step: Slug
    before_months: int = Field(default=0, ge=-2400, le=2400)
    before_days: int = Field(default=0, ge=-36500, le=36500)
    kind: Literal["before"]


class All(Part):
    """Every one of these holds."""

    all: tuple[Condition, ...] = Field(min_length=1)


class Any(Part):
    """At least one of these holds."""

    any: tuple[Condition, ...] = Field(min_length=1)


class Not(Part):
    """This does not hold. A condition on a step without an answer never holds, so its Not does."""

    not_: Condition = Field(alias="not")


Condition = Is | In | Has | IsUnknown | AtLeast | AgeAtLeast | Before | All | Any | Not


# --- Parts of steps ------------------------------------------------------------------------


class Choice(Part):
    """One thing to choose. ``id`` is never used again for something else.

    guide: choosing it calls a guide, and leads on (of a choice of one).
    """

    id: Slug
    text: Text
    help: Text | None = None
    icon: str | None = None
    guide: bool = False
    when: Condition | None = None


class Material(Part):
    """One thing to bring. ``spare``: going on without it is fine (the window finds it out)."""

    id: Slug
    text: Text
    note: Text | None = None
    spare: bool = False
    when: Condition | None = None


class FeeLine(Part):
    """An amount in fen that is due when its condition holds."""

    id: Slug
    text: Text
    fen: int = Field(ge=0)
    when: Condition | None = None


class Reviewer(Part):
    """Somebody to whom the window circulates a case: an office, or a part of the station.

    text: what officers read. limit: from when it is circulated. when: only such cases. look_at: what its
    officer looks at on the spot, each line said so that it can be true ("The exits are free").
    """

    id: Slug
    text: Text
    limit: Limit
    look_at: tuple[Text, ...] = Field(default=(), max_length=20)
    when: Condition | None = None


Unsure = Literal["go_on", "guide"]
"""What "I don't know" does: leads on with the answer left open, or calls a guide and leads on."""


class StepBase(Part):
    """What every step has.

    title: the question, one sentence. help: one sentence below it. label: the short name on the
    review (the title where missing). forward: words of the forward key where the usual ones do not fit.
    spoken: what the voice says in place of the title, where reading the title aloud would not do.
    """

    id: Slug
    title: Text
    help: Text | None = None
    label: Text | None = None
    forward: Text | None = None
    spoken: Text | None = None
    when: Condition | None = None


class Question(StepBase):
    """A step that asks for an answer; each has an "I don't know" (ACCESSIBILITY.md, not knowing)."""

    unsure: Unsure = "go_on"


class Notice(StepBase):
    """Something to know. ``ends``: the service ends here, nothing is handed in (e.g. another office)."""

    kind: Literal["notice"]
    icon: str | None = None
    body: tuple[Text, ...] = ()
    ends: bool = False
    offer_guide: bool = False


class YesNo(Question):
    """A yes or a no."""

    kind: Literal["yes_no"]
    yes: Text | None = None
    no: Text | None = None


class ChooseOne(Question):
    """One of several."""

    kind: Literal["choice"]
    choices: tuple[Choice, ...] = Field(min_length=2)


class ChooseSeveral(Question):
    """Any number of several, at least ``least``."""

    kind: Literal["choices"]
    choices: tuple[Choice, ...] = Field(min_length=2)
    least: int = Field(default=1, ge=0)


class Checklist(Question):
    """The materials of this resident (the flow's ``materials`` whose condition holds), to tick off."""

    kind: Literal["checklist"]


class Card(Question):
    """Lay the identity card here, or go on without. What the card says fills the named steps.

    own: the resident's own card, which the rest of the visit knows. confirm: the question that is asked once
    a card was read, whether it is the right one ("is this you?" where missing), and ``right``: yes to it.
    """

    kind: Literal["card"]
    fills: dict[Literal["name", "identity_number", "address", "sex", "birth"], Slug] = Field(min_length=1)
    own: bool = False
    confirm: Text | None = None
    right: Text | None = None


class Name(Question):
    """A person's name, 1 to 50 characters."""

    kind: Literal["name"]


class TextEntry(Question):
    """Free text up to ``longest`` characters. capitals: letters stand as they are, as on a number plate."""

    kind: Literal["text"]
    longest: int = Field(default=60, ge=1, le=200)
    capitals: bool = False


class Number(Question):
    """A whole number with its unit."""

    kind: Literal["number"]
    least: int = 0
    most: int = 999
    unit: Text | None = None


class IdentityNumber(Question):
    """A resident identity number (GB 11643)."""

    kind: Literal["identity_number"]


class Phone(Question):
    """A telephone number, mobile or landline."""

    kind: Literal["phone"]


class Date(Question):
    """A date. ``long_term``: "valid without end" is an answer. ``range``: which dates make sense.

    birth: somebody's date of birth, of which age and animal year are told. near: it lies within so many years
    of today, so that it is picked rather than written.
    """

    kind: Literal["date"]
    birth: bool = False
    near: int | None = Field(default=None, ge=1, le=10)
    long_term: bool = False
    range: Literal["any", "past", "future"] = "any"


class Address(Question):
    """An address: the division picked, the rest written."""

    kind: Literal["address"]


class Consent(Question):
    """Something to agree to. Saying no ends nothing by itself; conditions may."""

    kind: Literal["consent"]
    body: tuple[Text, ...] = Field(min_length=1)


class OwnWish(Question):
    """The private question whether a move is the elderly person's own wish (law on the elderly, art. 55).

    Yes, no and not sure lead on alike. The answer is kept apart from all others.
    """

    kind: Literal["own_wish"]


class FeeNotice(StepBase):
    """What it costs: the flow's fee lines whose condition holds, and their sum."""

    kind: Literal["fee"]


class Review(StepBase):
    """All answers, each changeable; going forward hands in. Always the last step that can be reached."""

    kind: Literal["review"]


Step = Annotated[
    Notice
    | YesNo
    | ChooseOne
    | ChooseSeveral
    | Checklist
    | Card
    | Name
    | TextEntry
    | Number
    | IdentityNumber
    | Phone
    | Date
    | Address
    | Consent
    | OwnWish
    | FeeNotice
    | Review,
    Field(discriminator="kind"),
]


KINDS: Mapping[str, type[StepBase]] = MappingProxyType(
    {
        get_args(model.model_fields["kind"].annotation)[0]: model
        for model in get_args(get_args(Step)[0])
        if issubclass(model, StepBase)
    }
)
"""Every kind of step, and its model."""


EndsIn = Literal["application", "consultation"]
"""What is handed in: an application, or a question that an officer answers."""

Audience = Literal["residents", "enterprises"]
"""Whom a service is for: the people who live here, or firms and shops."""

AUDIENCES: tuple[Audience, ...] = get_args(Audience)


class Flow(Part):
    """One service.

    id: the service's slug. version: the number of its release. audience: in whose list it stands.
    next_steps: what the receipt says comes next (lines whose condition holds). glossary: the office words
    that the texts cannot do without. priority: when it holds, an application, question or call is marked
    urgent. window, reviewers: how the window handles what was handed in, and who is asked. sheet: what the
    notice sheet says besides. answers: to what is asked of it again and again.
    """

    schema_: Literal[1] = Field(alias="schema")
    id: Slug
    version: int = Field(ge=1)
    order: int = 100
    audience: Audience = "residents"
    icon: str
    ends_in: EndsIn = "application"
    title: Text
    summary: Text
    steps: tuple[Step, ...] = Field(min_length=2)
    materials: tuple[Material, ...] = ()
    fees: tuple[FeeLine, ...] = ()
    next_steps: tuple[Material, ...] = ()
    glossary: tuple[Term, ...] = ()
    priority: Condition | None = None
    window: Window = Window()
    reviewers: tuple[Reviewer, ...] = ()
    sheet: Sheet | None = None
    answers: tuple[ReadyAnswer, ...] = ()

    @property
    def is_consultation(self) -> bool:
        """What is handed in is a question."""
        return self.ends_in == "consultation"

    def step(self, step_id: str) -> Step:
        """The step with this id. Raises KeyError."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)

    def places(self) -> dict[str, int]:
        """Where each step stands, by id; of two with the same id, the first."""
        return {step.id: i for i, step in reversed(tuple(enumerate(self.steps)))}


for _model in (All, Any, Not):
    _model.model_rebuild()
