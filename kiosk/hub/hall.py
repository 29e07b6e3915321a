"""Who is connected to this hub, and how they hear of what moves, here or at another hub."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

import structlog

from kiosk.assist.change import HallCall
from kiosk.assist.change_form import Form, HallCallForm
from kiosk.hub import wire
from kiosk.hub.asking import as_body
from kiosk.hub.book import CHANNEL, Book
from kiosk.hub.database import OUT_OF_ORDER, Connection, connect, patiently
from kiosk.hub.keys import Claimant, digest
from kiosk.hub.others import CHANNEL as TOLD
from kiosk.hub.others import Others
from kiosk.hub.part import Part
from kiosk.hub.roll import CHANNEL as ENROLLED

LOOK_S = 5.0
"""How often a hub looks whether the database still answers: where that hangs, statements only time out."""

TICK_S = 0.05
"""Desks are told at most so often of what has moved, and then of all of it."""

MOST_PICTURES = 500
"""In one message to a desk, which takes four megabytes."""

RETRY_S = 1.0
"""Between two tries to reach the database again."""

MOST_UNTOLD = 200
"""So many things may wait to be told on one connection; one that takes them so slowly is cut."""

_log = structlog.stdlib.get_logger("kiosk.hub")


class Line:
    """One connection. cut: set when it has to end."""

    def __init__(self, claimant: Claimant) -> None:
        self.who = claimant.id
        self.key = digest(claimant.key)
        self.cut = asyncio.Event()
        self._untold: list[str] = []
        self._any_untold = asyncio.Event()

    def tell(self, message: str) -> None:
        """This is to be said, after what waits already."""
        if len(self._untold) >= MOST_UNTOLD:
            self.cut.set()
            return
        self._untold.append(message)
        self._any_untold.set()

    async def untold(self) -> tuple[str, ...]:
        """What is to be said, as soon as there is something."""
        await self._any_untold.wait()
        self._any_untold.clear()
        untold, self._untold = self._untold, []
        return tuple(untold)


class KioskLine(Line):
    """A kiosk's: ``moved`` is set when one of its calls may have moved."""

    def __init__(self, claimant: Claimant) -> None:
        super().__init__(claimant)
        self.moved = asyncio.Event()


@dataclass(frozen=True)
class Picture:
    """A call as it stands, written once for all desks. no: of two pictures the larger one is the newer.

    call: a ``HallCallForm`` as JSON.
    """

    call_id: str
    no: int
    call: str

    @classmethod
    def of(cls, hall: HallCall) -> Self:
        """As a desk is told it."""
        return cls(hall.call.id, hall.no, HallCallForm.of(hall).json_text())


class DeskLine(Line):
    """A desk's. What waits to be sent is the newest picture of each call: a slow desk misses steps in
    between, never the last one. many: it takes many calls in one message, which is much less work for both
    sides; a desk of before takes them one by one."""

    def __init__(self, claimant: Claimant, many: bool) -> None:
        super().__init__(claimant)
        self._many = many
        self._waiting: dict[str, Picture] = {}
        self._some = asyncio.Event()

    def put(self, pictures: Iterable[Picture]) -> None:
        """These calls have moved."""
        for picture in pictures:
            waiting = self._waiting.get(picture.call_id)
            if waiting is None or waiting.no < picture.no:
                self._waiting[picture.call_id] = picture
        if self._waiting:
            self._some.set()

    async def take(self) -> tuple[str, ...]:
        """What to say of what has moved since, as soon as there is something."""
        await self._some.wait()
        self._some.clear()
        waiting, self._waiting = self._waiting, {}
        calls = [picture.call for picture in waiting.values()]
        if not self._many:
            return tuple(wire.moved(call) for call in calls)
        return tuple(wire.calls(each) for each in batched(calls, MOST_PICTURES))


