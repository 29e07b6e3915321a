"""The pages that anybody may look at: the services, one service, the stylesheet, the pictograms."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kiosk.flow.load import Release
from kiosk.flow.model import Audience
from kiosk.portal.drafts import IDLE_MINUTES, Drafts
from kiosk.portal.front import Front, unfinished
from kiosk.portal.keeping import Notes

_INK = (b"currentColor", b"#0a3580")
"""A pictogram that is shown as a picture takes no colour from the page around it."""
_KEPT = {"cache-control": "public, max-age=3600"}


class Browsing:
    """Handlers."""

    def __init__(self, front: Front, drafts: Drafts, notes: Notes) -> None:
        self._front, self._drafts, self._notes = front, drafts, notes
        icons = front.parts.icons
        self._icons = {path.stem: path.read_bytes().replace(*_INK) for path in sorted(icons.glob("*.svg"))}

    async def start(self, request: Request) -> Response:
        """The services for whom the portal is there first; the others' behind a link."""
        return await self._list(request, self._front.parts.audiences[0], "/")

    async def enterprises(self, request: Request) -> Response:
        """The list behind the link."""
        if len(self._front.parts.audiences) < 2:
            raise HTTPException(404)
        return await self._list(request, self._front.parts.audiences[1], "/enterprises")

    async def _list(self, request: Request, audience: Audience, here: str) -> Response:
        look = self._front.look(request)
        words = self._front.pages.words(look)
        releases = await self._front.releases()
        others = [each for each in self._front.parts.audiences if each != audience]
        other = None
        if others and any(r.flow.audience == others[0] for r in releases):
            path = "/" if here != "/" else "/enterprises"
            other = {"path": path, "title": words.say(f"home.to_{others[0]}")}
        return self._front.page(
            request,
            "start",
            here,
            title=words.say(f"home.title_{audience}"),
            services=[self._card(r, look.locale) for r in releases if r.flow.audience == audience],
            other=other,
            answers=here == "/" and self._front.parts.consultation is not None,
            where=here == "/" and self._front.parts.where is not None,
            appointments=self._front.parts.appointments is not None,
            unfinished=unfinished(self._drafts, self._front.visitors.of(request).id, look.locale),
            noted=self._notes.find(self._front.visitors.of(request).id) is not None,
        )

    async def service(self, request: Request) -> Response:
        """What a service is, and the way into it."""
        id = request.path_params["service"]
        release = next((r for r in await self._front.releases() if r.flow.id == id), None)
        if release is None:
            raise HTTPException(404)
        visitor = self._front.visitors.of(request)
        look = self._front.look(request)
        page = self._front.page(
            request,
            "service",
            f"/service/{release.flow.id}",
            service=self._card(release, look.locale),
            asks=release.flow.is_consultation,
            minutes=IDLE_MINUTES,
            mark=self._front.visitors.mark(visitor),
            unfinished=unfinished(self._drafts, visitor.id, look.locale),
            noted=self._notes.find(visitor.id) is not None,
            sheets=self._front.parts.sheets is not None,
        )
        if visitor.fresh:
            self._front.visitors.tell(page, visitor)
        return page

    async def style(self, _request: Request) -> Response:
        """The one stylesheet."""
        return Response(self._front.pages.style, 200, _KEPT, "text/css")

    async def icon(self, request: Request) -> Response:
        """A pictogram."""
        picture = self._icons.get(request.path_params["name"])
        if picture is None:
            raise HTTPException(404)
        return Response(picture, 200, _KEPT, "image/svg+xml")

    def _card(self, release: Release, locale: str) -> dict[str, str]:
        flow = release.flow
        return {
            "id": flow.id,
            "title": flow.title.in_(locale),
            "summary": flow.summary.in_(locale),
            "icon": flow.icon if flow.icon in self._icons else "",
        }
