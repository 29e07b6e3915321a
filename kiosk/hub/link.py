"""A kiosk's or a desk's connection to the hub: an outgoing WebSocket, so that nothing listens there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from kiosk.hub.keys import Claimant, shown
from kiosk.hub.part import Part
from kiosk.hub.wire import MANY

OPEN_S = 10.0
PING_S = 20.0
CLOSE_S = 2.0

LARGEST_BYTES = 4 * 1024 * 1024
"""Of one message from the hub."""


class LinkLost(Exception):
    """There is no connection; the message says why, in a few words for the log."""


class Link(Protocol):
    """An open connection; both raise :class:`LinkLost` when it is over."""

    async def send(self, text: str) -> None:
        """Hand over a message."""
        ...

    async def receive(self) -> str:
        """The next message."""
        ...


Connect = Callable[[], AbstractAsyncContextManager[Link]]


class _WebSocket:
    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def send(self, text: str) -> None:
        try:
            await self._socket.send(text)
        except ConnectionClosed as closed:
            raise LinkLost(_why(closed)) from None

    async def receive(self) -> str:
        try:
            said = await self._socket.recv()
        except ConnectionClosed as closed:
            raise LinkLost(_why(closed)) from None
        if isinstance(said, bytes):
            raise LinkLost("the hub sent bytes")
        return said


@asynccontextmanager
async def websocket(
    address: str, claimant: Claimant, part: Part = Part.KIOSK, *, studio: bool = False
) -> AsyncIterator[Link]:
    """A connection to the hub at ``address``, https://HOST[:PORT]. Raises :class:`LinkLost`.

    studio: a desk's, for the studio on its machine.
    """
    try:
        socket = await connect(
            endpoint(address, part, studio=studio),
            additional_headers={"Authorization": shown(claimant)},
            open_timeout=OPEN_S,
            ping_interval=PING_S,
            ping_timeout=PING_S,
            close_timeout=CLOSE_S,
            max_size=LARGEST_BYTES,
            compression=None,
            proxy=None,
            user_agent_header=None,
        )
    except InvalidStatus as refused:
        status = refused.response.status_code
        raise LinkLost("the hub does not know this key" if status == 401 else f"status {status}") from None
    except (OSError, TimeoutError, WebSocketException) as error:
        raise LinkLost(type(error).__name__) from None
    try:
        yield _WebSocket(socket)
    finally:
        await socket.close()


def endpoint(address: str, part: Part, *, studio: bool = False) -> str:
    """Where kiosks or desks connect to, at the hub of this https (or, on one machine, http) address."""
    parts = urlsplit(address)
    scheme = {"https": "wss", "http": "ws"}[parts.scheme]
    wanted = f"?{urlencode(MANY)}" if part is Part.DESK and not studio else ""
    where = "studio" if studio else part
    return f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}/v1/{where}{wanted}"


def _why(closed: ConnectionClosed) -> str:
    return f"closed with {closed.rcvd.code}" if closed.rcvd is not None else "cut off"
