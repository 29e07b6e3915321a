"""Unfinished visits on their way from a kiosk to a window. The hub passes on what it cannot read."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from kiosk.assist.change_form import Form
from kiosk.hub import record
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Nothing, Room, Teller, read_body
from kiosk.hub.database import OUT_OF_ORDER, Connection, Pool, Record
from kiosk.hub.moving_forms import AskFor, ByOfficer, Give, OfCall, Stands
from kiosk.hub.officers import may_act
from kiosk.hub.part import Part
from kiosk.message import Message
from kiosk.officers.record import CLOSING, Deed
from kiosk.visit.moving import Stage

LOOK_S = 5.0
"""How often a hub takes away what has outlived its time."""

UNKNOWN, NOT_MOVING = Message("hub.unknown"), Message("hub.not_moving")
SIGNED_OUT = Message("desk.signed_out_by_hub")

_OVER = (
    "UPDATE moving_visit SET stage = 'refused', sealed = NULL "
    "WHERE until <= clock_timestamp() AND stage <> 'received'"
)
_FORGET = "DELETE FROM moving_visit WHERE until <= clock_timestamp() - interval '1 day'"
_GET = (
    "SELECT m.*, c.kiosk, c.quiet, c.state, c.officer AS holder FROM moving_visit m "
    "JOIN call c ON c.id = m.call WHERE m.call = $1 AND m.until > clock_timestamp() FOR UPDATE OF m"
)
_ASK = (
    "INSERT INTO moving_visit (call, desk, officer, window_texts, public, until, stage) "
    "VALUES ($1, $2, $3, $4, $5, $6, 'asked') "
    "ON CONFLICT (call) DO UPDATE SET desk = excluded.desk, officer = excluded.officer, "
    "window_texts = excluded.window_texts, public = excluded.public, until = excluded.until, "
    "stage = 'asked', sealed = NULL"
)

_log = structlog.stdlib.get_logger("kiosk.hub")


class MovingVisits(Feature):
    """A desk asks, a kiosk answers; see ``kiosk.visit.moving``."""

    def __init__(self, pause: Callable[[float], Any] = asyncio.sleep) -> None:
        self._pause = pause

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {
            "visit.stands": _stands,
            "visit.ask": _for(Part.DESK, _ask),
            "visit.received": _for(Part.DESK, _received),
            "visit.opened": _for(Part.DESK, _noting(Deed.VISIT_OPENED)),
            "visit.wiped": _for(Part.DESK, _noting(Deed.VISIT_WIPED)),
            "visit.give": _for(Part.KIOSK, _give),
            "visit.refuse": _for(Part.KIOSK, _refuse),
        }

    async def run(self, pool: Pool, teller: Teller) -> None:
        """Take away what has outlived its time, also where nobody asks for it any more."""
        while True:
            try:
                await pool.execute(_OVER)
                await pool.execute(_FORGET)
            except OUT_OF_ORDER as error:
                _log.warning("database_lost", error=type(error).__name__)
            await self._pause(LOOK_S)


def _for(part: Part, how: Callable[[Room, Connection, Body], Awaitable[Form]]) -> Answerer:
    """For one part alone, in a transaction."""

    async def answered(room: Room, body: Body) -> Form:
        if room.part is not part:
            raise NotAnswered(UNKNOWN)
        async with room.pool.acquire() as connection, connection.transaction():
            return await how(room, connection, body)

    return answered


async def _of(room: Room, connection: Connection, call_id: str) -> Record | None:
    """What is on its way of this call, where it is this kiosk's or this desk's."""
    row: Record | None = await connection.fetchrow(_GET, call_id)
    mine = row is not None and row["kiosk" if room.part is Part.KIOSK else "desk"] == room.who
    return row if mine else None


async def _stands(room: Room, body: Body) -> Form:
    call_id = read_body(OfCall, body).call
    async with room.pool.acquire() as connection, connection.transaction():
        row = await _of(room, connection, call_id)
    if row is None:
        return Stands()
    asked = AskFor(
        call=call_id,
        officer=row["officer"],
        window=json.loads(row["window_texts"]),
        public=row["public"],
        until=row["until"],
    )
    # A kiosk has it still, and needs no second one.
    sealed = (row["sealed"] or "") if room.part is Part.DESK else ""
    return Stands(stage=Stage(row["stage"]), desk=row["desk"], asked=asked, sealed=sealed)


async def _ask(room: Room, connection: Connection, body: Body) -> Form:
    asked = read_body(AskFor, body)
    await _signed_in(room, connection, asked.officer)
    row = await connection.fetchrow(_GET, asked.call)
    if row is not None and row["stage"] in (Stage.SEALED, Stage.RECEIVED):
        raise NotAnswered(NOT_MOVING)
    # A quiet call asks nothing of the kiosk's screen; and nothing lies here longer than to the next closing.
    held = await connection.fetchval(
        "SELECT EXISTS (SELECT 1 FROM call "
        "WHERE id = $1 AND state = 'claimed' AND officer = $2 AND NOT quiet) "
        "AND $3 < clock_timestamp() + interval '25 hours'",
        asked.call,
        asked.officer,
        asked.until,
    )
    if not held:
        raise NotAnswered(NOT_MOVING)
    await connection.execute(
        _ASK,
        asked.call,
        room.who,
        asked.officer,
        json.dumps(asked.window, ensure_ascii=False),
        asked.public,
        asked.until,
    )
    return Nothing()


async def _give(room: Room, connection: Connection, body: Body) -> Form:
    given = read_body(Give, body)
    row = await _of(room, connection, given.call)
    if row is None or row["stage"] not in (Stage.ASKED, Stage.SEALED):
        raise NotAnswered(NOT_MOVING)
    if (row["state"], row["holder"]) != ("claimed", row["officer"]):
        raise NotAnswered(NOT_MOVING)
    await connection.execute(
        "UPDATE moving_visit SET stage = 'sealed', sealed = $2 WHERE call = $1", given.call, given.sealed
    )
    return Nothing()


async def _refuse(room: Room, connection: Connection, body: Body) -> Form:
    call_id = read_body(OfCall, body).call
    row = await _of(room, connection, call_id)
    if row is not None and row["stage"] == Stage.RECEIVED:
        raise NotAnswered(NOT_MOVING)
    if row is not None:
        await connection.execute(
            "UPDATE moving_visit SET stage = 'refused', sealed = NULL WHERE call = $1", call_id
        )
    return Nothing()


async def _received(room: Room, connection: Connection, body: Body) -> Form:
    by = read_body(ByOfficer, body)
    row = await _of(room, connection, by.call)
    if row is not None and row["stage"] == Stage.RECEIVED:
        return Nothing()
    if row is None or row["stage"] != Stage.SEALED or by.officer is None:
        raise NotAnswered(NOT_MOVING)
    await _signed_in(room, connection, by.officer)
    await connection.execute(
        "UPDATE moving_visit SET stage = 'received', sealed = NULL WHERE call = $1", by.call
    )
    await record.append(connection, room.who, by.officer, Deed.VISIT_MOVED, by.call)
    return Nothing()


def _noting(deed: Deed) -> Callable[[Room, Connection, Body], Awaitable[Form]]:
    async def note(room: Room, connection: Connection, body: Body) -> Form:
        by = read_body(ByOfficer, body)
        if by.officer is not None:
            await _signed_in(room, connection, by.officer)
        mine = await connection.fetchval(
            "SELECT EXISTS (SELECT 1 FROM moving_visit WHERE call = $1 AND desk = $2 AND stage = 'received')",
            by.call,
            room.who,
        )
        if not mine:
            raise NotAnswered(NOT_MOVING)
        await record.append(connection, room.who, by.officer or CLOSING, deed, by.call)
        return Nothing()

    return note


async def _signed_in(room: Room, connection: Connection, officer: str) -> None:
    if not await may_act(connection, room.who, officer):
        raise NotAnswered(SIGNED_OUT)
