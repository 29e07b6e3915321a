"""A practice as it runs, by a clock that is turned."""

from __future__ import annotations

import pytest

from kiosk.assist.call import CallState, Outcome
from kiosk.practice.hall import PracticeHall
from kiosk.practice.plan import Place, Resident, Trouble
from tests.desk.conftest import MemoryQueue, TurnedClock

FAR = Place("02", "2 号机", "东侧", 24.0)
"""24 s on foot."""


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def queue(clock: TurnedClock) -> MemoryQueue:
    return MemoryQueue(clock)


def resident(at_s: float = 5.0, trouble: Trouble = Trouble.CANNOT_READ) -> Resident:
    return Resident(at_s, FAR, "household", "phone", "zh_CN", True, trouble, patience_s=90.0)


@pytest.fixture
def hall(queue: MemoryQueue, clock: TurnedClock) -> PracticeHall:
    return PracticeHall(queue, clock, [resident(), resident(200.0, Trouble.PAPER_MISSING)])


async def turned(hall: PracticeHall, clock: TurnedClock, seconds: float) -> None:
    clock.turn(seconds)
    await hall.step()


async def test_a_resident_calls_when_it_is_time(hall, queue, clock):
    await hall.step()
    await turned(hall, clock, 4.9)
    assert await queue.open_calls() == ()
    await turned(hall, clock, 0.1)
    (call,) = await queue.open_calls()
    assert (call.kiosk, call.place, call.service, call.step, call.priority) == (
        "02",
        "东侧",
        "household",
        "phone",
        True,
    )
    assert (hall.came, hall.expected, hall.over) == (1, 2, False)


async def test_whoever_waits_too_long_leaves(hall, queue, clock):
    await hall.step()
    await turned(hall, clock, 5)
    await turned(hall, clock, 89)
    (call,) = await queue.open_calls()
    await turned(hall, clock, 1)
    assert (await queue.get(call.id)).state is CallState.CANCELLED
    assert (hall.score().left, hall.score().points) == (1, 0)


async def test_what_is_wrong_is_told_once_the_officer_is_there(hall, queue, clock):
    await hall.step()
    await turned(hall, clock, 5)
    (call,) = await queue.open_calls()
    clock.turn(10)
    await queue.claim(call.id, "0235")
    await hall.step()
    assert (hall.arrives_in_s(call.id), hall.said(call.id)) == (24, None)
    await turned(hall, clock, 23)
    assert hall.said(call.id) is None
    await turned(hall, clock, 1)
    assert (hall.arrives_in_s(call.id), hall.said(call.id)) == (0, Trouble.CANNOT_READ)
    await turned(hall, clock, 500)
    assert (await queue.get(call.id)).state is CallState.CLAIMED, "nobody leaves whom somebody helps"


async def test_a_call_that_is_put_back_waits_on(hall, queue, clock):
    await hall.step()
    await turned(hall, clock, 5)
    (call,) = await queue.open_calls()
    await queue.claim(call.id, "0235")
    await turned(hall, clock, 60)
    await queue.put_back(call.id, "0235")
    await turned(hall, clock, 1)
    assert hall.arrives_in_s(call.id) is None
    await turned(hall, clock, 30)
    assert hall.score().left == 1


async def test_the_whole_of_it(hall, queue, clock):
    await hall.step()
    await turned(hall, clock, 5)
    (call,) = await queue.open_calls()
    await queue.claim(call.id, "0235")
    await turned(hall, clock, 30)
    await queue.close(call.id, "0235", Outcome.HELPED)
    await turned(hall, clock, 165)
    assert not hall.over
    (call,) = await queue.open_calls()
    clock.turn(40)
    await queue.claim(call.id, "0235")
    await turned(hall, clock, 30)
    await queue.close(call.id, "0235", Outcome.HELPED)
    await hall.step()
    assert hall.over
    told = hall.score()
    assert (told.called, told.reached, told.ended, told.rightly_ended, told.left) == (2, 2, 2, 1, 0)
    assert (told.claim_median_s, told.arrival_95_s) == (0, 64)


async def test_a_call_claimed_and_closed_between_two_looks_counts(hall, queue, clock):
    await hall.step()
    await turned(hall, clock, 5)
    (call,) = await queue.open_calls()
    await queue.claim(call.id, "0235")
    await queue.close(call.id, "0235", Outcome.HELPED)
    await hall.step()
    assert (hall.score().reached, hall.score().rightly_ended) == (1, 0), "closed before anybody was there"


async def test_nobody_knows_a_call_of_somebody_else(hall):
    await hall.step()
    assert (hall.arrives_in_s("x"), hall.said("x")) == (None, None)
