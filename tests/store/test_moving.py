"""An unfinished visit on its way to a desk on this machine: one place at a time, sealed, and not for long."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.assist.call import Outcome
from kiosk.flow.model import Text
from kiosk.officers.record import CLOSING, Deed
from kiosk.sealing import DeskKey, seal
from kiosk.visit.moving import Asked, Bound, NotMoving, Stage
from tests.store.test_canary import CANARIES, found

OFFICER = "0235"


@pytest.fixture
async def call(store, a_call):
    opened = await store.calls.open_call(a_call())
    return await store.calls.claim(opened.id, OFFICER)


@pytest.fixture
def key():
    return DeskKey()


@pytest.fixture
def asked(call, clock, key):
    bound = Bound("here", call.id, clock.now() + timedelta(hours=4))
    return Asked(bound, OFFICER, Text({"zh_CN": "3号窗口", "en": "window 3"}), key.public)


async def deeds(store):
    return [(e.who, e.deed, e.about) for e in await store.record.entries() if e.deed.startswith("visit")]


async def test_it_goes_from_kiosk_to_desk_and_nothing_of_it_stays(store, call, asked, key, folder):
    carrier = store.moving
    assert await carrier.stands(call.id) is None
    await carrier.ask(asked)
    stands = await carrier.stands(call.id)
    assert (stands.asked, stands.stage, stands.sealed) == (asked, Stage.ASKED, "")
    await carrier.give(call.id, seal(CANARIES[0], asked.public, asked.bound))
    assert found(folder) == []
    stands = await carrier.stands(call.id)
    assert stands.stage is Stage.SEALED
    assert key.open(stands.sealed, stands.asked.bound) == CANARIES[0]
    await carrier.received(call.id, OFFICER)
    await carrier.received(call.id, OFFICER)
    stands = await carrier.stands(call.id)
    assert (stands.stage, stands.sealed) == (Stage.RECEIVED, "")
    await carrier.opened(call.id, OFFICER)
    await carrier.wiped(call.id, None)
    assert await deeds(store) == [
        (OFFICER, Deed.VISIT_MOVED, call.id),
        (OFFICER, Deed.VISIT_OPENED, call.id),
        (CLOSING, Deed.VISIT_WIPED, call.id),
    ]
    assert (await store.record.verify()).broken is None


async def test_what_was_refused_can_be_asked_for_again(store, call, asked):
    await store.moving.ask(asked)
    await store.moving.refuse(call.id)
    assert (await store.moving.stands(call.id)).stage is Stage.REFUSED
    with pytest.raises(NotMoving):
        await store.moving.give(call.id, "AAAA")
    await store.moving.ask(asked)
    assert (await store.moving.stands(call.id)).stage is Stage.ASKED


async def test_what_is_taken_back_the_desk_does_not_get_and_the_other_way_round(store, call, asked):
    await store.moving.ask(asked)
    await store.moving.give(call.id, "AAAA")
    await store.moving.refuse(call.id)
    with pytest.raises(NotMoving):
        await store.moving.received(call.id, OFFICER)
    await store.moving.ask(asked)
    await store.moving.give(call.id, "AAAA")
    await store.moving.received(call.id, OFFICER)
    with pytest.raises(NotMoving):
        await store.moving.refuse(call.id)
    with pytest.raises(NotMoving):
        await store.moving.ask(asked)


async def test_only_who_has_the_call_may_ask(store, call, asked, a_call):
    with pytest.raises(NotMoving):
        await store.moving.ask(Asked(asked.bound, "0999", asked.window, asked.public))
    await store.calls.put_back(call.id, OFFICER)
    with pytest.raises(NotMoving):
        await store.moving.ask(asked)


async def test_a_quiet_call_asks_nothing_of_the_screen(store, a_call, clock, key):
    quiet = await store.calls.open_call(a_call(quiet=True))
    await store.calls.claim(quiet.id, OFFICER)
    bound = Bound("here", quiet.id, clock.now() + timedelta(hours=4))
    with pytest.raises(NotMoving):
        await store.moving.ask(Asked(bound, OFFICER, Text({"zh_CN": "3号窗口"}), key.public))


async def test_once_the_call_is_over_nothing_is_given_any_more(store, call, asked):
    await store.moving.ask(asked)
    await store.calls.close(call.id, OFFICER, Outcome.TO_WINDOW)
    with pytest.raises(NotMoving):
        await store.moving.give(call.id, "AAAA")


async def test_when_its_time_is_over_it_is_gone(store, call, asked, clock):
    await store.moving.ask(asked)
    await store.moving.give(call.id, "AAAA")
    clock.pass_by(4 * 3600)
    stands = await store.moving.stands(call.id)
    assert (stands.stage, stands.sealed) == (Stage.REFUSED, "")
    with pytest.raises(NotMoving):
        await store.moving.received(call.id, OFFICER)
    clock.pass_by(24 * 3600)
    assert await store.moving.stands(call.id) is None
