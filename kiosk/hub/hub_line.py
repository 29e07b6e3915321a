"""What a kiosk or a desk asks the hub beside its calls, and hears from it unasked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import structlog

from kiosk.assist.change_form import Form, Malformed
from kiosk.failure import StoreFailed, Trouble
from kiosk.hub import wire
from kiosk.hub.asking import NotAnswered, as_body, read_body
from kiosk.hub.link import Link, LinkLost
from kiosk.ids import new_id
from kiosk.message import Message

F = TypeVar("F", bound=Form)

ANSWER_S = 10.0
"""A hub that has not answered within this time is taken for away."""

_log = structlog.stdlib.get_logger("kiosk.hub_line")


class HubLine:
    """Lent a connection by whoever keeps it up; without one everything asked fails at once."""

    def __init__(self) -> None:
        self._link: Link | None = None
        self._waiting: dict[str, asyncio.Future[wire.Reply]] = {}
        self._heard: dict[str, Callable[[wire.Told], None]] = {}
        self._changed: list[Callable[[bool], None]] = []

    @property
    def connected(self) -> bool:
        """Whether the hub is there."""
        return self._link is not None

    # --- for those who ask ----------------------------------------------------------------------

    async def ask(self, what: str, body: Form, answer: type[F]) -> F:
        """Ask, and wait for the answer.

        Raises :class:`NotAnswered` where the hub says no, and ``StoreFailed`` (``Trouble.AWAY``) where there
        is none, or (``Trouble.BUSY``) too much to do: then nobody knows whether it was done.
        """
        link, ref = self._link, new_id()
        if link is None:
            raise StoreFailed(Trouble.AWAY, "no connection")
        told: asyncio.Future[wire.Reply] = asyncio.get_running_loop().create_future()
        self._waiting[ref] = told
        try:
            async with asyncio.timeout(ANSWER_S):
                await link.send(wire.Inquiry(ref=ref, what=what, body=as_body(body)).json_text())
                return read_body(answer, (await told).body)
        except (LinkLost, TimeoutError, Malformed) as error:
            raise StoreFailed(Trouble.AWAY, type(error).__name__) from None
        finally:
            self._waiting.pop(ref, None)

    def listen(self, what: str, form: type[F], heard: Callable[[F], None]) -> None:
        """Be told whenever the hub tells ``what``; once for each name."""
        if what in self._heard:
            raise ValueError(f"{what} is listened to already")

        def take(told: wire.Told) -> None:
            try:
                body = read_body(form, told.body)
            except Malformed as error:  # a hub of another age; the calls go on
                _log.warning("malformed_told", what=what, why=str(error))
                return
            heard(body)

        self._heard[what] = take

    def when_changed(self, changed: Callable[[bool], None]) -> None:
        """Be told when the connection comes (True) or goes."""
        self._changed.append(changed)

    # --- for whoever keeps the connection up ----------------------------------------------------

    def opened(self, link: Link) -> None:
        """There is a connection."""
        self._link = link
        self._tell(True)

    def closed(self) -> None:
        """It is over. Whoever waits for an answer is told so."""
        if self._link is None:
            return
        self._link = None
        for told in self._waiting.values():
            if not told.done():
                told.set_exception(StoreFailed(Trouble.AWAY, "cut off"))
        self._tell(False)

    def heard(self, said: wire.Reply | wire.NoReply | wire.Told) -> None:
        """The hub said this."""
        if isinstance(said, wire.Told):
            take = self._heard.get(said.what)
            if take is not None:
                self._guarded(take, said)
            return
        waiting = self._waiting.get(said.ref)
        if waiting is None or waiting.done():
            return  # it came too late: the one who asked has gone
        if isinstance(said, wire.Reply):
            waiting.set_result(said)
        elif said.reason == wire.BUSY:
            waiting.set_exception(StoreFailed(Trouble.BUSY, said.reason))
        else:
            waiting.set_exception(NotAnswered(Message(said.reason, said.params)))

    def _tell(self, connected: bool) -> None:
        for changed in self._changed:
            self._guarded(changed, connected)

    def _guarded(self, call: Callable[[Any], None], value: object) -> None:
        """A listener's error must not end the connection: it goes to the loop's handler."""
        try:
            call(value)
        except Exception as error:
            loop = asyncio.get_running_loop()
            loop.call_exception_handler({"message": "a listener of the hub's line", "exception": error})
