"""A desk that works through the hub: its calls, its officers, and what it says while the hub is away."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from argon2 import PasswordHasher

from kiosk.assist.call import CallState, IllegalTransition, NewCall, Outcome
from kiosk.assist.change import ChangeKind
from kiosk.clock import SystemClock
from kiosk.failure import StoreFailed, Trouble
from kiosk.figures.period import Period
from kiosk.hub import record
from kiosk.hub.desk_calls import HubCalls
from kiosk.hub.desk_duty import DeskDuty
from kiosk.hub.desk_roll import HubRoll
from kiosk.hub.figures_line import HubFigures
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.freeing import FreeClaims
from kiosk.hub.hall_figures import HallFigures
from kiosk.hub.hub_line import HubLine
from kiosk.hub.kept_up import KeptUp
from kiosk.hub.keys import Claimant
from kiosk.hub.link import websocket
from kiosk.hub.officers import Officers
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.hub.standing import StandingBeside
from kiosk.ids import new_id
from kiosk.officers.officer import Officer, Role
from kiosk.officers.record import Deed
from kiosk.officers.roll import Refused
from kiosk.pin import PinHasher
from kiosk.store.local import LocalStore

PATIENCE_S = 30
PIN = "274913"


def quick() -> PinHasher:
    """As sure of right and wrong as the real one, and no safer than a test needs."""
    return PinHasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


class SetClock(SystemClock):
    """Ahead of the hall's."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self.ahead = ahead

    def now(self):
        return super().now() + self.ahead


async def soon(_seconds):
    await asyncio.sleep(0.01)


@pytest.fixture
def features():
    return [DeskDuty(quick(), soon), HallFigures(), FreeClaims(soon), StandingBeside()]


class Desk:
    """A desk without pixels."""

    def __init__(self, url, name, key, clock) -> None:
        address = url.replace("ws", "http", 1)
        kept = KeptUp(lambda: websocket(address, Claimant(name, key), Part.DESK), clock, Random(1), soon)
        self.calls = HubCalls(kept, HubLine(), clock)
        self.roll = HubRoll(self.calls.line)

    async def until(self, met):
        """Until ``met`` tells something true; asked again whenever something has moved."""
        async with asyncio.timeout(PATIENCE_S):
            while not (told := await met()):
                await self.calls.moved(1)
            return told

    async def until_there(self):
        async def there():
            return self.calls.line.connected

        await self.until(there)

    async def until_call(self, call_id, **wanted):
        async def stands():
            call = await self.calls.get(call_id)
            return (
                call if call and all(getattr(call, name) == value for name, value in wanted.items()) else None
            )

        return await self.until(stands)


@pytest.fixture
async def make_desk(sql):
    @asynccontextmanager
    async def made(hub, name="east", ahead=timedelta()):
        key = await enrol(sql, Part.DESK, name)
        desk = Desk(hub.url, name, key, SetClock(ahead))
        running = asyncio.ensure_future(desk.calls.run())
        try:
            await desk.until_there()
            yield desk
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    return made


async def test_a_call_comes_is_claimed_and_closed_through_the_hub(hub, make_desk, kiosk_line, told):
    book = told()
    opened, urgent = book.opened(), book.opened(priority=True)
    async with make_desk(hub) as desk, kiosk_line(hub) as kiosk:
        assert await desk.calls.open_calls() == ()
        await kiosk.changes(opened, urgent)
        await desk.until_call(urgent.call.id)
        assert [call.id for call in await desk.calls.open_calls()] == [urgent.call.id, opened.call.id]
        await desk.calls.mark_seen([opened.call.id])
        assert (await kiosk.call(opened.call.id, after=2))["call"]["seen_at"] is not None
        claimed = await desk.calls.claim(opened.call.id, "0123")
        assert (claimed.state, claimed.officer) == (CallState.CLAIMED, "0123")
        assert (await desk.calls.put_back(opened.call.id, "0123")).state is CallState.WAITING
        await desk.calls.claim(opened.call.id, "0123")
        done = await desk.calls.close(opened.call.id, "0123", Outcome.HELPED)
        assert (done.state, done.outcome) == (CallState.DONE, Outcome.HELPED)
        assert [call.id for call in await desk.calls.open_calls()] == [urgent.call.id]
        assert (await desk.calls.get(opened.call.id)).outcome is Outcome.HELPED
        assert await desk.calls.get("no such call") is None


