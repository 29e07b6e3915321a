"""The notice sheet of a service, as a page and a file to print: what everybody brings, what some do."""

from __future__ import annotations

import base64
import hashlib
import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kiosk.portal.front import Front
from kiosk.portal.guard import POLICY
from kiosk.portal.looks import Look
from kiosk.portal.pages import tag
from kiosk.portal.paper import NoPaper
from kiosk.portal.parts import Sheets
from kiosk.sheet.contents import NoticeSheet, Place, notice_sheet
from kiosk.sheet.page import SheetPages

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


class Noticing:
    """Handlers."""

    def __init__(self, front: Front, sheets: Sheets) -> None:
        self._front, self._pages = front, SheetPages(sheets.folder)
        self._place = Place(front.parts.station, sheets.window, sheets.url)
        self._papers = sheets.papers

    async def sheet(self, request: Request) -> Response:
        """In the reader's language and size; a sheet needs nothing beside itself, so that it can be kept."""
        look = self._front.look(request)
        page = self._pages.html(await self._sheet(request, look), large=look.larger)
        return HTMLResponse(
            page, 200, {"content-language": tag(look.locale), "content-security-policy": _policy(page)}
        )

    async def paper(self, request: Request) -> Response:
        """The same as a PDF file, to be printed or sent on."""
        look = self._front.look(request)
        sheet = await self._sheet(request, look)
        try:
            pdf = await self._papers.pdf(sheet, large=look.larger)
        except NoPaper:
            return self._front.message(request, "no_paper", request.url.path, status=503)
        name = f"{request.path_params['service']}-{look.locale}{'-large' if look.larger else ''}.pdf"
        return Response(
            pdf,
            media_type="application/pdf",
            headers={
                "content-language": tag(look.locale),
                "content-disposition": f'inline; filename="{name}"',
            },
        )

    async def _sheet(self, request: Request, look: Look) -> NoticeSheet:
        id = request.path_params["service"]
        release = next((r for r in await self._front.releases() if r.flow.id == id), None)
        if release is None:
            raise HTTPException(404)
        words, today = self._front.pages.words(look), self._front.parts.clock.today()
        return notice_sheet(release.flow, words, self._place, today, in_force=False)


def _policy(page: str) -> str:
    """As for all pages, and this page's own style beside it, known by its digest."""
    styles = [base64.b64encode(hashlib.sha256(x.encode()).digest()).decode() for x in _STYLE.findall(page)]
    own = "".join(f" 'sha256-{each}'" for each in styles)
    return POLICY.replace("style-src 'self'", f"style-src 'self'{own}")
