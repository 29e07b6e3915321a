"""Appointments and the hall's line in the store: given once, found by their own, called in their turn."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from kiosk.cases.appointment import (
    BUSY,
    ENOUGH_ALREADY,
    FULL,
    MOST_BOOKED,
    NO_WINDOW,
    NOT_FOUND,
    ONE_ALREADY,
    OTHER,
    UNKNOWN,
    AppointmentState,
    Arrival,
    NewAppointment,
)
from kiosk.cases.difficult import Refused
from kiosk.cases.proof import FORGETS, Proof
from kiosk.cases.visiting_hours import WEEK, Half, Hours, VisitingPlan, Window, usual_plan
from kiosk.cases.waiting import Board, Called
from kiosk.failure import StoreFailed
from kiosk.ids import new_id
from kiosk.officers.lock_out import FREE
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE, Deed
from kiosk.officers.roll import Refused as NoRight

OFFICER = Officer("0235", "", frozenset({Role.OFFICER}))
TUESDAY = date(2026, 11, 24)
"""The day of the clock, at 9:02 in the hall."""
TEN = Half(TUESDAY, time(10))
ELEVEN = Half(TUESDAY, time(11))
OLD, YOUNG = "11010519491231002X", "310230200001010015"
PLAN = VisitingPlan(
    hours=(Hours(days=WEEK[:5], begins=time(9), ends=time(12)),),
    windows=(
        Window(number=1, services=("move",), capacity=2, for_elderly=1),
        Window(number=2, services=("permit",), capacity=1),
    ),
)


@pytest.fixture
async def book(store):
    await store.plan.set(PLAN, ("move", "permit"))
    return store.appointments


def new(half=TEN, service="move", **changes):
    given = {"id": new_id(), "service": service, "half": half, "elderly": False, "locale": "zh_CN"}
    return NewAppointment(**(given | {"identity": OLD} | changes))


def by_code(booked, at="01"):
    return Proof(at, code=booked.code, last_four=booked.appointment.last_four)


async def refused(work, why):
    with pytest.raises(Refused) as told:
        await work
    assert told.value.message == why, told.value.message


async def test_before_a_plan_is_set_the_usual_one_holds(store):
    assert await store.plan.plan() == usual_plan()
    free = await store.appointments.free("anything", elderly=True)
    assert free[0].half == Half(TUESDAY, time(9, 30))
    with pytest.raises(NoRight) as told:
        await store.plan.set(PLAN, ("move",))
    assert told.value.reason.id == "appointment.plan_service"
    await store.plan.set(PLAN, ("move", "permit"))
    assert await store.plan.plan() == PLAN
    assert [entry.deed for entry in await store.record.entries()] == [Deed.VISITING_PLAN_CHANGED]


async def test_one_is_booked_once_however_often_it_is_asked(book):
    asked = new()
    booked = await book.book(asked)
    assert await book.book(asked) == booked
    assert booked.appointment.half == TEN
    assert booked.appointment.state is AppointmentState.BOOKED
    assert booked.appointment.elderly, "by the number, whatever was said"
    assert booked.appointment.last_four == "002X"
    (left,) = [each.places for each in await book.free("move", elderly=True) if each.half == TEN]
    assert left == 1


async def test_the_last_place_is_given_once_and_a_kept_one_to_the_elderly_alone(book):
    nine = Half(TUESDAY + timedelta(days=1), time(9))
    await book.book(new(nine, identity=YOUNG))
    await refused(book.book(new(nine, identity="", phone="13812345678")), FULL)
    assert nine not in [each.half for each in await book.free("move", elderly=False)]
    await book.book(new(nine))
    await refused(book.book(new(nine, identity="", phone="13812345678", elderly=True)), FULL)


async def test_a_kept_place_is_everybodys_shortly_before(book, clock):
    tomorrow = Half(TUESDAY + timedelta(days=1), time(9))
    await book.book(new(tomorrow, identity=YOUNG))
    other = new(tomorrow, identity="", phone="13812345678")
    await refused(book.book(other), FULL)
    clock.moment = tomorrow.at().astimezone(UTC) - timedelta(minutes=PLAN.elderly_kept_min)
    assert (await book.book(other)).appointment.half == tomorrow


async def test_nobody_hoards(store, book):
    everything = replace_windows(PLAN, Window(number=1, services=("*",), capacity=9))
    await store.plan.set(everything, ())
    await book.book(new())
    await refused(book.book(new(ELEVEN)), ONE_ALREADY)
    for service in ("a", "b"):
        await book.book(new(service=service))
    assert MOST_BOOKED == 3
    await refused(book.book(new(service="c")), ENOUGH_ALREADY)
    await book.book(new(service="c", identity=YOUNG))


def replace_windows(plan, *windows):
    return plan.model_copy(update={"windows": windows})


async def test_ones_own_is_found_by_card_or_by_code_and_never_anothers(book):
    mine = await book.book(new(phone="13812345678"))
    theirs = await book.book(new(identity=YOUNG))
    assert await book.find(Proof("01", identity=OLD)) == (mine,)
    assert await book.find(by_code(mine)) == (mine,)
    assert await book.find(Proof("01", code=mine.code, last_four="5678")) == (mine,)
    assert theirs not in await book.find(by_code(mine))
    for n, wrong in enumerate((
        Proof("02", code=mine.code, last_four=YOUNG[-4:]),
        Proof("03", code="000000" if mine.code != "000000" else "000001", last_four="002X"),
        Proof("04", identity="310230193507010018"),
        Proof("05", last_four="002X", begins=time(10)),
        Proof("06"),
    )):  # fmt: skip
        await refused(book.find(wrong), NOT_FOUND)
        assert n < 9
    await refused(book.cancel(theirs.appointment.id, by_code(mine, "07")), NOT_FOUND)
    await refused(book.move(theirs.appointment.id, by_code(mine, "07"), ELEVEN), NOT_FOUND)


async def test_guessing_is_slowed_whether_there_is_one_or_not(book, clock):
    mine = await book.book(new())
    for n in range(FREE):
        await refused(book.find(Proof("01", code=f"{n:06}", last_four="1111")), NOT_FOUND)
    with pytest.raises(Refused) as told:
        await book.find(by_code(mine))
    assert (told.value.message.id, told.value.message.params) == ("appointment.try_later", {"minutes": 1})
    assert await book.find(Proof("01", identity=OLD)) == (mine,), "a card is no guess, and never made to wait"
    assert await book.find(by_code(mine, "02")) == (mine,), "another kiosk goes on"
    clock.pass_by(31)
    assert await book.find(by_code(mine)) == (mine,)


async def test_cards_without_an_appointment_make_nobody_wait(book):
    mine = await book.book(new())
    for _ in range(FREE + 1):
        await refused(book.find(Proof("01", identity=YOUNG)), NOT_FOUND)
    assert await book.find(by_code(mine)) == (mine,)


async def test_wrong_tries_are_forgotten_one_by_one(book, clock):
    """Slips of a whole day do not add up; what was guessed in a row is not forgotten all at once."""
    mine = await book.book(new())
    wrong = Proof("01", last_four="1111")
    for _ in range(2 * FREE):
        await refused(book.find(wrong), NOT_FOUND)
        clock.pass_by(int(FORGETS.total_seconds()))
    assert await book.find(by_code(mine)) == (mine,)
    for _ in range(FREE - 1):
        await refused(book.find(wrong), NOT_FOUND)
    clock.pass_by(int(FORGETS.total_seconds()) + 60)
    for _ in range(2):
        await refused(book.find(wrong), NOT_FOUND)
    with pytest.raises(Refused) as told:
        await book.find(by_code(mine))
    assert told.value.message.id == "appointment.try_later"


async def test_a_slip_at_one_desk_makes_no_other_officer_wait(store, book):
    mine = await book.book(new())
    for _ in range(FREE):
        await refused(
            store.waiting.check_in(Proof("", last_four="1111", begins=time(10)), OFFICER), NOT_FOUND
        )
    other = Officer("0236", "", frozenset({Role.OFFICER}))
    here = await store.waiting.check_in(Proof("", last_four="002X", begins=time(10)), other)
    assert here.id == mine.appointment.id


@pytest.mark.parametrize(
    "other", [{"identity": YOUNG}, {"identity": "", "phone": "13812345678"}, {"service": "permit"}]
)
async def test_an_id_that_is_known_tells_nobody_elses_code(book, other):
    asked = new()
    await book.book(asked)
    await refused(book.book(new(id=asked.id, **other)), OTHER)


async def test_an_arrival_that_is_known_gives_nobody_elses_number(book):
    mine = Arrival(new_id(), "move", False, "en")
    assert await book.take_number(mine) == await book.take_number(replace(mine, locale="zh_CN"))
    booked = await book.book(new())
    for other in (
        replace(mine, service="permit"),
        replace(mine, elderly=True),
        Arrival(booked.appointment.id, "move", True, "en"),
    ):
        await refused(book.take_number(other), OTHER)


async def test_one_code_is_not_guessed_at_many_kiosks_and_an_unknown_one_is_answered_alike(book, clock):
    mine = await book.book(new())
    unknown = "000000" if mine.code != "000000" else "000001"
    for code in (mine.code, unknown):
        for n in range(FREE):
            await refused(book.find(Proof(f"{code}{n}", code=code, last_four="1111")), NOT_FOUND)
        with pytest.raises(Refused) as told:
            await book.find(Proof(f"{code}9", code=code, last_four="002X"))
        assert told.value.message.id == "appointment.try_later"
    clock.pass_by(3700)
    assert await book.find(by_code(mine)) == (mine,)


async def test_it_is_moved_and_the_place_of_before_is_free(book):
    mine = await book.book(new())
    other = await book.book(new(ELEVEN, identity="", phone="13812345678"))
    assert other.appointment.half == ELEVEN
    moved = await book.move(mine.appointment.id, by_code(mine), ELEVEN)
    assert (moved.id, moved.half) == (mine.appointment.id, ELEVEN)
    assert await book.move(mine.appointment.id, by_code(mine), ELEVEN) == moved
    assert await book.find(by_code(mine)) != ()
    (left,) = [each.places for each in await book.free("move", elderly=True) if each.half == TEN]
    assert left == 2
    third = await book.book(new(identity=YOUNG))
    await refused(book.move(third.appointment.id, by_code(third), ELEVEN), FULL)
    ((kept),) = await book.find(by_code(third))
    assert kept.appointment.half == TEN, "where the new one is full the old one stays"


async def test_a_cancelled_one_is_free_and_gone(book):
    mine = await book.book(new())
    await book.cancel(mine.appointment.id, by_code(mine))
    await refused(book.find(by_code(mine)), NOT_FOUND)
    await refused(book.check_in(by_code(mine)), NOT_FOUND)
    assert (await book.book(new())).appointment.half == TEN


@pytest.mark.parametrize("way", ["card", "code", "time"])
async def test_whoever_comes_gets_a_number_once(book, way):
    await book.take_number(Arrival(new_id(), "move", False, "en"))
    mine = await book.book(new())
    proof = {
        "card": Proof("01", identity=OLD),
        "code": by_code(mine),
        "time": Proof("01", last_four="002X", begins=time(10)),
    }[way]
    here = await book.check_in(proof)
    assert (here.number, here.state, here.last_four) == (2, AppointmentState.WAITING, "")
    assert await book.check_in(proof) == here


async def test_who_has_been_served_checks_in_for_what_is_still_to_come(store, book):
    everything = replace_windows(PLAN, Window(number=1, services=("*",), capacity=9))
    await store.plan.set(everything, ())
    first = await book.book(new(service="a"))
    second = await book.book(new(ELEVEN, service="b"))
    card = Proof("01", identity=OLD)
    here = await book.check_in(card)
    assert here.id == first.appointment.id
    await store.waiting.call_next(1, OFFICER)
    assert await book.check_in(card) == (await store.waiting.waiting(OFFICER)).called[0]
    await store.waiting.served(here.id, OFFICER)
    assert (await book.check_in(card)).id == second.appointment.id
    await store.waiting.call_next(1, OFFICER)
    await store.waiting.served(second.appointment.id, OFFICER)
    await refused(book.check_in(card), NOT_FOUND)


async def test_what_is_still_to_come_is_checked_in_before_what_was_missed(store, book, clock):
    await store.plan.set(replace_windows(PLAN, Window(number=1, services=("*",), capacity=9)), ())
    missed = await book.book(new(service="a"))
    coming = await book.book(new(ELEVEN, service="b"))
    clock.moment = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
    assert (await book.check_in(Proof("01", identity=OLD))).id == coming.appointment.id
    assert (await book.check_in(by_code(missed))).id == missed.appointment.id


async def test_two_of_one_time_whose_numbers_end_alike_are_not_taken_for_each_other(book):
    first = await book.book(new(identity="", phone="13812345678"))
    await book.book(new(identity="", phone="13912345678", elderly=True))
    await refused(book.check_in(Proof("01", last_four="5678", begins=time(10))), NOT_FOUND)
    assert (await book.check_in(by_code(first))).number == 1


async def test_who_has_two_appointments_at_one_time_is_found_by_it(store, book):
    await store.plan.set(replace_windows(PLAN, Window(number=1, services=("*",), capacity=9)), ())
    for service in ("a", "b"):
        await book.book(new(service=service))
    assert (await book.check_in(Proof("01", last_four="002X", begins=time(10)))).number == 1


async def test_a_plan_with_fewer_places_gives_none_beyond_them(store, book):
    await store.plan.set(replace_windows(PLAN, Window(number=1, services=("*",), capacity=4)), ())
    for number in range(3):
        await book.book(new(identity="", phone=f"1381234567{number}"))
    for window in (
        Window(number=1, services=("*",), capacity=3),
        Window(number=7, services=("*",), capacity=3),
    ):
        await store.plan.set(replace_windows(PLAN, window), ())
        assert TEN not in [each.half for each in await book.free("move", elderly=True)]
        await refused(book.book(new()), FULL)


async def test_on_another_day_the_day_is_told(book):
    tomorrow = Half(TUESDAY + timedelta(days=1), time(9))
    mine = await book.book(new(tomorrow))
    with pytest.raises(Refused) as told:
        await book.check_in(by_code(mine))
    assert (told.value.message.id, told.value.message.params) == (
        "appointment.other_day",
        {"day": "2026-11-25"},
    )


async def test_who_does_not_come_loses_the_place_and_not_the_right_to_be_served(store, book, clock):
    mine = await book.book(new(Half(TUESDAY, time(9, 30))))
    clock.moment = datetime(2026, 11, 24, 1, 44, 59, tzinfo=UTC)
    assert await book.find(by_code(mine)) == (mine,)
    clock.pass_by(1)
    await refused(book.find(by_code(mine)), NOT_FOUND)
    late = await book.check_in(by_code(mine, "02"))
    assert late.state is AppointmentState.WAITING
    assert late.turn_at == clock.now() - timedelta(minutes=10), "as if without an appointment"


async def test_each_day_begins_with_one(book, clock):
    for number in (1, 2):
        assert (await book.take_number(Arrival(new_id(), "move", True, "en"))).number == number
    clock.pass_by(24 * 3600)
    assert (await book.take_number(Arrival(new_id(), "move", True, "en"))).number == 1
    assert (await book.board()).waiting == 1


async def test_a_number_for_what_no_window_serves_is_refused(book):
    with pytest.raises(Refused) as told:
        await book.take_number(Arrival(new_id(), "nothing", True, "en"))
    assert told.value.message.id == "appointment.no_window"


@pytest.fixture
async def line(store, book):
    """Three who wait for the first window, and one for the second."""
    arrivals = [Arrival(new_id(), service, old, "en") for service, old in
                (("move", False), ("permit", False), ("move", True), ("move", False))]  # fmt: skip
    return [await book.take_number(arrival) for arrival in arrivals]


async def test_each_window_calls_the_first_of_its_own(store, line):
    first, permit, old, last = line
    desk = store.waiting
    assert [each.number for each in (await desk.waiting(OFFICER)).waiting] == [3, 1, 2, 4]
    called = await desk.call_next(1, OFFICER)
    assert (called.id, called.window, called.calls) == (old.id, 1, 1)
    assert (await desk.call_next(2, OFFICER)).id == permit.id
    with pytest.raises(Refused) as told:
        await desk.call_next(1, OFFICER)
    assert told.value.message == BUSY
    assert (await desk.served(old.id, OFFICER)).state is AppointmentState.SERVED
    assert (await desk.call_next(1, OFFICER)).id == first.id
    await desk.served(first.id, OFFICER)
    assert (await desk.call_next(1, OFFICER)).id == last.id
    await desk.served(last.id, OFFICER)
    assert await desk.call_next(1, OFFICER) is None
    with pytest.raises(Refused) as told:
        await desk.call_next(7, OFFICER)
    assert told.value.message == NO_WINDOW


async def test_who_waits_for_what_the_plan_no_longer_serves_is_not_forgotten(store, book):
    waiting = await book.take_number(Arrival(new_id(), "permit", False, "en"))
    await store.plan.set(replace_windows(PLAN, PLAN.windows[0]), ("move",))
    assert (await store.waiting.call_next(1, OFFICER)).id == waiting.id


async def test_the_board_shows_who_is_called_and_who_is_next(store, book, line, clock):
    assert await book.board() == Board((), (3, 1, 2, 4), 4)
    old = await store.waiting.call_next(1, OFFICER)
    clock.pass_by(1)
    await store.waiting.call_next(2, OFFICER)
    clock.pass_by(1)
    assert await book.board() == Board((Called(2, 2, 1), Called(3, 1, 1)), (1, 4), 2)
    await store.waiting.call_again(old.id, OFFICER)
    assert (await book.board()).called == (Called(3, 1, 2), Called(2, 2, 1))


async def test_who_was_passed_over_is_back_in_line_by_the_officer_or_with_their_slip(store, book, clock):
    mine = await book.book(new())
    await book.check_in(by_code(mine))
    for way in ("officer", "slip"):
        called = await store.waiting.call_next(1, OFFICER)
        over = await store.waiting.passed_over(called.id, OFFICER)
        assert [each.id for each in (await store.waiting.waiting(OFFICER)).passed_over] == [over.id]
        assert await store.waiting.call_next(1, OFFICER) is None
        clock.pass_by(60)
        if way == "officer":
            back = await store.waiting.back_in_line(called.id, OFFICER)
        else:
            back = await book.check_in(by_code(mine))
        assert (back.number, back.state, back.window) == (1, AppointmentState.WAITING, None)
        assert back.turn_at == clock.now() - timedelta(minutes=10)


async def test_what_cannot_be_is_refused(store, line):
    desk, first = store.waiting, line[0]
    for work in (desk.call_again, desk.passed_over, desk.served, desk.back_in_line):
        with pytest.raises(Refused) as told:
            await work(first.id, OFFICER)
        assert told.value.message.id == "appointment.not_now"
        with pytest.raises(Refused) as told:
            await work("nothing", OFFICER)
        assert told.value.message == UNKNOWN


async def test_only_who_sits_there_calls_and_it_is_on_record(store, line):
    await store.officers.add(OFFICER, "482913", CONSOLE)
    arrival = Arrival(new_id(), "move", True, "en")
    for work in (
        store.waiting.waiting(OFFICER),
        store.waiting.call_next(1, OFFICER),
        store.waiting.take_number(arrival, OFFICER),
        store.waiting.check_in(Proof("", identity=OLD), OFFICER),
    ):
        with pytest.raises(Refused) as told:
            await work
        assert told.value.message.id == "desk.no_right"
    store.seats.desk.sit("0235")
    called = await store.waiting.call_next(1, OFFICER)
    await store.waiting.call_again(called.id, OFFICER)
    await store.waiting.passed_over(called.id, OFFICER)
    await store.waiting.back_in_line(called.id, OFFICER)
    called = await store.waiting.call_next(1, OFFICER)
    await store.waiting.served(called.id, OFFICER)
    entries = [(e.who, e.deed) for e in await store.record.entries() if e.about == called.id]
    assert entries == [
        ("0235", deed)
        for deed in (
            Deed.NUMBER_CALLED,
            Deed.NUMBER_CALLED,
            Deed.NUMBER_PASSED_OVER,
            Deed.NUMBER_RETURNED,
            Deed.NUMBER_CALLED,
            Deed.NUMBER_SERVED,
        )
    ]
    assert (await store.record.verify()).broken is None


@pytest.mark.parametrize(
    "spoilt",
    [
        "UPDATE appointment SET sealed = x'00'",
        "UPDATE appointment SET sealed = NULL",
        "UPDATE appointment SET begins = 'noon'",
        "UPDATE finding_key SET sealed = x'00'",
        "UPDATE visiting_plan SET body = '{\"windows\": 1}'",
    ],
)
async def test_what_is_damaged_is_told_and_nothing_is_guessed(store, book, folder, spoilt):
    mine = await book.book(new())
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        database.execute(spoilt)
        database.commit()
    with pytest.raises(StoreFailed):
        await book.find(by_code(mine))


async def test_the_tables_themselves_take_no_place_number_or_window_twice(store, book, folder):
    await book.book(new())
    await book.book(new(ELEVEN, identity=YOUNG))
    first = await book.take_number(Arrival(new_id(), "move", True, "en"))
    second = await book.take_number(Arrival(new_id(), "move", True, "en"))
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        for wrong in (
            "UPDATE appointment SET day = '2026-11-24', begins = '10:00', place = '1/1'",
            f"UPDATE appointment SET number = {first.number} WHERE number = {second.number}",
            "UPDATE appointment SET state = 'called', window = 1 WHERE number IS NOT NULL",
            "UPDATE appointment SET person = 'x' WHERE state = 'booked'",
            "UPDATE appointment SET state = 'lost'",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                database.execute(wrong)


async def test_only_the_last_four_are_kept_and_nothing_in_the_clear(store, book, folder):
    mine = await book.book(new(phone="13812345678"))
    with closing(sqlite3.connect(folder / "kiosk.db")) as database:
        database.row_factory = sqlite3.Row
        row = dict(database.execute("SELECT * FROM appointment").fetchone())
    told = json.dumps({name: str(value) for name, value in row.items()})
    for word in (OLD, "13812345678", "002X", "5678", mine.code):
        assert f'"{word}"' not in told
        assert word not in "".join(str(row[name]) for name in ("service", "locale", "day", "place"))
