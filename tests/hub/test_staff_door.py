"""Whoever has the role `staff` at the hall's hub opens the staff's page of a kiosk, through the hub alone."""

from __future__ import annotations

import asyncio
from random import Random

import pytest

from kiosk.clock import SystemClock
from kiosk.hub import record
from kiosk.hub.asking import Feature, NotAnswered
from kiosk.hub.desk_duty import DeskDuty
from kiosk.hub.duty_forms import Known
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.keys import Claimant
from kiosk.hub.kiosk_roll import AT_CALLS, OF_STAFF, StaffRoll
from kiosk.hub.link import websocket
from kiosk.hub.officers import Officers
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.message import Message
from kiosk.officers.lock_out import FREE
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import Deed
from kiosk.officers.roll import Refused
from kiosk.officers.staff_door import NO_ROLE, LocalStaffDoor
from kiosk.store.local import LocalStore
from tests.hub.test_desk import PATIENCE_S, PIN, quick, soon

WRONG_PIN = "274914"
PEOPLE = {"0101": {Role.OFFICER}, "0700": {Role.STAFF}, "0901": {Role.LEADER}}


@pytest.fixture
def features() -> list[Feature]:
    return [DeskDuty(quick(), soon)]


@pytest.fixture
async def store(tmp_path):
    made = LocalStore(tmp_path, "02", SystemClock(), kiosk_lock=True)
    await made.start()
    yield made
    await made.close()


@pytest.fixture
async def door(hub, sql, store):
    """Of kiosk 02, whose own roll is empty."""
    officers = Officers(hub.service._open.pool, quick())
    for number, roles in (("0999", {Role.LEADER}), *PEOPLE.items()):
        await officers.add("hall", Officer(number, "", frozenset(roles)), PIN, "console")
    key, address = await enrol(sql, Part.KIOSK, "02"), hub.url.replace("ws", "http", 1)
    forwarder = Forwarder(
        store.outbox, lambda: websocket(address, Claimant("02", key)), SystemClock(), Random(1), soon
    )
    running = asyncio.ensure_future(forwarder.run())
    async with asyncio.timeout(PATIENCE_S):
        while not forwarder.line.connected:  # noqa: ASYNC110 - told by another process
            await asyncio.sleep(0.01)
    roll = StaffRoll(forwarder.line)
    yield LocalStaffDoor(store.studio_officers, store.record, store.put_backs, lambda: roll)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def deeds(store) -> list[tuple[str, Deed]]:
    return [(each.who, each.deed) for each in await store.record.entries()]


@pytest.mark.parametrize("number", ["0700", "0901"])
async def test_staff_and_leaders_of_the_hub_come_in_and_are_signed_in_nowhere(door, store, sql, number):
    officer = await door.open(number, PIN)
    assert (officer.number, officer.roles) == (number, frozenset(PEOPLE[number]))
    assert await deeds(store) == [(number, Deed.STAFF_PAGE_OPENED)]
    for table in ("desk_session", "studio_session"):
        assert await sql.fetchval(f"SELECT count(*) FROM {table}") == 0
    assert await record.entries(sql, "02") == ()


async def test_who_only_answers_calls_does_not_and_is_told_so_in_the_words_of_this_door(door, store, sql):
    with pytest.raises(Refused) as refused:
        await door.open("0101", PIN)
    assert refused.value.reason == NO_ROLE
    assert await deeds(store) == []
    assert [(e.who, e.deed) for e in await record.entries(sql, "02")] == [("0101", Deed.SIGN_IN_REFUSED)]


async def test_wrong_pins_count_at_the_hub_and_shut_the_number(door):
    reasons = []
    for pin in (*[WRONG_PIN] * FREE, PIN):
        with pytest.raises(Refused) as refused:
            await door.open("0700", pin)
        reasons.append(refused.value.reason.id)
    assert reasons == ["desk.wrong_pin"] * (FREE - 1) + ["desk.shut"] * 2


class OlderHub:
    """A line to a hub that proves only who answers calls."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def ask(self, what, body, answer):
        self.asked.append(what)
        if what == OF_STAFF:
            raise NotAnswered(Message("hub.unknown"))
        assert (body.number, body.pin, answer) == ("0901", PIN, Known)
        return Known(number=body.number, roles=["leader"], active=True)


async def test_an_older_hub_is_asked_as_it_can_answer():
    line = OlderHub()
    officer = await StaffRoll(line).prove("0901", PIN)
    assert officer.roles == {Role.LEADER}
    assert line.asked == [OF_STAFF, AT_CALLS]
