"""A resident's way to an appointment: page by page, back again, and through whatever the book says."""

from __future__ import annotations

import asyncio
from datetime import date, time
from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.cases.appointment import (
    FULL,
    NOT_FOUND,
    ONE_ALREADY,
    OTHER,
    Appointment,
    AppointmentState,
    Arrival,
    Booked,
    FreeHalf,
    NewAppointment,
    wait_before_trying,
)
from kiosk.cases.booking import ENDS, ENOUGH_NOW, NO_SUCH_TIME, Booking, Page
from kiosk.cases.difficult import Refused
from kiosk.cases.hoarding import MOST_IN_VISIT, Spot
from kiosk.cases.proof import Proof
from kiosk.cases.visiting_hours import Half
from kiosk.failure import StoreFailed, Trouble
from kiosk.message import Message

TODAY = date(2026, 11, 27)
MONDAY = date(2026, 11, 30)
HALVES = tuple(FreeHalf(Half(day, time(9, m)), 2) for day in (TODAY, MONDAY) for m in (0, 30))
OLD, YOUNG = "310230194809280028", "310151199001010014"
SPOT = Spot("01")


class OneBook:
    """An AppointmentBook that says what it is told to. asked: what came, in order."""

    def __init__(self) -> None:
        self.halves: tuple[FreeHalf, ...] = HALVES
        self.asked: list[object] = []
        self.says: list[Exception] = []
        self.mine: tuple[Booked, ...] = ()

    def _come(self, what: object) -> None:
        self.asked.append(what)
        if self.says:
            raise self.says.pop(0)

    async def free(self, service: str, *, elderly: bool) -> tuple[FreeHalf, ...]:
        self._come((service, elderly))
        return self.halves

    async def book(self, new: NewAppointment) -> Booked:
        self._come(new)
        return Booked(of(new.id, new.service, new.half), "704218")

    async def find(self, proof: Proof) -> tuple[Booked, ...]:
        self._come(proof)
        return self.mine

    async def move(self, appointment_id: str, proof: Proof, half: Half) -> Appointment:
        self._come((appointment_id, proof, half))
        return of(appointment_id, "household", half)

    async def cancel(self, appointment_id: str, proof: Proof) -> None:
        self._come((appointment_id, proof))

    async def check_in(self, proof: Proof) -> Appointment:
        self._come(proof)
        return of("a", "household", HALVES[0].half, number=7)

    async def take_number(self, arrival: Arrival) -> Appointment:
        self._come(arrival)
        return of(arrival.id, arrival.service, None, number=8)

    async def ahead(self, appointment_id: str) -> int:
        self._come(appointment_id)
        return 3


def of(id_: str, service: str, half: Half | None, number: int | None = None) -> Appointment:
    state = AppointmentState.BOOKED if number is None else AppointmentState.WAITING
    return Appointment(
        id_, service, "zh_CN", True, state, half.day if half else TODAY, half, number, last_four="0028"
    )


@pytest.fixture
def book() -> OneBook:
    return OneBook()


@pytest.fixture
def booking() -> Booking:
    ids = count()
    return Booking("01", SPOT, lambda: TODAY, lambda: f"id {next(ids)}")


def go(booking: Booking, book: OneBook, *values: str) -> Page:
    for value in values:
        booking.take(value)
        asyncio.run(booking.settle(book, "zh_CN"))
    return booking.page


BY_PHONE = ("book", "household", "phone", "13812345678", "no")
TO_CONFIRM = (*BY_PHONE, str(MONDAY), "09:30")


def test_a_card_tells_the_age_and_is_counted_nowhere(booking, book):
    assert go(booking, book, "book", "household", "card", OLD) is Page.DAY
    assert book.asked == [("household", True)]
    assert booking.days == (TODAY, MONDAY)
    assert go(booking, book, str(MONDAY), "09:30", "") is Page.DONE
    new = book.asked[-1]
    assert (new.identity, new.elderly, new.spot, new.half) == (OLD, True, None, HALVES[3].half)
    assert booking.booked is not None


def test_a_number_that_was_typed_is_counted_where_it_was(booking, book):
    go(booking, book, "book", "household", "identity", YOUNG, str(MONDAY), "09:00", "")
    assert book.asked[0] == ("household", False)
    assert book.asked[-1].spot == SPOT


def test_with_a_telephone_the_age_is_asked(booking, book):
    assert go(booking, book, *BY_PHONE[:-1]) is Page.AGE
    assert go(booking, book, "yes") is Page.DAY
    assert book.asked == [("household", True)]


def test_back_leads_through_every_page_with_what_was_given(booking, book):
    go(booking, book, *TO_CONFIRM)
    seen = []
    while booking.back():
        seen.append(booking.page)
    assert seen == [Page.HALF, Page.DAY, Page.AGE, Page.PHONE, Page.WHO, Page.SERVICE, Page.WISH]
    assert booking.given.phone == "13812345678"
    assert booking.given.half == HALVES[3].half


