"""What the hall's kiosks tell beside their calls, kept at the hub: each once, however often it is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.assist.change_form import Form
from kiosk.cases.case import ASKED
from kiosk.cases.difficult import DifficultCase
from kiosk.cases.window import WindowState
from kiosk.cases.window_deeds import read_deed
from kiosk.cases.window_desk import KeptDeed
from kiosk.clock import HALL_ZONE
from kiosk.hub.answering import UNKNOWN
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Nothing, Room, read_body
from kiosk.hub.database import Connection
from kiosk.hub.difficult_rows import Difficult
from kiosk.hub.fact_forms import (
    CaseForm,
    DifficultyForm,
    Facts,
    PreparedUsedForm,
    RatingForm,
    ReleaseForm,
    ThanksForm,
    VisitForm,
)
from kiosk.hub.part import Part
from kiosk.hub.prepared_rows import wipe
from kiosk.hub.question_rows import ANSWERS, Questions
from kiosk.hub.window_rows import Flows, Window, open_case, read_answers
from kiosk.hub.window_told import ToldDeeds
from kiosk.message import Message
from kiosk.working_days import DueRule

_RELEASE = (
    "INSERT INTO flow_release (sha256, flow, version, source) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
)
_CASE = (
    "INSERT INTO filed_case (id, kiosk, visit, number, service, flow_version, flow_sha256, locale, priority, "
    "state, filed_at, heard_at, answers) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) "
    "ON CONFLICT DO NOTHING"
)
_RATING = (
    "INSERT INTO rating (visit, kiosk, level, rated_at, heard_at) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT DO NOTHING"
)
_THANKS_AGAIN = "DELETE FROM thanks WHERE id = ANY($1)"
_THANKS = (
    "INSERT INTO thanks (id, officer, day) SELECT id, officer, $3 "
    "FROM unnest($1::text[], $2::text[]) AS told (id, officer) ON CONFLICT DO NOTHING"
)
_VISIT = (
    "INSERT INTO visit_end (visit, kiosk, service, flow_version, locale, step, ending, priority, began_at, "
    "ended_at, heard_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING"
)


class KioskFacts(Feature):
    """A kiosk tells of itself alone. All of a message is kept, or nothing of it.

    rule: by when a difficult case is to be closed, and on which days the hall works.
    """

    def __init__(self, rule: DueRule) -> None:
        self._rule = rule
        self._flows = Flows()

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {"facts.keep": self._keep}

    async def _keep(self, room: Room, body: Body) -> Form:
        if room.part is not Part.KIOSK:
            raise NotAnswered(UNKNOWN)
        told = read_body(Facts, body)
        async with room.pool.acquire() as connection, connection.transaction():
            now: datetime = await connection.fetchval("SELECT clock_timestamp()")
            today = now.astimezone(HALL_ZONE).date()
            window = Window(connection, room.seal, self._rule.calendar, today, self._flows)
            deeds = ToldDeeds(connection, room.seal, window, room.who, self._rule)
            await _kept(told, _Keeping(room, connection, deeds, now, now - told.sent_at))
        return Nothing()


async def _kept(told: Facts, keeping: _Keeping) -> None:
    for fact in told.facts:
        match fact:
            case ReleaseForm():
                await keeping.release(fact)
            case CaseForm():
                await keeping.case(fact)
            case RatingForm():
                await keeping.rating(fact)
            case ThanksForm():
                await keeping.thanks(fact)
            case VisitForm():
                await keeping.visit(fact)
            case DifficultyForm():
                await keeping.difficulty(fact.case.value())
            case PreparedUsedForm():
                await keeping.prepared_used(fact)


class _Keeping:
    """ahead: how far the hall's clock is ahead of the kiosk's."""

    def __init__(
        self, room: Room, connection: Connection, deeds: ToldDeeds, now: datetime, ahead: timedelta
    ) -> None:
        self._room = room
        self._connection = connection
        self._deeds = deeds
        self._now = now
        self._ahead = ahead

    def by_hall_clock(self, at: datetime) -> datetime:
        """Never in the future; what was long ago by a wrong clock stays so."""
        try:
            return min(at + self._ahead, self._now)
        except OverflowError:
            return self._now

    async def case(self, form: CaseForm) -> None:
        """Its answers sealed as one: not even which were given shows."""
        answers = json.dumps([[each.step, each.schema_version, each.value] for each in form.answers])
        await self._connection.execute(
            _CASE,
            form.id,
            self._room.who,
            form.visit_id,
            form.number,
            form.service,
            form.flow_version,
            form.flow_sha256,
            form.locale,
            form.priority,
            form.state,
            self.by_hall_clock(form.filed_at),
            self._now,
            self._room.seal.close(answers, form.id, ANSWERS),
        )
        if form.state == ASKED:
            await Questions(self._connection, self._room.seal).open(form.id, form.channel)
        elif form.state in set(WindowState):
            await self._at_window(form, answers)

    async def _at_window(self, form: CaseForm, answers: str) -> None:
        """What was done at the kiosk's own window stands on record there."""
        connection, seal = self._connection, self._room.seal
        await open_case(connection, form.id)
        try:
            told = [
                KeptDeed(deed.id, self.by_hall_clock(deed.at), read_deed(deed.body)) for deed in form.deeds
            ]
        except ValueError:  # without the cause, which quotes it
            raise NotAnswered(Message("hub.malformed")) from None
        if await self._deeds.take_over(form.id, told, read_answers(answers, form.id)):
            sealed = seal.close(answers, form.id, ANSWERS)
            await connection.execute("UPDATE filed_case SET answers = $2 WHERE id = $1", form.id, sealed)

    async def release(self, form: ReleaseForm) -> None:
        """Once, whichever kiosk tells it first."""
        await self._connection.execute(_RELEASE, form.sha256, form.flow, form.version, form.source)

    async def rating(self, form: RatingForm) -> None:
        """The first of a visit."""
        at = self.by_hall_clock(form.rated_at)
        await self._connection.execute(_RATING, form.visit_id, self._room.who, form.level, at, self._now)

    async def prepared_used(self, form: PreparedUsedForm) -> None:
        """It goes."""
        await wipe(self._connection, form.id)

    async def thanks(self, form: ThanksForm) -> None:
        """All of the day are written anew, by their ids: what was written last does not stand out."""
        ids = sorted({each.id for each in form.thanks})
        officers = {each.id: each.officer for each in form.thanks}
        await self._connection.execute(_THANKS_AGAIN, ids)
        await self._connection.execute(_THANKS, ids, [officers[id_] for id_ in ids], form.day)

    async def visit(self, form: VisitForm) -> None:
        """Both its times by the hall's clock."""
        await self._connection.execute(
            _VISIT,
            form.visit_id,
            self._room.who,
            form.service,
            form.flow_version,
            form.locale,
            form.step,
            str(form.ending),
            form.priority,
            self.by_hall_clock(form.began_at),
            self.by_hall_clock(form.ended_at),
            self._now,
        )

    async def difficulty(self, case: DifficultCase) -> None:
        """With all its times by the hall's clock."""
        moved = replace(
            case,
            opened_at=self.by_hall_clock(case.opened_at),
            closed_at=None if case.closed_at is None else self.by_hall_clock(case.closed_at),
            steps=tuple(replace(step, at=self.by_hall_clock(step.at)) for step in case.steps),
        )
        await Difficult(self._connection, self._room.seal).take_over(moved)
