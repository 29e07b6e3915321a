"""A kiosk's own store, the forwarder and a real hub: taps always work, nothing is lost, nothing doubled."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from random import Random

import pytest

from kiosk.assist.call import CallState, NewCall, Outcome
from kiosk.assist.outbox import Forwarding, Reach, Stage
from kiosk.clock import SystemClock
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.keys import Claimant
from kiosk.hub.link import LinkLost, endpoint, websocket
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.ids import new_id
from kiosk.store.local import LocalStore

PATIENCE_S = 30


class WrongClock(SystemClock):
    """Ahead by an hour, or whatever it is."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self.ahead = ahead

    def now(self):
        return super().now() + self.ahead


class Watched:
    """An outbox that wakes whoever waits for what the forwarder does with it."""

    def __init__(self, outbox) -> None:
        self._outbox = outbox
        self.did = asyncio.Condition()

    def __getattr__(self, name):
        return getattr(self._outbox, name)

    async def delivered(self, seq):
        await self._outbox.delivered(seq)
        await self.wake()

    async def take_over(self, calls):
        await self._outbox.take_over(calls)
        await self.wake()

    async def wake(self):
        async with self.did:
            self.did.notify_all()


class Kiosk:
    """A kiosk without pixels."""

    def __init__(self, folder, name, key, url, clock) -> None:
        self.name = name
        self.folder = folder
        self.store = LocalStore(folder / name, name, clock, kiosk_lock=True)
        self.outbox = Watched(self.store.outbox)
        self.tries = 0
        address = url.replace("ws", "http", 1)
        self.forwarder: Forwarding = Forwarder(
            self.outbox, lambda: websocket(address, Claimant(name, key)), clock, Random(1), self._pause
        )

    async def _pause(self, seconds):
        self.tries += 1
        await self.outbox.wake()
        await asyncio.sleep(min(seconds, 0.02))

    async def tap(self, **changes):
        told = {"service": "household_move", "step": "kind", "locale": "zh_CN", "priority": False} | changes
        call = await self.store.calls.open_call(
            NewCall(id=new_id(), kiosk=self.name, kiosk_name="一号机", place="大厅", **told)
        )
        await self.outbox.wake()
        return call

    async def until(self, met):
        """Until ``met`` tells something true; looked at whenever the forwarder did something."""
        async with asyncio.timeout(PATIENCE_S), self.outbox.did:
            while not (told := await met()):
                await self.outbox.did.wait()
            return told

    async def until_call(self, call_id, met):
        """Until the call stands so in the kiosk's own queue."""

        async def stands():
            call = await self.store.calls.get(call_id)
            return call if met(call) else None

        return await self.until(stands)

    async def until_made(self, count):
        """Until so many changes were made here."""

        async def made():
            return (await self.store.outbox.mark()).made >= count

        await self.until(made)

    async def until_delivered(self, count=None):
        """Until the hub has all changes, or so many."""

        async def all_there():
            mark = await self.store.outbox.mark()
            return mark if mark.delivered >= (mark.made if count is None else count) else None

        return await self.until(all_there)


@pytest.fixture
def make_kiosk(tmp_path, sql):
    @asynccontextmanager
    async def make(hub, name="01", *, key=None, ahead=timedelta()):
        key = key or await enrol(sql, Part.KIOSK, name)
        kiosk = Kiosk(tmp_path, name, key, hub.url, WrongClock(ahead))
        await kiosk.store.start()
        running = asyncio.ensure_future(kiosk.forwarder.run())
        try:
            yield kiosk
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
            await kiosk.store.close()

    return make


async def test_how_far_a_call_has_come_is_told_step_by_step(hub, make_kiosk, desk_line):
    async with make_kiosk(hub) as kiosk, desk_line(hub) as desk:
        call = await kiosk.tap()
        await desk.call(call.id)
        await kiosk.until_delivered()
        assert await kiosk.forwarder.reach(call) == Reach(Stage.AT_HUB)
        await desk.say(type="seen", calls=[call.id])
        call = await kiosk.until_call(call.id, lambda call: call.seen_at is not None)
        assert await kiosk.forwarder.reach(call) == Reach(Stage.AT_DESK)
        await desk.ask("claim", call.id, "甲")
        call = await kiosk.until_call(call.id, lambda call: call.state is CallState.CLAIMED)
        assert await kiosk.forwarder.reach(call) == Reach(Stage.CLAIMED, "甲")
        await desk.ask("close", call.id, "甲", outcome="to_window")
        call = await kiosk.until_call(call.id, lambda call: call.state is CallState.DONE)
        assert call.outcome is Outcome.TO_WINDOW
        assert await kiosk.forwarder.reach(call) == Reach(Stage.OVER)


async def test_without_a_hub_taps_work_and_the_kiosk_says_saved(make_hub, make_kiosk, desk_line):
    hub = make_hub()
    hub.socket.close()
    async with make_kiosk(hub) as kiosk:
        call = await kiosk.tap()
        await kiosk.store.calls.cancel(call.id)
        call = await kiosk.tap()
        assert await kiosk.forwarder.reach(call) == Reach(Stage.SAVED)
        assert not kiosk.forwarder.connected
        await hub.start()
        async with desk_line(hub) as desk:
            await desk.call(call.id, state="waiting")
            await kiosk.until_delivered()
            assert kiosk.forwarder.connected


