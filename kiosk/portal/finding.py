"""Where a case is, from home: asked with its number and the end of the identity number, and withdrawn.

Neither stands in an address: what was found lies here, under the visitor's number, until they leave.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kiosk.cases.number import grouped, valid
from kiosk.cases.proof import is_last_four
from kiosk.cases.where_told import told
from kiosk.cases.whereabouts import HOME, Enquiry, NotTold, Place, Whereabouts, WhereaboutsBook
from kiosk.clock import HALL_ZONE
from kiosk.failure import StoreFailed
from kiosk.ids import new_id
from kiosk.message import Message
from kiosk.portal.asking import MOST_WRITTEN, one
from kiosk.portal.belongings import Belongings
from kiosk.portal.drafts import Held, NoRoom
from kiosk.portal.front import Front
from kiosk.portal.limits import Allowance, Pace, whose
from kiosk.portal.posted import DO, FORM, LOOK, posted
from kiosk.portal.visitors import Visitor
from kiosk.portal.where import Where

HERE, NOW, WITHDRAW = "/where", "/where/now", "/where/withdraw"
FROM_HOME = {
    "where.late_ask": "portal.where.late_ask",
    "where.next.at_hall": "portal.where.at_hall",
    "where.next.unreadable": "portal.where.unreadable",
}
"""What speaks of a key below or of calling somebody, as it is said to whoever is at home."""
_MOST = 20
"""Characters of a number, or of the four, that are looked at."""


@dataclass
class Found:
    """A case that the visitor proved to be theirs. act_id: under which it is withdrawn, however often that is
    tried. notice: to be told once. asking: held while it is withdrawn."""

    enquiry: Enquiry
    where: Whereabouts
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    act_id: str = field(default_factory=new_id)
    notice: Message | None = None
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(frozen=True)
class _Entered:
    """number, proof: as they were written. fault: what to do about them. at: the field that it leads to."""

    number: str = ""
    proof: str = ""
    fault: Message | None = None
    at: str = "number"


class Finding:
    """Handlers."""

    def __init__(self, front: Front, found: Held[Found], belongings: Belongings) -> None:
        self._front, self._found, self._belongings = front, found, belongings
        limits = front.parts.limits
        self._allowance = Allowance(limits.begun, front.parts.clock, limits.addresses)

    @property
    def _with(self) -> Where:
        where = self._front.parts.where
        if where is None:
            raise HTTPException(404)
        return where

    async def where(self, request: Request) -> Response:
        """Ask for number and proof, or look up what they lead to."""
        book = self._with.book
        if request.method == "GET":
            return self._form(request, self._front.visitors.of(request), _Entered())
        visitor, entries = await posted(request, self._front.visitors)
        number, proof = (one(entries, name)[:MOST_WRITTEN] for name in ("number", "proof"))
        entered = _Entered(number, proof)
        if one(entries, DO) == LOOK:
            return self._form(request, visitor, entered)
        if self._allowance.take(whose(request.client.host if request.client else "")) is Pace.NOT_NOW:
            raise HTTPException(429)
        number, four = _plain(number), _plain(proof).upper()
        if not valid(number):
            return self._wrong(request, visitor, entered, Message("where.number_check"))
        if not is_last_four(four):
            return self._wrong(request, visitor, entered, Message("portal.last_four"), "proof")
        enquiry = Enquiry(number, four, HOME)
        try:
            where = await book.ask(enquiry)
        except NotTold as refused:
            return self._wrong(request, visitor, entered, self._refused(refused))
        except StoreFailed as error:
            self._front.parts.report(error)
            return self._wrong(request, visitor, entered, Message("portal.where.away"), status=503)
        return self._show(visitor, Found(enquiry, where))

    def _show(self, visitor: Visitor, found: Found) -> Response:
        """Under a new number, so that none that others set leads to it."""
        self._found.drop(visitor.id)
        anew = self._front.visitors.new()
        try:
            self._found.put(anew.id, found)
        except NoRoom:
            raise HTTPException(503) from None
        self._belongings.hand_on(visitor.id, anew.id)
        response = RedirectResponse(NOW, 303)
        self._front.visitors.tell(response, anew)
        return response

    async def now(self, request: Request) -> Response:
        """What was found, for as long as the visitor stays."""
        window = self._with.window
        visitor = self._front.visitors.of(request)
        found = self._found.find(visitor.id)
        if found is None:
            return RedirectResponse(HERE, 303)
        words = self._front.pages.words(self._front.look(request))
        notice, found.notice = found.notice, None
        where = found.where
        return self._front.page(
            request,
            "where_now",
            NOW,
            told=told(where, words, window.in_(words.locale), FROM_HOME),
            stands_at=None if where.place is Place.HANDED_OVER else where.stands_at,
            number=grouped(where.number),
            can_withdraw=where.can_withdraw,
            notice=words.say(notice.id, **notice.params) if notice is not None else "",
            mark=self._front.visitors.mark(visitor),
        )

    async def withdraw(self, request: Request) -> Response:
        """Ask whether it is meant; or do it. Only what was shown on the page that asks is withdrawn."""
        book = self._with.book
        if request.method == "GET":
            visitor = self._front.visitors.of(request)
            found = self._found.find(visitor.id)
            if found is None or not found.where.can_withdraw:
                return RedirectResponse(NOW, 303)
            number, mark = grouped(found.where.number), self._front.visitors.mark(visitor)
            title = found.where.title
            service = "" if title is None else title.in_(self._front.look(request).locale)
            return self._front.page(
                request, "withdraw", WITHDRAW, number=number, service=service, form=found.id, mark=mark
            )
        visitor, entries = await posted(request, self._front.visitors)
        found = self._found.find(visitor.id)
        again = RedirectResponse(NOW, 303)
        if found is None or one(entries, DO) != "yes":
            return again
        if one(entries, FORM) != found.id:
            found.notice = Message("portal.elsewhere")
            return again
        async with found.asking:
            if found.where.can_withdraw:  # pressed twice, it is withdrawn
                await self._withdrawn(book, found)
        return again

    async def _withdrawn(self, book: WhereaboutsBook, found: Found) -> None:
        try:
            found.where = await book.withdraw(found.enquiry, found.act_id)
        except NotTold as refused:
            found.notice = self._refused(refused)
        except StoreFailed as error:
            self._front.parts.report(error)
            found.notice = Message("portal.where.not_sent")
        else:
            if found.where.place is not Place.WITHDRAWN:
                found.notice = Message("where.not_withdrawn")

    def _refused(self, refused: NotTold) -> Message:
        """The same whatever was wrong; or from which time on, by the hall's clock, it can be tried again."""
        if not refused.wait_s:
            return Message("portal.where.wrong")
        at = (self._front.parts.clock.now() + timedelta(seconds=refused.wait_s + 59)).astimezone(HALL_ZONE)
        return Message("where.wait_title", {"hour": str(at.hour), "minute": f"{at:%M}"})

    def _wrong(
        self,
        request: Request,
        visitor: Visitor,
        entered: _Entered,
        fault: Message,
        at: str = "number",
        status: int = 422,
    ) -> Response:
        return self._form(request, visitor, _Entered(entered.number, entered.proof, fault, at), status)

    def _form(self, request: Request, visitor: Visitor, entered: _Entered, status: int = 200) -> Response:
        words, fault = self._front.pages.words(self._front.look(request)), entered.fault
        page = self._front.page(
            request,
            "where",
            HERE,
            status=status,
            fault=words.say(fault.id, **fault.params) if fault is not None else "",
            at=entered.at,
            number=entered.number,
            proof=entered.proof,
            answers=self._front.parts.consultation is not None,
            found=self._found.find(visitor.id) is not None,
            mark=self._front.visitors.mark(visitor),
        )
        if visitor.fresh:
            self._front.visitors.tell(page, visitor)
        return page


def _plain(text: str) -> str:
    """As it is said: spaces are nobody's mistake."""
    return "".join(text.split())[:_MOST]
