"""What saves the hub work: many calls in one message to a desk, and connections given back as they are."""

from __future__ import annotations

import asyncio
import json

import pytest
from websockets.asyncio.client import connect

from kiosk.hub import database as hub_database
from kiosk.hub.hall import MOST_PICTURES, DeskLine, Picture
from kiosk.hub.keys import Claimant, shown
from kiosk.hub.link import endpoint
from kiosk.hub.part import Part
from kiosk.hub.roll import enrol
from tests.hub.conftest import Line


@pytest.mark.parametrize("many", [True, False])
async def test_many_calls_come_in_one_message_to_a_desk_that_takes_them_so(hub, sql, kiosk_line, told, many):
    key = await enrol(sql, Part.DESK, "east")
    address = endpoint(hub.url.replace("ws", "http", 1), Part.DESK)
    book = told()
    calls = [book.opened() for _ in range(20)]
    header = {"Authorization": shown(Claimant("east", key))}
    async with (
        kiosk_line(hub) as kiosk,
        connect(
            address if many else address.partition("?")[0], additional_headers=header, proxy=None
        ) as socket,
    ):
        desk = Line(socket)
        await desk.hear("snapshot")
        await kiosk.changes(*calls)
        for opened in calls:
            await desk.call(opened.call.id, state="waiting")
        heard = [message for message in desk.passed if message["type"] in ("call", "calls")]
        assert len(heard) == (1 if many else 20)


def test_no_message_to_a_desk_grows_too_large():
    line = DeskLine(Claimant("east", "key"), many=True)
    line.put(Picture(str(n), 1, "{}") for n in range(MOST_PICTURES + 1))

    async def taken():
        return [len(json.loads(message)["calls"]) for message in await line.take()]

    assert asyncio.run(taken()) == [MOST_PICTURES, 1]


async def failing(pool):
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(1)")
        raise ZeroDivisionError


async def test_nothing_of_a_transaction_stays_when_its_connection_is_given_back(database):
    pool = await hub_database.open_pool(database, largest=1)
    try:
        with pytest.raises(ZeroDivisionError):
            await failing(pool)
        async with pool.acquire() as connection:
            assert not connection.is_in_transaction()
            asked = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
            assert await connection.fetchval(asked) == 0
    finally:
        pool.terminate()
