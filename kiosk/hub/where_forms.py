"""What is said between the hub and the kiosks and portals of the hall of where a case is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter

from kiosk.assist.change_form import Form, Id
from kiosk.cases.where_given import Given
from kiosk.cases.whereabouts import HOME, Corrected, Enquiry, Handed, Whereabouts
from kiosk.flow.answer import ANSWERS, Answer
from kiosk.flow.load import load_bytes

LONGEST_NUMBER = 16
MOST_TEXT = 400_000
MOST_CHANGED = 100_000
MOST_SOURCE = 800_000
_TOLD: TypeAdapter[Whereabouts] = TypeAdapter(Whereabouts)


def told_json(found: Whereabouts) -> str:
    """As it goes over a line."""
    return _TOLD.dump_json(found).decode()


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
        return cls(told=told_json(found))

    def value(self) -> Whereabouts | None:
        """Raises ValueError where it cannot be read."""
        return None if self.told is None else _TOLD.validate_json(self.told)


class CorrectForm(EnquiryForm):
    """Other answers. act_id: the idempotency key. changes: by step id, as JSON."""

    act_id: Id
    changes: Annotated[str, Field(max_length=MOST_CHANGED, pattern=r"^[^\x00]*$", repr=False)]

    def answers(self) -> dict[str, Answer]:
        """Raises ValueError, which quotes nothing of it."""
        try:
            return ANSWERS.validate_json(self.changes)
        except ValueError:
            raise ValueError("no answers") from None


class HandedForm(WhereaboutsForm):
    """source: the release that it was filed under; None where it cannot be corrected. answers: as JSON."""

    source: Annotated[str | None, Field(max_length=MOST_SOURCE, repr=False)] = None
    answers: Annotated[str, Field(max_length=MOST_TEXT, repr=False)] = "{}"

    def handed(self) -> Handed | None:
        """Raises ValueError where it cannot be read; reading the release takes a while."""
        where = self.value()
        if where is None:
            return None
        if self.source is None:
            return Handed(where, None)
        flow = load_bytes(self.source.encode(), Path(f"{where.service}.yaml")).flow
        return Handed(where, Given(flow, ANSWERS.validate_json(self.answers), where.filed_on))


class CorrectedForm(WhereaboutsForm):
    """kept: whether the answers are others now."""

    kept: bool = False

    def corrected(self) -> Corrected | None:
        """Raises ValueError where it cannot be read."""
        where = self.value()
        return None if where is None else Corrected(where, self.kept)
