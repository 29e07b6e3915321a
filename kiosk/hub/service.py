"""``kiosk hub``: the service that kiosks, desks and portals connect to. It alone talks to the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from kiosk.hub import record_marks
from kiosk.hub.answering import Answering
from kiosk.hub.asking import Feature, Features, Room
from kiosk.hub.book import Book
from kiosk.hub.database import OUT_OF_ORDER, STATEMENT_S, Pool, connect, open_pool
from kiosk.hub.hall import RETRY_S, Hall, Line
from kiosk.hub.keys import Claimant, claimed
from kiosk.hub.officers import may_act
from kiosk.hub.others import Others
from kiosk.hub.part import Part
from kiosk.hub.portal_asks import PORTAL_ASKS
from kiosk.hub.roll import known
from kiosk.hub.schema import bring_up_to_date
from kiosk.hub.sealing import HallSeal, check_key, forget
from kiosk.hub.studio_talk import StudioTalk
from kiosk.hub.talk import TRY_AGAIN, DeskTalk, KioskTalk, Over
from kiosk.hub.trying import KNOWN
from kiosk.hub.wire import LARGEST_BYTES, MANY
from kiosk.listening import Server
from kiosk.working_days import DueRule

PORT = 8460
PING_S = 20.0
"""How often the hub asks whether the other side is still there, and how long it waits for the answer."""

CLOSING_S = 3.0
"""How long connections have to end when the hub is stopped."""

NOT_READY = "The hub is not ready."

_log = structlog.stdlib.get_logger("kiosk.hub")


@dataclass
class _Open:
    """What the service works with while it runs."""

    pool: Pool
    book: Book
    hall: Hall


@dataclass(frozen=True)
class Place:
    """Where the hub listens. port 0: any free one. Certificate and key: PEM files, both or neither."""

    host: str = "127.0.0.1"
    port: int = PORT
    certificate: Path | None = None
    private_key: Path | None = None


class Service:
    """The service on one database; ``app`` is the ASGI application.

    seal: for what is personal. features: what it can do beside calls. rule: by when a difficult case is to be
    closed.
    """

    def __init__(
        self, database: str, seal: HallSeal, features: Sequence[Feature] = (), rule: DueRule | None = None
    ) -> None:
        self._database = database
        self._seal = seal
        self._rule = rule or DueRule()
        self._features = Features(features)
        self._at_studio = Features([feature for feature in features if feature.at_studio])
        self._at_portal = self._features.only(PORTAL_ASKS)
        self._open: _Open | None = None
        self.app = Starlette(
            routes=[
                Route("/health", self._health),
                *(Route(f"/v1/{part}", partial(self._known, part)) for part in Part),
                WebSocketRoute("/v1/kiosk", self._kiosk),
                WebSocketRoute("/v1/desk", self._desk),
                WebSocketRoute("/v1/studio", self._studio),
                WebSocketRoute("/v1/portal", self._portal),
            ],
            lifespan=self._lifespan,
        )

    async def prepare(self, *, forget_notes: bool = False, marked: bool = False) -> bool:
        """Bring the tables up to date, see that the key is the hall's, mark the record where it never was.

        forget_notes: let go of all that is sealed, as its key is lost. marked: whether the record was marked
        before, so that what is not marked now must not be. Whether it is marked now. Raises one of
        ``OUT_OF_ORDER``, ``NewerSchema``, ``OtherKey``, ValueError.
        """
        connection = await connect(self._database)
        try:
            await bring_up_to_date(connection)
            if forget_notes:
                await forget(connection)
            await check_key(connection, self._seal)
            if forget_notes or not marked:
                await record_marks.begin(connection, self._seal)
            return await record_marks.begun(connection)
        finally:
            await connection.close()

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        pool = await open_pool(self._database, self._seal)
        try:
            book = Book(pool, self._seal, self._rule)
            hall = Hall(self._database, book, Others(pool))
            working = [
                asyncio.ensure_future(hall.run()),
                *(asyncio.ensure_future(_kept_up(each, pool, hall)) for each in self._features.all),
            ]
            self._open = _Open(pool, book, hall)
            try:
                with suppress(TimeoutError):
                    await asyncio.wait_for(hall.listening.wait(), STATEMENT_S)
                yield
            finally:
                for task in working:
                    task.cancel()
                await asyncio.gather(*working, return_exceptions=True)
        finally:
            self._open = None
            pool.terminate()

    async def _health(self, _request: Request) -> JSONResponse:
        """200 while the database answers and is listened to."""
        well = False
        if self._open is not None and self._open.hall.listening.is_set():
            with suppress(*OUT_OF_ORDER):
                well = await self._open.pool.fetchval("SELECT true")
        return JSONResponse({"well": well}, status_code=200 if well else 503)

    async def _known(self, part: Part, request: Request) -> PlainTextResponse:
        """Whether this key is enrolled. No connection comes of it, so that none that is open is cut."""
        open_ = self._open
        status, why = 503, NOT_READY
        if open_ is not None and open_.hall.listening.is_set():
            with suppress(*OUT_OF_ORDER):
                claimant = claimed(request.headers.get("authorization"))
                there = claimant is not None and await known(open_.pool, part, claimant)
                status, why = (200, KNOWN) if there else (401, _not_enrolled(part))
        return PlainTextResponse(why, status_code=status)

    async def _kiosk(self, connection: WebSocket) -> None:
        async def talk(open_: _Open, claimant: Claimant) -> None:
            async with open_.hall.kiosk(claimant) as line:
                await _still_known(open_, Part.KIOSK, claimant, line)
                room = Room(open_.pool, open_.hall, Part.KIOSK, claimant.id, self._seal)
                await KioskTalk(connection, open_.book, line, Answering(room, self._features)).run()

        await self._admit(connection, Part.KIOSK, talk)

    async def _desk(self, connection: WebSocket) -> None:
        many = MANY.items() <= dict(connection.query_params).items()

        async def talk(open_: _Open, claimant: Claimant) -> None:
            async with open_.hall.desk(claimant, many) as line:
                await _still_known(open_, Part.DESK, claimant, line)
                room = Room(open_.pool, open_.hall, Part.DESK, claimant.id, self._seal)
                answering = Answering(room, self._features)
                may = partial(may_act, open_.pool, claimant.id)
                await DeskTalk(connection, open_.book, line, answering, may).run()

        await self._admit(connection, Part.DESK, talk)

    async def _studio(self, connection: WebSocket) -> None:
        """With a desk's key, beside its desk."""

        async def talk(open_: _Open, claimant: Claimant) -> None:
            async with open_.hall.studio(claimant) as line:
                await _still_known(open_, Part.DESK, claimant, line)
                room = Room(open_.pool, open_.hall, Part.DESK, claimant.id, self._seal)
                await StudioTalk(connection, line, Answering(room, self._at_studio)).run()

        await self._admit(connection, Part.DESK, talk)

    async def _portal(self, connection: WebSocket) -> None:
        async def talk(open_: _Open, claimant: Claimant) -> None:
            async with open_.hall.portal(claimant) as line:
                await _still_known(open_, Part.PORTAL, claimant, line)
                room = Room(open_.pool, open_.hall, Part.PORTAL, claimant.id, self._seal)
                await StudioTalk(connection, line, Answering(room, self._at_portal)).run()

        await self._admit(connection, Part.PORTAL, talk)

    async def _admit(
        self, connection: WebSocket, part: Part, talk: Callable[[_Open, Claimant], Awaitable[None]]
    ) -> None:
        """Only who is enrolled, and only while the database is listened to."""
        open_, claimant = self._open, claimed(connection.headers.get("authorization"))
        try:
            if open_ is None or not open_.hall.listening.is_set():
                await _deny(connection, 503, NOT_READY)
            elif claimant is None or not await known(open_.pool, part, claimant):
                await _deny(connection, 401, _not_enrolled(part))
            else:
                await connection.accept()
                await talk(open_, claimant)
        except WebSocketDisconnect:
            return
        except Over as over:
            await _close(connection, over.code)
        except OUT_OF_ORDER as error:
            _log.warning("database_lost", error=type(error).__name__)
            await _close(connection, TRY_AGAIN)


