"""Answers what one connection asks, one ask after the other, beside its calls."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from kiosk.assist.change_form import Form, Malformed
from kiosk.hub import wire
from kiosk.hub.asking import Features, NotAnswered, Room, as_body
from kiosk.hub.database import OUT_OF_ORDER
from kiosk.message import Message

MOST_WAITING = 50
"""So many asks may wait on one connection; what comes then waits in its socket."""

UNKNOWN, MALFORMED, FAILED = Message("hub.unknown"), Message("hub.malformed"), Message("hub.failed")

_log = structlog.stdlib.get_logger("kiosk.hub")


class Answering:
    """For one connection. A slow answer holds up the next ask and nothing else."""

    def __init__(self, room: Room, features: Features) -> None:
        self._room = room
        self._features = features
        self._asked: asyncio.Queue[wire.Inquiry] = asyncio.Queue(MOST_WAITING)

    async def put(self, asked: wire.Inquiry) -> None:
        """Something is asked."""
        await self._asked.put(asked)

    async def run(self, send: Callable[[Form], Awaitable[None]]) -> None:
        """Until the connection ends. Raises what the database raises."""
        try:
            while True:
                asked = await self._asked.get()
                await send(await self._answer(asked))
        finally:
            for feature in self._features.all:
                await feature.left(self._room)

    async def _answer(self, asked: wire.Inquiry) -> Form:
        how = self._features.answerer(asked.what)
        if how is None:
            return _no(asked, UNKNOWN)
        try:
            return wire.Reply(ref=asked.ref, body=as_body(await how(self._room, asked.body)))
        except NotAnswered as refused:
            return _no(asked, refused.reason)
        except Malformed as error:
            _log.warning("malformed_ask", who=self._room.who, what=asked.what, why=str(error))
            return _no(asked, MALFORMED)
        except OUT_OF_ORDER:
            raise
        except Exception as error:  # one broken feature must not take the calls' connection with it
            _log.error("ask_failed", what=asked.what, error=type(error).__name__, exc_info=error)
            return _no(asked, FAILED)


def _no(asked: wire.Inquiry, reason: Message) -> wire.NoReply:
    return wire.NoReply(ref=asked.ref, reason=reason.id, params=dict(reason.params))
