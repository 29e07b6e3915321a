"""What is said between desk, hub and kiosk when an officer sees a screen."""

from __future__ import annotations

from base64 import b64encode
from typing import Annotated

from pydantic import Base64Bytes, Field

from kiosk.assist.change_form import Form, Id, Number
from kiosk.assist.seeing import How, Picture, Point, Sentence
from kiosk.hub.duty_forms import Digits

LARGEST_PNG = 600_000
"""Bytes; in Base64 it fits into one message to the hub."""

Part = Annotated[float, Field(ge=0, le=1)]
Pixels = Annotated[int, Field(ge=1, le=20_000)]


class AskToSee(Form):
    """An officer asks to see the screen from which this call came."""

    call: Id
    officer: Digits


class Which(Form):
    """One of them."""

    seeing: Id


class Wanted(Form):
    """A resident is to be asked."""

    seeing: Id
    call: Id
    officer: Digits


class Answered(Form):
    """The resident's answer."""

    seeing: Id
    yes: bool


class Shown(Form):
    """A picture of the screen."""

    seeing: Id
    no: Number
    width: Pixels
    height: Pixels
    private: bool
    png: Annotated[Base64Bytes, Field(max_length=LARGEST_PNG)]

    @classmethod
    def of(cls, seeing: str, picture: Picture) -> Shown:
        """To be sent."""
        return cls.model_validate(
            {
                "seeing": seeing,
                "no": picture.no,
                "width": picture.width,
                "height": picture.height,
                "private": picture.private,
                "png": b64encode(picture.png),
            }
        )

    def value(self) -> Picture:
        """As a value."""
        return Picture(self.no, self.width, self.height, self.png, self.private)


class Pointed(Form):
    """An officer points."""

    seeing: Id
    no: Number
    x: Part
    y: Part

    @classmethod
    def of(cls, seeing: str, point: Point) -> Pointed:
        """To be sent."""
        return cls(seeing=seeing, no=point.no, x=point.x, y=point.y)

    def value(self) -> Point:
        """As a value."""
        return Point(self.no, self.x, self.y)


class Spoken(Form):
    """A sentence to say."""

    seeing: Id
    sentence: Sentence


class Ended(Form):
    """It is over."""

    seeing: Id
    how: How
