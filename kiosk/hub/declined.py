"""Which kiosks do not take what is published in the hall: on record, and told to the desks."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.assist.change_form import Form
from kiosk.hub import record
from kiosk.hub.answering import UNKNOWN
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Nothing, Room, read_body
from kiosk.hub.database import Connection
from kiosk.hub.declined_forms import MINE, MOVED, WHOSE, DeclinedHere, Declining, Declinings
from kiosk.hub.part import Part
from kiosk.officers.record import ITSELF, Deed

_TAKE = "SELECT 1 FROM kiosk WHERE id = $1 FOR UPDATE"
_KNOWN = "DELETE FROM declined_release WHERE kiosk = $1 RETURNING service, number, why"
_KEEP = "INSERT INTO declined_release (kiosk, service, number, why) VALUES ($1, $2, $3, $4)"
_WHOSE = "SELECT DISTINCT kiosk FROM declined_release ORDER BY kiosk"


class DeclinedReleases(Feature):
    """A kiosk speaks for itself alone; only desks look."""

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {MINE: self._mine, WHOSE: self._whose}

    async def _mine(self, room: Room, body: Body) -> Form:
        if room.part is not Part.KIOSK:
            raise NotAnswered(UNKNOWN)
        told = read_body(DeclinedHere, body)
        async with room.pool.acquire() as connection, connection.transaction():
            changed = await _kept(connection, room.who, told)
        if changed:
            now = Declining(kiosk=room.who, declines=bool(told.releases))
            await room.tell(Part.DESK, None, MOVED, Declinings(kiosks=[now]))
        return Nothing()

    async def _whose(self, room: Room, _body: Body) -> Form:
        if room.part is not Part.DESK:
            raise NotAnswered(UNKNOWN)
        rows = await room.pool.fetch(_WHOSE)
        return Declinings(kiosks=[Declining(kiosk=row["kiosk"], declines=True) for row in rows])


async def _kept(connection: Connection, kiosk: str, told: DeclinedHere) -> bool:
    """Whether it is another than before. What is new is put on record."""
    await connection.execute(_TAKE, kiosk)
    before = {tuple(row) for row in await connection.fetch(_KNOWN, kiosk)}
    now = {(each.service, each.number, str(each.why)) for each in told.releases}
    for service, number, why in sorted(now):
        await connection.execute(_KEEP, kiosk, service, number, why)
    for service, number, _ in sorted(now - before):
        await record.append(connection, kiosk, ITSELF, Deed.RELEASE_DECLINED, f"{service} {number}")
    return now != before
