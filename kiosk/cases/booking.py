"""A resident's way to an appointment, page by page: booked, moved, cancelled, checked in, a number taken.

The same at the kiosk and at home. It knows which page shows, what was given so far, and what has to be asked
of the :class:`~kiosk.cases.appointment.AppointmentBook` before the next one; it shows nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum

from kiosk.cases.appointment import (
    FULL,
    NOT_FOUND,
    NOT_SERVED,
    OTHER,
    Appointment,
    AppointmentBook,
    Arrival,
    Booked,
    FreeHalf,
    NewAppointment,
    elderly_by,
)
from kiosk.cases.difficult import Refused
from kiosk.cases.hoarding import MOST_IN_VISIT, Spot
from kiosk.cases.proof import CODE_DIGITS, LAST, Proof
from kiosk.cases.visiting_hours import Half
from kiosk.failure import StoreFailed
from kiosk.ids import new_id
from kiosk.message import Message

ENOUGH_NOW = Message("booking.enough_now", {"most": MOST_IN_VISIT})
NO_SUCH_TIME = Message("booking.no_such_time")


class Wish(StrEnum):
    """What a resident wants."""

    BOOK = "book"
    HERE = "here"
    """They have an appointment, and are here."""
    CHANGE = "change"
    WAIT = "wait"
    """A number without an appointment."""


FROM_HOME = frozenset({Wish.BOOK, Wish.CHANGE})
"""Whoever is at home has not arrived, and takes no number."""


class Page(StrEnum):
    """What is asked or told."""

    WISH = "wish"
    SERVICE = "service"
    WHO = "who"
    CARD = "card"
    IDENTITY = "identity"
    PHONE = "phone"
    AGE = "age"
    DAY = "day"
    HALF = "half"
    CONFIRM = "confirm"
    PROVE = "prove"
    CODE = "code"
    LAST_FOUR = "last_four"
    TIME = "time"
    MINE = "mine"
    WHAT = "what"
    CANCEL = "cancel"
    DONE = "done"
    CANCELLED = "cancelled"
    NUMBER = "number"
    NO_ROOM = "no_room"
    TOLD = "told"
    """What cannot be, and what to do."""
    AWAY = "away"
    """Nobody answers; what was given is still there, and may be tried again."""


ENDS = frozenset({Page.DONE, Page.CANCELLED, Page.NUMBER})
"""Something was done: from here nothing leads back."""


class Ask(StrEnum):
    """What is asked of the book."""

    FREE = "free"
    BOOK = "book"
    FIND = "find"
    MOVE = "move"
    CANCEL = "cancel"
    CHECK_IN = "check_in"
    TAKE_NUMBER = "take_number"


class By(StrEnum):
    """With what a resident says who they are."""

    CARD = "card"
    IDENTITY = "identity"
    PHONE = "phone"
    CODE = "code"
    TIME = "time"


@dataclass(frozen=True)
class Given:
    """What a resident gave so far. Nothing of it is kept but by the book."""

    wish: Wish | None = None
    service: str = ""
    by: By | None = None
    identity: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    elderly: bool | None = None
    day: date | None = None
    half: Half | None = None
    code: str = field(default="", repr=False)
    last_four: str = field(default="", repr=False)
    begins: time | None = None


class Booking:
    """One resident's. page: what shows. pending: what is to be asked before anything else is given.

    at: where a proof is tried. spot: where is booked without a card. today: the date in the hall.
    told: to be read beside the page, such as that a time was just taken.
    """

    def __init__(
        self, at: str, spot: Spot, today: Callable[[], date], new: Callable[[], str] = new_id
    ) -> None:
        self._at, self._spot, self._today, self._new = at, spot, today, new
        self.made = 0
        """Appointments made in this visit."""
        self.restart()

    def restart(self) -> None:
        """From the first page; what was made in this visit still counts."""
        self.page = Page.WISH
        self.pending: Ask | None = None
        self.told: Message | None = None
        self.given = Given()
        self.free: tuple[FreeHalf, ...] = ()
        self.mine: tuple[Booked, ...] = ()
        self.chosen: Booked | None = None
        self.booked: Booked | None = None
        self.number: Appointment | None = None
        self.ahead: int | None = None
        self._before: list[Page] = []
        self._failed: Ask | None = None
        self._id = ""

    @property
    def done(self) -> bool:
        """Whether what was wanted was done."""
        return self.page in ENDS

    @property
    def first(self) -> bool:
        """Whether nothing lies before this page."""
        return not self._before

    @property
    def days(self) -> tuple[date, ...]:
        """Those with room, the nearest first."""
        return tuple(dict.fromkeys(each.half.day for each in self.free))

    def halves(self, day: date) -> tuple[FreeHalf, ...]:
        """Those of a day with room."""
        return tuple(each for each in self.free if each.half.day == day)

    @property
    def about(self) -> str:
        """The id of the service that it is about; "" as long as that is not known."""
        return self.chosen.appointment.service if self.chosen is not None else self.given.service

    # --- what is given --------------------------------------------------------------------------

    def take(self, value: str) -> None:
        """What was chosen or entered on the page that shows. Raises ValueError where it cannot be given."""
        if self.pending is not None:
            raise ValueError("something is being asked")
        self.told = None
        _TAKE[self.page](self, value)

    def lose(self) -> None:
        """What is asked for is not at hand: back to the other ways."""
        if self.pending is None and self.page in (Page.CODE, Page.LAST_FOUR, Page.TIME):
            self.told = None
            self._cut_to(Page.PROVE)
        else:
            self.back()

    def back(self) -> bool:
        """To the page before, with what was given there; False where there is none."""
        if not self._before or self.done or self.pending is not None:
            return False
        self.told = None
        self.page = self._before.pop()
        return True

    def _to(self, page: Page) -> None:
        if page is not self.page:
            self._before.append(self.page)
        self.page = page
        if page in ENDS:
            self._before.clear()

    def _cut_to(self, page: Page) -> None:
        """Back to a page that was shown before; where it was not, to it anew."""
        if page in self._before:
            del self._before[self._before.index(page) :]
            self.page = page
        else:
            self._to(page)

    def _set(self, **changes: object) -> None:
        self.given = replace(self.given, **changes)  # type: ignore[arg-type]

    def _wish(self, value: str) -> None:
        wish = Wish(value)
        if self._spot.home and wish not in FROM_HOME:
            raise ValueError(value)
        self.given = Given(wish=wish)
        self.mine, self.chosen = (), None
        if wish is Wish.BOOK and self.made >= MOST_IN_VISIT:
            self._tell(ENOUGH_NOW)
        else:
            self._to(Page.SERVICE if wish in (Wish.BOOK, Wish.WAIT) else Page.PROVE)

    def _service(self, value: str) -> None:
        self._set(service=value)
        self._id = self._new()
        self._to(Page.WHO if self.given.wish is Wish.BOOK else Page.AGE)

    def _who(self, value: str) -> None:
        by = By(value)
        pages = {By.CARD: Page.CARD, By.IDENTITY: Page.IDENTITY, By.PHONE: Page.PHONE}
        if self._spot.home:
            del pages[By.CARD]
        if by not in pages:
            raise ValueError(value)
        self._set(by=by)
        self._to(pages[by])

    def _identity(self, value: str) -> None:
        if value != self.given.identity:
            self._id = self._new()
        self._set(identity=value, phone="")
        if self.given.wish is Wish.BOOK:
            self._set(elderly=elderly_by(value, self._today()))
            self.pending = Ask.FREE
        else:
            self.pending = self._proven()

    def _phone(self, value: str) -> None:
        if value != self.given.phone:
            self._id = self._new()
        self._set(phone=value, identity="")
        self._to(Page.AGE)

    def _age(self, value: str) -> None:
        if value not in ("yes", "no"):
            raise ValueError(value)
        elderly = value == "yes"
        if self.given.wish is Wish.WAIT and self.given.elderly not in (None, elderly):
            self._id = self._new()
        self._set(elderly=elderly)
        self.pending = Ask.TAKE_NUMBER if self.given.wish is Wish.WAIT else Ask.FREE

    def _day(self, value: str) -> None:
        day = date.fromisoformat(value)
        if day not in self.days:
            raise ValueError(value)
        self._set(day=day)
        self._to(Page.HALF)

    def _half(self, value: str) -> None:
        assert self.given.day is not None
        half = Half(self.given.day, time.fromisoformat(value))
        if half not in [each.half for each in self.free]:
            raise ValueError(value)
        self._set(half=half)
        self._to(Page.CONFIRM)

    def _confirm(self, _value: str) -> None:
        self.pending = Ask.BOOK if self.given.wish is Wish.BOOK else Ask.MOVE

    def _prove(self, value: str) -> None:
        by = By(value)
        pages = {By.CARD: Page.CARD, By.CODE: Page.CODE}
        if self.given.wish is Wish.HERE:
            pages[By.TIME] = Page.LAST_FOUR
        if self._spot.home:  # a number that anybody may know proves nothing where no card is laid
            pages = {By.CODE: Page.CODE}
        if by not in pages:
            raise ValueError(value)
        self._set(by=by, identity="")
        self._to(pages[by])

    def _code(self, value: str) -> None:
        if not (value.isascii() and value.isdecimal() and len(value) == CODE_DIGITS):
            raise ValueError(value)
        self._set(code=value)
        self._to(Page.LAST_FOUR)

    def _last_four(self, value: str) -> None:
        if len(value) != LAST:
            raise ValueError(value)
        self._set(last_four=value)
        if self.given.by is By.TIME:
            self._to(Page.TIME)
        else:
            self.pending = self._proven()

    def _time(self, value: str) -> None:
        try:
            begins = time(int(value[:2]), int(value[2:]))
        except ValueError:
            self.told = NO_SUCH_TIME
            return
        self._set(begins=begins)
        self.pending = Ask.CHECK_IN

    def _mine(self, value: str) -> None:
        self.chosen = next((each for each in self.mine if each.appointment.id == value), None)
        if self.chosen is None:
            raise ValueError(value)
        self._to(Page.WHAT)

    def _what(self, value: str) -> None:
        if value == "move":
            self.pending = Ask.FREE
        elif value == "cancel":
            self._to(Page.CANCEL)
        else:
            raise ValueError(value)

    def _cancel(self, value: str) -> None:
        if value == "yes":
            self.pending = Ask.CANCEL
        else:
            self.back()

    def _ended(self, _value: str) -> None:
        self.restart()

    def _try_again(self, _value: str) -> None:
        self.page, self.pending = self._before.pop(), self._failed

    def _proven(self) -> Ask:
        return Ask.CHECK_IN if self.given.wish is Wish.HERE else Ask.FIND

    # --- what is asked --------------------------------------------------------------------------

    async def settle(self, book: AppointmentBook, locale: str) -> None:
        """Ask what is pending, and whatever follows from it. locale: the resident's."""
        while self.pending is not None:
            asked = self.pending
            try:
                await self._ask(asked, book, locale)
            except Refused as refused:
                self.pending = None
                self._refused(asked, refused.message)
            except StoreFailed:
                self.pending, self._failed = None, asked
                self._to(Page.AWAY)

    async def _ask(self, asked: Ask, book: AppointmentBook, locale: str) -> None:
        given = self.given
        match asked:
            case Ask.FREE:
                elderly = self.chosen.appointment.elderly if self.chosen is not None else bool(given.elderly)
                self.free = await book.free(self.about, elderly=elderly)
                if not self.free and self.page is Page.DAY:
                    self.page = self._before.pop()
                self._to(Page.DAY if self.free else Page.NO_ROOM)
            case Ask.BOOK:
                assert given.half is not None
                spot = None if given.by is By.CARD else self._spot
                self.booked = await book.book(
                    NewAppointment(
                        self._id,
                        given.service,
                        given.half,
                        bool(given.elderly),
                        locale,
                        given.identity,
                        given.phone,
                        spot,
                    )
                )
                self.made += 1
                self._to(Page.DONE)
            case Ask.FIND:
                self.mine = await book.find(self._proof())
                if not self.mine:
                    raise Refused(NOT_FOUND)
                self.chosen = self.mine[0] if len(self.mine) == 1 else None
                self._to(Page.WHAT if self.chosen is not None else Page.MINE)
            case Ask.MOVE:
                assert self.chosen is not None
                assert given.half is not None
                moved = await book.move(self.chosen.appointment.id, self._proof(), given.half)
                self.booked = Booked(
                    replace(moved, last_four=self.chosen.appointment.last_four), self.chosen.code
                )
                self._to(Page.DONE)
            case Ask.CANCEL:
                assert self.chosen is not None
                await book.cancel(self.chosen.appointment.id, self._proof())
                self._to(Page.CANCELLED)
            case Ask.CHECK_IN:
                await self._waits(await book.check_in(self._proof()), book)
            case Ask.TAKE_NUMBER:
                arrival = Arrival(self._id, given.service, bool(given.elderly), locale)
                await self._waits(await book.take_number(arrival), book)
        self.pending = None

    async def _waits(self, number: Appointment, book: AppointmentBook) -> None:
        self.number = number
        try:
            self.ahead = await book.ahead(number.id)
        except (Refused, StoreFailed):  # already called, or the hub is just busy: the number holds
            self.ahead = None
        self._to(Page.NUMBER)

    def _proof(self) -> Proof:
        given, home = self.given, self._spot.name if self._spot.home else ""
        match given.by:
            case By.CARD:
                return Proof(self._at, identity=given.identity)
            case By.TIME:
                return Proof(self._at, last_four=given.last_four, begins=given.begins, home=home)
            case _:
                return Proof(self._at, code=given.code, last_four=given.last_four, home=home)

    def _refused(self, asked: Ask, message: Message) -> None:
        if asked in (Ask.BOOK, Ask.MOVE) and message in (FULL, NOT_SERVED):
            del self._before[self._before.index(Page.DAY) :]
            self.page = self._before.pop()  # from which what is free was asked
            self._to(Page.DAY)
            self.told, self.pending = message, Ask.FREE
        elif message == NOT_FOUND and self.chosen is None:
            self._cut_to({By.CARD: Page.PROVE, By.TIME: Page.LAST_FOUR}.get(self.given.by, Page.CODE))  # type: ignore[arg-type]
            self.told = message
        else:
            if message == OTHER:  # the next try is another one
                self._id = self._new()
            self._tell(message)

    def _tell(self, message: Message) -> None:
        self._to(Page.TOLD)
        self.told = message


_TAKE: dict[Page, Callable[[Booking, str], None]] = {
    Page.WISH: Booking._wish,
    Page.SERVICE: Booking._service,
    Page.WHO: Booking._who,
    Page.CARD: Booking._identity,
    Page.IDENTITY: Booking._identity,
    Page.PHONE: Booking._phone,
    Page.AGE: Booking._age,
    Page.DAY: Booking._day,
    Page.HALF: Booking._half,
    Page.CONFIRM: Booking._confirm,
    Page.PROVE: Booking._prove,
    Page.CODE: Booking._code,
    Page.LAST_FOUR: Booking._last_four,
    Page.TIME: Booking._time,
    Page.MINE: Booking._mine,
    Page.WHAT: Booking._what,
    Page.CANCEL: Booking._cancel,
    Page.DONE: Booking._ended,
    Page.CANCELLED: Booking._ended,
    Page.NUMBER: Booking._ended,
    Page.NO_ROOM: lambda booking, _value: booking.restart(),
    Page.TOLD: lambda booking, _value: booking.restart(),
    Page.AWAY: Booking._try_again,
}
