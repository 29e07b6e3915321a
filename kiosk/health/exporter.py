"""Gives the figures to whoever asks on this machine, and to nobody else."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from ipaddress import ip_address

from kiosk.health.metrics import CONTENT_TYPE

HOST = "127.0.0.1"
PATH = "/metrics"
ASKS_S = 5.0
"""Who has not asked by then is hung up on."""
LARGEST_BYTES = 8192
"""Of a question, its headers included."""
MOST = 8
"""At the same time; a scraper needs one."""


class Exporter:
    """An HTTP server on the loopback interface that knows one address, ``GET /metrics``.

    Raises ValueError for any other interface.
    """

    def __init__(self, port: int, figures: Callable[[], str], host: str = HOST) -> None:
        if not ip_address(host).is_loopback:
            raise ValueError(f"{host} is not this machine alone")
        self._host, self._port, self._figures = host, port, figures
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """Where it listens; 0 where it does not."""
        sockets = self._server.sockets if self._server is not None else ()
        return int(sockets[0].getsockname()[1]) if sockets else 0

    async def start(self) -> None:
        """Listen. Raises OSError where the port is taken."""
        self._server = await asyncio.start_server(
            self._asked, self._host, self._port, limit=LARGEST_BYTES, backlog=MOST
        )

    async def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()
            for talk in tuple(self._talks):
                talk.cancel()
            await asyncio.gather(*self._talks, return_exceptions=True)
            await self._server.wait_closed()

    async def _asked(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        assert talk is not None
        self._talks.add(talk)
        try:
            with contextlib.suppress(ConnectionError, TimeoutError):
                async with asyncio.timeout(ASKS_S):
                    busy = len(self._talks) > MOST
                    writer.write(
                        self._answer("503 Service Unavailable") if busy else await self.answered(reader)
                    )
                    await writer.drain()
        finally:
            self._talks.discard(talk)
            writer.close()

    async def answered(self, reader: asyncio.StreamReader) -> bytes:
        """What is answered to who asks this."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return self._answer("400 Bad Request")
        words = head.split(b"\r\n", 1)[0].split(b" ")
        if len(words) != 3 or not words[2].startswith(b"HTTP/1."):
            return self._answer("400 Bad Request")
        if words[0] != b"GET":
            return self._answer("405 Method Not Allowed")
        if words[1].partition(b"?")[0] != PATH.encode():
            return self._answer("404 Not Found")
        return self._answer("200 OK", self._figures())

    def _answer(self, status: str, body: str = "") -> bytes:
        told = body.encode()
        head = (
            f"HTTP/1.1 {status}\r\nContent-Type: {CONTENT_TYPE}\r\nContent-Length: {len(told)}\r\n"
            "Cache-Control: no-store\r\nConnection: close\r\n\r\n"
        )
        return head.encode() + told
