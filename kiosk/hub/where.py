"""Residents ask the hall where their case is, and withdraw it, at any of its kiosks and from home; they
correct it at a kiosk alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping

from kiosk.assist.change_form import Form
from kiosk.cases.whereabouts import HOME, Enquiry, NotTold
from kiosk.clock import Clock
from kiosk.flow.answer import ANSWERS
from kiosk.hub.answering import UNKNOWN
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Room, read_body
from kiosk.hub.database import Connection
from kiosk.hub.part import FOR_RESIDENTS, Part
from kiosk.hub.where_forms import (
    CorrectedForm,
    CorrectForm,
    EnquiryForm,
    HandedForm,
    WhereaboutsForm,
    WithdrawForm,
    told_json,
)
from kiosk.hub.where_rows import Where
from kiosk.hub.window_rows import Flows, Window
from kiosk.message import Message
from kiosk.working_days import WorkingDays

MALFORMED = Message("hub.malformed")
AT_KIOSKS = frozenset({Part.KIOSK})
"""Who may read and correct what was handed in: whoever stands in the hall, with the slip."""

Told = WhereaboutsForm | NotTold


class HallWhere(Feature):
    """calendar: the hall's working days. clock: for the day from which on something is late."""

    def __init__(self, calendar: WorkingDays, clock: Clock) -> None:
        self._calendar, self._clock = calendar, clock
        self._flows = Flows()

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {
            "where.ask": self._at(FOR_RESIDENTS, _ask),
            "where.withdraw": self._at(FOR_RESIDENTS, _withdraw),
            "where.answers": self._at(AT_KIOSKS, _answers),
            "where.correct": self._at(AT_KIOSKS, _correct),
        }

    def _at(self, parts: Collection[Part], how: Callable[[Where, Room, Body], Awaitable[Told]]) -> Answerer:
        async def answered(room: Room, body: Body) -> Form:
            if room.part not in parts:
                raise NotAnswered(UNKNOWN)
            async with room.pool.acquire() as connection, connection.transaction():
                found = await how(self._where(room, connection), room, body)
            if isinstance(found, NotTold):
                return WhereaboutsForm(told=None, wait_s=found.wait_s)
            return found

        return answered

    def _where(self, room: Room, connection: Connection) -> Where:
        today = self._clock.today()
        window = Window(connection, room.seal, self._calendar, today, self._flows)
        return Where(connection, room.who, window, today)


async def _ask(where: Where, room: Room, body: Body) -> Told:
    found = await where.ask(_enquiry(room, read_body(EnquiryForm, body)))
    return found if isinstance(found, NotTold) else WhereaboutsForm.of(found)


def _enquiry(room: Room, form: EnquiryForm) -> Enquiry:
    """A portal's is from home, whatever it says: else it could shut the hall's kiosks."""
    return form.value(HOME if room.part is Part.PORTAL else room.who)


async def _withdraw(where: Where, room: Room, body: Body) -> Told:
    form = read_body(WithdrawForm, body)
    try:
        found = await where.withdraw(_enquiry(room, form), form.act_id)
    except ValueError:
        raise NotAnswered(MALFORMED) from None
    return found if isinstance(found, NotTold) else WhereaboutsForm.of(found)


async def _answers(where: Where, room: Room, body: Body) -> Told:
    found = await where.answers(_enquiry(room, read_body(EnquiryForm, body)))
    if isinstance(found, NotTold):
        return found
    answers = ANSWERS.dump_json(dict(found.answers)).decode()
    return HandedForm(told=told_json(found.where), source=found.source, answers=answers)


async def _correct(where: Where, room: Room, body: Body) -> Told:
    form = read_body(CorrectForm, body)
    try:
        found = await where.correct(_enquiry(room, form), form.act_id, form.answers())
    except ValueError:
        raise NotAnswered(MALFORMED) from None
    if isinstance(found, NotTold):
        return found
    return CorrectedForm(told=told_json(found.where), kept=found.kept)
