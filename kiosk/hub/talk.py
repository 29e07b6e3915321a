"""One connection, from its first word to its last.

Reading never waits for the database: a connection on which nobody reads answers no ping, and is taken for
dead by either side. What is asked waits in turn, and whoever asks too much is told so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, NoReturn, TypeAlias

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from kiosk.assist.change import HallCall
from kiosk.assist.change_form import Form, HallCallForm, Malformed
from kiosk.hub import wire
from kiosk.hub.answering import Answering
from kiosk.hub.book import Book, Doer, NotMoved
from kiosk.hub.database import HELD_UP, patiently
from kiosk.hub.hall import DeskLine, KioskLine, Line
from kiosk.hub.in_turn import InTurn
from kiosk.hub.keeping import Foreign, Forked, Gap

SEND_S = 10.0
"""Whoever does not take a message within this time is cut off, and may come back."""

POLICY, TRY_AGAIN = 1008, 1013
"""Close codes (RFC 6455, and its registry)."""

MOST_UNSEEN = 5000
"""So many calls can wait to be marked as seen; no desk shows as many."""

DeskAsk: TypeAlias = wire.Ask | wire.AskHandOver | wire.AskClose

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
        self._changes: InTurn[wire.Changes] = InTurn()

    async def run(self) -> None:
        """Until either side ends it: one whose key is void is cut also where it never says who it is."""
        await first_to_end(self._talk(), cut(self._line.cut))

    async def _talk(self) -> None:
        try:
            hello = wire.from_kiosk(await self._socket.receive_text())
            if not isinstance(hello, wire.Hello):
                raise Malformed("type: hello comes first")
            heard = await patiently(partial(self._book.heard, self._line.who, hello.journal))
            await patiently(partial(self._book.go_on_after, self._line.who, hello.told))
        except (Malformed, Foreign) as error:
            await self._refuse("malformed" if isinstance(error, Malformed) else "foreign", error)
        await self._send(wire.Heard(heard=heard))
        await first_to_end(
            self._hear(),
            self._changes.run(partial(self._keep, hello.journal)),
            self._tell(hello.journal, hello.told),
            self._answering.run(self._send),
            pass_on(self._socket, self._line),
        )

    async def _hear(self) -> None:
        try:
            while True:
                said = wire.from_kiosk(await self._socket.receive_text())
                if isinstance(said, wire.Inquiry):
                    if (answer := self._answering.put(said)) is not None:
                        await self._send(answer)
                elif isinstance(said, wire.Changes):
                    # A kiosk waits for each answer: only what is none stands in line here.
                    await self._changes.put_when_free(said)
                else:
                    raise Malformed("type: hello was said already")
        except Malformed as error:
            await self._refuse("malformed", error)
        except WebSocketDisconnect:
            await self._changes.done()  # a call that has come is kept, though nobody can be told any more
            raise

    async def _keep(self, journal: str, said: wire.Changes, _late: bool) -> None:
        changes = [form.value() for form in said.changes]
        keep = partial(self._book.hear, self._line.who, journal, said.sent_at, changes)
        try:
            heard = await patiently(keep)
        except Gap as gap:
            await self._send(wire.Refused(reason="gap", expected=gap.expected, detail=str(gap)))
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
            more = True
            while more:
                after = partial(self._book.calls_after, kiosk, journal, told, wire.MOST_CALLS)
                calls = await patiently(after)
                if calls:
                    told = calls[-1].no
                    await self._send(wire.Calls(calls=[HallCallForm.of(call) for call in calls]))
                more = len(calls) == wire.MOST_CALLS

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
        self._asks: InTurn[DeskAsk] = InTurn()
        self._unseen: set[str] = set()
        self._any_unseen = asyncio.Event()

    async def run(self) -> None:
        """Until either side ends it."""
        calls = await patiently(self._book.open_calls)
        now = await patiently(self._book.now)
        await self._send(wire.Snapshot(now=now, calls=[HallCallForm.of(call) for call in calls]))
        await first_to_end(
            self._hear(),
            self._asks.run(self._answer),
            self._see(),
            self._tell(),
            self._answering.run(self._send),
            pass_on(self._socket, self._line),
            cut(self._line.cut),
        )

    async def _hear(self) -> None:
        try:
            while True:
                said = wire.from_desk(await self._socket.receive_text())
                if isinstance(said, wire.Seen):
                    self._unseen.update(said.calls[: MOST_UNSEEN - len(self._unseen)])
                    self._any_unseen.set()
                elif isinstance(said, wire.Inquiry):
                    if (answer := self._answering.put(said)) is not None:
                        await self._send(answer)
                elif not self._asks.put(said):
                    await self._send(wire.NotDone(ref=said.ref, reason="busy"))
        except Malformed as error:
            await self._send(wire.NotDone(ref=None, reason="malformed", detail=str(error)))
            raise Over(POLICY) from None
        except WebSocketDisconnect:
            await self._asks.done()  # what an officer did is done, though nobody can be told any more
            raise

    async def _see(self) -> None:
        """Beside the asks: a desk that has just come and shows a hundred calls can claim one at once."""
        while True:
            await self._any_unseen.wait()
            self._any_unseen.clear()
            unseen, self._unseen = self._unseen, set()
            await patiently(partial(self._book.seen, sorted(unseen)))

    async def _answer(self, said: DeskAsk, too_late: bool) -> None:
        await self._send(wire.NotDone(ref=said.ref, reason="busy") if too_late else await self._done(said))

    async def _done(self, said: DeskAsk) -> wire.Done | wire.NotDone:
        try:
            if not await self._may_act(said.officer):
                return wire.NotDone(ref=said.ref, reason="signed_out")
            return wire.Done(ref=said.ref, call=HallCallForm.of(await self._do(said)))
        except NotMoved as error:
            return wire.NotDone(
                ref=said.ref,
                reason="unknown" if error.hall is None else "lost",
                call=None if error.hall is None else HallCallForm.of(error.hall),
                detail=str(error),
            )
        except HELD_UP as error:
            _log.warning("ask_held_up", what=said.type, error=type(error).__name__)
            return wire.NotDone(ref=said.ref, reason="busy")

    async def _do(self, said: DeskAsk) -> HallCall:
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
    """Raises :class:`Over` where it is not taken. That the other side has gone, whoever reads hears."""
    if socket.application_state is not WebSocketState.CONNECTED:
        return
    try:
        async with asyncio.timeout(SEND_S):
            await socket.send_text(text)
    except TimeoutError:
        raise Over(TRY_AGAIN) from None
    except WebSocketDisconnect:
        return


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
