"""What a desk keeps in mind of the hall's calls, from one connection to the next."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from random import Random

import pytest

from kiosk.assist.call import Call, CallState, Outcome
from kiosk.assist.change import HallCall
from kiosk.assist.change_form import HallCallForm
from kiosk.clock import SystemClock
from kiosk.hub import wire
from kiosk.hub.desk_calls import MOST_REMEMBERED, HubCalls
from kiosk.hub.hub_line import HubLine
from kiosk.hub.kept_up import KeptUp
from kiosk.hub.link import LinkLost

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


def hall(no, call_id="call", state=CallState.WAITING):
    ended = {"closed_at": NOW, "outcome": Outcome.HELPED} if state is CallState.DONE else {}
    call = Call(
        call_id, "01", "一号机", "大厅", None, None, "zh_CN", False, False, state, NOW, **ended
    )  # fmt: skip
    return HallCallForm.of(HallCall(call, no, 1))


def snapshot(*calls):
    return wire.Snapshot(now=NOW, calls=list(calls))


class Script:
    """A connection on which this is said, and which then breaks."""

    def __init__(self, *said) -> None:
        self.said = [form.json_text() for form in said]

    async def send(self, text):
        raise AssertionError("nothing is asked here")

    async def receive(self):
        if not self.said:
            raise LinkLost("the end")
        return self.said.pop(0)


@pytest.fixture
async def desk_after():
    """A desk that has heard all of these connections and has the last one still."""
    running = []

    async def made(*scripts):
        links = list(scripts)
        heard = asyncio.get_running_loop().create_future()

        async def wait_for_ever():
            heard.set_result(None)
            await asyncio.get_running_loop().create_future()

        last = links[-1]

        async def receive(once=last.receive):
            return await (once() if last.said else wait_for_ever())

        last.receive = receive

        @asynccontextmanager
        async def connect():
            yield links.pop(0)

        async def at_once(_seconds):
            await asyncio.sleep(0)

        desk = HubCalls(KeptUp(connect, SystemClock(), Random(1), at_once), HubLine(), SystemClock())
        running.append(asyncio.ensure_future(desk.run()))
        await asyncio.wait_for(heard, 60)
        return desk

    yield made
    for each in running:
        each.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def states(desk):
    return {call.id: call.state for call in await desk.open_calls()}


async def test_of_two_pictures_the_newer_one_counts_whichever_comes_first(desk_after):
    claimed = wire.Moved(call=hall(3, state=CallState.CLAIMED))
    desk = await desk_after(Script(snapshot(hall(1)), claimed, wire.Moved(call=hall(2))))
    assert await states(desk) == {"call": CallState.CLAIMED}


async def test_what_is_over_is_remembered_and_not_among_the_open_ones(desk_after):
    over = wire.Moved(call=hall(2, state=CallState.DONE))
    desk = await desk_after(Script(snapshot(hall(1)), over, wire.Moved(call=hall(1))), Script(snapshot()))
    assert await states(desk) == {}
    assert (await desk.get("call")).outcome is Outcome.HELPED


async def test_a_call_that_was_over_is_open_where_the_hub_says_so_after_its_database_was_put_back(desk_after):
    over = wire.Moved(call=hall(7, state=CallState.DONE))
    desk = await desk_after(Script(snapshot(hall(5)), over), Script(snapshot(hall(2))))
    assert await states(desk) == {"call": CallState.WAITING}
    assert (await desk.get("call")).open


async def test_only_so_many_that_are_over_are_kept_in_mind_and_every_open_one(desk_after):
    over = [wire.Moved(call=hall(2, f"over-{n}", CallState.DONE)) for n in range(MOST_REMEMBERED + 3)]
    desk = await desk_after(Script(snapshot(hall(1, "waits")), *over))
    assert await states(desk) == {"waits": CallState.WAITING}
    known = [n for n in range(MOST_REMEMBERED + 3) if await desk.get(f"over-{n}") is not None]
    assert known == list(range(3, MOST_REMEMBERED + 3))
