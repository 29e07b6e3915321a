"""The hall's difficult cases, as a desk works on them through the hub."""

from __future__ import annotations

from typing import TypeVar

from kiosk.assist.change_form import Form
from kiosk.cases.difficult import DifficultCase, NewDifficult, NewStep, Refused
from kiosk.failure import StoreFailed, Trouble
from kiosk.hub.asking import NotAnswered
from kiosk.hub.difficult_forms import ByOfficer, Difficulties, Difficulty, NewForm, NewStepForm, OfDifficult
from kiosk.hub.hub_line import HubLine
from kiosk.message import Message
from kiosk.officers.officer import Officer

F = TypeVar("F", bound=Form)

NOT_THE_OFFICERS = frozenset({"hub.unknown", "hub.failed", "hub.malformed"})
"""The hub is of another age, or broken: not for the officer to mend."""


class HubDifficult:
    """See DifficultDesk."""

    def __init__(self, line: HubLine) -> None:
        self._line = line

    async def concerning(self, by: Officer) -> tuple[DifficultCase, ...]:
        """The open ones that this officer may see."""
        told = await self._ask("difficult.concerning", ByOfficer(officer=by.number), Difficulties)
        return tuple(form.value() for form in told.cases)

    async def read(self, case_id: str, by: Officer) -> DifficultCase | None:
        """One with all its words; on record."""
        asked = OfDifficult(officer=by.number, case=case_id)
        form = (await self._ask("difficult.read", asked, Difficulty)).case
        return None if form is None else form.value()

    async def open(self, new: NewDifficult) -> DifficultCase:
        """From a conversation."""
        form = NewForm(officer=new.by, id=new.id, subject=new.subject, service=new.service, owner=new.owner)
        return await self._moved("difficult.open", form)

    async def record(self, case_id: str, step: NewStep) -> DifficultCase:
        """Add a step."""
        form = NewStepForm(
            officer=step.by,
            case=case_id,
            step=step.id,
            kind=step.kind,
            way=step.way,
            text=step.text,
            owner=step.owner,
        )
        return await self._moved("difficult.record", form)

    async def close(self, case_id: str, by: str) -> DifficultCase:
        """Close it."""
        return await self._moved("difficult.close", OfDifficult(officer=by, case=case_id))

    async def _moved(self, what: str, body: Form) -> DifficultCase:
        form = (await self._ask(what, body, Difficulty)).case
        if form is None:
            raise Refused(Message("difficult.unknown"))
        return form.value()

    async def _ask(self, what: str, body: Form, answer: type[F]) -> F:
        try:
            return await self._line.ask(what, body, answer)
        except NotAnswered as refused:
            if refused.reason.id in NOT_THE_OFFICERS:
                raise StoreFailed(Trouble.UNKNOWN, refused.reason.id) from None
            raise Refused(refused.reason) from None
