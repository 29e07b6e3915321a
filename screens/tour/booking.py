"""Appointments at the kiosk: each page as a resident meets it, and what can stand in its way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, time, timedelta

from kiosk.cases.appointment import FULL, NOT_FOUND, Appointment, AppointmentState, Booked, FreeHalf
from kiosk.cases.booking import ENOUGH_NOW, NO_SUCH_TIME, Booking, By, Given, Page, Wish
from kiosk.cases.hoarding import Spot
from kiosk.cases.visiting_hours import Half
from kiosk.flow.load import Release
from kiosk.message import Message
from screens.screen import Screen
from screens.tour.shots import Shot
from screens.ui import Ui
from screens.visit.booking_pages import Around, page_screen
from screens.visit.home import WaitScreen

GROUP = "booking"
BEGIN = tuple(time(hour, minute) for hour in (8, 9, 10, 11, 13, 14, 15) for minute in (0, 30))
CODE, LAST_FOUR, NUMBER = "704218", "002X", 28
DAYS = 5


def booking_shots(releases: tuple[Release, ...], today: date) -> Iterator[Shot]:
    """Each page, and the pages that differ by the wish."""
    if not releases:
        return
    service = min((each.flow for each in releases), key=lambda flow: (flow.order, flow.id)).id
    days = [today + timedelta(days=ahead) for ahead in range(1, DAYS + 1)]
    free = tuple(FreeHalf(Half(day, begins), 2) for day in days for begins in BEGIN)
    half = free[3].half

    def shot(
        name: str,
        page: Page,
        given: Given,
        told: Message | None = None,
        *,
        slip: bool = True,
        ahead: int | None = 3,
        announced: bool = True,
    ) -> Shot:
        booking = Booking("01", Spot("01"), lambda: today)
        booking.page, booking.given, booking.told, booking.free = page, given, told, free
        booking.mine = tuple(_booked(release.flow.id, half) for release in releases[:3])
        own = given.wish is Wish.CHANGE and page is not Page.MINE
        booking.chosen = _booked(service, half) if own else None
        booking.booked = _booked(service, half)
        booking.number, booking.ahead = _kept(service, half, NUMBER), ahead
        return Shot(GROUP, name, _build(booking, Around(releases, lambda _year: announced, slip)))

    book = Given(Wish.BOOK, service, By.PHONE, elderly=True, day=half.day, half=half)
    here, change = Given(Wish.HERE, by=By.CODE), Given(Wish.CHANGE, by=By.CODE, day=half.day, half=half)
    yield shot("wish", Page.WISH, Given())
    for page in (Page.SERVICE, Page.WHO, Page.CARD, Page.IDENTITY, Page.PHONE, Page.AGE, Page.HALF):
        yield shot(page, page, Given(Wish.BOOK, day=half.day))
    yield shot("day", Page.DAY, Given(Wish.BOOK))
    yield shot("day-unannounced", Page.DAY, Given(Wish.BOOK), announced=False)
    yield shot("day-full", Page.DAY, book, FULL)
    yield shot("confirm", Page.CONFIRM, book)
    yield shot("confirm-unannounced", Page.CONFIRM, book, announced=False)
    yield shot("confirm-move", Page.CONFIRM, change)
    yield shot("done", Page.DONE, book)
    yield shot("done-moved", Page.DONE, change, slip=False)
    yield shot("prove-here", Page.PROVE, here)
    yield shot("prove-change", Page.PROVE, change)
    yield shot("code", Page.CODE, here)
    yield shot("code-not_found", Page.CODE, Given(Wish.HERE, by=By.CODE, code=CODE), NOT_FOUND)
    yield shot("last_four", Page.LAST_FOUR, here)
    yield shot("last_four-given", Page.LAST_FOUR, Given(Wish.HERE, by=By.CODE, last_four=LAST_FOUR))
    yield shot("time", Page.TIME, Given(Wish.HERE, by=By.TIME))
    yield shot("time-none", Page.TIME, Given(Wish.HERE, by=By.TIME, begins=half.begins), NO_SUCH_TIME)
    for page in (Page.MINE, Page.WHAT, Page.CANCEL, Page.CANCELLED):
        yield shot(page, page, change)
    yield shot("number", Page.NUMBER, here)
    yield shot("number-next", Page.NUMBER, here, slip=False, ahead=0)
    for page in (Page.NO_ROOM, Page.AWAY):
        yield shot(page, page, book)
    yield shot("told-enough", Page.TOLD, book, ENOUGH_NOW)
    for name, message in _told(half):
        yield shot(f"told-{name}", Page.TOLD, book, message)
    yield Shot(GROUP, "looking", lambda ui: WaitScreen(ui, ui.say("booking.looking")))


def _told(half: Half) -> Sequence[tuple[str, Message]]:
    return (
        ("try_later", Message("appointment.try_later", {"minutes": 8})),
        ("other_day", Message("appointment.other_day", {"day": str(half.day)})),
        ("one_already", Message("appointment.one_already")),
        ("too_many_here", Message("appointment.too_many_here")),
    )


def _build(booking: Booking, around: Around) -> Callable[[Ui], Screen]:
    def build(ui: Ui) -> Screen:
        return page_screen(booking, ui, around)

    return build


def _kept(service: str, half: Half, number: int | None = None) -> Appointment:
    return Appointment(service, service, "zh_CN", True, AppointmentState.BOOKED, half.day, half, number)


def _booked(service: str, half: Half) -> Booked:
    return Booked(_kept(service, half), CODE)
