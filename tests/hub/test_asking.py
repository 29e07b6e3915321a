"""What kiosks and desks ask the hub beside their calls, and hear from it unasked."""

from __future__ import annotations

import asyncio
from random import Random

import pytest

from kiosk.assist.change_form import Form
from kiosk.clock import SystemClock
from kiosk.failure import StoreFailed, Trouble
from kiosk.hub import wire
from kiosk.hub.asking import Feature, Features, NotAnswered, Nothing, read_body
from kiosk.hub.forwarder import Forwarder
from kiosk.hub.hub_line import HubLine
from kiosk.hub.keys import Claimant
from kiosk.hub.link import LinkLost, websocket
from kiosk.hub.others import LARGEST_PAYLOAD
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from kiosk.message import Message
from kiosk.store.local import LocalStore

PATIENCE_S = 30


class Words(Form):
    """A body for the tests."""

    text: str


class Echo(Feature):
    """Says what it heard, to whoever asked or to all desks."""

    def __init__(self) -> None:
        self.gone: asyncio.Queue[str] = asyncio.Queue()
        self.began = 0
        self.began_anew = asyncio.Event()

    def asks(self):
        return {
            "echo.say": self.say,
            "echo.spread": self.spread,
            "echo.refuse": self.refuse,
            "echo.break": self.broken,
        }

    async def say(self, room, body):
        return Words(text=f"{room.part} {room.who} {read_body(Words, body).text}")

    async def spread(self, room, body):
        await room.tell(Part.DESK, None, "echo.heard", read_body(Words, body))
        await room.tell(Part.KIOSK, "02", "echo.heard", read_body(Words, body))
        return Nothing()

    async def refuse(self, room, body):
        raise NotAnswered(Message("desk.still_yours", {"count": 2}))

    async def broken(self, room, body):
        raise RuntimeError("a fault in the feature")

    async def left(self, room):
        self.gone.put_nowait(room.who)

    async def run(self, pool, teller):
        self.began += 1
        if self.began == 1:
            raise RuntimeError("at first")
        self.began_anew.set()
        await asyncio.Event().wait()


@pytest.fixture
def echo():
    return Echo()


@pytest.fixture
def features(echo):
    return [echo]


async def asked(line, what, **body):
    await line.say(type="ask", ref="r1", what=what, body=body)
    return await line.hear("answer", "refused_ask")


async def test_an_ask_is_answered_to_whoever_asked(hub, kiosk_line, desk_line):
    async with desk_line(hub) as desk, kiosk_line(hub) as kiosk:
        told = {"type": "answer", "ref": "r1"}
        assert await asked(desk, "echo.say", text="你好") == told | {"body": {"text": "desk east 你好"}}
        assert await asked(kiosk, "echo.say", text="好") == told | {"body": {"text": "kiosk 01 好"}}


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("echo.nothing", "hub.unknown"),
        ("echo.refuse", "desk.still_yours"),
        ("echo.break", "hub.failed"),
        ("echo.say", "hub.malformed"),
    ],
)
async def test_what_is_not_answered_says_why_and_the_calls_go_on(
    hub, kiosk_line, desk_line, told, caplog, what, reason
):
    async with desk_line(hub) as desk, kiosk_line(hub) as kiosk:
        assert (await asked(desk, what, wrong=1))["reason"] == reason
        opened = told().opened()
        await kiosk.changes(opened)
        await desk.call(opened.call.id, state="waiting")


@pytest.mark.parametrize("length", [2, LARGEST_PAYLOAD * 2])
async def test_whoever_is_at_another_hub_is_told_too_and_nobody_twice(
    make_hub, kiosk_line, desk_line, length
):
    one, two = make_hub(), make_hub()
    await one.start()
    await two.start()
    text = "长" * length
    async with (
        desk_line(one, "east") as east,
        desk_line(two, "west") as west,
        kiosk_line(two, "02") as second,
        kiosk_line(one, "01") as first,
    ):
        await asked(first, "echo.spread", text=text)
        for line in (east, west, second):
            assert (await line.hear("told"))["body"] == {"text": text}
        for line in (east, west, second):
            await asked(line, "echo.say", text="")
            assert all(message["type"] != "told" for message in line.passed)


