"""What a resident can answer: one typed value a kind, kept as JSON with a schema version."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

SCHEMA_VERSION = 1


class Value(BaseModel):
    """Base of all answers: frozen, compared by value."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Unknown(Value):
    """The resident does not know. Leads on; the window asks again."""

    type: Literal["unknown"] = "unknown"


class Seen(Value):
    """A notice, fee notice or the like was read and passed."""

    type: Literal["seen"] = "seen"


class Yes(Value):
    """Yes or no."""

    type: Literal["yes_no"] = "yes_no"
    yes: bool


class Chosen(Value):
    """The id of the one choice taken."""

    type: Literal["chosen"] = "chosen"
    id: str


class ChosenSeveral(Value):
    """The ids of all choices taken, or of the materials in hand, in the flow's order."""

    type: Literal["chosen_several"] = "chosen_several"
    ids: tuple[str, ...]


class Written(Value):
    """A name or text, NFC-normalised, without space at the ends."""

    type: Literal["written"] = "written"
    text: str


class Count(Value):
    """A whole number."""

    type: Literal["count"] = "count"
    number: int


class IdentityNo(Value):
    """18 characters, upper case X."""

    type: Literal["identity_number"] = "identity_number"
    number: str


class PhoneNo(Value):
    """Digits only, as dialled within the country (e.g. 13812345678, 02159611234)."""

    type: Literal["phone"] = "phone"
    number: str


class Day(Value):
    """A date; ``None`` is "long-term", valid without end."""

    type: Literal["day"] = "day"
    day: date | None


class Place(Value):
    """An address: names of the divisions from the province down (may be empty), and the rest as written."""

    type: Literal["place"] = "place"
    divisions: tuple[str, ...] = ()
    detail: str

    def line(self) -> str:
        """The address in one line, as it is written on an envelope."""
        return "".join(self.divisions) + self.detail


class CardData(Value):
    """What an identity card says.

    address: in one line, as it is printed. divisions, detail: the same, split, where that could be done.
    sex, birth, valid_until: where the reader tells them; a card valid without end has no such day.
    """

    name: str
    identity_number: str
    address: str = ""
    divisions: tuple[str, ...] = ()
    detail: str = ""
    sex: Literal["male", "female"] | None = None
    birth: date | None = None
    valid_until: date | None = None


class CardLaid(Value):
    """The card was laid and read (``card``), or the resident has none here (``None``)."""

    type: Literal["card"] = "card"
    card: CardData | None


class Agreed(Value):
    """Agreed, or not."""

    type: Literal["agreed"] = "agreed"
    agreed: bool


class Wish(Value):
    """The private answer: own wish, not own wish, not sure. Never shown, printed, listed or spoken."""

    type: Literal["wish"] = "wish"
    wish: Literal["yes", "no", "unsure"]


Answer = Annotated[
    Unknown
    | Seen
    | Yes
    | Chosen
    | ChosenSeveral
    | Written
    | Count
    | IdentityNo
    | PhoneNo
    | Day
    | Place
    | CardLaid
    | Agreed
    | Wish,
    Field(discriminator="type"),
]

ANSWERS: TypeAdapter[dict[str, Answer]] = TypeAdapter(dict[str, Answer])
"""Reads and writes answers by step id as JSON."""
