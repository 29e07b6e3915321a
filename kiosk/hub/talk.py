"""One connection, from its first word to its last."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, NoReturn

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from kiosk.assist.change import HallCall
from kiosk.assist.change_form import Form, HallCallForm, Malformed
from kiosk.hub import wire
from kiosk.hub.answering import Answering
from kiosk.hub.book import Book, Doer, NotMoved
from kiosk.hub.hall import DeskLine, KioskLine, Line
from kiosk.hub.keeping import Foreign, Forked, Gap

SEND_S = 10.0
"""Whoever does not take a message within this time is cut off, and may come back."""

POLICY, TRY_AGAIN = 1008, 1013
"""Close codes (RFC 6455, and its registry)."""

_log = structlog.stdlib.get_logger("kiosk.hub")


class Over(Exception):
    """The connection ends; ``code``: the close code."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class KioskTalk:
    """With a kiosk."""

    def __init__(self, socket: WebSocket, book: Book, line: KioskLine, answering: Answering) -> None:
        self._socket = socket
        self._book = book
        self._line = line
        self._answering = answering

    async def run(self) -> None:
        """Until either side ends it."""
        try:
            hello = wire.from_kiosk(await self._socket.receive_text())
            if not isinstance(hello, wire.Hello):
                raise Malformed("type: hello comes first")
            heard = await self._book.heard(self._line.who, hello.journal)
            await self._book.go_on_after(self._line.who, hello.told)
        except (Malformed, Foreign) as error:
            await self._refuse("malformed" if isinstance(error, Malformed) else "foreign", error)
        await self._send(wire.Heard(heard=heard))
        await first_to_end(
            self._hear(hello.journal),
            self._tell(hello.journal, hello.told),
            self._answering.run(self._send),
            pass_on(self._socket, self._line),
            cut(self._line.cut),
        )

    async def _hear(self, journal: str) -> None:
        kiosk = self._line.who
        while True:
            try:
                said = wire.from_kiosk(await self._socket.receive_text())
                if isinstance(said, wire.Inquiry):
                    await self._answering.put(said)
                    continue
                if not isinstance(said, wire.Changes):
                    raise Malformed("type: hello was said already")
                changes = [form.value() for form in said.changes]
                heard = await self._book.hear(kiosk, journal, said.sent_at, changes)
            except Gap as gap:
                await self._send(wire.Refused(reason="gap", expected=gap.expected, detail=str(gap)))
            except Malformed as error:
                await self._refuse("malformed", error)
            except Forked as error:
                await self._refuse("forked", error)
            except Foreign as error:
                await self._refuse("foreign", error)
            else:
                await self._send(wire.Heard(heard=heard))

    async def _tell(self, journal: str, told: int) -> None:
        kiosk = self._line.who
        self._line.moved.set()
        while True:
            await self._line.moved.wait()
            self._line.moved.clear()
            while calls := await self._book.calls_after(kiosk, journal, told, wire.MOST_CALLS):
                await self._send(wire.Calls(calls=[HallCallForm.of(call) for call in calls]))
                told = calls[-1].no

    async def _refuse(self, reason: Any, error: Exception) -> NoReturn:
        _log.warning("refused", kiosk=self._line.who, reason=reason, why=str(error))
        await self._send(wire.Refused(reason=reason, detail=str(error)))
        raise Over(POLICY)

    async def _send(self, form: Form) -> None:
        await send(self._socket, form)


class DeskTalk:
    """With a desk. may_act: whether this officer (a number) is signed in at it."""

    def __init__(
        self,
        socket: WebSocket,
        book: Book,
        line: DeskLine,
        answering: Answering,
        may_act: Callable[[str], Awaitable[bool]],
    ) -> None:
        self._socket = socket
        self._book = book
        self._line = line
        self._answering = answering
        self._may_act = may_act

    async def run(self) -> None:
        """Until either side ends it."""
        calls = await self._book.open_calls()
        now = await self._book.now()
        await self._send(wire.Snapshot(now=now, calls=[HallCallForm.of(call) for call in calls]))
        await first_to_end(
            self._hear(),
            self._tell(),
            self._answering.run(self._send),
            pass_on(self._socket, self._line),
            cut(self._line.cut),
        )

    async def _hear(self) -> None:
        while True:
            try:
                said = wire.from_desk(await self._socket.receive_text())
            except Malformed as error:
                await self._send(wire.NotDone(ref=None, reason="malformed", detail=str(error)))
                raise Over(POLICY) from None
            if isinstance(said, wire.Seen):
                await self._book.seen(said.calls)
                continue
            if isinstance(said, wire.Inquiry):
                await self._answering.put(said)
                continue
            if not await self._may_act(said.officer):
                await self._send(wire.NotDone(ref=said.ref, reason="signed_out"))
                continue
            try:
                call = await self._do(said)
            except NotMoved as error:
                await self._send(
                    wire.NotDone(
                        ref=said.ref,
                        reason="unknown" if error.hall is None else "lost",
                        call=None if error.hall is None else HallCallForm.of(error.hall),
                        detail=str(error),
                    )
                )
            else:
                await self._send(wire.Done(ref=said.ref, call=HallCallForm.of(call)))

    async def _do(self, said: wire.Ask | wire.AskHandOver | wire.AskClose) -> HallCall:
        by = Doer(self._line.who, said.officer)
        if isinstance(said, wire.AskClose):
            return await self._book.close(said.call, by, said.outcome, said.note)
        if isinstance(said, wire.AskHandOver):
            return await self._book.hand_over(said.call, by, said.to)
        move = self._book.claim if said.type == "claim" else self._book.put_back
        return await move(said.call, by)

    async def _tell(self) -> None:
        while True:
            for message in await self._line.take():
                await send_text(self._socket, message)

    async def _send(self, form: Form) -> None:
        await send(self._socket, form)


async def pass_on(socket: WebSocket, line: Line) -> None:
    """What is to be told on this line unasked."""
    while True:
        for message in await line.untold():
            await send_text(socket, message)


async def send(socket: WebSocket, form: Form) -> None:
    """Raises :class:`Over` where it is not taken."""
    await send_text(socket, form.json_text())


async def send_text(socket: WebSocket, text: str) -> None:
    """Raises :class:`Over` where it is not taken."""
    try:
        async with asyncio.timeout(SEND_S):
            await socket.send_text(text)
    except (TimeoutError, WebSocketDisconnect):
        raise Over(TRY_AGAIN) from None


async def cut(event: asyncio.Event) -> None:
    """Ends the talk when the hall wants it ended."""
    await event.wait()
    raise Over(TRY_AGAIN)


async def first_to_end(*parts: Coroutine[Any, Any, None]) -> None:
    """Until the first of them ends; the others are stopped. Raises what it raised."""
    tasks = [asyncio.ensure_future(part) for part in parts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