async def test_the_hub_is_stopped_and_started_while_calls_are_made(hub, make_kiosk, desk_line, sql):
    acknowledged = []
    async with make_kiosk(hub) as one, make_kiosk(hub, "02") as two:

        async def calls_of(kiosk):
            for n in range(60):
                call = await kiosk.tap(step=f"step_{n}")
                acknowledged.append(call.id)
                await kiosk.store.calls.cancel(call.id)

        async def come_and_go():
            for n in range(1, 5):
                await hub.stop()
                await one.until_made(20 * n)  # taps go on while there is no hub
                await hub.start()
                await one.until_delivered(10 * n)

        await asyncio.gather(calls_of(one), calls_of(two), come_and_go())
        await one.until_delivered()
        await two.until_delivered()
    rows = await sql.fetch("SELECT id, state FROM call ORDER BY id")
    assert [row["id"] for row in rows] == sorted(acknowledged)
    assert {row["state"] for row in rows} == {"cancelled"}
    kept = await sql.fetch("SELECT kiosk, seq, kind FROM heard_change JOIN journal ON journal.id = journal")
    for name in ("01", "02"):
        seqs = sorted(row["seq"] for row in kept if row["kiosk"] == name)
        assert seqs == list(range(1, 121))


async def test_a_claim_made_while_the_kiosk_was_away_reaches_it(hub, make_kiosk, desk_line, sql, tmp_path):
    key = await enrol(sql, Part.KIOSK, "01")
    async with make_kiosk(hub, key=key) as kiosk:
        call = await kiosk.tap()
        await kiosk.until_delivered()
    async with desk_line(hub) as desk:
        await desk.ask("claim", call.id, "甲")
    async with make_kiosk(hub, key=key) as kiosk:
        assert (await kiosk.until_call(call.id, lambda call: call.state is CallState.CLAIMED)).officer == "甲"
        mark = await kiosk.until_delivered()
        assert mark.made == 1, "what came from the hub goes back to it"


async def test_the_resident_cancelled_while_the_hub_was_away_and_wins(hub, make_kiosk, desk_line, sql):
    key = await enrol(sql, Part.KIOSK, "01")
    async with make_kiosk(hub, key=key) as kiosk:
        call = await kiosk.tap()
        await kiosk.until_delivered()
    async with desk_line(hub) as desk:
        await desk.ask("claim", call.id, "甲")
        offline = Kiosk(kiosk.folder, "01", key, hub.url, WrongClock())
        await offline.store.calls.cancel(call.id)
        await offline.store.close()
        async with make_kiosk(hub, key=key) as kiosk:
            await desk.call(call.id, state="cancelled")
            await kiosk.until_delivered()
            assert (await kiosk.store.calls.get(call.id)).state is CallState.CANCELLED


async def test_a_desk_on_the_same_machine_is_heard_too(hub, make_kiosk, desk_line):
    """It is another process with a store of its own on the same folder."""
    async with make_kiosk(hub) as kiosk, desk_line(hub) as desk:
        call = await kiosk.tap()
        beside = LocalStore(kiosk.folder / "01", "01", SystemClock(), kiosk_lock=False)
        await beside.calls.claim(call.id, "丙")
        await desk.call(call.id, state="claimed", officer="丙")
        await beside.close()


@pytest.mark.parametrize("hours", [-1, 1])
async def test_the_kiosks_clock_is_an_hour_off(hub, make_kiosk, desk_line, hours, sql):
    off = timedelta(hours=hours)
    async with make_kiosk(hub, ahead=off) as kiosk, desk_line(hub) as desk:
        call = await kiosk.tap()
        await desk.call(call.id)
        await desk.ask("claim", call.id, "甲")
        here = await kiosk.until_call(call.id, lambda call: call.state is CallState.CLAIMED)
        assert timedelta() <= here.claimed_at - here.created_at < timedelta(seconds=PATIENCE_S)
        row = await sql.fetchrow(
            "SELECT now() - created_at AS waited, claimed_at - created_at AS took FROM call"
        )
        assert timedelta() <= row["took"] < timedelta(seconds=PATIENCE_S)
        assert timedelta() <= row["waited"] < timedelta(seconds=PATIENCE_S)


async def tried(kiosk, times):
    return kiosk.tries >= times


async def test_a_wrong_key_loses_nothing(hub, make_kiosk, sql):
    await enrol(sql, Part.KIOSK, "01")
    async with make_kiosk(hub, key="wrong") as kiosk:
        call = await kiosk.tap()
        await kiosk.until(lambda: tried(kiosk, 3))
        assert await kiosk.forwarder.reach(call) == Reach(Stage.SAVED)
    async with make_kiosk(hub) as kiosk:
        await kiosk.until_delivered()
    assert await sql.fetchval("SELECT id FROM call") == call.id


async def test_a_hub_that_is_not_there_is_a_lost_link(hub):
    await hub.stop()
    with pytest.raises(LinkLost):
        async with websocket(hub.url.replace("ws", "http", 1), Claimant("01", "key")):
            pass


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("https://hall.example", "wss://hall.example/v1/kiosk"),
        ("https://hall.example:8460/hub/", "wss://hall.example:8460/hub/v1/kiosk"),
        ("http://127.0.0.1:1", "ws://127.0.0.1:1/v1/kiosk"),
    ],
)
def test_where_kiosks_connect(address, wanted):
    assert endpoint(address, Part.KIOSK) == wanted
    assert endpoint(address, Part.DESK) == wanted.replace("kiosk", "desk") + "?calls=many"
