"""A desk sees a kiosk's screen through the hub: asked, agreed, pointed, ended, and on record."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from random import Random

import pytest

from kiosk.assist.call import NewCall, Outcome
from kiosk.assist.seeing import How, NotSeen, Picture, Point, SeeingPort, Sentence
from kiosk.clock import SystemClock
from kiosk.failure import StoreFailed
from kiosk.hub import record
from kiosk.hub.desk_calls import HubCalls
from kiosk.hub.desk_seeing import DeskSeeing
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.hub_line import HubLine
from kiosk.hub.kept_up import KeptUp
from kiosk.hub.keys import Claimant
from kiosk.hub.link import websocket
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.hub.seeing_lines import HubDeskSeeing, KioskSeeing
from kiosk.ids import new_id
from kiosk.officers.record import Deed
from kiosk.store.local import LocalStore

PATIENCE_S = 60
OFFICER = "0101"
PICTURE = Picture(1, 1080, 1920, b"\x89PNG a picture", private=False)


async def soon(_seconds):
    await asyncio.sleep(0.01)


@pytest.fixture
def features():
    return [DeskSeeing(soon)]


class Heard:
    """What one end is told, in order; for either end."""

    def __init__(self) -> None:
        self.told: asyncio.Queue[tuple] = asyncio.Queue()

    def __getattr__(self, name):
        return lambda *given, **named: self.told.put_nowait((name, *given, *named.values()))

    async def next(self, name):
        async with asyncio.timeout(PATIENCE_S):
            while (told := await self.told.get())[0] != name:
                pass
            return told[1:]


class KioskEnd:
    """A kiosk without pixels, connected to a hub."""

    def __init__(self, store, url, key) -> None:
        self.store = store
        self.heard = Heard()
        port = SeeingPort()
        port.kiosk = self.heard
        link = lambda: websocket(url.replace("ws", "http", 1), Claimant("01", key))  # noqa: E731
        self.forwarder = Forwarder(store.outbox, link, SystemClock(), Random(1), soon)
        self.line = KioskSeeing(self.forwarder.line, port)


class DeskEnd:
    """A desk without pixels, connected to a hub."""

    def __init__(self, url, name, key) -> None:
        address = url.replace("ws", "http", 1)
        kept = KeptUp(
            lambda: websocket(address, Claimant(name, key), Part.DESK), SystemClock(), Random(1), soon
        )
        self.calls = HubCalls(kept, HubLine(), SystemClock())
        self.line = HubDeskSeeing(self.calls.line)
        self.heard = Heard()
        self.line.listen(self.heard)


async def until(met):
    async with asyncio.timeout(PATIENCE_S):
        while not met():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@pytest.fixture
async def make_kiosk(sql, tmp_path):
    @asynccontextmanager
    async def made(hub):
        store = LocalStore(tmp_path, "01", SystemClock(), kiosk_lock=True)
        await store.start()
        kiosk = KioskEnd(store, hub.url, await enrol(sql, Part.KIOSK, "01"))
        running = asyncio.ensure_future(kiosk.forwarder.run())
        try:
            await until(lambda: kiosk.forwarder.connected)
            yield kiosk
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await store.close()

    return made


@pytest.fixture
async def make_desk(sql):
    @asynccontextmanager
    async def made(hub, name="east"):
        desk = DeskEnd(hub.url, name, await enrol(sql, Part.DESK, name))
        running = asyncio.ensure_future(desk.calls.run())
        try:
            await until(lambda: desk.calls.line.connected)
            yield desk
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    return made


async def claimed(kiosk, desk):
    """A call of the kiosk that this desk's officer has."""
    call = await kiosk.store.calls.open_call(
        NewCall(new_id(), "01", "一号机", "东侧", None, None, "zh_CN", priority=False)
    )
    async with asyncio.timeout(PATIENCE_S):
        while await desk.calls.get(call.id) is None:
            await desk.calls.moved(1)
    await desk.calls.claim(call.id, OFFICER)
    return call.id


async def agreed(kiosk, desk):
    """A seeing that has begun."""
    call = await claimed(kiosk, desk)
    seeing = await desk.line.ask(call, OFFICER)
    assert await kiosk.heard.next("wanted") == (seeing, call, OFFICER)
    await kiosk.line.answer(seeing, yes=True)
    assert await desk.heard.next("answered") == (seeing, True)
    return call, seeing


async def deeds(sql):
    """What is on record of screens."""
    found = await record.entries(sql, "east")
    return [(e.deed, e.who, e.about) for e in found if e.deed in (Deed.SCREEN_SEEN, Deed.SCREEN_LEFT)]


