"""New journals of kiosks whose data folder was put back to an older copy: the hub takes them beside the old.

In such a folder numbers come again with other changes. In a new journal they mean what they say; what the hub
has from the old one it knows by its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import structlog

from kiosk.assist.change_form import Form
from kiosk.hub import record
from kiosk.hub.answering import MALFORMED, UNKNOWN
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Nothing, Room, read_body
from kiosk.hub.database import Connection
from kiosk.hub.journal_forms import ASK, BEGUN, LATELY, LATELY_ASK, TOO_SOON, BeginJournal, SetBack, SetBacks
from kiosk.hub.part import Part
from kiosk.officers.record import ITSELF, Deed

APART_S = 300.0
"""So long after one new journal a kiosk begins no other. Who wants one so often is most likely two: machines
that run with one key, or a disk that is put back at every start."""

_TAKE = "SELECT 1 FROM kiosk WHERE id = $1 FOR UPDATE"
_OWNERS = "SELECT id, kiosk FROM journal WHERE id = ANY($1)"
_LATELY = (
    "SELECT true FROM journal WHERE kiosk = $1 "
    "AND begun_at > clock_timestamp() - make_interval(secs => $2) LIMIT 1"
)
_BEGIN = (
    "INSERT INTO journal (id, kiosk, begun_at, instead_of) VALUES ($1, $2, clock_timestamp(), $3) "
    "RETURNING begun_at"
)
_SET_BACK = (
    "SELECT kiosk, max(begun_at) AS at FROM journal WHERE begun_at > clock_timestamp() - $1::interval "
    "GROUP BY kiosk ORDER BY kiosk"
)

_log = structlog.stdlib.get_logger("kiosk.hub")


class NewJournals(Feature):
    """Kiosks begin them, each for itself; desks hear of it."""

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {ASK: self._begin, LATELY_ASK: self._lately}

    async def _begin(self, room: Room, body: Body) -> Form:
        if room.part is not Part.KIOSK:
            raise NotAnswered(UNKNOWN)
        asked = read_body(BeginJournal, body)
        async with room.pool.acquire() as connection, connection.transaction():
            at = await _begun(connection, room.who, asked)
        if at is not None:
            told = {"journal": asked.journal, "instead_of": asked.instead_of}
            _log.warning("journal_begun", kiosk=room.who, **told)
            await room.tell(Part.DESK, None, BEGUN, SetBacks(kiosks=[SetBack(kiosk=room.who, at=at)]))
        return Nothing()

    async def _lately(self, room: Room, _body: Body) -> Form:
        if room.part is not Part.DESK:
            raise NotAnswered(UNKNOWN)
        rows = await room.pool.fetch(_SET_BACK, LATELY)
        return SetBacks(kiosks=[SetBack(kiosk=row["kiosk"], at=row["at"]) for row in rows])


async def _begun(connection: Connection, kiosk: str, asked: BeginJournal) -> datetime | None:
    """When it was begun now; None where it was before. Raises :class:`NotAnswered`."""
    await connection.execute(_TAKE, kiosk)
    rows = await connection.fetch(_OWNERS, [asked.journal, asked.instead_of])
    owners = {row["id"]: row["kiosk"] for row in rows}
    if owners.get(asked.instead_of) != kiosk or owners.get(asked.journal, kiosk) != kiosk:
        raise NotAnswered(MALFORMED)
    if asked.journal in owners:
        return None  # the answer was lost on its way
    if await connection.fetchval(_LATELY, kiosk, APART_S):
        raise NotAnswered(TOO_SOON)
    at: datetime = await connection.fetchval(_BEGIN, asked.journal, kiosk, asked.instead_of)
    about = f"{asked.journal} {asked.instead_of}"
    await record.append(connection, kiosk, ITSELF, Deed.JOURNAL_BEGUN, about)
    return at
