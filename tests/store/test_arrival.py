"""A call that is handed over, and an officer who says at the kiosk that they are there."""

from __future__ import annotations

import pytest

from kiosk.assist.call import CallState, IllegalTransition, Outcome
from kiosk.officers.record import Deed


@pytest.fixture
def own_call(a_call):
    return lambda: a_call(kiosk="01")


async def deeds(store):
    return [(entry.who, entry.deed) for entry in await store.record.entries()]


async def test_the_first_arrival_counts_and_is_on_record_once(store, own_call):
    call = await store.calls.open_call(own_call())
    await store.calls.claim(call.id, "0101")
    there = await store.calls.arrive(call.id, "0101")
    assert there.arrived_at is not None
    assert await store.calls.arrive(call.id, "0101") == there
    assert await deeds(store) == [("0101", Deed.CALL_CLAIMED), ("0101", Deed.ARRIVED)]
    done = await store.calls.close(call.id, "0101", Outcome.HELPED)
    assert done.arrived_at == there.arrived_at
    with pytest.raises(IllegalTransition):
        await store.calls.arrive(call.id, "0101")


async def test_whoever_is_there_has_the_call_claimed_or_not(store, own_call):
    call = await store.calls.open_call(own_call())
    there = await store.calls.arrive(call.id, "0202")
    assert (there.state, there.officer) == (CallState.CLAIMED, "0202")
    assert there.claimed_at == there.arrived_at
    other = await store.calls.arrive(call.id, "0303")
    assert (other.officer, other.claimed_at) == ("0303", there.claimed_at)


async def test_it_is_handed_only_by_who_has_it_to_one_who_is_there(store, own_call):
    call = await store.calls.open_call(own_call())
    claimed = await store.calls.claim(call.id, "0101")
    await store.calls.arrive(call.id, "0101")
    with pytest.raises(IllegalTransition):
        await store.calls.hand_over(call.id, "0101", "0202")
    await store.calls.sign_in("0202")
    with pytest.raises(IllegalTransition):
        await store.calls.hand_over(call.id, "0202", "0202")
    given = await store.calls.hand_over(call.id, "0101", "0202")
    assert (given.state, given.officer, given.claimed_at) == (CallState.CLAIMED, "0202", claimed.claimed_at)
    assert given.arrived_at is None
    assert (await deeds(store))[-1] == ("0101", Deed.CALL_HANDED_OVER)
    back = await store.calls.put_back(call.id, "0202")
    assert (back.state, back.officer, back.arrived_at) == (CallState.WAITING, None, None)


async def test_away_from_the_kiosk_only_who_has_the_call_says_that_they_are_there(store, own_call):
    call = await store.calls.open_call(own_call())
    with pytest.raises(IllegalTransition):
        await store.calls.stand_beside(call.id, "0101")
    await store.calls.claim(call.id, "0101")
    with pytest.raises(IllegalTransition):
        await store.calls.stand_beside(call.id, "0202")
    there = await store.calls.stand_beside(call.id, "0101")
    assert (there.officer, there.arrived_at is None) == ("0101", False)
    assert await store.calls.stand_beside(call.id, "0101") == there
    assert await deeds(store) == [("0101", Deed.CALL_CLAIMED), ("0101", Deed.ARRIVED)]
    await store.calls.close(call.id, "0101", Outcome.HELPED)
    with pytest.raises(IllegalTransition):
        await store.calls.stand_beside(call.id, "0101")