async def test_asked_agreed_shown_pointed_spoken_and_ended_by_the_resident(
    make_hub, make_kiosk, make_desk, sql
):
    one, two = make_hub(), make_hub()
    await one.start()
    await two.start()
    async with make_kiosk(one) as kiosk, make_desk(two) as desk:
        call, seeing = await agreed(kiosk, desk)
        large = Picture(2, 1080, 1920, bytes(range(256)) * 800)
        for picture in (PICTURE, large):
            await kiosk.line.show(seeing, picture)
            assert await desk.heard.next("shown") == (seeing, picture)
        await desk.line.point(seeing, Point(2, 0.5, 0.25))
        assert await kiosk.heard.next("pointed") == (seeing, Point(2, 0.5, 0.25))
        await desk.line.say(seeing, Sentence.PRESS_BLUE)
        assert await kiosk.heard.next("spoken") == (seeing, Sentence.PRESS_BLUE)
        await kiosk.line.end(seeing, How.RESIDENT)
        assert await desk.heard.next("ended") == (seeing, How.RESIDENT)
        assert await kiosk.heard.next("stopped") == (seeing,)
        for late in (kiosk.line.show(seeing, PICTURE), desk.line.point(seeing, Point(2, 0.5, 0.5))):
            with pytest.raises(NotSeen, match="seeing_over"):
                await late
        begun, ended = await deeds(sql)
        assert begun == (Deed.SCREEN_SEEN, OFFICER, f"01 {call}")
        assert ended == (Deed.SCREEN_LEFT, OFFICER, f"01 {call} 0s resident")
        assert (await record.verified(sql, "east")).broken is None


async def test_a_resident_who_says_no_is_not_seen(hub, make_kiosk, make_desk, sql):
    async with make_kiosk(hub) as kiosk, make_desk(hub) as desk:
        seeing = await desk.line.ask(await claimed(kiosk, desk), OFFICER)
        await kiosk.line.answer(seeing, yes=False)
        assert await desk.heard.next("ended") == (seeing, How.DECLINED)
        for late in (kiosk.line.show(seeing, PICTURE), kiosk.line.answer(seeing, yes=True)):
            with pytest.raises(NotSeen, match="seeing_over"):
                await late
        assert await deeds(sql) == []


async def test_before_the_answer_nothing_is_passed_on(hub, make_kiosk, make_desk):
    async with make_kiosk(hub) as kiosk, make_desk(hub) as desk:
        seeing = await desk.line.ask(await claimed(kiosk, desk), OFFICER)
        for early in (
            kiosk.line.show(seeing, PICTURE),
            desk.line.point(seeing, Point(0, 0, 0)),
            desk.line.say(seeing, Sentence.COMING),
        ):
            with pytest.raises(NotSeen, match="seeing_over"):
                await early
        with pytest.raises(NotSeen, match="seeing_goes_on"):
            await desk.line.ask((await desk.calls.open_calls())[0].id, OFFICER)


async def test_only_who_has_the_call_asks_and_only_that_desk_sees(hub, make_kiosk, make_desk):
    async with make_kiosk(hub) as kiosk, make_desk(hub) as desk, make_desk(hub, "west") as other:
        call, seeing = await agreed(kiosk, desk)
        with pytest.raises(NotSeen, match="seeing_not_yours"):
            await other.line.ask(call, "0202")
        for theirs in (
            other.line.point(seeing, Point(0, 0, 0)),
            other.line.stop(seeing),
            other.line.say(seeing, Sentence.COMING),
        ):
            with pytest.raises(NotSeen, match="seeing_over"):
                await theirs
        await kiosk.line.show(seeing, PICTURE)
        await desk.heard.next("shown")
        assert other.heard.told.empty()


async def test_a_call_that_is_over_ends_it(hub, make_kiosk, make_desk, sql):
    async with make_kiosk(hub) as kiosk, make_desk(hub) as desk:
        call, seeing = await agreed(kiosk, desk)
        await desk.calls.close(call, OFFICER, Outcome.HELPED)
        with pytest.raises(NotSeen, match="seeing_over"):
            await kiosk.line.show(seeing, PICTURE)
        assert await desk.heard.next("ended") == (seeing, How.CALL)
        assert [deed for deed, _, _ in await deeds(sql)] == [Deed.SCREEN_SEEN, Deed.SCREEN_LEFT]


async def test_whoever_loses_the_connection_sees_and_shows_nothing(hub, make_kiosk, make_desk, sql):
    async with make_kiosk(hub) as kiosk:
        async with make_desk(hub) as desk:
            _, seeing = await agreed(kiosk, desk)
        assert await kiosk.heard.next("stopped") == (seeing,)
        assert (await deeds(sql))[-1][2].endswith("s lost")
        await hub.stop()
        await kiosk.heard.next("lost")
        with pytest.raises(StoreFailed):
            await kiosk.line.show(seeing, PICTURE)


async def test_a_hub_that_was_killed_leaves_no_look_without_an_end(hub, make_kiosk, make_desk, sql):
    async with make_kiosk(hub) as kiosk, make_desk(hub) as desk:
        _, seeing = await agreed(kiosk, desk)
        await sql.execute("UPDATE seeing SET heard_at = heard_at - interval '2 minutes'")
        assert await desk.heard.next("ended") == (seeing, How.LOST)
        assert [deed for deed, _, _ in await deeds(sql)] == [Deed.SCREEN_SEEN, Deed.SCREEN_LEFT]
