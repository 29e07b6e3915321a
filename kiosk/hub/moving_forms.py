"""What is said between kiosk, hub and desk about an unfinished visit that is brought to a window."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.assist.change_form import Form, Id, Moment, Words
from kiosk.flow.model import Text
from kiosk.visit.moving import Asked, Bound, Moving, Stage

MOST_SEALED = 256 * 1024
"""Characters of base64; a service with all its answers has some 20,000."""

Base64 = Annotated[str, Field(pattern=r"^[0-9A-Za-z+/]*={0,2}$", max_length=MOST_SEALED)]
Key = Annotated[str, Field(pattern=r"^[0-9A-Za-z+/]{43}=$")]
Officer = Annotated[Words, Field(min_length=1)]


class OfCall(Form):
    """A call's id."""

    call: Id


class ByOfficer(Form):
    """Who did something with the visit of a call; None: nobody, its time was over."""

    call: Id
    officer: Officer | None


class AskFor(Form):
    """A desk asks for a visit. window: in each locale."""

    call: Id
    officer: Officer
    window: dict[Words, Words]
    public: Key
    until: Moment


class Give(Form):
    """The sealed visit."""

    call: Id
    sealed: Base64


class Stands(Form):
    """How it stands; ``stage`` None where nobody asked."""

    stage: Stage | None = None
    desk: Id = "-"
    asked: AskFor | None = None
    sealed: Base64 = ""

    def value(self) -> Moving | None:
        """As a carrier tells it."""
        if self.stage is None or self.asked is None:
            return None
        bound = Bound(self.desk, self.asked.call, self.asked.until)
        asked = Asked(bound, self.asked.officer, Text(self.asked.window), self.asked.public)
        return Moving(asked, self.stage, self.sealed)
