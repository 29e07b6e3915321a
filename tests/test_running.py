"""Work beside something that is open, and only then."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.failure import StoreFailed, Trouble
from kiosk.running import RunningBetween


async def test_it_begins_when_it_is_open_and_ends_before_it_is_closed():
    told: list[str] = []
    begun = asyncio.Event()

    async def say(word):
        told.append(word)

    async def work():
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            told.append("ended")

    between = RunningBetween(lambda: say("open"), lambda: say("closed"), work)
    await between.start()
    await begun.wait()
    await between.start()
    await between.close()
    assert told == ["open", "open", "ended", "closed"]


async def test_what_does_not_open_begins_nothing_and_is_closed():
    told: list[str] = []

    async def fails():
        raise StoreFailed(Trouble.DAMAGED)

    async def work():
        told.append("begun")

    async def close():
        told.append("closed")

    between = RunningBetween(fails, close, work)
    with pytest.raises(StoreFailed):
        await between.start()
    await asyncio.sleep(0)
    await between.close()
    assert told == ["closed"]
