"""``kiosk hub``: the ASGI service that kiosks and desks connect to. It alone talks to the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from kiosk.hub.book import Book
from kiosk.hub.database import OUT_OF_ORDER, Pool, open_pool
from kiosk.hub.hall import Hall
from kiosk.hub.keys import claimed
from kiosk.hub.roll import Part, known
from kiosk.hub.schema import bring_up_to_date
from kiosk.hub.talk import TRY_AGAIN, DeskTalk, KioskTalk, Over
from kiosk.hub.wire import LARGEST_BYTES

PORT = 8460
PING_S = 20.0
"""How often the hub asks whether the other side is still there, and how long it waits for the answer."""

CLOSING_S = 3.0
"""How long connections have to end when the hub is stopped."""

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
    """The service on one database; ``app`` is the ASGI application."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._open: _Open | None = None
        self.app = Starlette(
            routes=[
                Route("/health", self._health),
                WebSocketRoute("/v1/kiosk", self._kiosk),
                WebSocketRoute("/v1/desk", self._desk),
            ],
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        pool = await open_pool(self._database)
        try:
            async with pool.acquire() as connection:
                await bring_up_to_date(connection)
            book = Book(pool)
            hall = Hall(self._database, book)
            listening = asyncio.ensure_future(hall.run())
            self._open = _Open(pool, book, hall)
            try:
                yield
            finally:
                listening.cancel()
                with suppress(asyncio.CancelledError):
                    await listening
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

    async def _kiosk(self, socket: WebSocket) -> None:
        async def talk(open_: _Open, name: str) -> None:
            async with open_.hall.kiosk(name) as line:
                await KioskTalk(socket, open_.book, line).run()

        await self._admit(socket, Part.KIOSK, talk)

    async def _desk(self, socket: WebSocket) -> None:
        async def talk(open_: _Open, _name: str) -> None:
            async with open_.hall.desk() as line:
                await DeskTalk(socket, open_.book, line).run()

        await self._admit(socket, Part.DESK, talk)

    async def _admit(
        self, socket: WebSocket, part: Part, talk: Callable[[_Open, str], Awaitable[None]]
    ) -> None:
        """Only who is enrolled, and only while the database is listened to."""
        open_, claimant = self._open, claimed(socket.headers.get("authorization"))
        try:
            if open_ is None or not open_.hall.listening.is_set():
                await _deny(socket, 503, "The hub is not ready.")
            elif claimant is None or not await known(open_.pool, part, claimant):
                await _deny(socket, 401, f"This {part} is not enrolled, or its key is another.")
            else:
                await socket.accept()
                await talk(open_, claimant.id)
        except WebSocketDisconnect:
            return
        except Over as over:
            await _close(socket, over.code)
        except OUT_OF_ORDER as error:
            _log.warning("database_lost", error=type(error).__name__)
            await _close(socket, TRY_AGAIN)


async def _deny(socket: WebSocket, status: int, why: str) -> None:
    await socket.send_denial_response(PlainTextResponse(why, status_code=status))


async def _close(socket: WebSocket, code: int) -> None:
    # It may have been closed from the other side already.
    with suppress(RuntimeError, WebSocketDisconnect):
        await socket.close(code)


def server(service: Service, place: Place) -> uvicorn.Server:
    """What serves it; stopped by SIGINT or SIGTERM."""
    return uvicorn.Server(
        uvicorn.Config(
            service.app,
            host=place.host,
            port=place.port,
            ssl_certfile=place.certificate,
            ssl_keyfile=place.private_key,
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
