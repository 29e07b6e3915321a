"""The hall's appointments and its line: kiosks book and check in, desks call, boards look."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from kiosk.assist.change_form import Form
from kiosk.cases.appointment import AppointmentEvent
from kiosk.cases.difficult import Refused
from kiosk.cases.proof import Proof
from kiosk.cases.visiting_hours import Calendar
from kiosk.cases.waiting import board_of
from kiosk.hub import record
from kiosk.hub.answering import UNKNOWN
from kiosk.hub.appointment_forms import (
    AheadForm,
    AllBooked,
    AllFree,
    ArrivalAtDesk,
    ArrivalForm,
    AskFree,
    AtWindow,
    BoardForm,
    BookedForm,
    LineForm,
    MoveForm,
    NewForm,
    OfWaiting,
    OneAppointment,
    OneWaiting,
    OwnForm,
    ProofAtDesk,
    ProofForm,
)
from kiosk.hub.appointment_rows import Appointments
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Nothing, Room, read_body
from kiosk.hub.database import Connection
from kiosk.hub.difficult import SIGNED_OUT, at_desk
from kiosk.hub.difficult_forms import ByOfficer
from kiosk.hub.officers import may_act
from kiosk.hub.part import FOR_RESIDENTS, Part
from kiosk.hub.waiting_rows import Waiting
from kiosk.message import Message
from kiosk.officers.record import Deed

_DEEDS = {
    AppointmentEvent.CALL_AGAIN: Deed.NUMBER_CALLED,
    AppointmentEvent.PASS_OVER: Deed.NUMBER_PASSED_OVER,
    AppointmentEvent.RETURN: Deed.NUMBER_RETURNED,
    AppointmentEvent.SERVE: Deed.NUMBER_SERVED,
}


class HallAppointments(Feature):
    """calendar: on which days the station works."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {
            "appointments.free": self._at_kiosk(_free),
            "appointments.book": self._at_kiosk(_book),
            "appointments.find": self._at_kiosk(_find),
            "appointments.move": self._at_kiosk(_move),
            "appointments.cancel": self._at_kiosk(_cancel),
            "appointments.check_in": self._at_kiosk(_check_in),
            "appointments.take_number": self._at_kiosk(_take_number),
            "appointments.ahead": self._at_kiosk(_ahead),
            "waiting.board": _board,
            "waiting.take_number": at_desk(self._take_number),
            "waiting.check_in": self._check_in,
            "waiting.line": at_desk(_line),
            "waiting.call_next": at_desk(_call_next),
            "waiting.call_again": at_desk(_changed(AppointmentEvent.CALL_AGAIN)),
            "waiting.passed_over": at_desk(_changed(AppointmentEvent.PASS_OVER)),
            "waiting.back_in_line": at_desk(_changed(AppointmentEvent.RETURN)),
            "waiting.served": at_desk(_changed(AppointmentEvent.SERVE)),
        }

    async def _take_number(self, room: Room, connection: Connection, body: Body) -> Form:
        asked = read_body(ArrivalAtDesk, body)
        await _signed_in(room, connection, asked.officer)
        book = Appointments(connection, room.seal, self._calendar)
        return OneAppointment.of(await book.take_number(asked.arrival.value()))

    async def _check_in(self, room: Room, body: Body) -> Form:
        """The transaction is committed whatever is told: a wrong try is counted."""
        told: list[Message] = []

        async def check(room: Room, connection: Connection, body: Body) -> Form:
            asked = read_body(ProofAtDesk, body)
            await _signed_in(room, connection, asked.officer)
            book = Appointments(connection, room.seal, self._calendar)
            here = await book.check_in(asked.proof.value(f"desk {room.who}"))
            if isinstance(here, Message):
                told.append(here)
                return Nothing()
            return OneAppointment.of(here)

        form = await at_desk(check)(room, body)
        if told:
            raise NotAnswered(told[0])
        return form

    def _at_kiosk(self, how: Callable[[Room, Appointments, Body], Awaitable[Form | Message]]) -> Answerer:
        """For kiosks and portals, in a transaction, which is committed too where nothing fits."""

        async def answered(room: Room, body: Body) -> Form:
            if room.part not in FOR_RESIDENTS:
                raise NotAnswered(UNKNOWN)
            try:
                async with room.pool.acquire() as connection, connection.transaction():
                    told = await how(room, Appointments(connection, room.seal, self._calendar), body)
            except Refused as refused:
                raise NotAnswered(refused.message) from None
            if isinstance(told, Message):
                raise NotAnswered(told)
            return told

        return answered


