"""What a desk says when an officer is with the resident."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.assist.change_form import Form, Id, Words
from kiosk.message import Message

STAND_BESIDE = "calls.stand_beside"
"""The ask; a hub of before does not know it, and says so."""

NOT_HAD = Message("hub.call_not_had")
"""The call is over, or another officer has it."""


class Beside(Form):
    """officer: who has the call, and is there now."""

    call: Id
    officer: Annotated[Words, Field(min_length=1)]
