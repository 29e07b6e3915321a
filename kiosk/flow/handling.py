"""What a service's file says of how the window handles a case, and of the sheet that tells what to bring."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kiosk.flow.part import Part, Text

HANDLING = ("window", "reviewers", "sheet")
"""The fields of a service whose texts stand on no screen of the kiosk."""

Counted = Literal["working_days", "days"]
"""How a time limit is counted: in working days, or in days of which the last must be a working day."""


class Limit(Part):
    """So many days, from the day after the one on which it begins."""

    days: int = Field(ge=1, le=366)
    counted: Counted = "working_days"


class Window(Part):
    """How the window handles a case.

    limit: from the acceptance to the decision; without one none is told. on_the_spot: it may be decided and
    issued at once, where everything is there. hands_over: what the resident gets in the end.
    """

    limit: Limit | None = None
    on_the_spot: bool = False
    hands_over: Text | None = None


class Sheet(Part):
    """What the notice sheet says that no other part of the file does; materials and fees stand there anyway.

    who: who can apply, a line each. where: where else than at this station. how: a line each, where the usual
    ones (at the kiosk, at home, at the window) do not do. time: where the window's limit does not do.
    know: what else is good to know.
    """

    who: tuple[Text, ...] = Field(min_length=1)
    where: Text | None = None
    how: tuple[Text, ...] = ()
    time: Text | None = None
    know: tuple[Text, ...] = ()
