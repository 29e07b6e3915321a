"""What a browser's form sends: read within limits, believed only where it comes from a page of ours."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request

from kiosk.portal.asking import one
from kiosk.portal.drafts import Entries
from kiosk.portal.visitors import Visitor, Visitors

MOST_FIELDS = 60
MARK, FORM, PAGE, DO, CHANGE = "mark", "form", "page", "do", "change"
"""The fields that are the page's, not the answer's."""
LOOK = "look"
"""What a key for another language or size sends from a page that asks at once: nothing is looked up."""


class NotTaken(Exception):
    """A form that is not looked at further; status says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def posted(request: Request, visitors: Visitors) -> tuple[Visitor, Entries]:
    """Who sent the form, and its fields. Raises :class:`NotTaken`."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != (
        "application/x-www-form-urlencoded"
    ):
        raise NotTaken(415)
    if not _from_here(request):
        raise NotTaken(403)
    entries = fields(await request.body())
    visitor = visitors.of(request)
    if visitor.fresh or not visitors.is_mark(visitor, one(entries, MARK)):
        raise NotTaken(403)
    return visitor, entries


def fields(body: bytes) -> Entries:
    """The fields of a form as browsers send it. Raises :class:`NotTaken`."""
    try:
        found = parse_qs(
            body.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise NotTaken(400) from None
    return {name: tuple(values) for name, values in found.items()}


def _from_here(request: Request) -> bool:
    """Whether the browser says that the form stood on a page of ours, as far as it says anything.

    With ``Referrer-Policy: no-referrer`` browsers send ``Origin: null``; then Sec-Fetch-Site decides.
    """
    origin = request.headers.get("origin", "null")
    if origin != "null":
        try:
            stood = urlsplit(origin).netloc
        except ValueError:  # no address at all
            return False
        return stood.lower() == request.headers.get("host", "").lower()
    return request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
