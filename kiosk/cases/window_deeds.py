"""What is done with a case at the window, as it is kept: sealed JSON, appended to and never changed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    TypeAdapter,
    model_serializer,
)

from kiosk.flow.answer import Answer
from kiosk.flow.part import Slug

Reason = Annotated[str, Field(max_length=500)]
Number = Annotated[str, Field(pattern=r"^[0-9]{3,8}$")]
"""An officer's number."""

RESIDENT = "resident"
"""Stands for the resident, who did it at a kiosk or from home."""

Who = Annotated[str, Field(pattern=r"^([0-9]{3,8}|resident)$")]
Stroke = Annotated[tuple[tuple[int, int], ...], Field(max_length=400)]
"""Points of one line drawn by a finger, in tenths of a millimetre from the field's top left corner."""


class Deed(BaseModel):
    """What was done once. by: an officer's number."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    by: Number


class Taken(Deed):
    """An officer took the case; nobody else may handle it until they put it back."""

    kind: Literal["taken"] = "taken"


class PutBack(Deed):
    """It is free again; by whoever had it, or a leader."""

    kind: Literal["put_back"] = "put_back"


class MaterialsSeen(Deed):
    """Which of the materials are there, by their ids: all of them, anew each time."""

    kind: Literal["materials_seen"] = "materials_seen"
    materials: tuple[Slug, ...]


class AskedApart(Deed):
    """The resident was asked again whether it is their own wish, with no companion near, and it is.

    Law on the protection of the elderly, art. 55. What else they said stands nowhere.
    """

    kind: Literal["asked_apart"] = "asked_apart"


class Returned(Deed):
    """Everything that is missing, named once."""

    kind: Literal["returned"] = "returned"
    missing: tuple[Slug, ...]
    note: Reason = ""


class Accepted(Deed):
    """Accepted on a day in the hall; every limit begins then. due: the last day for the decision, if any."""

    kind: Literal["accepted"] = "accepted"
    on: date
    due: date | None = None
    certain: bool = True


class Declined(Deed):
    """Not accepted, as it does not belong here."""

    kind: Literal["declined"] = "declined"
    reason: Reason


class Asked(BaseModel):
    """One of those to whom it was circulated, and the last day for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reviewer: Slug
    due: date
    certain: bool = True


class Circulated(Deed):
    """Circulated to all whom the service names."""

    kind: Literal["circulated"] = "circulated"
    on: date
    asked: tuple[Asked, ...]


class Reviewed(Deed):
    """What one of them thinks; by: the officer who says so for them.

    fine: which of the lines that the reviewer looks at on the spot hold there, by their places in the release
    that the case was filed under, rising; the others do not.
    """

    kind: Literal["reviewed"] = "reviewed"
    reviewer: Slug
    agrees: bool
    reason: Reason = ""
    fine: Annotated[tuple[int, ...], Field(max_length=20)] = ()

    @model_serializer(mode="wrap")
    def _told(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """As ever where nothing was looked at: programs of before read it too."""
        told: dict[str, Any] = handler(self)
        if not self.fine:
            del told["fine"]
        return told


class Decided(Deed):
    """Granted or refused, with the reason."""

    kind: Literal["decided"] = "decided"
    on: date
    granted: bool
    reason: Reason


class Collector(StrEnum):
    """Who collects it."""

    SELF = "self"
    RELATIVE = "relative"
    AGENT = "agent"


class Checked(StrEnum):
    """How the officer made sure who that is."""

    CARD_READ = "card_read"
    CARD_SEEN = "card_seen"
    AUTHORITY_SEEN = "authority_seen"
    """The letter of authority, and the cards of both."""


class Issued(Deed):
    """Handed over: to whom, checked how, and signed with a finger."""

    kind: Literal["issued"] = "issued"
    on: date
    collector: Collector
    checked: Checked
    name: Annotated[str, Field(max_length=50)] = ""
    signature: Annotated[tuple[Stroke, ...], Field(max_length=60)]


class ByResident(Deed):
    """Done by the resident, or by an officer for them."""

    by: Who


class Corrected(ByResident):
    """Some answers were corrected, by the ids of their steps; what they are now stands with the case.

    was: what each of them was before, where it was asked then: so that nothing that was said is lost, and the
    answers of any time can be told.
    """

    kind: Literal["corrected"] = "corrected"
    steps: tuple[Slug, ...]
    was: Annotated[dict[Slug, Answer], Field(repr=False)] = Field(default_factory=dict)

    @model_serializer(mode="wrap")
    def _told(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """As ever where it does not say what was before."""
        told: dict[str, Any] = handler(self)
        if not self.was:
            del told["was"]
        return told


class Withdrawn(ByResident):
    """The resident does not want it any more."""

    kind: Literal["withdrawn"] = "withdrawn"
    reason: Reason = ""


AnyDeed = Annotated[
    Taken
    | PutBack
    | MaterialsSeen
    | AskedApart
    | Returned
    | Accepted
    | Declined
    | Circulated
    | Reviewed
    | Decided
    | Issued
    | Corrected
    | Withdrawn,
    Field(discriminator="kind"),
]

_DEED: TypeAdapter[AnyDeed] = TypeAdapter(AnyDeed)


def deed_json(deed: AnyDeed) -> str:
    """As it is kept."""
    return deed.model_dump_json()


def read_deed(text: str) -> AnyDeed:
    """From what is kept. Raises ValueError."""
    return _DEED.validate_json(text)