async def test_a_feature_hears_who_left_and_begins_anew_after_a_fault(hub, desk_line, echo):
    async with desk_line(hub) as desk:
        await desk.hear("snapshot")
    async with asyncio.timeout(PATIENCE_S):
        assert await echo.gone.get() == "east"
        await echo.began_anew.wait()


def test_two_features_cannot_answer_the_same():
    with pytest.raises(ValueError, match="twice"):
        Features([Echo(), Echo()])


@pytest.fixture
async def forwarder(hub, sql, tmp_path):
    """A kiosk's, with its line to the hub."""
    key = await enrol(sql, Part.KIOSK, "02")
    store = LocalStore(tmp_path, "02", SystemClock(), kiosk_lock=True)
    await store.start()
    address = hub.url.replace("ws", "http", 1)

    async def soon(_seconds):
        await asyncio.sleep(0)

    made = Forwarder(
        store.outbox, lambda: websocket(address, Claimant("02", key)), SystemClock(), Random(1), soon
    )
    connected = Come()
    made.line.when_changed(connected.put_nowait)
    running = asyncio.ensure_future(made.run())
    yield made.line, connected
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await store.close()


class Come(asyncio.Queue):
    """What a listener was told, in order."""

    async def next(self):
        async with asyncio.timeout(PATIENCE_S):
            return await self.get()


async def test_a_kiosk_asks_over_the_connection_of_its_calls(forwarder, hub, desk_line):
    (line, connected), heard = forwarder, Come()
    line.listen("echo.heard", Words, heard.put_nowait)
    assert await connected.next() is True
    assert (await line.ask("echo.say", Words(text="好"), Words)).text == "kiosk 02 好"
    with pytest.raises(NotAnswered) as refused:
        await line.ask("echo.refuse", Nothing(), Nothing)
    assert refused.value.reason == Message("desk.still_yours", {"count": 2})
    async with desk_line(hub) as desk:
        await asked(desk, "echo.spread", text="听")
        assert await heard.next() == Words(text="听")
    await hub.stop()
    assert await connected.next() is False
    with pytest.raises(StoreFailed) as failed:
        await line.ask("echo.say", Words(text="好"), Words)
    assert failed.value.trouble is Trouble.AWAY
    await hub.start()
    assert await connected.next() is True
    assert line.connected
    assert (await line.ask("echo.say", Words(text="再"), Words)).text == "kiosk 02 再"


class Dead:
    """A connection on which nothing comes back."""

    async def send(self, text):
        self.sent = text


async def test_whoever_waits_when_the_connection_ends_is_told_so():
    line = HubLine()
    line.opened(Dead())
    waiting = asyncio.ensure_future(line.ask("echo.say", Nothing(), Nothing))
    await asyncio.sleep(0)
    line.closed()
    with pytest.raises(StoreFailed):
        await waiting
    line.listen("echo.heard", Words, lambda _form: None)
    with pytest.raises(ValueError, match="already"):
        line.listen("echo.heard", Words, lambda _form: None)


async def test_a_message_of_another_age_and_a_broken_listener_do_not_end_the_connection():
    line, reported = HubLine(), []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, context: reported.append(context["exception"]))

    def broken(form):
        raise RuntimeError(form.text)

    line.listen("echo.heard", Words, broken)

    line.opened(Dead())
    line.heard(wire.Told(what="echo.heard", body={"other": 1}))
    line.heard(wire.Told(what="echo.new", body={}))
    line.heard(wire.Reply(ref="late", body={}))
    assert reported == []
    line.heard(wire.Told(what="echo.heard", body={"text": "x"}))
    assert [str(error) for error in reported] == ["x"]
    assert line.connected


async def test_a_line_that_cannot_send_is_away():
    class Gone:
        async def send(self, text):
            raise LinkLost("cut off")

    line = HubLine()
    line.opened(Gone())
    with pytest.raises(StoreFailed):
        await line.ask("echo.say", Nothing(), Nothing)
