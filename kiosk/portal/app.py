"""The portal as an ASGI application: which page lies where, and what is said where there is none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk.failure import StoreFailed
from kiosk.portal.appointing import Appointing, Bookings
from kiosk.portal.belongings import Belongings
from kiosk.portal.browsing import Browsing
from kiosk.portal.consulting import Asked, Consulting
from kiosk.portal.drafts import Drafts, Held
from kiosk.portal.duty.app import Duty
from kiosk.portal.filling import Filling
from kiosk.portal.finding import Finding, Found
from kiosk.portal.front import Front
from kiosk.portal.guard import Guard, Sleep
from kiosk.portal.keeping import Keeping, Notes
from kiosk.portal.noticing import Noticing
from kiosk.portal.parts import PortalParts
from kiosk.portal.posted import NotTaken

SWEEP_S = 60.0
"""How often forms that nobody touches any more are looked for."""

Handler = Callable[[Request], Awaitable[Response]]


class Portal:
    """``app`` is the ASGI application, with its guard before it. sleep: how somebody is made to wait."""

    def __init__(self, parts: PortalParts, sleep: Sleep = asyncio.sleep) -> None:
        self._parts = parts
        self.drafts = Drafts(parts.clock, parts.limits.forms, lambda draft: draft.is_empty)
        self.notes = Notes(parts.clock, parts.limits.codes)
        self.bookings: Bookings = Bookings(parts.clock, parts.limits.forms, lambda home: home.page == 1)
        self._front = Front(parts)
        browsing = Browsing(self._front, self.drafts, self.notes)
        self.asked: Held[Asked] = Held(parts.clock, parts.limits.codes)
        self.found: Held[Found] = Held(parts.clock, parts.limits.forms)
        self._belongings = Belongings(self.drafts, self.notes, self.asked, self.bookings, self.found)
        keeping = Keeping(self._front, self.drafts, self.notes, self._belongings)
        appointing = Appointing(self._front, self.bookings, self._belongings)
        finding = Finding(self._front, self.found, self._belongings)
        consulting = Consulting(self._front, self.drafts, self.asked)
        filling = Filling(self._front, self.drafts, keeping, consulting)
        self.duty = None if parts.officers is None else Duty(parts.officers, parts)
        sheets = None if parts.sheets is None else Noticing(self._front, parts.sheets)
        of_sheets = [] if sheets is None else [_get("/service/{service}/sheet", sheets.sheet)]
        of_duty = [] if self.duty is None else self.duty.routes
        pages = Starlette(
            routes=[
                *of_duty,
                *of_sheets,
                _get("/", browsing.start),
                _get("/enterprises", browsing.enterprises),
                _get("/service/{service}", browsing.service),
                _get("/style.css", browsing.style),
                _get("/icon/{name}.svg", browsing.icon),
                _get("/appointments", appointing.start),
                _post("/appointments/begin", appointing.begin),
                Route("/appointments/now", appointing.now, methods=["GET", "POST"]),
                _post("/appointments/leave", appointing.leave),
                _post("/begin", filling.begin),
                Route("/form/{place:int}", filling.step, methods=["GET", "POST"]),
                _get("/form", filling.where),
                _get("/kept", keeping.kept),
                _get("/asked", consulting.asked),
                Route("/answer", consulting.answer, methods=["GET", "POST"]),
                Route("/where", finding.where, methods=["GET", "POST"]),
                _get("/where/now", finding.now),
                Route("/where/withdraw", finding.withdraw, methods=["GET", "POST"]),
                _post("/leave", keeping.leave),
                _get("/left", keeping.left),
                _get("/noted", keeping.noted),
            ],
            exception_handlers={
                HTTPException: self._refused,
                NotTaken: self._refused,
                StoreFailed: self._store_away,
                Exception: self._failed,
            },
            lifespan=self._lifespan,
        )
        self.app = Guard(
            pages,
            self._front.refusal,
            parts.clock,
            parts.limits,
            parts.hosts,
            secure=parts.secure,
            report=parts.report,
            sleep=sleep,
        )

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        with suppress(StoreFailed):  # else whoever comes first would wait for it
            await self._front.releases()
        working = [asyncio.ensure_future(self._sweep())]
        if self.duty is not None:
            working.append(asyncio.ensure_future(self.duty.entering.keep_up()))
        try:
            yield
        finally:
            for work in working:
                work.cancel()
            await asyncio.gather(*working, return_exceptions=True)
            if self.duty is not None:
                await self.duty.entering.close()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_S)
            self._belongings.sweep()

    async def _refused(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return self._front.refusal(request, error.status if isinstance(error, NotTaken) else status)

    async def _store_away(self, request: Request, error: Exception) -> Response:
        self._parts.report(error)
        return self._front.refusal(request, 503)

    async def _failed(self, request: Request, _error: Exception) -> Response:
        return self._front.refusal(request, 500)


def _get(path: str, handler: Handler) -> Route:
    return Route(path, handler, methods=["GET"])


def _post(path: str, handler: Handler) -> Route:
    return Route(path, handler, methods=["POST"])
