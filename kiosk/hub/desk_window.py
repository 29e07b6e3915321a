"""The hall's cases at the window, as a desk works on them through the hub."""

from __future__ import annotations

from typing import TypeVar

from kiosk.assist.change_form import Form
from kiosk.cases.difficult import Refused
from kiosk.cases.window_acts import Act
from kiosk.cases.window_desk import WindowCase
from kiosk.failure import StoreFailed, Trouble
from kiosk.hub.asking import NotAnswered
from kiosk.hub.desk_difficult import NOT_THE_OFFICERS
from kiosk.hub.difficult_forms import ByOfficer
from kiosk.hub.hub_line import HubLine
from kiosk.hub.window_forms import ActForm, OfCase, OfNumber, OneCase, WindowCaseForm, WindowCasesForm
from kiosk.message import Message
from kiosk.officers.officer import Officer

F = TypeVar("F", bound=Form)


class HubWindow:
    """See WindowDesk."""

    def __init__(self, line: HubLine) -> None:
        self._line = line

    async def open_cases(self, by: Officer) -> tuple[WindowCase, ...]:
        """All of the hall that are not over, masked, in their order."""
        told = await self._ask("window.open", ByOfficer(officer=by.number), WindowCasesForm)
        return tuple(_value(form) for form in told.cases)

    async def find(self, number: str, by: Officer) -> WindowCase | None:
        """By its registration number, over or not; masked."""
        return await self._one("window.find", OfNumber(officer=by.number, number=number))

    async def read(self, case_id: str, by: Officer) -> WindowCase | None:
        """One with all its words; on record."""
        return await self._one("window.read", OfCase(officer=by.number, case=case_id))

    async def act(self, case_id: str, act_id: str, act: Act, by: Officer) -> WindowCase:
        """Do one thing."""
        done = await self._one("window.act", ActForm.of(case_id, act_id, act, by.number))
        if done is None:
            raise Refused(Message("window.unknown"))
        return done

    async def _one(self, what: str, body: Form) -> WindowCase | None:
        form = (await self._ask(what, body, OneCase)).case
        return None if form is None else _value(form)

    async def _ask(self, what: str, body: Form, answer: type[F]) -> F:
        try:
            return await self._line.ask(what, body, answer)
        except NotAnswered as refused:
            if refused.reason.id in NOT_THE_OFFICERS:
                raise StoreFailed(Trouble.UNKNOWN, refused.reason.id) from None
            raise Refused(refused.reason) from None


def _value(form: WindowCaseForm) -> WindowCase:
    try:
        return form.value()
    except ValueError:
        # Without the cause: it quotes the answers.
        raise StoreFailed(Trouble.UNKNOWN, "a case cannot be read") from None