async def test_whoever_has_a_call_says_away_from_the_kiosk_that_they_are_there(
    hub, make_desk, kiosk_line, told, sql
):
    opened = told().opened()
    async with make_desk(hub) as desk, kiosk_line(hub) as kiosk:
        await kiosk.changes(opened)
        await desk.until_call(opened.call.id)
        with pytest.raises(IllegalTransition):
            await desk.calls.stand_beside(opened.call.id, "0123")
        await desk.calls.claim(opened.call.id, "0123")
        with pytest.raises(IllegalTransition):
            await desk.calls.stand_beside(opened.call.id, "0456")
        there = await desk.calls.stand_beside(opened.call.id, "0123")
        assert (there.officer, there.arrived_at is None) == ("0123", False)
        assert await desk.calls.stand_beside(opened.call.id, "0123") == there
        assert (await desk.calls.get(opened.call.id)).arrived_at == there.arrived_at
        assert (await kiosk.call(opened.call.id, after=2))["call"]["arrived_at"] is not None
        found = await sql.fetch("SELECT who FROM record_entry WHERE deed = $1", Deed.ARRIVED)
        assert [row["who"] for row in found] == ["0123"]


async def test_a_hub_of_before_that_does_not_know_of_it_does_nothing(
    make_hub, make_desk, kiosk_line, told, features
):
    features[:] = [each for each in features if not isinstance(each, StandingBeside)]
    hub, opened = make_hub(), told().opened()
    await hub.start()
    async with make_desk(hub) as desk, kiosk_line(hub) as kiosk:
        await kiosk.changes(opened)
        await desk.until_call(opened.call.id)
        await desk.calls.claim(opened.call.id, "0123")
        with pytest.raises(StoreFailed) as failed:
            await desk.calls.stand_beside(opened.call.id, "0123")
        assert failed.value.trouble is Trouble.UNKNOWN


async def test_of_two_desks_one_has_it_and_the_other_sees_who(make_hub, make_desk, kiosk_line, told):
    one, two = make_hub(), make_hub()
    await one.start()
    await two.start()
    opened = told().opened()
    async with make_desk(one, "east") as east, make_desk(two, "west") as west, kiosk_line(one) as kiosk:
        await kiosk.changes(opened)
        await asyncio.gather(east.until_call(opened.call.id), west.until_call(opened.call.id))
        tries = await asyncio.gather(
            east.calls.claim(opened.call.id, "0101"),
            west.calls.claim(opened.call.id, "0202"),
            return_exceptions=True,
        )
        (won,) = [each for each in tries if not isinstance(each, Exception)]
        (lost,) = [each for each in tries if isinstance(each, Exception)]
        assert isinstance(lost, IllegalTransition)
        for desk in (east, west):
            assert (await desk.until_call(opened.call.id, state=CallState.CLAIMED)).officer == won.officer


async def test_while_the_hub_is_away_the_desk_says_so_and_comes_back_to_how_things_stand(
    hub, make_desk, kiosk_line, told
):
    book = told()
    gone, stays = book.opened(), book.opened()
    journal = new_id()
    async with make_desk(hub) as desk:
        async with kiosk_line(hub, journal=journal) as kiosk:
            await kiosk.changes(gone, stays)
            await desk.until_call(stays.call.id)
        await hub.stop()

        async def away():
            return not desk.calls.line.connected

        await desk.until(away)
        for ask in (
            desk.calls.open_calls(),
            desk.calls.get(stays.call.id),
            desk.calls.claim(stays.call.id, "0123"),
            desk.calls.mark_seen([stays.call.id]),
            desk.calls.sign_in("0123"),
            desk.roll.anybody(),
        ):
            with pytest.raises(StoreFailed) as failed:
                await ask
            assert failed.value.trouble is Trouble.AWAY
        await hub.start()
        async with kiosk_line(hub, journal=journal) as kiosk:
            await kiosk.changes(book.cancelled(gone.call))
        await desk.until_there()
        await desk.until_call(gone.call.id, state=CallState.CANCELLED)
        assert [call.id for call in await desk.calls.open_calls()] == [stays.call.id]


@pytest.mark.parametrize("minutes", [-60, 1, 60])
async def test_a_desk_whose_clock_is_wrong_counts_the_waiting_rightly(
    hub, make_desk, kiosk_line, told, minutes
):
    ahead = timedelta(minutes=minutes)
    opened = told().opened()
    async with make_desk(hub, ahead=ahead) as desk, kiosk_line(hub) as kiosk:
        await kiosk.changes(opened)
        call = await desk.until_call(opened.call.id)
        waited = SetClock(ahead).now() - call.created_at
        assert timedelta(seconds=-2) < waited < timedelta(seconds=PATIENCE_S)


