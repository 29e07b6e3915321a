"""What all pages share: the reader's look and number, the services in force, a page that says no."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kiosk.flow.at_home import is_prepared_at_home
from kiosk.flow.load import Release
from kiosk.flow.model import Flow
from kiosk.portal.drafts import Drafts
from kiosk.portal.looks import COOKIE, Look, Looks
from kiosk.portal.pages import Pages, tag
from kiosk.portal.parts import PortalParts
from kiosk.portal.visitors import Visitors

LOOK_S = 365 * 24 * 3600
"""How long a browser keeps the language and the size."""
FRESH_S = 5.0
"""For how long the releases in force are not looked up again."""

_REFUSALS = {
    403: "old_page",
    404: "not_here",
    405: "not_here",
    408: "not_read",
    409: "replaced_form",
    410: "gone",
    413: "too_long",
    414: "not_here",
    421: "not_here",
    429: "slower",
    431: "too_long",
    503: "later",
}
"""Status to what is said; of any other below 500 that it could not be read, of the rest that it failed."""


class Front:
    """One for all handlers."""

    def __init__(self, parts: PortalParts) -> None:
        self.parts = parts
        self.pages = Pages(parts.folder, parts.words, parts.station, tuple(parts.words))
        self.looks = Looks(tuple(parts.words))
        self.visitors = Visitors(secure=parts.secure)
        self._releases: tuple[Release, ...] = ()
        self._stamp: object = None
        self._looked_at: float | None = None
        self._looking = asyncio.Lock()
        self._refusals: dict[tuple[str, Look], bytes] = {}

    async def releases(self) -> tuple[Release, ...]:
        """Those that can be prepared or asked at home, of these audiences. Raises ``StoreFailed``."""
        async with self._looking:  # one looks; a crowd that comes meanwhile has what that one found
            now = self.parts.clock.monotonic()
            if self._looked_at is None or now - self._looked_at >= FRESH_S:
                stamp = await self.parts.services.stamp()
                if self._looked_at is None or stamp != self._stamp:
                    served = await self.parts.services.releases()
                    self._releases = tuple(each for each in served if self._offered(each.flow))
                self._stamp, self._looked_at = stamp, now
            return self._releases

    def _offered(self, flow: Flow) -> bool:
        here = is_prepared_at_home(flow) or self.parts.consultation is not None
        return flow.audience in self.parts.audiences and here

    def page(
        self, request: Request, name: str, here: str, *, status: int = 200, **values: object
    ) -> Response:
        """A page in the reader's look. here: the path that shows it again."""
        look = self.looks.of(request)
        response = self.pages.render(name, look, here, status=status, **values)
        if look.chosen:
            response.set_cookie(
                COOKIE,
                look.cookie,
                max_age=LOOK_S,
                path="/",
                secure=self.parts.secure,
                httponly=True,
                samesite="lax",
            )
        return response

    def look(self, request: Request) -> Look:
        """The reader's."""
        return self.looks.of(request)

    def refusal(self, request: Request, status: int) -> Response:
        """A plain page that says no, and what to do: in each look it is made once, for whoever sends much."""
        kind = _REFUSALS.get(status, "not_read" if status < 500 else "failed")
        look = replace(self.looks.of(request), chosen=False)
        page = self._refusals.get((kind, look))
        if page is None:
            page = self._refusals[kind, look] = bytes(self.message(request, kind, "/").body)
        return HTMLResponse(page, status, {"content-language": tag(look.locale)})

    def message(self, request: Request, kind: str, here: str, *, status: int = 200) -> Response:
        """A page that says one thing, and leads to the beginning."""
        words = self.pages.words(self.looks.of(request))
        return self.page(
            request,
            "message",
            here,
            status=status,
            title=words.say(f"portal.{kind}.title"),
            text=words.say(f"portal.{kind}.help"),
        )


def unfinished(drafts: Drafts, visitor_id: str, locale: str) -> dict[str, str] | None:
    """The form that the visitor has begun, for a link that leads back to it."""
    draft = drafts.find(visitor_id)
    return None if draft is None else {"path": "/form", "service": draft.release.flow.title.in_(locale)}
