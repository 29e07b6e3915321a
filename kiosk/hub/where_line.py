"""Where a case of the hall is, as a kiosk or a portal asks the hub."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TypeVar

from kiosk.assist.change_form import Form
from kiosk.cases.whereabouts import Corrected, Enquiry, Handed, NotTold, Whereabouts
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.answer import ANSWERS, Answer
from kiosk.flow.problem import FlowFileError
from kiosk.hub.asking import NotAnswered
from kiosk.hub.hub_line import HubLine
from kiosk.hub.where_forms import (
    LONGEST_NUMBER,
    CorrectedForm,
    CorrectForm,
    EnquiryForm,
    HandedForm,
    WhereaboutsForm,
    WithdrawForm,
)

T = TypeVar("T")
F = TypeVar("F", bound=WhereaboutsForm)


class HubWhere:
    """See WhereaboutsBook; which kiosk asks is known to the hub by the connection's key. line: None: not yet
    there."""

    def __init__(self, line: Callable[[], HubLine | None]) -> None:
        self._line = line

    async def ask(self, enquiry: Enquiry) -> Whereabouts:
        """Where it is."""
        told = await self._ask("where.ask", _form(enquiry), WhereaboutsForm)
        return _read(told, told.value)

    async def withdraw(self, enquiry: Enquiry, act_id: str) -> Whereabouts:
        """The resident does not want it any more."""
        form = WithdrawForm(**_form(enquiry).model_dump(), act_id=act_id)
        told = await self._ask("where.withdraw", form, WhereaboutsForm)
        return _read(told, told.value)

    async def answers(self, enquiry: Enquiry) -> Handed:
        """What was handed in, to be corrected."""
        told = await self._ask("where.answers", _form(enquiry), HandedForm)
        return await asyncio.to_thread(_read, told, told.handed)

    async def correct(self, enquiry: Enquiry, act_id: str, changes: Mapping[str, Answer]) -> Corrected:
        """Other answers."""
        sent = ANSWERS.dump_json(dict(changes)).decode()
        form = CorrectForm(**_form(enquiry).model_dump(), act_id=act_id, changes=sent)
        told = await self._ask("where.correct", form, CorrectedForm)
        return _read(told, told.corrected)

    async def _ask(self, what: str, body: Form, answer: type[F]) -> F:
        line = self._line()
        if line is None:
            raise StoreFailed(Trouble.AWAY, "no connection")
        try:
            return await line.ask(what, body, answer)
        except NotAnswered as refused:
            raise StoreFailed(Trouble.UNKNOWN, refused.reason.id) from None


def _read(told: WhereaboutsForm, value: Callable[[], T | None]) -> T:
    try:
        found = value()
    except (ValueError, FlowFileError):  # of a newer hub; without the cause, which quotes it
        raise StoreFailed(Trouble.UNKNOWN, "where a case is cannot be read") from None
    if found is None:
        raise NotTold(told.wait_s)
    return found


def _form(enquiry: Enquiry) -> EnquiryForm:
    _check(enquiry)
    return EnquiryForm(number=enquiry.number, last_four=enquiry.last_four, home=enquiry.from_home)


def _check(enquiry: Enquiry) -> None:
    """What is no number at all is nobody's, and says so without asking."""
    if not (enquiry.can_be and enquiry.number.isdecimal() and len(enquiry.number) <= LONGEST_NUMBER):
        raise NotTold
