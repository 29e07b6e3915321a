"""The form of a change in JSON, with a version. Read strictly; no answer has a place in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from kiosk.assist.call import Call, CallState, Outcome
from kiosk.assist.change import Change, ChangeKind, HallCall

T = TypeVar("T")

VERSION: Literal[1] = 1
"""Whoever reads a later one refuses it."""

LARGEST_NUMBER = 2**53 - 1
"""Whole numbers up to here survive every reader of JSON, and PostgreSQL's BIGINT."""


class Malformed(Exception):
    """Not what was agreed on. The message says which field and why, and quotes nothing of it."""


def parsed(parse: Callable[[str | bytes], T], text: str | bytes) -> T:
    """What pydantic's ``parse`` makes of JSON. Raises :class:`Malformed`."""
    try:
        return parse(text)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Malformed(f"{where or 'the message'}: {first['msg']}") from None


class Form(BaseModel):
    """Nothing more, nothing less, and no type taken for another."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @classmethod
    def read(cls, text: str | bytes) -> Self:
        """From JSON. Raises :class:`Malformed`."""
        return parsed(cls.model_validate_json, text)

    def json_text(self) -> str:
        """As JSON on one line; times ISO 8601 in UTC."""
        return self.model_dump_json()


Id = Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]{1,64}$")]
# A NUL may stand in JSON, but in no text of PostgreSQL.
Words = Annotated[str, Field(max_length=400, pattern=r"^[^\x00]*$")]
Number = Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]
Moment = Annotated[AwareDatetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
Uuid7 = Annotated[
    str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
]


class CallForm(Form):
    """A call without its note."""

    id: Id
    kiosk: Id
    kiosk_name: Words
    place: Words
    service: Words | None
    step: Words | None
    locale: Words
    priority: bool
    quiet: bool
    state: CallState
    created_at: Moment
    seen_at: Moment | None
    claimed_at: Moment | None
    officer: Words | None
    closed_at: Moment | None
    outcome: Outcome | None
    arrived_at: Moment | None = None
    """Not told by a program of before; then it is not known."""

    @classmethod
    def of(cls, call: Call) -> CallForm:
        """Taken as it is: a kiosk must not fail to keep a call because of its form."""
        return cls.model_construct(**{name: getattr(call, name) for name in cls.model_fields})

    def value(self) -> Call:
        """The call."""
        return Call(**dict(self))


class ChangeForm(Form):
    """A change."""

    version: Literal[1]
    id: Uuid7
    kiosk: Id
    seq: Annotated[Number, Field(ge=1)]
    kind: ChangeKind
    at: Moment
    officer: Words | None
    call: CallForm

    @classmethod
    def of(cls, change: Change) -> ChangeForm:
        """Taken as it is."""
        return cls.model_construct(
            version=VERSION,
            id=change.id,
            kiosk=change.kiosk,
            seq=change.seq,
            kind=change.kind,
            at=change.at,
            officer=change.officer,
            call=CallForm.of(change.call),
        )

    def value(self) -> Change:
        """The change."""
        return Change(self.id, self.kiosk, self.seq, self.kind, self.at, self.officer, self.call.value())


class HallCallForm(Form):
    """A call as it stands at the hub. note: told to its kiosk alone, by which it is kept."""

    version: Literal[1]
    no: Annotated[Number, Field(ge=1)]
    heard: Number
    call: CallForm
    note: Words = ""

    @classmethod
    def of(cls, hall: HallCall) -> HallCallForm:
        """Taken as it is."""
        return cls.model_construct(
            version=VERSION, no=hall.no, heard=hall.heard, call=CallForm.of(hall.call), note=hall.call.note
        )

    def value(self) -> HallCall:
        """The call at the hub."""
        return HallCall(replace(self.call.value(), note=self.note), self.no, self.heard)


def write_change(change: Change) -> str:
    """As JSON on one line."""
    return ChangeForm.of(change).json_text()


def read_change(text: str | bytes) -> Change:
    """Raises :class:`Malformed`."""
    return ChangeForm.read(text).value()