async def test_the_first_officer_sets_the_hall_up_and_others_prove_themselves(hub, make_desk, sql):
    async with make_desk(hub) as desk:
        assert not await desk.roll.anybody()
        first = await desk.roll.begin("0101", PIN)
        assert first.roles == {Role.OFFICER, Role.LEADER}
        with pytest.raises(Refused, match="begun"):
            await desk.roll.begin("0102", PIN)
        await desk.roll.signed_out("0101")
        for number, pin in (("0101", "111222"), ("0999", PIN)):
            with pytest.raises(Refused, match="wrong_pin"):
                await desk.roll.sign_in(number, pin)
        assert await desk.roll.sign_in("0101", PIN) == first
        assert [each.number for each in await desk.roll.officers()] == ["0101"]
    assert (await record.verified(sql, "east")).broken is None
    told = [(entry.who, entry.deed) for entry in await record.entries(sql, "east")]
    assert told == [
        ("0101", Deed.OFFICER_ADDED),
        ("0101", Deed.SIGNED_IN),
        ("0101", Deed.SIGNED_OUT),
        ("0101", Deed.SIGN_IN_REFUSED),
        ("0999", Deed.SIGN_IN_REFUSED),
        ("0101", Deed.SIGNED_IN),
    ]
    assert PIN not in str(await sql.fetch("SELECT * FROM officer"))


async def test_wrong_pins_shut_the_number_at_every_desk(make_hub, make_desk):
    one, two = make_hub(), make_hub()
    await one.start()
    await two.start()
    async with make_desk(one, "east") as east, make_desk(two, "west") as west:
        await east.roll.begin("0101", PIN)
        for desk in (east, west, east):
            with pytest.raises(Refused):
                await desk.roll.sign_in("0101", "999111")
        with pytest.raises(Refused, match="shut") as refused:
            await west.roll.sign_in("0101", PIN)
        assert 0 < refused.value.reason.params["seconds"] <= 30


async def test_only_who_is_signed_in_at_this_desk_acts_at_it(hub, make_desk, kiosk_line, told, sql):
    opened = told().opened()
    officers = Officers(hub.service._open.pool, quick())
    async with make_desk(hub, "east") as east, make_desk(hub, "west") as west, kiosk_line(hub) as kiosk:
        await kiosk.changes(opened)
        await east.roll.begin("0101", PIN)
        await officers.add("console", Officer("0102", "", frozenset({Role.OFFICER})), PIN, "0101")
        await west.until_call(opened.call.id)
        for officer in ("0101", "0102"):  # of another desk, of none
            with pytest.raises(StoreFailed):
                await west.calls.claim(opened.call.id, officer)
            with pytest.raises(StoreFailed):
                await west.calls.sign_in(officer)
        await west.roll.sign_in("0102", PIN)
        await west.calls.sign_in("0102")
        await west.calls.claim(opened.call.id, "0102")
        await officers.remove("console", "0102", "0101")
        with pytest.raises(StoreFailed):
            await west.calls.close(opened.call.id, "0102", Outcome.HELPED)
        with pytest.raises(Refused, match="last_leader"):
            await officers.remove("console", "0101", "0101")
        with pytest.raises(Refused, match="taken"):
            await officers.add("console", Officer("0102", "", frozenset({Role.OFFICER})), PIN, "0101")


async def test_a_kiosk_signs_nobody_in(hub, kiosk_line):
    async with kiosk_line(hub) as kiosk:
        await kiosk.say(type="ask", ref="r", what="officers.begin", body={"number": "0101", "pin": PIN})
        assert (await kiosk.hear("refused_ask"))["reason"] == "hub.unknown"


