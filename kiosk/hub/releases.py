"""The hall's releases: kept at the hub, taken by its kiosks and desks."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.assist.change_form import Form
from kiosk.hub.answering import UNKNOWN
from kiosk.hub.asking import Answerer, Body, Feature, NotAnswered, Room, read_body
from kiosk.hub.release_forms import ALL, TEXT, EventForm, HallEvents, Known, ReleaseText, Wanted, digest
from kiosk.hub.release_rows import events, text_of


class HallReleases(Feature):
    """Kiosks and desks ask for what they lack; they are told when there is something new."""

    at_studio = True

    def asks(self) -> Mapping[str, Answerer]:
        """How each ask is answered."""
        return {ALL: _all, TEXT: _text}


async def _all(room: Room, body: Body) -> Form:
    known = read_body(Known, body).digest
    done = await events(room.pool)
    now = await room.pool.fetchval("SELECT clock_timestamp()")
    if digest(done) == known:
        return HallEvents(now=now, events=None)
    return HallEvents.model_construct(now=now, events=[EventForm.of(each) for each in done])


async def _text(room: Room, body: Body) -> Form:
    wanted = read_body(Wanted, body)
    kept = await text_of(room.pool, wanted.service, wanted.number)
    if kept is None:
        raise NotAnswered(UNKNOWN)
    return ReleaseText.of(kept)
