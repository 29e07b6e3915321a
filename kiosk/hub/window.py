"""The hall's window: whoever may handles cases of all its kiosks, by the hub's own roll."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.assist.change_form import Form
from kiosk.cases.window_acts import may_see
from kiosk.cases.window_desk import in_order
from kiosk.clock import Clock
from kiosk.hub import record
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Room, read_body
from kiosk.hub.database import Connection
from kiosk.hub.difficult import SIGNED_OUT, at_desk
from kiosk.hub.difficult_forms import ByOfficer
from kiosk.hub.officers import seated
from kiosk.hub.window_forms import ActForm, OfCase, OfNumber, OneCase, WindowCaseForm, WindowCasesForm
from kiosk.hub.window_rows import Flows, Window
from kiosk.message import Message
from kiosk.officers.officer import AT_THE_WINDOW, MAY_REVIEW, Officer
from kiosk.officers.record import Deed
from kiosk.working_days import WorkingDays

NO_RIGHT = Message("window.no_right")


class HallWindow(Feature):
    """calendar: the hall's working days. clock: for the day from which limits count."""

    def __init__(self, calendar: WorkingDays, clock: Clock) -> None:
        self._calendar = calendar
        self._clock = clock
        self._flows = Flows()

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {
            "window.open": at_desk(self._open),
            "window.find": at_desk(self._find),
            "window.read": at_desk(self._read),
            "window.act": at_desk(self._act),
        }

    async def _open(self, room: Room, connection: Connection, body: Body) -> Form:
        officer = await _who(room, connection, read_body(ByOfficer, body).officer)
        seen = sorted(await self._window(room, connection).open_cases(officer), key=in_order)
        return WindowCasesForm.model_construct(cases=[WindowCaseForm.of(case) for case in seen])

    async def _find(self, room: Room, connection: Connection, body: Body) -> Form:
        asked = read_body(OfNumber, body)
        officer = await _who(room, connection, asked.officer)
        case = await self._window(room, connection).find(asked.number)
        if case is None or not may_see(officer, case.standing):
            return OneCase(case=None)
        return OneCase.model_construct(case=WindowCaseForm.of(case))

    async def _read(self, room: Room, connection: Connection, body: Body) -> Form:
        asked = read_body(OfCase, body)
        officer = await _who(room, connection, asked.officer)
        case = await self._window(room, connection).get(asked.case, reveal=True)
        if case is None:
            return OneCase(case=None)
        if not may_see(officer, case.standing):
            raise NotAnswered(NO_RIGHT)
        await record.append(connection, room.who, asked.officer, Deed.ANSWERS_SEEN, case.id)
        return OneCase.model_construct(case=WindowCaseForm.of(case))

    async def _act(self, room: Room, connection: Connection, body: Body) -> Form:
        form = read_body(ActForm, body)
        officer = await _who(room, connection, form.officer)
        window = self._window(room, connection)
        try:
            deed = await window.act(form.case, form.act_id, form.value(), officer)
        except ValueError:
            raise NotAnswered(Message("hub.malformed")) from None
        if deed is not None:
            await record.append(connection, room.who, officer.number, Deed(f"case_{deed.kind}"), form.case)
        case = await window.get(form.case, reveal=True)
        if case is None:
            raise NotAnswered(Message("window.unknown"))
        if deed is None:
            # Told again, it tells what others did since too: as with any reading.
            if not may_see(officer, case.standing):
                raise NotAnswered(NO_RIGHT)
            await record.append(connection, room.who, officer.number, Deed.ANSWERS_SEEN, case.id)
        return OneCase.model_construct(case=WindowCaseForm.of(case))

    def _window(self, room: Room, connection: Connection) -> Window:
        return Window(connection, room.seal, self._calendar, self._clock.today(), self._flows)


async def _who(room: Room, connection: Connection, number: str) -> Officer:
    """By the hub's own roll. Raises :class:`NotAnswered`."""
    officer = await seated(connection, room.who, number)
    if officer is None:
        raise NotAnswered(SIGNED_OUT)
    if officer.roles.isdisjoint(AT_THE_WINDOW | MAY_REVIEW):
        raise NotAnswered(NO_RIGHT)
    return officer