async def test_a_kiosk_knows_who_is_at_the_desks_of_the_hall(hub, make_desk, sql, tmp_path):
    key = await enrol(sql, Part.KIOSK, "02")
    store = LocalStore(tmp_path, "02", SystemClock(), kiosk_lock=True)
    await store.start()
    address = hub.url.replace("ws", "http", 1)
    forwarder = Forwarder(
        store.outbox, lambda: websocket(address, Claimant("02", key)), SystemClock(), Random(1), soon
    )
    running = asyncio.ensure_future(forwarder.run())

    async def until(wanted):
        async with asyncio.timeout(PATIENCE_S):
            while await forwarder.present() != wanted:  # noqa: ASYNC110 - told by another process
                await asyncio.sleep(0.01)

    async with make_desk(hub) as desk:
        await desk.calls.sign_in("0101")
        await until(("0101",))
        assert await desk.calls.present() == ("0101",)
        await desk.calls.sign_out("0101")
        await until(())
        await desk.calls.sign_in("0101")
        await until(("0101",))
    await hub.stop()
    await until(())
    call = await store.calls.open_call(NewCall(new_id(), "02", "二号机", "大厅", None, None, "zh_CN", False))
    assert call.state is CallState.WAITING
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await store.close()


async def test_the_record_at_the_hub_is_only_ever_appended_to(hub, make_desk, sql):
    async with make_desk(hub) as desk:
        await desk.roll.begin("0101", PIN)
    for change in (
        "UPDATE record_entry SET who = '0102'",
        "DELETE FROM record_entry",
        "TRUNCATE record_entry",
    ):
        with pytest.raises(Exception, match="appended to"):
            await sql.execute(change)
    await sql.execute("ALTER TABLE record_entry DISABLE TRIGGER ALL")
    await sql.execute("UPDATE record_entry SET who = '0102' WHERE seq = 1")
    assert (await record.verified(sql, "east")).broken == 1
    await sql.execute("UPDATE record_entry SET who = '0101' WHERE seq = 1")
    assert (await record.verified(sql, "east")).broken is None
    await sql.execute("DELETE FROM record_entry WHERE seq = 2")
    assert (await record.verified(sql, "east")).broken == 2
    assert await record.chains(sql) == ("east",)


async def test_a_call_is_handed_to_one_who_is_there_and_to_nobody_else(hub, make_desk, kiosk_line, told, sql):
    opened = told().opened()
    async with make_desk(hub, "east") as east, make_desk(hub, "west") as west, kiosk_line(hub) as kiosk:
        await kiosk.changes(opened)
        await east.until_call(opened.call.id)
        await west.until_call(opened.call.id)
        await east.calls.claim(opened.call.id, "0101")
        with pytest.raises(IllegalTransition):
            await east.calls.hand_over(opened.call.id, "0101", "0202")
        await west.calls.sign_in("0202")
        with pytest.raises(IllegalTransition):
            await west.calls.hand_over(opened.call.id, "0202", "0202")
        given = await east.calls.hand_over(opened.call.id, "0101", "0202")
        assert (given.state, given.officer) == (CallState.CLAIMED, "0202")
        await west.until_call(opened.call.id, officer="0202")
        await west.calls.close(opened.call.id, "0202", Outcome.HELPED)
    deeds = {
        name: [(e.deed, e.who, e.about) for e in await record.entries(sql, name)] for name in ("east", "west")
    }
    call = opened.call.id
    assert deeds["east"] == [(Deed.CALL_CLAIMED, "0101", call), (Deed.CALL_HANDED_OVER, "0101", call)]
    assert deeds["west"] == [(Deed.CALL_CLOSED, "0202", call)]


async def test_an_arrival_at_the_kiosk_gives_the_call_to_who_stands_there(
    hub, make_desk, kiosk_line, told, sql
):
    book = told()
    opened = book.opened()
    async with make_desk(hub, "east") as east, kiosk_line(hub) as kiosk:
        await kiosk.changes(opened)
        await east.until_call(opened.call.id)
        await east.calls.claim(opened.call.id, "0101")
        there = book.change(
            ChangeKind.ARRIVED,
            opened.call,
            "0202",
            state=CallState.CLAIMED,
            officer="0202",
            claimed_at=book.now(),
            arrived_at=book.now(),
        )
        await kiosk.changes(there)
        call = await east.until_call(opened.call.id, officer="0202")
        assert call.arrived_at is not None
        assert call.claimed_at is not None
    (entry,) = await record.entries(sql, "01")
    assert (entry.deed, entry.who, entry.about) == (Deed.ARRIVED, "0202", opened.call.id)


