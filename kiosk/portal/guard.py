"""What stands before every page: who may be asked, how much, how often; and what every answer bears."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.clock import Clock
from kiosk.portal.limits import Allowance, Limits, Pace, whose

MOST_BYTES = 16 * 1024
"""Of a form: the longest is an address of 100 characters, with its marks."""
MOST_HEADERS = 60
MOST_TARGET = 512
"""Characters of a path with its query."""
BODY_S = 10.0
"""How long a form may take to arrive."""
SLOWER_S = 1.0
MOST_WAITING = 50
"""How many are answered slower at a time; the others are refused, so that waiting costs nothing."""
YEAR_S = 365 * 24 * 3600

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

Refuse = Callable[[Request, int], Response]
Sleep = Callable[[float], Awaitable[None]]


class Guard:
    """An ASGI application around another.

    refuse: makes the page that says no, with a status. hosts: the names by which the portal may be called.
    secure: browsers are told to come over TLS alone. report: told of what goes wrong unforeseen. sleep: how
    somebody is made to wait.
    """

    def __init__(
        self,
        app: ASGIApp,
        refuse: Refuse,
        clock: Clock,
        limits: Limits,
        hosts: frozenset[str],
        *,
        secure: bool,
        report: Callable[[BaseException], None],
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._app, self._refuse, self._hosts, self._secure, self._sleep = app, refuse, hosts, secure, sleep
        self._report = report
        self._each = Allowance(limits.each, clock, limits.addresses)
        self._all = Allowance(limits.all, clock)
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; nothing else is spoken here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        telling = self._telling(scope, send)
        # The pace first: what is wrong counts as well.
        status = await self._paced(scope) or self._wrong(scope)
        body = b""
        if not status and scope["method"] == "POST":
            read = await _body(scope, receive)
            status, body = (read, b"") if isinstance(read, int) else (0, read)
        if status:
            refused = self._refuse(Request(scope), status)
            # What was not read may be of any length: the connection ends with the answer.
            refused.headers["connection"] = "close"
            if status in (429, 503):
                refused.headers["retry-after"] = "60"
            await refused(scope, receive, telling)
            return
        try:
            await self._app(scope, _given(body), telling)
        except Exception as error:
            # The page that says so was sent. The server would write the error's own words down, and they may
            # quote an answer.
            self._report(error)

    def _wrong(self, scope: Scope) -> int:
        """The status with which it is refused, or 0."""
        headers = scope["headers"]
        if len(headers) > MOST_HEADERS:
            return 431
        if len(scope["raw_path"] or b"") + len(scope["query_string"]) > MOST_TARGET:
            return 414
        named = [value for name, value in headers if name == b"host"]
        if len(named) != 1 or _host(named[0]) not in self._hosts:
            return 421
        return 0

    async def _paced(self, scope: Scope) -> int:
        client = scope.get("client")
        pace = self._each.take(whose(client[0] if client else ""))
        if pace is not Pace.NOT_NOW and self._all.take() is Pace.NOT_NOW:
            return 503
        if pace is Pace.AT_ONCE:
            return 0
        if pace is Pace.NOT_NOW or self._waiting >= MOST_WAITING:
            return 429
        self._waiting += 1
        try:
            await self._sleep(SLOWER_S)
        finally:
            self._waiting -= 1
        return 0

    def _telling(self, scope: Scope, send: Send) -> Send:
        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = dict(message.get("headers", ()))
                headers.setdefault(b"cache-control", b"no-store")
                headers.setdefault(b"content-security-policy", POLICY.encode())
                headers |= {
                    b"x-content-type-options": b"nosniff",
                    b"x-frame-options": b"DENY",
                    b"referrer-policy": b"no-referrer",
                    b"cross-origin-opener-policy": b"same-origin",
                    b"cross-origin-resource-policy": b"same-origin",
                    b"permissions-policy": b"camera=(), microphone=(), geolocation=(), payment=()",
                }
                if self._secure:
                    headers[b"strict-transport-security"] = f"max-age={YEAR_S}".encode()
                cookies = [pair for pair in message.get("headers", ()) if pair[0] == b"set-cookie"]
                headers.pop(b"set-cookie", None)
                message = {**message, "headers": [*headers.items(), *cookies]}
            await send(message)

        return telling


def _host(value: bytes) -> str:
    """The name in a Host header, without its port."""
    name = value.decode("latin-1").strip().lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0]


async def _body(scope: Scope, receive: Receive) -> bytes | int:
    """The whole body, or the status with which it is refused: nothing more of it is read then."""
    declared = [value for name, value in scope["headers"] if name == b"content-length"]
    if declared and (not declared[0].isdigit() or int(declared[0][:12]) > MOST_BYTES):
        return 413
    found = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            while True:
                message: MutableMapping[str, Any] = await receive()
                if message["type"] == "http.disconnect":
                    return 400
                found += message.get("body", b"")
                if len(found) > MOST_BYTES:
                    return 413
                if not message.get("more_body", False):
                    return bytes(found)
    except TimeoutError:
        return 408


def _given(body: bytes) -> Receive:
    """Gives the body that was read already, and nothing after it."""
    given = False

    async def receive() -> Message:
        nonlocal given
        if given:
            await asyncio.Event().wait()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
