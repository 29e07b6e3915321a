"""Where a case of the hall is, as a kiosk or a portal asks the hub."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.assist.change_form import Form
from kiosk.cases.whereabouts import Enquiry, NotTold, Whereabouts
from kiosk.failure import StoreFailed, Trouble
from kiosk.hub.asking import NotAnswered
from kiosk.hub.hub_line import HubLine
from kiosk.hub.where_forms import LONGEST_NUMBER, EnquiryForm, WhereaboutsForm, WithdrawForm


class HubWhere:
    """See WhereaboutsBook; which kiosk asks is known to the hub by the connection's key. line: None: not yet
    there."""

    def __init__(self, line: Callable[[], HubLine | None]) -> None:
        self._line = line

    async def ask(self, enquiry: Enquiry) -> Whereabouts:
        """Where it is."""
        _check(enquiry)
        form = EnquiryForm(number=enquiry.number, last_four=enquiry.last_four, home=enquiry.from_home)
        return await self._ask("where.ask", form)

    async def withdraw(self, enquiry: Enquiry, act_id: str) -> Whereabouts:
        """The resident does not want it any more."""
        _check(enquiry)
        form = WithdrawForm(
            number=enquiry.number, last_four=enquiry.last_four, home=enquiry.from_home, act_id=act_id
        )
        return await self._ask("where.withdraw", form)

    async def _ask(self, what: str, body: Form) -> Whereabouts:
        line = self._line()
        if line is None:
            raise StoreFailed(Trouble.AWAY, "no connection")
        try:
            told = await line.ask(what, body, WhereaboutsForm)
        except NotAnswered as refused:
            raise StoreFailed(Trouble.UNKNOWN, refused.reason.id) from None
        try:
            found = told.value()
        except ValueError:  # of a newer hub; without the cause, which quotes it
            raise StoreFailed(Trouble.UNKNOWN, "where a case is cannot be read") from None
        if found is None:
            raise NotTold(told.wait_s)
        return found


def _check(enquiry: Enquiry) -> None:
    """What is no number at all is nobody's, and says so without asking."""
    if not (enquiry.can_be and enquiry.number.isdecimal() and len(enquiry.number) <= LONGEST_NUMBER):
        raise NotTold
