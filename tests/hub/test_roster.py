"""The duty roster of the hall: set from the command line of the hub, seen at its desks."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import time

import pytest

from kiosk.clock import SystemClock
from kiosk.duty.roster import WEEK, Roster, Shift
from kiosk.failure import StoreFailed
from kiosk.hub.database import open_pool
from kiosk.hub.desk_roster import HubRoster
from kiosk.hub.officers import Officers
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.hub.roster import DutyRoster, HallRoster
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE
from kiosk.officers.roll import Refused
from tests.hub.test_desk import PIN, Desk, quick

ROSTER = Roster(leader="0101", shifts=(Shift(officer="0101", days=WEEK, begins=time(8), ends=time(16)),))


@pytest.fixture
def features():
    return [DutyRoster()]


@pytest.fixture
async def pool(database):
    opened = await open_pool(database)
    yield opened
    await opened.close()


@pytest.fixture
def at_desk(sql):
    @asynccontextmanager
    async def made(hub):
        desk = Desk(hub.url, "east", await enrol(sql, Part.DESK, "east"), SystemClock())
        running = asyncio.ensure_future(desk.calls.run())
        try:
            await desk.until_there()
            yield HubRoster(desk.calls.line)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    return made


async def test_what_is_set_at_the_hub_is_seen_at_a_desk(hub, pool, at_desk):
    book = HallRoster(pool)
    async with at_desk(hub) as roster:
        assert await roster.roster() == Roster()
        with pytest.raises(Refused) as refused:
            await book.set(ROSTER)
        assert refused.value.reason.id == "desk.roster_unknown"
        await Officers(pool, quick()).add(
            CONSOLE, Officer("0101", "", frozenset({Role.LEADER})), PIN, CONSOLE
        )
        await book.set(ROSTER)
        assert await roster.roster() == ROSTER
        await book.set(Roster(leader="0101"))
        assert await roster.roster() == Roster(leader="0101")
        await hub.stop()
        with pytest.raises(StoreFailed):
            await roster.roster()


async def test_one_of_another_version_is_not_taken_for_an_empty_one(hub, pool, at_desk):
    await pool.execute("INSERT INTO roster VALUES ('hall', '{\"shape\": 2}')")
    with pytest.raises(ValueError, match="newer"):
        await HallRoster(pool).roster()
    async with at_desk(hub) as roster:
        with pytest.raises(StoreFailed):
            await roster.roster()


async def test_an_older_hub_has_none_and_a_kiosk_does_not_look(make_hub, features, hub, at_desk, kiosk_line):
    async with kiosk_line(hub) as kiosk:
        await kiosk.say(type="ask", ref="r1", what="roster.show", body={})
        assert (await kiosk.hear("answer", "refused_ask"))["reason"] == "hub.unknown"
    features.clear()
    old = make_hub()
    await old.start()
    async with at_desk(old) as roster:
        assert await roster.roster() == Roster()