async def _free(_room: Room, book: Appointments, body: Body) -> Form:
    asked = read_body(AskFree, body)
    return AllFree.of(await book.free(asked.service, elderly=asked.elderly))


async def _book(room: Room, book: Appointments, body: Body) -> Form | Message:
    new = read_body(NewForm, body).value()
    if room.part is Part.PORTAL and (new.spot is None or not new.spot.home):
        raise NotAnswered(UNKNOWN)
    booked = await book.book(new, room.who)
    return booked if isinstance(booked, Message) else BookedForm.of(booked)


def _proof(room: Room, form: ProofForm) -> Proof:
    """From home only a code proves anything: an identity number was read from no card there."""
    if room.part is Part.PORTAL and (form.identity or form.begins is not None or not form.home):
        raise NotAnswered(UNKNOWN)
    return form.value(room.who)


async def _find(room: Room, book: Appointments, body: Body) -> Form | Message:
    found = await book.find(_proof(room, read_body(ProofForm, body)))
    if isinstance(found, Message):
        return found
    return AllBooked.model_construct(booked=[BookedForm.of(each) for each in found])


async def _move(room: Room, book: Appointments, body: Body) -> Form | Message:
    asked = read_body(MoveForm, body)
    moved = await book.move(asked.appointment, _proof(room, asked.proof), asked.half.value())
    return moved if isinstance(moved, Message) else OneAppointment.of(moved)


async def _cancel(room: Room, book: Appointments, body: Body) -> Form | Message:
    asked = read_body(OwnForm, body)
    return await book.cancel(asked.appointment, _proof(room, asked.proof)) or Nothing()


async def _check_in(room: Room, book: Appointments, body: Body) -> Form | Message:
    here = await book.check_in(read_body(ProofForm, body).value(room.who))
    return here if isinstance(here, Message) else OneAppointment.of(here)


async def _take_number(_room: Room, book: Appointments, body: Body) -> Form:
    return OneAppointment.of(await book.take_number(read_body(ArrivalForm, body).value()))


async def _ahead(_room: Room, book: Appointments, body: Body) -> Form:
    line = Waiting(book.connection)
    return AheadForm(count=await line.ahead(read_body(OneWaiting, body).appointment))


async def _board(room: Room, _body: Body) -> Form:
    """Whoever is enrolled may look: it is shown to the whole hall."""
    async with room.pool.acquire() as connection:
        return BoardForm.of(board_of(await Waiting(connection).line()))


async def _line(room: Room, connection: Connection, body: Body) -> Form:
    await _signed_in(room, connection, read_body(ByOfficer, body).officer)
    return LineForm.of(await Waiting(connection).line())


async def _call_next(room: Room, connection: Connection, body: Body) -> Form:
    asked = read_body(AtWindow, body)
    await _signed_in(room, connection, asked.officer)
    called = await Waiting(connection).call_next(asked.window)
    if called is not None:
        await record.append(connection, room.who, asked.officer, Deed.NUMBER_CALLED, called.id)
    return OneAppointment.of(called)


def _changed(event: AppointmentEvent) -> Callable[[Room, Connection, Body], Awaitable[Form]]:
    async def change(room: Room, connection: Connection, body: Body) -> Form:
        asked = read_body(OfWaiting, body)
        await _signed_in(room, connection, asked.officer)
        changed = await Waiting(connection).change(asked.appointment, event)
        await record.append(connection, room.who, asked.officer, _DEEDS[event], changed.id)
        return OneAppointment.of(changed)

    return change


async def _signed_in(room: Room, connection: Connection, officer: str) -> None:
    if not await may_act(connection, room.who, officer):
        raise NotAnswered(SIGNED_OUT)
