"""What is said of forms prepared at home between the hub and the kiosks and portals of the hall."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.assist.change_form import Form, Id, Moment

Code = Annotated[str, Field(pattern=r"^[0-9]{6}$", repr=False)]
Proof = Annotated[str, Field(pattern=r"^[0-9Xx]{0,4}$", repr=False)]
LONGEST_SECRET = 200
Secret = Annotated[str, Field(max_length=LONGEST_SECRET, pattern=r"^[^\x00]*$", repr=False)]
FormText = Annotated[str, Field(max_length=900_000, repr=False)]
"""As ``prepared_marks.form_text`` writes it."""


class KeepForm(Form):
    """A form to keep."""

    form: FormText


class KeptForm(Form):
    """What its resident takes along."""

    id: Id
    code: Code
    secret: Secret
    until: Moment


class ByCode(Form):
    """What was entered."""

    code: Code
    proof: Proof


class BySecret(Form):
    """What was in the picture code."""

    secret: Secret


class OpenedForm(Form):
    """A form; none where it was not opened, and then wait_s says how long nothing more is looked at."""

    id: Id | None
    form: FormText
    wait_s: Annotated[int, Field(ge=0, le=10**6)]


class OfForm(Form):
    """One of them."""

    id: Id
