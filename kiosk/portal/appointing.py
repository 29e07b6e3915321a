"""Appointments from home: booked, looked at, moved, cancelled; one question a page."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kiosk.cases.appointment import AppointmentBook
from kiosk.cases.booking import Booking, By, Page, Wish
from kiosk.cases.hoarding import Spot
from kiosk.cases.proof import is_code, is_last_four
from kiosk.field import identity, phone
from kiosk.message import Message
from kiosk.portal.appointed import Around, appointment_view
from kiosk.portal.asking import MOST_WRITTEN, VALUE, one
from kiosk.portal.belongings import Belongings
from kiosk.portal.drafts import IDLE_MINUTES, Held, NoRoom
from kiosk.portal.front import Front
from kiosk.portal.limits import Allowance, Pace, whose
from kiosk.portal.posted import DO, FORM, PAGE, posted
from kiosk.portal.shown import Option

BEGINS, NOW = "/appointments", "/appointments/now"
AT_HOME = (Wish.BOOK, Wish.CHANGE)
"""Whoever is at home has not arrived, and takes no number."""
CHOOSE = Message("portal.choose")
ANEW = (Page.WISH, Page.PROVE)
"""What these ask was said on the first page: whoever comes to them begins there."""


@dataclass
class AtHome:
    """A resident's way to an appointment, in this program's memory alone.

    id, page: every page bears both; one that was made before something was given is not looked at further.
    fault, written: what is to be done about what was sent last, and what that was. elsewhere: another page
    was sent meanwhile, which is told once. asking: held while something is given.
    """

    booking: Booking
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    page: int = 1
    fault: Message | None = None
    written: str = ""
    elsewhere: bool = False
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)


Bookings = Held[AtHome]
"""Those that are under way."""


class Appointing:
    """Handlers."""

    def __init__(self, front: Front, bookings: Bookings, belongings: Belongings) -> None:
        self._front, self._bookings, self._belongings = front, bookings, belongings
        limits = front.parts.limits
        self._allowance = Allowance(limits.begun, front.parts.clock, limits.addresses)

    @property
    def _book(self) -> AppointmentBook:
        book = self._front.parts.appointments
        if book is None:
            raise HTTPException(404)
        return book

    async def start(self, request: Request) -> Response:
        """What can be done from home."""
        assert self._book
        visitor = self._front.visitors.of(request)
        words = self._front.pages.words(self._front.look(request))
        page = self._front.page(
            request,
            "appointments",
            BEGINS,
            wishes=[Option(wish, words.say(f"booking.wish_{wish}")) for wish in AT_HOME],
            mark=self._front.visitors.mark(visitor),
            unfinished=self._bookings.find(visitor.id) is not None,
        )
        if visitor.fresh:
            self._front.visitors.tell(page, visitor)
        return page

    async def begin(self, request: Request) -> Response:
        """From the first page, in place of another one that the visitor has under way. A form that was
        begun, or its code, stays the visitor's."""
        assert self._book
        visitor, entries = await posted(request, self._front.visitors)
        wanted = one(entries, "wish")
        if wanted not in AT_HOME:
            raise HTTPException(400)
        address = whose(request.client.host if request.client else "")
        if self._allowance.take(address) is Pace.NOT_NOW:
            raise HTTPException(429)
        known = self._bookings.find(visitor.id)
        booking = Booking(address, Spot(address, home=True), self._front.parts.clock.today)
        if known is not None:
            booking.made = known.booking.made
        booking.take(wanted)
        if booking.page is Page.PROVE:
            booking.take(By.CODE)
        self._bookings.drop(visitor.id)
        anew = self._front.visitors.new()
        try:
            self._bookings.put(anew.id, AtHome(booking))
        except NoRoom:
            raise HTTPException(503) from None
        self._belongings.hand_on(visitor.id, anew.id)
        response = RedirectResponse(NOW, 303)
        self._front.visitors.tell(response, anew)
        return response

    async def now(self, request: Request) -> Response:
        """Show the page, or take what was sent from it."""
        book = self._book
        if request.method == "POST":
            return await self._take(request, book)
        visitor = self._front.visitors.of(request)
        home = self._bookings.find(visitor.id)
        if home is None or home.booking.page in ANEW:
            return RedirectResponse(BEGINS, 303)
        words = self._front.pages.words(self._front.look(request))
        around = await self._around(words.locale)
        view = appointment_view(home.booking, words, around, home.fault, home.written)
        elsewhere, home.elsewhere = home.elsewhere, False
        return self._front.page(
            request,
            "appointment",
            NOW,
            view=view,
            done=home.booking.done,
            notice=words.say("portal.elsewhere") if elsewhere else "",
            mark=self._front.visitors.mark(visitor),
            form=home.id,
            page=home.page,
            minutes=IDLE_MINUTES,
        )

    async def leave(self, request: Request) -> Response:
        """What was given is forgotten; what was booked stays booked."""
        visitor, _ = await posted(request, self._front.visitors)
        self._bookings.drop(visitor.id)
        return RedirectResponse("/", 303)

    async def _around(self, locale: str) -> Around:
        releases = await self._front.releases()
        services = {release.flow.id: release.flow.title.in_(locale) for release in releases}
        return Around(services, self._front.parts.announced)

    async def _take(self, request: Request, book: AppointmentBook) -> Response:
        visitor, entries = await posted(request, self._front.visitors)
        home = self._bookings.find(visitor.id)
        if home is None or home.booking.page in ANEW:
            return RedirectResponse(BEGINS, 303)
        locale = self._front.look(request).locale
        around = await self._around(locale)
        async with home.asking:
            if (one(entries, FORM), one(entries, PAGE)) != (home.id, str(home.page)):
                home.elsewhere = not home.booking.done  # pressed twice at the end, it is just done
                return RedirectResponse(NOW, 303)
            given = one(entries, VALUE)[:MOST_WRITTEN].strip()
            if look := self._front.looks.asked(one(entries, DO)):
                home.written = given or home.written  # the same page; nobody has looked at it yet
                return RedirectResponse(f"{NOW}?{look}", 303)
            home.page += 1
            home.fault, home.written = None, ""
            if one(entries, DO) == "back":
                return self._back(visitor.id, home)
            if one(entries, DO) == "no" and home.booking.page is Page.CANCEL:
                given = "no"
            elif home.booking.page is Page.CANCEL:
                given = "yes"
            try:
                self._give(home, given, around)
            except ValueError:
                home.fault, home.written = CHOOSE, given
            await home.booking.settle(book, locale)
        return RedirectResponse(NOW, 303)

    def _back(self, visitor_id: str, home: AtHome) -> Response:
        """To the page before; from the first one to the beginning."""
        home.booking.back()
        if home.booking.page in (Page.PROVE, Page.WISH):
            self._bookings.drop(visitor_id)
            return RedirectResponse(BEGINS, 303)
        return RedirectResponse(NOW, 303)

    def _give(self, home: AtHome, given: str, around: Around) -> None:
        """Raises ValueError where it cannot be given on this page."""
        booking = home.booking
        read: object = None
        match booking.page:
            case Page.SERVICE if given not in around.services:
                raise ValueError(given)
            case Page.WHO if given not in (By.IDENTITY, By.PHONE):
                raise ValueError(given)
            case Page.IDENTITY:
                read = identity.read(given, self._front.parts.clock.today())
            case Page.PHONE:
                read = phone.read(given)
            case Page.CODE:
                given = "".join(given.split())
                read = None if is_code(given) else Message("portal.code")
            case Page.LAST_FOUR:
                given = given.upper()
                read = None if is_last_four(given) else Message("portal.last_four")
        if isinstance(read, Message):
            home.fault, home.written = read, given
            return
        booking.take(getattr(read, "number", given))