def test_a_time_that_was_taken_meanwhile_leads_to_those_that_are_free_now(booking, book):
    go(booking, book, *TO_CONFIRM)
    book.says.append(Refused(FULL))
    book.halves = HALVES[:1]
    assert go(booking, book, "") is Page.DAY
    assert (booking.told, booking.days) == (FULL, (TODAY,))
    assert booking.given.phone == "13812345678"
    assert go(booking, book, str(TODAY), "09:00", "") is Page.DONE
    assert booking.booked.appointment.half == HALVES[0].half


def test_where_nothing_is_left_that_is_said_and_back_leads_before_the_days(booking, book):
    go(booking, book, *TO_CONFIRM)
    book.says.append(Refused(FULL))
    book.halves = ()
    assert go(booking, book, "") is Page.NO_ROOM
    booking.back()
    assert booking.page is Page.AGE


def test_where_nobody_answers_nothing_is_lost_and_it_is_the_same_wish(booking, book):
    go(booking, book, *TO_CONFIRM)
    book.says.append(StoreFailed(Trouble.AWAY))
    assert go(booking, book, "") is Page.AWAY
    assert go(booking, book, "") is Page.DONE
    assert book.asked[-1] == book.asked[-2]


def test_another_person_is_another_wish(booking, book):
    go(booking, book, *TO_CONFIRM)
    book.says.append(StoreFailed(Trouble.BUSY))
    go(booking, book, "")
    for _ in range(5):
        booking.back()
    assert booking.page is Page.PHONE
    go(booking, book, "13912345678", "no", str(MONDAY), "09:30", "")
    assert book.asked[-1].id != book.asked[1].id


def test_an_id_of_somebody_else_is_not_tried_twice(booking, book):
    go(booking, book, *TO_CONFIRM)
    book.says.append(Refused(OTHER))
    assert go(booking, book, "") is Page.TOLD
    booking.back()
    assert go(booking, book, "") is Page.DONE
    assert book.asked[-1].id != book.asked[-2].id


def test_what_cannot_be_is_told_and_can_be_gone_back_from(booking, book):
    go(booking, book, *TO_CONFIRM)
    book.says.append(Refused(ONE_ALREADY))
    assert go(booking, book, "") is Page.TOLD
    assert booking.told == ONE_ALREADY
    booking.back()
    assert booking.page is Page.CONFIRM


def test_so_many_in_a_visit_and_no_more(booking, book):
    for _ in range(MOST_IN_VISIT):
        assert go(booking, book, *TO_CONFIRM, "") is Page.DONE
        go(booking, book, "")
    assert go(booking, book, "book") is Page.TOLD
    assert booking.told == ENOUGH_NOW


@pytest.mark.parametrize(
    ("values", "proof"),
    [
        (("card", OLD), Proof("01", identity=OLD)),
        (("code", "704218", "002X"), Proof("01", code="704218", last_four="002X")),
        (("time", "002X", "0930"), Proof("01", last_four="002X", begins=time(9, 30))),
    ],
)
def test_whoever_is_here_gets_a_number_and_how_many_are_before(booking, book, values, proof):
    assert go(booking, book, "here", *values) is Page.NUMBER
    assert book.asked == [proof, "a"]
    assert (booking.number.number, booking.ahead) == (7, 3)


def test_a_number_holds_where_nobody_can_say_how_many_are_before(booking, book):
    go(booking, book, "here", "card")
    booking.take(OLD)

    async def busy(_id: str) -> int:
        raise StoreFailed(Trouble.BUSY)

    book.ahead = busy
    asyncio.run(booking.settle(book, "zh_CN"))
    assert (booking.page, booking.ahead) == (Page.NUMBER, None)


def test_a_time_that_there_is_not_is_asked_again(booking, book):
    assert go(booking, book, "here", "time", "002X", "0999") is Page.TIME
    assert booking.told == NO_SUCH_TIME
    assert book.asked == []


@pytest.mark.parametrize(
    ("values", "page"),
    [
        (("card", OLD), Page.PROVE),
        (("code", "704218", "0028"), Page.CODE),
        (("time", "0028", "0930"), Page.LAST_FOUR),
    ],
)
def test_a_wrong_proof_is_asked_for_again_with_what_was_typed(booking, book, values, page):
    book.says.append(Refused(NOT_FOUND))
    assert go(booking, book, "here", *values) is page
    assert booking.told == NOT_FOUND
    if page is Page.CODE:
        assert (booking.given.code, booking.given.last_four) == ("704218", "0028")


def test_after_too_many_tries_it_says_how_long_to_wait(booking, book):
    book.says.append(Refused(wait_before_trying(30)))
    assert go(booking, book, "here", "code", "704218", "0028") is Page.TOLD
    assert booking.told == wait_before_trying(30)


def test_the_time_is_no_proof_to_change_anything(booking, book):
    go(booking, book, "change")
    with pytest.raises(ValueError, match="time"):
        booking.take("time")


