"""What becomes of a claim when the officer's desk on this machine falls silent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.assist.call import CallState
from kiosk.assist.change import ChangeKind
from kiosk.assist.queue import SILENT_S
from kiosk.officers.record import Deed


@pytest.fixture
async def claimed(store, a_call):
    """A call that 0101 has, who was heard of at that moment."""
    await store.calls.sign_in("0101")
    opened = await store.calls.open_call(a_call(kiosk="01"))
    return await store.calls.claim(opened.id, "0101")


async def test_another_desk_finds_the_call_waiting_with_its_age(store, clock, claimed):
    clock.pass_by(SILENT_S + 1)
    await store.calls.sign_in("0202")
    freed = await store.calls.get(claimed.id)
    assert freed == replace(claimed, state=CallState.WAITING, officer=None, claimed_at=None)
    entries = await store.record.entries()
    assert [(entry.who, entry.deed, entry.about) for entry in entries][1:] == [
        ("0101", Deed.CALL_FREED, claimed.id)
    ]
    assert (await store.record.verify()).broken is None
    told = (await store.outbox.after(0, 9))[-1]
    assert (told.kind, told.officer, told.call) == (ChangeKind.PUT_BACK, "0101", freed)
    assert (await store.calls.claim(claimed.id, "0202")).officer == "0202"


async def test_an_officer_who_is_back_before_others_come_keeps_it(store, clock, claimed):
    clock.pass_by(SILENT_S + 1)
    await store.calls.sign_in("0101")
    await store.calls.sign_in("0202")
    assert await store.calls.get(claimed.id) == claimed


async def test_a_short_silence_frees_nothing(store, clock, claimed):
    clock.pass_by(SILENT_S - 1)
    await store.calls.sign_in("0202")
    assert await store.calls.get(claimed.id) == claimed


async def test_an_officer_at_the_kiosk_keeps_it(store, clock, claimed):
    there = await store.calls.arrive(claimed.id, "0101")
    clock.pass_by(SILENT_S + 1)
    await store.calls.sign_in("0202")
    assert await store.calls.get(claimed.id) == there


async def test_a_claim_from_a_desk_of_the_hall_is_left_to_the_hub(store, clock, a_call):
    opened = await store.calls.open_call(a_call(kiosk="01"))
    claimed = await store.calls.claim(opened.id, "0303")
    clock.pass_by(SILENT_S + 1)
    await store.calls.sign_in("0202")
    assert await store.calls.get(opened.id) == claimed
