"""A desk sees a kiosk's screen: the hub asks on, passes on, and keeps on record who looked and for how long.

Each message is checked against the book: only the officer who has the call, at the desk that asked, sees the
screen of the kiosk that the call came from, and only between the resident's yes and the end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from kiosk.assist.change_form import Form
from kiosk.assist.seeing import LOST_AFTER_S, How
from kiosk.hub import record
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Nothing, Room, Teller, read_body
from kiosk.hub.database import Connection, Pool, Record
from kiosk.hub.officers import may_act
from kiosk.hub.part import Part
from kiosk.hub.seeing_forms import Answered, AskToSee, Ended, Pointed, Shown, Spoken, Wanted, Which
from kiosk.ids import new_id
from kiosk.message import Message
from kiosk.officers.record import Deed

LOOK_S = 5.0
"""How often a hub looks for those that have fallen silent."""

UNKNOWN = Message("hub.unknown")
NOT_YOURS = Message("hub.seeing_not_yours")
GOES_ON = Message("hub.seeing_goes_on")
OVER = Message("hub.seeing_over")

_HELD = "EXISTS (SELECT 1 FROM call c WHERE c.id = s.call AND c.state = 'claimed' AND c.officer = s.officer)"
_GOING = f"SELECT s.id FROM seeing s WHERE s.id = $1 AND s.ended_at IS NULL AND {_HELD}"  # noqa: S608
_BEGIN = (
    "UPDATE seeing s SET begun_at = clock_timestamp(), heard_at = clock_timestamp() "  # noqa: S608
    f"WHERE s.id = $1 AND s.begun_at IS NULL AND s.ended_at IS NULL AND {_HELD} RETURNING s.id"
)
_END = (
    "UPDATE seeing SET ended_at = clock_timestamp(), how = $2 WHERE id = $1 AND ended_at IS NULL "
    "RETURNING *, extract(epoch FROM ended_at - begun_at)::float AS seconds"
)


class DeskSeeing(Feature):
    """See above. pause: waits, as asyncio.sleep does."""

    def __init__(self, pause: Callable[[float], Any] = asyncio.sleep) -> None:
        self._pause = pause

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {
            "seeing.ask": _of(Part.DESK, self._ask),
            "seeing.point": _of(Part.DESK, self._point),
            "seeing.say": _of(Part.DESK, self._say),
            "seeing.stop": _of(Part.DESK, self._stop),
            "seeing.answer": _of(Part.KIOSK, self._answer),
            "seeing.show": _of(Part.KIOSK, self._show),
            "seeing.end": _of(Part.KIOSK, self._end),
        }

    # --- a desk asks ----------------------------------------------------------------------------

    async def _ask(self, room: Room, body: Body) -> Form:
        asked = read_body(AskToSee, body)
        if not await may_act(room.pool, room.who, asked.officer):
            raise NotAnswered(Message("desk.signed_out_by_hub"))
        async with room.pool.acquire() as connection, connection.transaction():
            # The call's row is held, so that of two that ask at once one is told that it goes on already.
            kiosk = await connection.fetchval(
                "SELECT kiosk FROM call WHERE id = $1 AND state = 'claimed' AND officer = $2 FOR UPDATE",
                asked.call,
                asked.officer,
            )
            if kiosk is None:
                raise NotAnswered(NOT_YOURS)
            if await connection.fetchval(
                "SELECT EXISTS (SELECT 1 FROM seeing WHERE kiosk = $1 AND ended_at IS NULL)", kiosk
            ):
                raise NotAnswered(GOES_ON)
            seeing = new_id()
            await connection.execute(
                "INSERT INTO seeing (id, call, kiosk, desk, officer) VALUES ($1, $2, $3, $4, $5)",
                seeing,
                asked.call,
                kiosk,
                room.who,
                asked.officer,
            )
        wanted = Wanted(seeing=seeing, call=asked.call, officer=asked.officer)
        await room.tell(Part.KIOSK, kiosk, "seeing.wanted", wanted)
        return Which(seeing=seeing)

    async def _point(self, room: Room, body: Body) -> Form:
        pointed = read_body(Pointed, body)
        row = await _begun(room, pointed.seeing)
        await room.tell(Part.KIOSK, row["kiosk"], "seeing.pointed", pointed)
        return Nothing()

    async def _say(self, room: Room, body: Body) -> Form:
        spoken = read_body(Spoken, body)
        row = await _begun(room, spoken.seeing)
        await room.tell(Part.KIOSK, row["kiosk"], "seeing.spoken", spoken)
        return Nothing()

    async def _stop(self, room: Room, body: Body) -> Form:
        seeing = read_body(Which, body).seeing
        await _own(room, seeing)
        await _finish(room.pool, room.teller, seeing, How.OFFICER)
        return Nothing()

    # --- a kiosk answers ------------------------------------------------------------------------

    async def _answer(self, room: Room, body: Body) -> Form:
        answered = read_body(Answered, body)
        row = await _own(room, answered.seeing)
        if not answered.yes:
            await _finish(room.pool, room.teller, answered.seeing, How.DECLINED)
            return Nothing()
        async with room.pool.acquire() as connection, connection.transaction():
            begun = await connection.fetchval(_BEGIN, answered.seeing)
            if begun is None:
                raise NotAnswered(OVER)
            about = f"{row['kiosk']} {row['call']}"
            await record.append(connection, row["desk"], row["officer"], Deed.SCREEN_SEEN, about)
        await room.tell(Part.DESK, row["desk"], "seeing.answered", answered)
        return Nothing()

    async def _show(self, room: Room, body: Body) -> Form:
        shown = read_body(Shown, body)
        row = await _begun(room, shown.seeing)
        await room.pool.execute("UPDATE seeing SET heard_at = clock_timestamp() WHERE id = $1", shown.seeing)
        await room.tell(Part.DESK, row["desk"], "seeing.shown", shown)
        return Nothing()

    async def _end(self, room: Room, body: Body) -> Form:
        ended = read_body(Ended, body)
        await _own(room, ended.seeing)
        await _finish(room.pool, room.teller, ended.seeing, ended.how)
        return Nothing()

    # --- by itself ------------------------------------------------------------------------------

    async def left(self, room: Room) -> None:
        """A desk or a kiosk that is gone sees and shows nothing."""
        whose = "desk" if room.part is Part.DESK else "kiosk"
        rows = await room.pool.fetch(
            f"SELECT id FROM seeing WHERE {whose} = $1 AND ended_at IS NULL",  # noqa: S608 - one of two words
            room.who,
        )
        for row in rows:
            await _finish(room.pool, room.teller, row["id"], How.LOST)

    async def run(self, pool: Pool, teller: Teller) -> None:
        """End what has fallen silent: a hub that was killed leaves no look without an end on record."""
        while True:
            rows = await pool.fetch(
                "SELECT id FROM seeing WHERE ended_at IS NULL "
                "AND coalesce(heard_at, asked_at) < clock_timestamp() - make_interval(secs => $1)",
                LOST_AFTER_S,
            )
            for row in rows:
                await _finish(pool, teller, row["id"], How.LOST)
            await self._pause(LOOK_S)


def _of(part: Part, how: Answerer) -> Answerer:
    """For kiosks alone, or for desks alone."""

    async def answered(room: Room, body: Body) -> Form:
        if room.part is not part:
            raise NotAnswered(UNKNOWN)
        return await how(room, body)

    return answered


async def _own(room: Room, seeing: str) -> Record:
    """The row, where it is this desk's or this kiosk's and not over."""
    row = await room.pool.fetchrow("SELECT * FROM seeing WHERE id = $1 AND ended_at IS NULL", seeing)
    if row is None or row["desk" if room.part is Part.DESK else "kiosk"] != room.who:
        raise NotAnswered(OVER)
    return row


async def _begun(room: Room, seeing: str) -> Record:
    """The row, where something may be passed on. A call that has moved on ends it."""
    row = await _own(room, seeing)
    if row["begun_at"] is None:
        raise NotAnswered(OVER)
    if await room.pool.fetchval(_GOING, seeing) is None:
        await _finish(room.pool, room.teller, seeing, How.CALL)
        raise NotAnswered(OVER)
    return row


async def _finish(pool: Pool, teller: Teller, seeing: str, how: How) -> None:
    """End it once, on record if it had begun, and tell both."""
    async with pool.acquire() as connection, connection.transaction():
        row = await connection.fetchrow(_END, seeing, str(how))
        if row is None:
            return
        if row["begun_at"] is not None:
            await _note_end(connection, row)
    await teller.tell(Part.DESK, row["desk"], "seeing.ended", Ended(seeing=seeing, how=how))
    await teller.tell(Part.KIOSK, row["kiosk"], "seeing.ended", Ended(seeing=seeing, how=how))


async def _note_end(connection: Connection, row: Record) -> None:
    about = f"{row['kiosk']} {row['call']} {round(row['seconds'])}s {row['how']}"
    await record.append(connection, row["desk"], row["officer"], Deed.SCREEN_LEFT, about)
