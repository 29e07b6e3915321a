"""The notice sheet of a service, as a page to print: what everybody brings, and what in which case."""

from __future__ import annotations

import base64
import hashlib
import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kiosk.portal.front import Front
from kiosk.portal.guard import POLICY
from kiosk.portal.pages import tag
from kiosk.portal.parts import Sheets
from kiosk.sheet.contents import Place, notice_sheet
from kiosk.sheet.page import SheetPages

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


class Noticing:
    """Handlers."""

    def __init__(self, front: Front, sheets: Sheets) -> None:
        self._front, self._pages = front, SheetPages(sheets.folder)
        self._place = Place(front.parts.station, sheets.window, sheets.url)

    async def sheet(self, request: Request) -> Response:
        """In the reader's language and size; a sheet needs nothing beside itself, so that it can be kept."""
        id = request.path_params["service"]
        release = next((r for r in await self._front.releases() if r.flow.id == id), None)
        if release is None:
            raise HTTPException(404)
        look = self._front.look(request)
        words, today = self._front.pages.words(look), self._front.parts.clock.today()
        sheet = notice_sheet(release.flow, words, self._place, today, in_force=False)
        page = self._pages.html(sheet, large=look.larger)
        return HTMLResponse(
            page, 200, {"content-language": tag(look.locale), "content-security-policy": _policy(page)}
        )


def _policy(page: str) -> str:
    """As for all pages, and this page's own style beside it, known by its digest."""
    styles = [base64.b64encode(hashlib.sha256(x.encode()).digest()).decode() for x in _STYLE.findall(page)]
    own = "".join(f" 'sha256-{each}'" for each in styles)
    return POLICY.replace("style-src 'self'", f"style-src 'self'{own}")