async def test_a_kiosk_proves_who_stands_at_it_and_signs_nobody_in(hub, sql, make_desk, line_to):
    async with make_desk(hub, "east") as east:
        await east.roll.begin("0101", PIN)
        async with line_to(hub, Part.KIOSK, "01") as line:
            await line.say(type="hello", version=1, journal=new_id(), told=0)
            await line.hear("heard")

            async def asked(number, pin):
                await line.say(
                    type="ask", ref="r", what="officers.prove", body={"number": number, "pin": pin}
                )
                return await line.hear("answer", "refused_ask")

            assert (await asked("0101", PIN))["body"]["number"] == "0101"
            assert (await asked("0101", "111111"))["reason"] == "desk.wrong_pin"
            assert (await asked("0999", PIN))["reason"] == "desk.wrong_pin"
    sessions = await sql.fetchval("SELECT count(*) FROM desk_session WHERE desk <> 'east'")
    assert sessions == 0
    assert [e.deed for e in await record.entries(sql, "01")] == [Deed.SIGN_IN_REFUSED] * 2


async def test_a_leader_reads_the_figures_of_the_hall_and_nobody_else_does(
    hub, make_desk, kiosk_line, told, sql
):
    opened = told().opened()
    today = SystemClock().today()
    async with make_desk(hub, "east") as east, kiosk_line(hub) as kiosk:
        await kiosk.changes(opened)
        await east.until_call(opened.call.id)
        figures = HubFigures(east.calls.line)
        with pytest.raises(StoreFailed):
            await figures.figures(Period(today, today), "0101")
        await east.roll.begin("0101", PIN)
        await east.calls.claim(opened.call.id, "0101")
        await east.calls.close(opened.call.id, "0101", Outcome.HELPED)
        found = await figures.figures(Period(today - timedelta(days=1), today), "0101")
        assert (found.calls.total, found.calls.helped) == (1, 1)
        assert found.ratings is found.visits is None  # with the kiosks
        assert [(each.officer, each.helped) for each in found.officers] == [("0101", 1)]
        assert sum(found.calls.by_hour) == 1
        with pytest.raises(StoreFailed):
            await figures.figures(Period(today - timedelta(days=9999), today), "0101")


async def test_a_claim_of_a_desk_that_fell_silent_is_free_again_and_of_one_who_is_there_is_not(
    hub, make_desk, kiosk_line, told, sql
):
    book = told()
    far, there, kept = book.opened(), book.opened(), book.opened()
    async with make_desk(hub, "east") as east, make_desk(hub, "west") as west, kiosk_line(hub) as kiosk:
        await kiosk.changes(far, there, kept)
        await east.until_call(kept.call.id)
        await west.until_call(kept.call.id)
        await east.calls.sign_in("0101")
        await west.calls.sign_in("0202")
        for call in (far, there):
            await east.calls.claim(call.call.id, "0101")
        await west.calls.claim(kept.call.id, "0202")
        await west.until_call(far.call.id, state=CallState.CLAIMED)
        await sql.execute("UPDATE call SET arrived_at = now() WHERE id = $1", there.call.id)
        ago = "clock_timestamp() - interval '61 seconds'"
        await sql.execute(f"UPDATE call SET claimed_at = {ago}")
        await sql.execute(f"UPDATE presence SET heard_at = {ago} WHERE officer = '0101'")
        freed = await west.until_call(far.call.id, state=CallState.WAITING)
        assert freed.officer is None
        assert (await west.calls.claim(far.call.id, "0202")).officer == "0202"
    rows = await sql.fetch("SELECT id, officer FROM call")
    assert {row["id"]: row["officer"] for row in rows} == {
        far.call.id: "0202",
        there.call.id: "0101",
        kept.call.id: "0202",
    }
    (entry,) = await record.entries(sql, "hub")
    assert (entry.deed, entry.who, entry.about) == (Deed.CALL_FREED, "0101", far.call.id)


@pytest.mark.parametrize("ahead", [-60, 60], ids=["a minute behind", "a minute ahead"])
async def test_clocks_a_minute_apart_change_neither_ages_nor_order(hub, make_desk, kiosk_line, told, ahead):
    wrong, right = told("01", timedelta(seconds=ahead)), told("02")
    async with (
        make_desk(hub, "east", ahead=timedelta(seconds=-ahead)) as desk,
        kiosk_line(hub, "01") as one,
        kiosk_line(hub, "02") as two,
    ):
        first = wrong.opened()
        await one.changes(first, sent_at=wrong.now())
        second = right.opened()
        await two.changes(second)
        await desk.until_call(first.call.id)
        await desk.until_call(second.call.id)
        calls = await desk.calls.open_calls()
        assert [call.id for call in calls] == [first.call.id, second.call.id]
        now = datetime.now(UTC) + timedelta(seconds=-ahead)
        for call in calls:
            assert abs((now - call.created_at).total_seconds()) < PATIENCE_S