async def _still_known(open_: _Open, part: Part, claimant: Claimant, line: Line) -> None:
    """A key that was voided after it was looked at, and before this line stood, was cut nowhere yet."""
    if not await known(open_.pool, part, claimant):
        line.cut.set()


async def _kept_up(feature: Feature, pool: Pool, hall: Hall) -> None:
    """What it does beside; begun again when the database was away, or when it failed."""
    while True:
        try:
            await feature.run(pool, hall)
            return
        except OUT_OF_ORDER as error:
            _log.warning("database_lost", error=type(error).__name__)
        except Exception as error:
            _log.error("feature_failed", feature=type(feature).__name__, exc_info=error)
        await asyncio.sleep(RETRY_S)


def _not_enrolled(part: Part) -> str:
    return f"This {part} is not enrolled, or its key is another."


async def _deny(connection: WebSocket, status: int, why: str) -> None:
    await connection.send_denial_response(PlainTextResponse(why, status_code=status))


async def _close(connection: WebSocket, code: int) -> None:
    # It may have been closed from the other side already.
    with suppress(RuntimeError, WebSocketDisconnect):
        await connection.close(code)


def server(service: Service, place: Place) -> Server:
    """What serves it."""
    return Server(
        uvicorn.Config(
            service.app,
            host=place.host,
            port=place.port,
            ssl_certfile=place.certificate,
            ssl_keyfile=place.private_key,
            loop="asyncio",
            http="h11",
            ws="websockets-sansio",
            ws_max_size=LARGEST_BYTES,
            ws_ping_interval=PING_S,
            ws_ping_timeout=PING_S,
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=int(CLOSING_S),
        )
    )
