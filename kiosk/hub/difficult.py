"""The hall's difficult cases: desks see to them, and the hub looks at its own roll who may."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from kiosk.assist.change_form import Form
from kiosk.cases.difficult import NewDifficult, NewStep, Refused, Source, StepKind, check_new, check_step
from kiosk.clock import Clock
from kiosk.hub import record
from kiosk.hub.answering import UNKNOWN
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Room, read_body
from kiosk.hub.database import Connection
from kiosk.hub.difficult_forms import (
    ByOfficer,
    DifficultForm,
    Difficulties,
    Difficulty,
    NewForm,
    NewStepForm,
    OfDifficult,
)
from kiosk.hub.difficult_rows import Difficult
from kiosk.hub.officers import may_act, may_lead
from kiosk.hub.part import Part
from kiosk.message import Message
from kiosk.officers.record import Deed
from kiosk.working_days import DueRule

NOT_YOURS = Message("difficult.not_yours")
SIGNED_OUT = Message("desk.signed_out_by_hub")


class DifficultCases(Feature):
    """A leader sees all of them, other officers their own. clock: for the day from which ``rule`` counts."""

    def __init__(self, rule: DueRule, clock: Clock) -> None:
        self._rule = rule
        self._clock = clock

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {
            "difficult.concerning": at_desk(_concerning),
            "difficult.read": at_desk(_read),
            "difficult.open": at_desk(self._open),
            "difficult.record": at_desk(_record),
            "difficult.close": at_desk(_close),
        }

    async def _open(self, room: Room, connection: Connection, body: Body) -> Form:
        form = read_body(NewForm, body)
        if not await _leads(room, connection, form.officer):
            raise NotAnswered(Message("hub.leaders_only"))
        check_new(NewDifficult(form.id, form.officer, form.subject, form.service, form.owner))
        cases = Difficult(connection, room.seal)
        opened = await cases.open(
            form.id,
            Source.CONVERSATION,
            self._rule.due(self._clock.today()),
            by=form.officer,
            service=form.service,
            owner=form.owner,
            subject=form.subject,
        )
        if opened:
            await record.append(connection, room.who, form.officer, Deed.DIFFICULT_OPENED, form.id)
        return await _stands(cases, form.id)


def at_desk(how: Callable[[Room, Connection, Body], Awaitable[Form]]) -> Answerer:
    """For desks alone, in a transaction."""

    async def answered(room: Room, body: Body) -> Form:
        if room.part is not Part.DESK:
            raise NotAnswered(UNKNOWN)
        try:
            async with room.pool.acquire() as connection, connection.transaction():
                return await how(room, connection, body)
        except Refused as refused:
            raise NotAnswered(refused.message) from None

    return answered


async def _concerning(room: Room, connection: Connection, body: Body) -> Form:
    officer = read_body(ByOfficer, body).officer
    leads = await _leads(room, connection, officer)
    found = await Difficult(connection, room.seal).open_cases()
    return Difficulties.model_construct(
        cases=[DifficultForm.of(case) for case in found if leads or case.owner == officer]
    )


async def _read(room: Room, connection: Connection, body: Body) -> Form:
    asked = read_body(OfDifficult, body)
    leads = await _leads(room, connection, asked.officer)
    case = await Difficult(connection, room.seal).get(asked.case, reveal=True)
    if case is None or not (leads or case.owner == asked.officer):
        return Difficulty(case=None)
    if case.worded:
        await record.append(connection, room.who, asked.officer, Deed.ANSWERS_SEEN, case.id)
    return Difficulty.model_construct(case=DifficultForm.of(case))


async def _record(room: Room, connection: Connection, body: Body) -> Form:
    form = read_body(NewStepForm, body)
    step = NewStep(form.step, form.officer, form.kind, form.way, form.text, form.owner)
    try:
        check_step(step)
    except ValueError:
        raise NotAnswered(Message("hub.malformed")) from None
    cases = await _theirs(room, connection, form)
    if await cases.record(form.case, step):
        assigned = step.kind is StepKind.ASSIGNED
        deed = Deed.DIFFICULT_ASSIGNED if assigned else Deed.DIFFICULT_STEP
        about = f"{form.case} {step.owner}" if assigned else form.case
        await record.append(connection, room.who, form.officer, deed, about)
    return await _stands(cases, form.case)


async def _close(room: Room, connection: Connection, body: Body) -> Form:
    asked = read_body(OfDifficult, body)
    cases = await _theirs(room, connection, asked)
    await cases.close(asked.case, asked.officer)
    await record.append(connection, room.who, asked.officer, Deed.DIFFICULT_CLOSED, asked.case)
    return await _stands(cases, asked.case)


async def _leads(room: Room, connection: Connection, officer: str) -> bool:
    """Raises :class:`NotAnswered` unless this officer is signed in at this desk."""
    if not await may_act(connection, room.who, officer):
        raise NotAnswered(SIGNED_OUT)
    return await may_lead(connection, room.who, officer)


async def _theirs(room: Room, connection: Connection, asked: OfDifficult) -> Difficult:
    """Raises :class:`NotAnswered` where it is another officer's, and this one leads nobody."""
    leads = await _leads(room, connection, asked.officer)
    cases = Difficult(connection, room.seal)
    case = await cases.get(asked.case)
    if case is None:
        raise NotAnswered(Message("difficult.unknown"))
    if not leads and case.owner != asked.officer:
        raise NotAnswered(NOT_YOURS)
    return cases


async def _stands(cases: Difficult, case_id: str) -> Form:
    case = await cases.get(case_id)
    if case is None:
        raise NotAnswered(Message("difficult.unknown"))
    return Difficulty.model_construct(case=DifficultForm.of(case))
