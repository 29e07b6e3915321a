"""What is said between the hub and the kiosks and portals of the hall of where a case is."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, TypeAdapter

from kiosk.assist.change_form import Form, Id
from kiosk.cases.whereabouts import HOME, Enquiry, Whereabouts

LONGEST_NUMBER = 16
MOST_TEXT = 400_000
_TOLD: TypeAdapter[Whereabouts] = TypeAdapter(Whereabouts)


class EnquiryForm(Form):
    """What a resident asks with. home: whether from home; else it counts as of the kiosk whose key it is."""

    number: Annotated[str, Field(pattern=rf"^[0-9]{{1,{LONGEST_NUMBER}}}$")]
    last_four: Annotated[str, Field(pattern=r"^[0-9Xx]{0,4}$", repr=False)]
    home: bool

    def value(self, kiosk: str) -> Enquiry:
        """kiosk: by the key it came in with."""
        return Enquiry(self.number, self.last_four, HOME if self.home else kiosk)


class WithdrawForm(EnquiryForm):
    """The resident does not want it any more. act_id: the idempotency key."""

    act_id: Id


class WhereaboutsForm(Form):
    """told: as JSON; None where nothing is told, and then wait_s says how long nothing more is looked at."""

    told: Annotated[str | None, Field(max_length=MOST_TEXT, repr=False)]
    wait_s: Annotated[int, Field(ge=0, le=10**6)] = 0

    @classmethod
    def of(cls, found: Whereabouts) -> WhereaboutsForm:
        """Taken as it is."""
        return cls(told=_TOLD.dump_json(found).decode())

    def value(self) -> Whereabouts | None:
        """Raises ValueError where it cannot be read."""
        return None if self.told is None else _TOLD.validate_json(self.told)
