"""The duty roster of the hall: set from the command line of the hub, seen at its desks."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import time

import pytest

from kiosk.clock import SystemClock
from kiosk.duty.roster import LEADERS_ONLY, NEWER, WEEK, Roster, Shift
from kiosk.failure import StoreFailed
from kiosk.hub import record
from kiosk.hub.database import open_pool
from kiosk.hub.desk_roster import HubRoster
from kiosk.hub.officers import Officers
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.hub.roster import DutyRoster, HallRoster
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import CONSOLE, Deed
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


async def leader(pool, number="0101", roles=(Role.LEADER,)):
    await Officers(pool, quick()).add(CONSOLE, Officer(number, "", frozenset(roles)), PIN, CONSOLE)
    await Officers(pool, quick()).sign_in("east", number, PIN)


async def refused_with(work):
    with pytest.raises(Refused) as refused:
        await work
    return refused.value.reason


async def test_a_leader_changes_it_at_a_desk_and_it_is_on_that_desks_record(hub, pool, sql, at_desk):
    async with at_desk(hub) as roster:
        await leader(pool)
        await roster.change(Roster(), ROSTER, "0101")
        assert await HallRoster(pool).roster() == ROSTER
        entries = await record.entries(sql, "east")
        assert [e.who for e in entries if e.deed is Deed.ROSTER_CHANGED] == ["0101"]
        assert (await record.verified(sql, "east")).broken is None


async def test_the_hub_itself_asks_for_a_leader_who_is_signed_in_there(hub, pool, sql, at_desk):
    async with at_desk(hub) as roster:
        await leader(pool)
        await leader(pool, "0102", [Role.OFFICER])
        assert await refused_with(roster.change(Roster(), ROSTER, "0102")) == LEADERS_ONLY
        await Officers(pool, quick()).signed_out("east", "0101")
        assert await refused_with(roster.change(Roster(), ROSTER, "0101")) == LEADERS_ONLY
        assert await roster.roster() == Roster()
        entries = await record.entries(sql, "east")
        assert not [e for e in entries if e.deed is Deed.ROSTER_CHANGED]


async def test_of_two_who_change_it_at_once_one_is_told(hub, pool, at_desk):
    async with at_desk(hub) as roster:
        await leader(pool)
        several = [Roster(leader="0101", shifts=ROSTER.shifts * n) for n in (0, 1)]
        told = await asyncio.gather(
            *(HallRoster(pool).change("east", Roster(), each, "0101") for each in several),
            return_exceptions=True,
        )
        (lost,) = [each for each in told if each is not None]
        assert isinstance(lost, Refused)
        assert lost.reason == NEWER
        kept = several[told.index(None)]
        assert await roster.roster() == kept
        assert await refused_with(roster.change(Roster(), ROSTER, "0101")) == NEWER
        assert await roster.roster() == kept
        await HallRoster(pool).set(Roster(shifts=ROSTER.shifts))
        assert await refused_with(roster.change(kept, ROSTER, "0101")) == NEWER


async def test_what_is_wrong_and_what_no_desk_says_changes_nothing(hub, pool, at_desk, kiosk_line):
    async with at_desk(hub) as roster:
        await leader(pool)
        wrong = await refused_with(roster.change(Roster(), Roster(leader="0999"), "0101"))
        assert (wrong.id, dict(wrong.params)) == ("desk.roster_unknown", {"number": "0999"})
    async with kiosk_line(hub) as kiosk:
        bodies = {"officer": "0101", "before": {"roster": "{}"}, "after": {"roster": "{}"}}
        await kiosk.say(type="ask", ref="r1", what="roster.change", body=bodies)
        assert (await kiosk.hear("answer", "refused_ask"))["reason"] == "hub.unknown"
    assert await HallRoster(pool).roster() == Roster()


async def test_an_older_hub_says_that_it_cannot(make_hub, features, at_desk):
    features.clear()
    old = make_hub()
    await old.start()
    async with at_desk(old) as roster:
        assert (await refused_with(roster.change(Roster(), ROSTER, "0101"))).id == "hub.unknown"
        await old.stop()
        with pytest.raises(StoreFailed):
            await roster.change(Roster(), ROSTER, "0101")


async def test_a_change_by_command_is_on_the_consoles_record(pool, sql):
    await Officers(pool, quick()).add(CONSOLE, Officer("0101", "", frozenset({Role.LEADER})), PIN, CONSOLE)
    await HallRoster(pool).set(ROSTER)
    entries = await record.entries(sql, CONSOLE)
    assert [e.who for e in entries if e.deed is Deed.ROSTER_CHANGED] == [CONSOLE]