def test_one_appointment_is_moved(booking, book):
    book.mine = (Booked(of("a", "household", HALVES[0].half), "704218"),)
    assert go(booking, book, "change", "code", "704218", "0028") is Page.WHAT
    assert go(booking, book, "move") is Page.DAY
    assert book.asked[-1] == ("household", True)
    assert go(booking, book, str(MONDAY), "09:30", "") is Page.DONE
    assert (booking.booked.code, booking.booked.appointment.half) == ("704218", HALVES[3].half)


def test_of_several_one_is_chosen_and_cancelled(booking, book):
    book.mine = tuple(Booked(of(id_, "household", HALVES[0].half), "704218") for id_ in "ab")
    assert go(booking, book, "change", "card", OLD) is Page.MINE
    assert go(booking, book, "b", "cancel") is Page.CANCEL
    assert go(booking, book, "no") is Page.WHAT
    assert go(booking, book, "cancel", "yes") is Page.CANCELLED
    assert book.asked[-1] == ("b", Proof("01", identity=OLD))


def test_without_an_appointment_there_is_a_number_too(booking, book):
    assert go(booking, book, "wait", "household", "yes") is Page.NUMBER
    assert book.asked[0] == Arrival("id 0", "household", True, "zh_CN")


def test_what_is_not_at_hand_leads_to_the_other_ways(booking, book):
    go(booking, book, "here", "code", "704218")
    booking.lose()
    assert booking.page is Page.PROVE


VALUES = {
    Page.WISH: ("book", "here", "change", "wait"),
    Page.SERVICE: ("household", "truck"),
    Page.WHO: ("card", "identity", "phone"),
    Page.CARD: (OLD, YOUNG),
    Page.IDENTITY: (OLD, YOUNG),
    Page.PHONE: ("13812345678",),
    Page.AGE: ("yes", "no"),
    Page.CONFIRM: ("",),
    Page.PROVE: ("card", "code"),
    Page.CODE: ("704218", "000000"),
    Page.LAST_FOUR: ("0028", "002X"),
    Page.TIME: ("0930", "9999"),
    Page.WHAT: ("move", "cancel"),
    Page.CANCEL: ("yes", "no"),
}
SAID = st.sampled_from(
    [
        None,
        None,
        Refused(FULL),
        Refused(NOT_FOUND),
        Refused(OTHER),
        Refused(ONE_ALREADY),
        Refused(Message("appointment.not_now")),
        StoreFailed(Trouble.AWAY),
    ]
)


class AnyWay(RuleBasedStateMachine):
    """Whatever is given and whatever the book says: a page shows, and back leads to the first one."""

    def __init__(self) -> None:
        super().__init__()
        self.book = OneBook()
        self.book.mine = tuple(Booked(of(id_, "household", HALVES[0].half), "704218") for id_ in "ab")
        self.booking = Booking("01", SPOT, lambda: TODAY)

    @rule(data=st.data(), said=SAID)
    def give(self, data: st.DataObject, said: Exception | None) -> None:
        booking, page = self.booking, self.booking.page
        if said is not None:
            self.book.says.append(said)
        values = VALUES.get(page, ("",))
        if page is Page.DAY:
            values = tuple(map(str, booking.days))
        elif page is Page.HALF:
            values = tuple(f"{x.half.begins:%H:%M}" for x in booking.halves(booking.given.day))
        elif page is Page.MINE:
            values = ("a", "b")
        booking.take(data.draw(st.sampled_from(values)))
        asyncio.run(booking.settle(self.book, "zh_CN"))
        self.book.says.clear()
        if booking.page is not page and booking.page not in (Page.WISH, *ENDS):
            assert not booking.first

    @precondition(lambda self: not self.booking.done)
    @rule()
    def go_back(self) -> None:
        before = self.booking.first
        assert self.booking.back() is not before

    @rule(halves=st.sampled_from([(), HALVES[:1], HALVES]))
    def others_book(self, halves: tuple[FreeHalf, ...]) -> None:
        if self.booking.page not in (Page.DAY, Page.HALF):
            self.book.halves = halves

    @invariant()
    def what_shows_can_be_shown(self) -> None:
        booking = self.booking
        assert booking.pending is None
        if booking.page is Page.DAY:
            assert booking.days
        if booking.page is Page.CONFIRM:
            assert booking.given.half is not None
        if booking.page in (Page.WHAT, Page.CANCEL):
            assert booking.chosen is not None
        if booking.page is Page.DONE:
            assert booking.booked is not None
        if booking.page is Page.NUMBER:
            assert booking.number is not None
        if booking.page is Page.TOLD:
            assert booking.told is not None
        assert booking.made <= MOST_IN_VISIT

    def teardown(self) -> None:
        steps = 0
        while self.booking.back():
            steps += 1
            assert steps < 60
        assert self.booking.done or self.booking.page is Page.WISH


TestAnyWay = AnyWay.TestCase
TestAnyWay.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
