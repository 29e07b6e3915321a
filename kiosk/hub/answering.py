"""Answers what one connection asks, one ask after the other, beside its calls."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog

from kiosk.assist.change_form import Form, Malformed
from kiosk.hub import wire
from kiosk.hub.asking import Features, NotAnswered, Room, as_body
from kiosk.hub.database import HELD_UP, OUT_OF_ORDER
from kiosk.hub.in_turn import InTurn
from kiosk.message import Message

UNKNOWN, MALFORMED, FAILED = Message("hub.unknown"), Message("hub.malformed"), Message("hub.failed")
BUSY = Message(wire.BUSY)

_log = structlog.stdlib.get_logger("kiosk.hub")


class Answering:
    """For one connection. A slow answer holds up the next ask and nothing else."""

    def __init__(self, room: Room, features: Features) -> None:
        self._room = room
        self._features = features
        self._asked: InTurn[wire.Inquiry] = InTurn()

    def put(self, asked: wire.Inquiry) -> Form | None:
        """Something is asked: what to say to that at once, if anything."""
        return None if self._asked.put(asked) else _no(asked, BUSY)

    async def run(self, send: Callable[[Form], Awaitable[None]]) -> None:
        """Until the connection ends. Raises what the database raises, unless it has only too much to do."""

        async def answer(asked: wire.Inquiry, too_late: bool) -> None:
            await send(_no(asked, BUSY) if too_late else await self._answer(asked))

        try:
            await self._asked.run(answer)
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
        except HELD_UP as error:
            _log.warning("ask_held_up", what=asked.what, error=type(error).__name__)
            return _no(asked, BUSY)
        except OUT_OF_ORDER:
            raise
        except Exception as error:  # one broken feature must not take the calls' connection with it
            _log.error("ask_failed", what=asked.what, error=type(error).__name__, exc_info=error)
            return _no(asked, FAILED)


def _no(asked: wire.Inquiry, reason: Message) -> wire.NoReply:
    return wire.NoReply(ref=asked.ref, reason=reason.id, params=dict(reason.params))
