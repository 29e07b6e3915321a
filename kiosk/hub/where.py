"""Residents ask the hall where their case is, and withdraw it, at any of its kiosks and from home."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from kiosk.assist.change_form import Form
from kiosk.cases.whereabouts import HOME, Enquiry, NotTold, Whereabouts
from kiosk.clock import Clock
from kiosk.hub.answering import UNKNOWN
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Room, read_body
from kiosk.hub.database import Connection
from kiosk.hub.part import FOR_RESIDENTS, Part
from kiosk.hub.where_forms import EnquiryForm, WhereaboutsForm, WithdrawForm
from kiosk.hub.where_rows import Where
from kiosk.hub.window_rows import Flows, Window
from kiosk.message import Message
from kiosk.working_days import WorkingDays


class HallWhere(Feature):
    """calendar: the hall's working days. clock: for the day from which on something is late."""

    def __init__(self, calendar: WorkingDays, clock: Clock) -> None:
        self._calendar, self._clock = calendar, clock
        self._flows = Flows()

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {"where.ask": self._at_kiosk(_ask), "where.withdraw": self._at_kiosk(_withdraw)}

    def _at_kiosk(self, how: Callable[[Where, Room, Body], Awaitable[Whereabouts | NotTold]]) -> Answerer:
        async def answered(room: Room, body: Body) -> Form:
            if room.part not in FOR_RESIDENTS:
                raise NotAnswered(UNKNOWN)
            async with room.pool.acquire() as connection, connection.transaction():
                found = await how(self._where(room, connection), room, body)
            if isinstance(found, NotTold):
                return WhereaboutsForm(told=None, wait_s=found.wait_s)
            return WhereaboutsForm.of(found)

        return answered

    def _where(self, room: Room, connection: Connection) -> Where:
        today = self._clock.today()
        window = Window(connection, room.seal, self._calendar, today, self._flows)
        return Where(connection, room.who, window, today)


async def _ask(where: Where, room: Room, body: Body) -> Whereabouts | NotTold:
    return await where.ask(_enquiry(room, read_body(EnquiryForm, body)))


def _enquiry(room: Room, form: EnquiryForm) -> Enquiry:
    """A portal's is from home, whatever it says: else it could shut the hall's kiosks."""
    return form.value(HOME if room.part is Part.PORTAL else room.who)


async def _withdraw(where: Where, room: Room, body: Body) -> Whereabouts | NotTold:
    form = read_body(WithdrawForm, body)
    try:
        return await where.withdraw(_enquiry(room, form), form.act_id)
    except ValueError:
        raise NotAnswered(Message("hub.malformed")) from None
