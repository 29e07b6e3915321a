"""The hall's forms prepared at home: kept by its portal, opened at any of its kiosks.

A portal keeps them and opens none, with a key of its own; with a kiosk's it counts as a kiosk. Who asks is
known by that key, not by what is said.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from kiosk.assist.change_form import Form
from kiosk.cases.prepared import TooMany
from kiosk.cases.prepared_marks import NotReadable, form_of
from kiosk.hub.answering import MALFORMED, UNKNOWN
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Nothing, Room, read_body
from kiosk.hub.database import Connection
from kiosk.hub.part import FOR_RESIDENTS, Part
from kiosk.hub.prepared_forms import ByCode, BySecret, KeepForm, KeptForm, OfForm, OpenedForm
from kiosk.hub.prepared_rows import Found, PreparedRows, wipe
from kiosk.message import Message

TOO_MANY = Message("prepared.too_many")
UNREADABLE = Message("prepared.damaged_help")
"""A form lies there, but something in the database is spoilt."""

_KIOSK = frozenset({Part.KIOSK})


class HallPrepared(Feature):
    """See above."""

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {
            "prepared.keep": _by(FOR_RESIDENTS, _keep),
            "prepared.open": _by(_KIOSK, _open),
            "prepared.open_by_secret": _by(_KIOSK, _open_by_secret),
            "prepared.drop": _by(_KIOSK, _drop),
        }


def _by(parts: frozenset[Part], how: Callable[[Room, Connection, Body], Awaitable[Form]]) -> Answerer:
    async def answered(room: Room, body: Body) -> Form:
        if room.part not in parts:
            raise NotAnswered(UNKNOWN)
        async with room.pool.acquire() as connection, connection.transaction():
            return await how(room, connection, body)

    return answered


async def _keep(room: Room, connection: Connection, body: Body) -> Form:
    try:
        kept = await PreparedRows(connection, room.seal).keep(form_of(read_body(KeepForm, body).form))
    except NotReadable:
        raise NotAnswered(MALFORMED) from None
    except TooMany:
        raise NotAnswered(TOO_MANY) from None
    return KeptForm(id=kept.id, code=kept.code, secret=kept.secret, until=kept.until)


async def _open(room: Room, connection: Connection, body: Body) -> Form:
    asked = read_body(ByCode, body)
    rows = PreparedRows(connection, room.seal)
    return await _told(rows.open(asked.code, asked.proof, room.who))


async def _open_by_secret(room: Room, connection: Connection, body: Body) -> Form:
    asked = read_body(BySecret, body)
    return await _told(PreparedRows(connection, room.seal).open_by_secret(asked.secret))


async def _drop(room: Room, connection: Connection, body: Body) -> Form:
    await wipe(connection, read_body(OfForm, body).id)
    return Nothing()


async def _told(finding: Awaitable[Found]) -> Form:
    try:
        found = await finding
    except NotReadable:
        raise NotAnswered(UNREADABLE) from None
    return OpenedForm(id=found.id, form=found.form, wait_s=found.wait_s)
