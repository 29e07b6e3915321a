"""What PostgreSQL counts by itself is what the calls themselves tell."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings

from kiosk.figures.book import figures_of
from kiosk.hub.call_rows import PUT, row_values
from kiosk.hub.call_tally import tally
from kiosk.hub.database import open_pool
from kiosk.hub.desk_duty import DeskDuty
from kiosk.hub.hall_figures import AT_ONCE, HallFigures
from kiosk.pin import PinHasher
from tests.figures.any_calls import DAYS, any_calls
from tests.hub.conftest import PATIENCE_S


@pytest.fixture
async def pool(database):
    opened = await open_pool(database, largest=2)
    await opened.execute("INSERT INTO kiosk (id, key_sha256) VALUES ('01', '')")
    yield opened
    await opened.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=any_calls)
@example(calls=[])
async def test_the_figures_are_those_of_the_calls(pool, calls):
    await pool.execute("DELETE FROM call")
    for n, call in enumerate(calls):
        await pool.execute(PUT, *row_values(replace(call, id=f"call-{n}")), n, 0)
    counted, known = await tally(pool, DAYS), figures_of(calls, None, DAYS)
    assert counted.calls(DAYS) == known.calls
    assert counted.officers({}) == known.officers


@pytest.fixture
def features():
    return [HallFigures(), DeskDuty(PinHasher())]


WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FROM call%'"


async def test_the_hubs_connections_are_not_all_taken_by_leaders_who_ask(
    hub, sql, sql_of, database, desk_line
):
    desks = [f"desk{n}" for n in range(10)]
    await sql.execute("INSERT INTO officer VALUES ('0101', 'leader,officer', true, 'none')")
    asked = {"first": str(DAYS.first), "last": str(DAYS.last), "officer": "0101"}
    async with AsyncExitStack() as stack:
        lines = [await stack.enter_async_context(desk_line(hub, name)) for name in desks]
        await sql.executemany("INSERT INTO desk_session VALUES ($1, '0101')", [(name,) for name in desks])
        other = await sql_of(database)
        holding = other.transaction()
        await holding.start()
        await other.execute("LOCK TABLE call IN ACCESS EXCLUSIVE MODE")
        for line in lines[1:]:
            await line.say(type="ask", ref="figures", what="figures.read", body=asked)
        # More ask than there are connections, and none of them comes to an end; others are answered.
        async with asyncio.timeout(PATIENCE_S):
            while (waiting := await sql.fetchval(WAITING)) < 2 * AT_ONCE:  # noqa: ASYNC110 - another's waiting
                await asyncio.sleep(0.01)
        for _ in range(50):
            await lines[0].say(type="ask", ref="presence", what="presence.all", body={})
            assert (await lines[0].hear("answer"))["body"] == {"officers": []}
            assert waiting == 2 * AT_ONCE
            waiting = await sql.fetchval(WAITING)
        await holding.rollback()
        for line in lines[1:]:
            assert (await line.hear("answer"))["body"]["calls"]["total"] == 0
