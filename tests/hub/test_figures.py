"""What PostgreSQL counts by itself is what the calls themselves tell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings

from kiosk.figures.book import figures_of
from kiosk.hub.call_rows import PUT, row_values
from kiosk.hub.call_tally import tally
from kiosk.hub.database import open_pool
from tests.figures.any_calls import DAYS, any_calls


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
    assert counted.officers() == known.officers
