"""What is said of cases at the window between hub and desk."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, TypeAdapter

from kiosk.assist.change_form import Form, Id
from kiosk.cases.window_acts import Act, act_json, read_act
from kiosk.cases.window_desk import WindowCase
from kiosk.hub.difficult_forms import ByOfficer

MOST_TEXT = 800_000
_CASE: TypeAdapter[WindowCase] = TypeAdapter(WindowCase)


class WindowCaseForm(Form):
    """told: the case as JSON; masked, it has neither answers nor deeds nor its release."""

    told: str

    @classmethod
    def of(cls, case: WindowCase) -> WindowCaseForm:
        """Taken as it is."""
        return cls(told=_CASE.dump_json(case).decode())

    def value(self) -> WindowCase:
        """The case. Raises ValueError where it cannot be read."""
        return _CASE.validate_json(self.told)


class OfCase(ByOfficer):
    """An officer, and a case."""

    case: Id


class OfNumber(ByOfficer):
    """An officer, and a registration number."""

    number: Annotated[str, Field(pattern=r"^[0-9]{1,32}$")]


class ActForm(OfCase):
    """What an officer does. act_id: the idempotency key. act: JSON."""

    act_id: Id
    act: Annotated[str, Field(max_length=MOST_TEXT, pattern=r"^[^\x00]*$")]

    @classmethod
    def of(cls, case_id: str, act_id: str, act: Act, officer: str) -> ActForm:
        """Taken as it is."""
        return cls(officer=officer, case=case_id, act_id=act_id, act=act_json(act))

    def value(self) -> Act:
        """The act. Raises ValueError."""
        return read_act(self.act)


class WindowCasesForm(Form):
    """Those that are not over, in their order."""

    cases: list[WindowCaseForm]


class OneCase(Form):
    """One; None where it is not there."""

    case: WindowCaseForm | None