class Hall:
    """All lines of this hub. Nobody is let in while nobody listens to the database: no move is missed."""

    def __init__(self, database: str, book: Book, others: Others) -> None:
        self._database = database
        self._book = book
        self._others = others
        self._kiosks: dict[str, KioskLine] = {}
        self._desks: set[DeskLine] = set()
        self._studios: set[Line] = set()
        self._portals: set[Line] = set()
        self._moved: set[str] = set()
        self._some = asyncio.Event()
        self.listening = asyncio.Event()

    @asynccontextmanager
    async def kiosk(self, claimant: Claimant) -> AsyncIterator[KioskLine]:
        """A kiosk's line; an older one of the same kiosk is cut."""
        name, line = claimant.id, KioskLine(claimant)
        older = self._kiosks.get(name)
        if older is not None:
            older.cut.set()
        self._kiosks[name] = line
        try:
            yield line
        finally:
            if self._kiosks.get(name) is line:
                del self._kiosks[name]

    @asynccontextmanager
    async def desk(self, claimant: Claimant, many: bool) -> AsyncIterator[DeskLine]:
        """A desk's line. many: see :class:`DeskLine`."""
        line = DeskLine(claimant, many)
        self._desks.add(line)
        try:
            yield line
        finally:
            self._desks.discard(line)

    @asynccontextmanager
    async def studio(self, claimant: Claimant) -> AsyncIterator[Line]:
        """The line of a studio, on a desk's machine: it hears of no call."""
        line = Line(claimant)
        self._studios.add(line)
        try:
            yield line
        finally:
            self._studios.discard(line)

    @asynccontextmanager
    async def portal(self, claimant: Claimant) -> AsyncIterator[Line]:
        """The line of a portal: it hears of services alone."""
        line = Line(claimant)
        self._portals.add(line)
        try:
            yield line
        finally:
            self._portals.discard(line)

    async def tell(self, part: Part, to: str | None, what: str, body: Form) -> None:
        """See ``Teller``. Goes through the database only where it must."""
        message = wire.Told(what=what, body=as_body(body)).json_text()
        found = self._hand_over(part, to, message)
        if to is None or not found:
            await self._others.pass_on(part, to, message)

    def tell_here(self, part: Part, what: str, body: Form) -> None:
        """See ``Teller``."""
        self._hand_over(part, None, wire.Told(what=what, body=as_body(body)).json_text())

    def _hand_over(self, part: Part, to: str | None, message: str) -> bool:
        lines: dict[Part, list[Line]] = {
            Part.KIOSK: [*self._kiosks.values()],
            Part.DESK: [*self._desks],
            Part.PORTAL: [*self._portals],
        }
        wanted = [line for line in lines[part] if to is None or line.who == to]
        for line in wanted:
            line.tell(message)
        return bool(wanted)

    async def run(self, pause: Callable[[float], Any] = asyncio.sleep) -> None:
        """Listen for ever. When the database is lost all lines are cut; they come back with fresh eyes."""
        while True:
            try:
                await self._listen()
            except OUT_OF_ORDER as error:
                _log.warning("database_lost", error=type(error).__name__)
            finally:
                self.listening.clear()
                for kiosk in self._kiosks.values():
                    kiosk.cut.set()
                for line in (*self._desks, *self._studios, *self._portals):
                    line.cut.set()
            await pause(RETRY_S)

    async def _listen(self) -> None:
        connection = await connect(self._database)
        try:
            lost = asyncio.Event()
            connection.add_termination_listener(lambda *_: lost.set())
            await connection.add_listener(CHANNEL, self._heard)
            await connection.add_listener(ENROLLED, self._enrolled)
            await connection.add_listener(TOLD, self._others.heard)
            self.listening.set()
            working = {
                asyncio.ensure_future(self._tell()),
                asyncio.ensure_future(_look(connection)),
                asyncio.ensure_future(self._others.run(self._hand_over)),
            }
            waiting = asyncio.ensure_future(lost.wait())
            try:
                done, _ = await asyncio.wait({*working, waiting}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (*working, waiting):
                    task.cancel()
                await asyncio.gather(*working, waiting, return_exceptions=True)
            for task in done & working:
                task.result()
        finally:
            with suppress(*OUT_OF_ORDER):
                await connection.close(timeout=1)

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        kiosk, _, call_id = str(payload).partition(" ")
        line = self._kiosks.get(kiosk)
        if line is not None:
            line.moved.set()
        self._moved.add(call_id)
        self._some.set()

    def _enrolled(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        """A key was exchanged: nobody stays who came in with the old one."""
        part, name, key = str(payload).split(" ")
        if part == Part.KIOSK and name in self._kiosks and self._kiosks[name].key.hex() != key:
            self._kiosks[name].cut.set()
        for line in (*self._desks, *self._studios):
            if part == Part.DESK and line.who == name and line.key.hex() != key:
                line.cut.set()
        for line in self._portals:
            if part == Part.PORTAL and line.who == name and line.key.hex() != key:
                line.cut.set()

    async def _tell(self) -> None:
        told, loop = -TICK_S, asyncio.get_running_loop()
        while True:
            await self._some.wait()
            await asyncio.sleep(told + TICK_S - loop.time())  # not at all where it was long ago
            told = loop.time()
            self._some.clear()
            moved, self._moved = self._moved, set()
            if moved and self._desks:
                calls = await patiently(partial(self._book.calls, sorted(moved)))
                pictures = [Picture.of(hall) for hall in calls]
                for desk in self._desks:
                    desk.put(pictures)


async def _look(connection: Connection) -> None:
    """Raises what the database raises, once it does not answer even this: it is away, and not only busy."""
    while True:
        await connection.execute("SELECT true")
        await asyncio.sleep(LOOK_S)


def batched(calls: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    """In order, at most so many at a time."""
    for at in range(0, len(calls), most):
        yield calls[at : at + most]
